"""The contract as a borrower reads it: questions in plain words, one sheet, and larger for who asks for that."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from digibank.lending.contracts import contract_context, contract_pdf, questions_of
from digibank.lending.slips import slip_pdf
from digibank.lending.tests.factories import a_prepared_loan, a_returned_loan
from digibank.lending.tests.looking import fresh
from digibank.organisations import actions as organisations
from digibank.organisations.tests.factories import a_regulation
from digibank.people.tests.factories import a_person, an_address
from digibank.ui.tests.reading_paper import outside_of_the_margins, over_one_another, sizes_in, text_of, words_on

LEAST_POINTS = 16
LONG_RULES = """U mag het toestel gratis lenen. U brengt het op tijd terug.

Is het toestel stuk? Bel ons of kom langs. U betaalt niets voor gewone slijtage.

Is het toestel gestolen? Ga naar de politie en bel ons.

Wilt u langer lenen? Vraag het vóór de laatste dag."""


def everything_of(questions) -> list[str]:
    return [words for question in questions for words in (question.words, *question.answers)]


@pytest.mark.once
@pytest.mark.rule("U-90")
def test_a_contract_answers_what_people_ask_on_one_sheet(town, laptop, slot, actor, tmp_path):
    organisations.set_account(town, version=town.version, account_number="BE68 5390 0754 7034", by=actor)
    a_regulation(town, text=LONG_RULES, renewals=1, fee_cents=500)
    organisations.edit_place(
        laptop.place, version=laptop.place.version, name="Uitleenbalie van het Huis van de Buurt", by=actor
    )
    loan = a_prepared_loan(a_person(town, address=an_address()), fresh(laptop), slot=slot)

    paper = contract_pdf(loan)

    (tmp_path / "contract.pdf").write_bytes(paper)
    asked = [question.words for question in questions_of(loan)]
    assert asked == [
        "Is it broken?", "Is it lost or stolen?", "Do you move house?", "Do you want to keep it longer?",
        "Where do you get help?", "Do we ask for your password?", "What happens when you bring it back?",
    ]  # fmt: skip
    text = text_of(paper)
    assert [words for words in everything_of(questions_of(loan)) if words.replace("\u00a0", " ") not in text] == []
    assert {word.sheet for word in words_on(paper)} == {0}
    assert (outside_of_the_margins(paper), over_one_another(paper), min(sizes_in(paper)) >= 10) == ([], [], True)


@pytest.mark.once
@pytest.mark.rule("U-90")
def test_the_contract_is_one_sheet_in_dutch_as_well(town, laptop, slot, settings):
    settings.LANGUAGE_CODE = "nl"
    a_regulation(town, text=LONG_RULES, renewals=1, fee_cents=500)
    loan = a_prepared_loan(a_person(town, address=an_address()), laptop, slot=slot)

    paper = contract_pdf(loan)

    assert {word.sheet for word in words_on(paper)} == {0}
    assert (outside_of_the_margins(paper), over_one_another(paper)) == ([], [])


@pytest.mark.rule("U-90")
def test_the_sentences_of_a_contract_have_at_most_fifteen_words(roza, laptop):
    loan = a_prepared_loan(roza, laptop)

    said = [sentence for words in everything_of(questions_of(loan)) for sentence in re.split(r"(?<=[.?!])\s", words)]

    assert len(said) >= 20
    assert [sentence for sentence in said if len(sentence.split()) > 15] == []


def test_rules_without_renewal_do_not_speak_of_keeping_it_longer(town, laptop):
    a_regulation(town, renewals=0)

    asked = [question.words for question in questions_of(a_prepared_loan(a_person(town), laptop))]

    assert "Do you want to keep it longer?" not in asked


@pytest.mark.once
@pytest.mark.rule("U-91")
def test_large_print_has_nothing_below_sixteen_points_and_cuts_nothing_off(town, laptop, slot, tmp_path):
    a_regulation(town, text=LONG_RULES)
    person = a_person(town, address=an_address(), large_print=True)
    loan = a_prepared_loan(person, laptop, slot=slot)

    paper = contract_pdf(loan)

    (tmp_path / "contract.pdf").write_bytes(paper)
    text = text_of(paper)
    assert [words for words in everything_of(questions_of(loan)) if words.replace("\u00a0", " ") not in text] == []
    assert [rule for rule in contract_context(loan)["rules"] if rule not in text] == []
    assert min(sizes_in(paper)) >= LEAST_POINTS
    assert (outside_of_the_margins(paper), over_one_another(paper)) == ([], [])


@pytest.mark.once
@pytest.mark.rule("U-91")
def test_the_lines_to_sign_stand_together_on_the_last_sheet_of_large_print(town, laptop):
    a_regulation(town, text=LONG_RULES)
    paper = contract_pdf(a_prepared_loan(a_person(town, large_print=True), laptop))

    sheets = [page.extract_text() for page in PdfReader(BytesIO(paper)).pages]

    both = ["I borrow the device.", "I give the device."]
    assert len(sheets) > 1
    assert [[words in " ".join(sheet.split()) for words in both] for sheet in sheets] == [
        *[[False, False]] * (len(sheets) - 1),
        [True, True],
    ]


@pytest.mark.once
@pytest.mark.rule("U-91")
def test_large_print_is_tagged_for_screen_readers_as_well(town, regulation, laptop):
    document = PdfReader(BytesIO(contract_pdf(a_prepared_loan(a_person(town, large_print=True), laptop))))

    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.once
@pytest.mark.rule("U-91")
def test_the_return_slip_is_in_large_print_for_who_needs_that(town, regulation, laptop, tmp_path):
    loan = a_returned_loan(a_person(town, large_print=True), laptop)

    paper = slip_pdf(loan.returned)

    (tmp_path / "slip.pdf").write_bytes(paper)
    assert min(sizes_in(paper)) >= LEAST_POINTS
    assert outside_of_the_margins(paper) == []
