"""The contract on paper, and the job that makes it when a process died."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from digibank import clock
from digibank.audit.models import Event
from digibank.files.models import Document
from digibank.lending import actions, jobs
from digibank.lending.contracts import contract_context, contract_pdf, write_contract
from digibank.lending.tests.factories import a_paper, a_prepared_loan
from digibank.lending.tests.looking import fresh
from digibank.organisations.tests.factories import a_regulation
from digibank.people.tests.factories import a_person, an_address
from digibank.ui.tests.small_papers import title_of


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
def dutch(settings):
    settings.LANGUAGE_CODE = "nl"
    settings.LANGUAGES = [("nl", "Nederlands")]


@pytest.mark.once
@pytest.mark.rule("U-06")
def test_the_contract_says_who_what_until_when_and_under_which_rules(town, regulation, laptop, slot):
    person = a_person(town, address=an_address())
    loan = a_prepared_loan(person, laptop, slot=slot, parts=["charger"])

    words = words_of(contract_pdf(loan))

    expected = [
        "Uitleendesk, Wilgerdonk", loan.number, "Roza Peeters", person.number, "Kerkstraat 12, 2390 Malle",
        "Dell Latitude", laptop.number, "Charger", "Tuesday 23 November 2027", "€ 25,00",
        "Tuesday 24 November 2026, 10 o’clock, Digipunt Wilg", "014 00 00 00",
        "U leent een toestel voor een jaar.", "version 1, voted on 15 December 2025", "I borrow the device.",
        "I give the device.",
    ]  # fmt: skip
    assert [part for part in expected if part not in words] == []
    assert "bag" not in words


@pytest.mark.once
@pytest.mark.rule("U-06")
def test_the_contract_is_in_dutch_whatever_language_a_page_is_in(roza, laptop, dutch):
    assert "U leent een toestel" in words_of(contract_pdf(a_prepared_loan(roza, laptop)))


def facts_of(loan) -> dict[str, str]:
    return {str(term): str(value) for term, value in contract_context(loan)["facts"]}


def test_a_contract_of_a_protected_person_tells_no_address(town, regulation, laptop):
    hidden = a_person(town, protected=True, address=an_address())

    assert facts_of(a_prepared_loan(hidden, laptop))["You"] == f"Roza Peeters, {hidden.number}"


def test_a_contract_without_deposit_moment_and_parts_says_so(town, desk, depot, laptop):
    a_regulation(town, deposit_cents=0)
    laptop.accessories.all().delete()

    facts = facts_of(a_prepared_loan(a_person(town), laptop, parts=[]))

    assert (facts["Deposit"], facts["With it"]) == ("none", "nothing")
    assert facts["We help you to start"] == "We call you to choose a day together."


SENTENCE = re.compile(r"{% (?:translate \"|blocktranslate[^%]*%})(.*?)(?:\" %}|{% endblocktranslate)")
FOLDER = Path(__file__).parents[1] / "templates" / "lending"


@pytest.mark.parametrize(
    "paper",
    [FOLDER / "slip.html", *sorted((FOLDER / "messages").iterdir())],
    ids=lambda p: p.stem,
)
def test_sentences_on_paper_have_at_most_fifteen_words(paper):
    texts = [re.sub(r"{{.*?}}", "x", text) for text in SENTENCE.findall(paper.read_text())]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s", text)]

    assert len(sentences) >= 5
    assert [sentence for sentence in sentences if len(sentence.split()) > 15] == []


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("U-06")
def test_a_loan_gets_one_contract_however_often_it_is_asked(roza, laptop, actor):
    loan = a_prepared_loan(roza, laptop)

    first = write_contract(loan, by=actor).contract
    again = write_contract(fresh(loan), by=actor).contract

    assert first == again == Document.objects.get()
    assert loan.number in title_of(first.content())


@pytest.mark.usefixtures("small_papers")
def test_what_a_killed_process_left_unprinted_is_printed_by_the_worker(roza, farid, laptop, second_laptop, actor):
    left = a_prepared_loan(roza, laptop)
    just_now = clock.now()
    with clock.at(just_now + timedelta(seconds=90)):
        busy = a_prepared_loan(farid, second_laptop)
        written = jobs.write_missing_contracts(actor)
        again = jobs.write_missing_contracts(actor)

    assert (written, again) == (1, 0)
    assert [fresh(loan).contract is not None for loan in (left, busy)] == [True, False]


def test_a_loan_that_changes_while_it_is_printed_is_left_to_the_next_round(roza, laptop, slot, actor, monkeypatch):
    loan = a_prepared_loan(roza, laptop)

    def meanwhile(found, *, by):
        actions.plan_handover(loan, slot=slot, by=by)
        return a_paper()

    monkeypatch.setattr("digibank.lending.contracts.print_contract", meanwhile)
    with clock.at(clock.now() + timedelta(minutes=2)):
        written = jobs.write_missing_contracts(actor)

    assert (written, fresh(loan).contract) == (0, None)
    assert Event.objects.filter(verb="lending.contract_written").count() == 0
