"""The contract in another language: the same content beside the Dutch one, marked, chosen for each print, never signed."""

import ast
import io
import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from conftest import logged_in
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from digibank.inventory.models import AccessoryKind
from digibank.lending import contracts, dues
from digibank.lending.contracts import contract_context, write_contract
from digibank.lending.copies import write_copy
from digibank.lending.models import Loan, Occasion
from digibank.lending.tests.factories import a_prepared_loan, paid_for, signed_for
from digibank.lending.tests.looking import fresh
from digibank.lending.translated import translation_context, translation_pdf
from digibank.organisations import actions as organisations
from digibank.organisations.models import Language
from digibank.organisations.tests.factories import a_regulation
from digibank.people.models import Person, Representative
from digibank.people.tests.factories import a_person, an_address
from digibank.ui.tests.reading_paper import outside_of_the_margins, text_of, words_on

TEMPLATES = Path(contracts.__file__).parent / "templates" / "lending"
IN_TEMPLATE = re.compile(r'{% translate "([^"]+)" %}|{% blocktranslate trimmed[^%]*%}(.*?){% endblocktranslate %}')
# What else is said on the paper: its foot, the hour, and words for parts, costs and who signs along.
BESIDE = {
    "Sheet %(page)s of %(pages)s", "%(hour)s o’clock", "Deposit", "Fee", "none", "%(amount)s, paid",
    "%(amount)s, in %(count)s parts, one each month",
}  # fmt: skip
OTHERS = [language for language in Language.values if language != "en"]
FRENCH = """Vous empruntez un appareil pour un an.

Vous le rapportez à temps."""
RULES = """U leent een toestel voor een jaar.

U brengt het op tijd terug."""


def said_in_code(module) -> set[str]:
    """What a module says to people, as it stands in the code."""
    tree = ast.parse(Path(module.__file__).read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_"]
    return {call.args[0].value for call in calls}


def said_in_templates() -> set[str]:
    found = set()
    for name in ("contract.html", "translation.html", "question.html"):
        for plain, block in IN_TEMPLATE.findall((TEMPLATES / name).read_text()):
            found.add(plain or re.sub(r"{{ (\w+) }}", r"%(\1)s", block))
    return found


def fixed_sentences() -> set[str]:
    """All that is said by us on a contract, in the language of the code."""
    with translation.override("en"):
        labels = {str(label) for kinds in (AccessoryKind, Representative.Kind) for label in kinds.labels}
    assert BESIDE - {"Sheet %(page)s of %(pages)s", "%(hour)s o’clock"} <= said_in_code(dues)
    return said_in_code(contracts) | said_in_templates() | labels | BESIDE


@pytest.mark.once
@pytest.mark.rule("U-92")
@pytest.mark.parametrize("language", OTHERS)
def test_every_fixed_sentence_of_the_contract_exists_in_every_language(language):
    with (settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po").open("rb") as po:
        known = {message.id: message for message in read_po(po, locale=language) if message.id}

    said = fixed_sentences()

    assert len(said) >= 50
    assert sorted(said - {key for key, message in known.items() if message.string and not message.fuzzy}) == []
    assert [str(error) for message in known.values() for error in message.check()] == []
    holders = re.compile(r"%\(\w+\)s")
    assert [key for key, m in known.items() if set(holders.findall(key)) != set(holders.findall(m.string))] == []


@pytest.fixture
def loan(town, laptop, slot, actor) -> Loan:
    """A loan with something on each line, its regulation in French too."""
    regulation = a_regulation(town, text=RULES, renewals=1, fee_cents=500)
    organisations.translate_regulation(
        regulation, language="fr", text=FRENCH, translated_by="Bureau Taal en Co", by=actor
    )
    return a_prepared_loan(a_person(town, address=an_address()), laptop, slot=slot)


def in_language(loan, language):
    with translation.override(language):
        return translation_context(loan, language)


@pytest.mark.rule("U-92")
@pytest.mark.parametrize("language", Language.values)
def test_a_translation_has_the_same_content_in_the_same_order(loan, language):
    dutch, other = contract_context(loan), in_language(loan, language)

    asked = [len(question.answers) for question in (*dutch["questions"], dutch["last_question"])]
    assert [len(question.answers) for question in (*other["questions"], other["last_question"])] == asked
    assert (len(other["facts"]), len(other["rules"])) == (len(dutch["facts"]), len(dutch["rules"]))
    assert other["signers"] == []
    figures = [re.findall(r"\d+", words) for _term, words in dutch["facts"]]
    assert [re.findall(r"\d+", words) for _term, words in other["facts"]] == figures


@pytest.mark.once
@pytest.mark.rule("U-92")
@pytest.mark.rule("U-93")
def test_a_french_translation_says_that_it_is_one_and_who_translated_the_rules(loan):
    words = text_of(translation_pdf(loan, "fr"))

    expected = [
        "Ceci est une traduction. Seul le contrat en néerlandais compte.", "Mardi 23 novembre 2027", "€ 25,00", "€ 5,00",
        "Sac, chargeur", "1. Vous empruntez un appareil pour un an.",
        "2. Vous le rapportez à temps.", "traduit par : Bureau Taal en Co", "Demandons-nous votre mot de passe ?",
    ]  # fmt: skip
    assert [part for part in expected if part not in words] == []
    assert "U leent" not in words


@pytest.mark.once
@pytest.mark.rule("U-93")
def test_rules_that_nobody_translated_stay_dutch_and_the_paper_says_so(loan):
    words = text_of(translation_pdf(loan, "en"))

    assert (
        "These rules are not translated yet. They stand here in Dutch. 1. U leent een toestel voor een jaar." in words
    )


@pytest.mark.once
@pytest.mark.rule("U-92")
@pytest.mark.parametrize(("language", "word"), [("uk", "позичаєте"), ("ar", "تستعير")])
def test_letters_of_other_scripts_are_printed_with_a_letter_type_that_has_them(loan, language, word, tmp_path):
    paper = translation_pdf(loan, language)

    (tmp_path / "paper.pdf").write_bytes(paper)
    fonts = subprocess.run(["pdffonts", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    assert "Noto" in fonts
    assert any(word in read.text or word[::-1] in read.text for read in words_on(paper))
    assert outside_of_the_margins(paper) == []


@pytest.mark.once
@pytest.mark.rule("U-92")
def test_arabic_runs_from_the_right(loan):
    left, right = (_ink_beside_the_edges(translation_pdf(loan, language)) for language in ("fr", "ar"))

    assert left[0] > left[1]
    assert right[1] > right[0]
    assert PdfReader(io.BytesIO(translation_pdf(loan, "ar"))).trailer["/Root"]["/Lang"] == "ar"


def _ink_beside_the_edges(paper: bytes) -> tuple[int, int]:
    """How many lines of a picture of the first sheet have ink just inside the left and the right margin."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-png", "-singlefile", "-"], input=paper, capture_output=True, check=True
    ).stdout
    picture = Image.open(io.BytesIO(drawn)).convert("L")
    width, height = picture.size
    strip = width // 12
    margin = round(width * 20 / 210)
    top = height // 2  # Below the bench, whose frame has ink on both sides.

    def lines_with_ink(begins: int) -> int:
        part = picture.crop((begins, top, begins + strip, round(height * 0.9)))
        rows = [part.crop((0, row, strip, row + 1)).getextrema()[0] for row in range(part.size[1])]
        return sum(darkest < 128 for darkest in rows)

    return lines_with_ink(margin - 2), lines_with_ink(width - margin - strip + 2)


# The rules in another language.


@pytest.mark.rule("U-93")
def test_a_translation_with_another_number_of_rules_is_refused(loan, actor):
    from_town = loan.regulation
    said = "The translation has 1 paragraphs and the rules have 2. Leave an empty line between each."

    with pytest.raises(organisations.regulations.RuleBroken, match=said) as no:
        organisations.translate_regulation(from_town, language="uk", text="Одне.", translated_by="Ми", by=actor)

    assert no.value.field == "text"


@pytest.mark.rule("U-93")
def test_the_newest_translation_is_printed(loan, actor):
    better = FRENCH.replace("Vous le rapportez", "Vous rapportez l’appareil")
    organisations.translate_regulation(loan.regulation, language="fr", text=better, translated_by="Léa", by=actor)

    assert in_language(loan, "fr")["rules"][1] == "Vous rapportez l’appareil à temps."
    assert loan.regulation.translations.count() == 2


# Pages.


@pytest.mark.once
@pytest.mark.rule("U-92")
def test_a_clerk_prints_a_translation_and_nothing_of_the_language_is_kept(as_clerk, loan, actor):
    write_contract(loan, by=actor)
    before = Person.objects.values().get(pk=loan.person_id)
    documents = loan.contract_id

    page = as_clerk.get(reverse("lending:loan", args=[loan.pk])).content.decode()
    answer = as_clerk.get(reverse("lending:translation", args=[loan.pk, "uk"]))

    assert reverse("lending:translation", args=[loan.pk, "ar"]) in page
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, "application/pdf", "private, no-store",
    )  # fmt: skip
    assert (Person.objects.values().get(pk=loan.person_id), loan.contract_id) == (before, documents)


@pytest.mark.once
@pytest.mark.rule("U-92")
def test_the_signed_copy_takes_the_translation_along_and_the_signature_stays_on_the_dutch_one(as_clerk, loan, actor):
    signed = signed_for(paid_for(write_contract(loan, by=actor)))
    copy = write_copy(signed, Occasion.LOAN, by=actor)

    answer = as_clerk.get(reverse("lending:signed_translation", args=[loan.pk, "fr"]))

    words = text_of(answer.content)
    order = ["Loan", "Who signed", "Ceci est une traduction."]
    assert [words.find(part) >= 0 for part in order[1:]] == [True, True]
    assert words.index("Who signed") < words.index("Ceci est une traduction.")
    attached = PdfReader(io.BytesIO(answer.content)).attachments["contract.pdf"][0]
    assert attached == signed.contract.content()
    assert fresh(signed).copies.get().document == copy.document
    assert (
        reverse("lending:signed_translation", args=[loan.pk, "fr"])
        in as_clerk.get(reverse("lending:loan", args=[loan.pk])).content.decode()
    )


def test_without_contract_copy_or_such_a_language_there_is_nothing_to_print(as_clerk, loan, stranger, actor):
    early = as_clerk.get(reverse("lending:translation", args=[loan.pk, "fr"]))
    write_contract(loan, by=actor)
    strange = as_clerk.get(reverse("lending:translation", args=[loan.pk, "tlh"]))
    unsigned = as_clerk.get(reverse("lending:signed_translation", args=[loan.pk, "fr"]))
    elsewhere = [
        logged_in(stranger).get(reverse(f"lending:{name}", args=[loan.pk, "fr"]))
        for name in ("translation", "signed_translation")
    ]

    assert [answer.status_code for answer in (early, strange, unsigned, *elsewhere)] == [404] * 5
