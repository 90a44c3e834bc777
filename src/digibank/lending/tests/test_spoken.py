"""The contract to listen to: all of the paper, and nothing else, written as it is said."""

import re
from html import unescape

import pytest
from conftest import logged_in
from django.urls import reverse

from digibank import clock
from digibank.lending import actions
from digibank.lending.contracts import write_contract
from digibank.lending.models import Loan
from digibank.lending.spoken import parts_to_hear, spoken
from digibank.lending.tests.factories import a_paper, a_prepared_loan, paid_for, signed_for
from digibank.lending.tests.looking import fresh
from digibank.lending.translated import translation_context
from digibank.organisations import actions as organisations
from digibank.organisations.tests.factories import a_regulation
from digibank.people import actions as people
from digibank.people.tests.factories import a_person, an_address
from digibank.ui.tests.reading_paper import text_of

pytestmark = pytest.mark.rule("U-94")
FOOT = re.compile(r"UL-\d+-\d · (Lending rules .*?\.) Sheet \d of \d")


@pytest.mark.once
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("€\u00a025,00", "25 euro"),
        ("€ 1.250,05, paid", "1250 euro and 5 cent, paid"),
        ("Dell, DB-004217-7", "Dell, D B, 0 0 4 2 1 7, 7"),
        ("Call 014\u00a000\u00a012\u00a034 or", "Call 0 1 4, 0 0, 1 2, 3 4 or"),
        ("on BE68 5390 0754 7034,", "on B E, 6 8, 5 3 9 0, 0 7 5 4, 7 0 3 4,"),
        ("+++000/0000/00101+++", "0 0 0, 0 0 0 0, 0 0 1 0 1"),
        ("10.30 o’clock", "10:30 o’clock"),
        ("Tuesday 23 November 2027, Wilgenlaan 1, 2399 Wilgerdonk", "Tuesday 23 November 2027, Wilgenlaan 1, 2399 Wilgerdonk"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_they_are_said(written, said):
    assert spoken(written) == said


@pytest.fixture
def loan(town, laptop, slot, actor) -> Loan:
    """A loan with something on each line, its contract as real paper."""
    organisations.set_account(town, version=town.version, account_number="BE68 5390 0754 7034", by=actor)
    a_regulation(town, renewals=1, fee_cents=500)
    person = a_person(town, address=an_address())
    people.note_representative(person, kind="guardian", name="Lies Aerts", proof_seen_on=clock.today(), by=actor)
    return write_contract(a_prepared_loan(person, laptop, slot=slot), by=actor)


def only_letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


@pytest.mark.once
def test_what_is_heard_is_what_stands_on_the_paper(loan):
    paper = spoken(text_of(loan.contract.content()))

    heard = [words for part in parts_to_hear(loan) for words in part.sentences]

    pieces = [piece for words in heard for piece in re.split(r"(?<=\w): ", words)]
    assert [piece for piece in pieces if only_letters(piece) not in only_letters(paper)] == []
    headings = {"What is lent", "Who signs?", "Rules"}  # What a reader sees, a listener is told.
    rest = only_letters(paper.replace("Digibank", "").replace(" Sheet 1 of 1", ""))
    for piece in sorted([*pieces, *(part.heading for part in parts_to_hear(loan))], key=len, reverse=True):
        rest = rest.replace(only_letters(piece), "") if piece not in headings else rest
    assert rest in ("", only_letters(spoken(loan.number)))


@pytest.mark.once
def test_the_page_to_listen_to_says_all_of_it_in_order(as_clerk, loan):
    page = as_clerk.get(reverse("lending:aloud", args=[loan.pk])).content.decode()

    said = [unescape(words) for words in re.findall(r"<(?:h1|h2|p) data-say>(.*?)</", page)]
    assert said == [words for part in parts_to_hear(loan) for words in (part.heading, *part.sentences)]
    assert (page.count("data-aloud data-local hidden"), page.count("ui/aloud")) == (1, 1)


@pytest.mark.once
@pytest.mark.rule("U-92")
def test_what_is_paid_or_renewed_later_changes_nothing_of_what_was_signed(loan, actor):
    before, in_french = parts_to_hear(loan), translation_context(loan, "fr")["facts"]
    actions.sign_along(loan, signs=loan.contract.sha256, by=actor)
    running = signed_for(paid_for(fresh(loan)))
    actions.renew(running, by=actor)

    assert parts_to_hear(fresh(running)) == before
    assert [tuple(fact) for fact in translation_context(fresh(running), "fr")["facts"]] == [
        tuple(fact) for fact in in_french
    ]


def test_a_paper_that_carries_no_words_is_told_as_it_is_now(roza, laptop, actor):
    loan = actions.keep_contract(a_prepared_loan(roza, laptop), contract=a_paper(), by=actor)

    assert "You: Roza Peeters" in parts_to_hear(loan)[1].sentences[0]


def test_without_contract_and_for_strangers_there_is_nothing_to_hear(as_clerk, roza, laptop, stranger):
    address = reverse("lending:aloud", args=[a_prepared_loan(roza, laptop).pk])

    assert [client.get(address).status_code for client in (as_clerk, logged_in(stranger))] == [404, 404]
