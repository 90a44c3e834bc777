"""The card of an appointment: what stands on it, what never does, and how large."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from digibank import clock
from digibank.agenda import actions
from digibank.agenda.models import Appointment
from digibank.agenda.newcomers import link_of
from digibank.agenda.papers import card_pdf
from digibank.agenda.tests.factories import (
    a_call,
    a_helper_there,
    a_moment,
    a_wish,
    somebody_at_home,
    with_helper,
)
from digibank.audit.tests.factories import an_actor
from digibank.people.tests.factories import a_person
from digibank.ui.tests.reading_paper import over_one_another, sizes_in, text_of, words_on

pytestmark = [pytest.mark.django_db, pytest.mark.rule("AP-18")]

SITE = "https://digibank.example/"
POINTS = 72 / 25.4


@pytest.fixture
def made(help_point, roza) -> Appointment:
    a_helper_there(help_point)
    return actions.book_with_helper(help_point, person=roza, wish=a_wish(topic="bank"), by=an_actor())


def sheets(paper: bytes) -> list[tuple[int, int]]:
    """How wide and high each sheet is, in millimetres."""
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(paper)).pages]
    return [(round(float(box.width) / POINTS), round(float(box.height) / POINTS)) for box in boxes]


def beside_the_sheet(paper: bytes, width: int, height: int) -> list[str]:
    """Words within five millimetres of the edge, where a printer does not come."""
    edge = 5 * POINTS
    return [
        word.text
        for word in words_on(paper)
        if min(word.left, word.top) < edge or word.right > width * POINTS - edge or word.bottom > height * POINTS - edge
    ]


@pytest.mark.once
def test_the_card_says_when_where_the_number_and_how_to_call_off_on_one_small_sheet(made):
    paper = card_pdf(made, site=SITE)

    words, place = text_of(paper), made.place
    told = [
        "Tuesday 24 November 2026", "10 o’clock", "Digipunt Wilg", f"{place.street}, {place.postcode} {place.town}",
        made.number, place.phone,
    ]  # fmt: skip
    assert [one for one in told if one not in words] == []
    assert "https://digibank.example/afspraak-zoeken/" in words.replace(" ", "")
    assert [one for one in ("Roza", "Peeters", "bank ", "Mia") if one in words.replace("Digibank", "")] == []
    assert (sheets(paper), beside_the_sheet(paper, 105, 148), over_one_another(paper)) == ([(105, 148)], [], [])


@pytest.mark.once
def test_who_needs_large_print_gets_a_larger_card_with_nothing_below_sixteen_points(help_point, town):
    a_helper_there(help_point)
    made = with_helper(help_point, a_person(town, large_print=True))

    paper = card_pdf(made, site=SITE)

    assert (sheets(paper), beside_the_sheet(paper, 148, 210), over_one_another(paper)) == ([(148, 210)], [], [])
    assert min(sizes_in(paper)) >= 16


@pytest.mark.once
def test_a_card_with_long_names_stays_one_sheet(made):
    place = made.place
    place.name = "Digipunt in het Sociaal Huis van de gemeente Wilgerdonk aan de Molenstraat"
    place.way_there = "bus 305 en 310, halte Markt, dan twee minuten te voet langs de kerk"

    assert sheets(card_pdf(made, site=SITE)) == [(105, 148)]


@pytest.mark.once
def test_the_card_of_a_protected_person_names_no_page_on_which_they_are_not_found(help_point, town):
    a_helper_there(help_point)
    made = with_helper(help_point, a_person(town, protected=True))

    words = text_of(card_pdf(made, site=SITE)).replace(" ", "")

    assert (made.number in words, "afspraak-zoeken" in words) == (True, False)


def test_a_colleague_and_who_has_the_link_open_it(client, as_clerk, made):
    page = as_clerk.get(reverse("agenda:appointment", args=[made.pk])).content.decode()
    behind = client.get(reverse("website:appointment", args=[link_of(made)])).content.decode()
    cards = [reverse("agenda:card", args=[made.pk]), reverse("website:appointment_card", args=[link_of(made)])]

    answers = [as_clerk.get(cards[0]), client.get(cards[1])]

    assert (cards[0] in page, cards[1] in behind) == (True, True)
    assert [(one.status_code, one["Content-Type"], one["Cache-Control"]) for one in answers] == [
        (200, "application/pdf", "private, no-store")
    ] * 2
    assert [made.number in text_of(one.content) for one in answers] == [True, True]


def test_strangers_who_may_not_plan_and_made_up_links_get_none(client, as_stranger, as_technician, made):
    card = reverse("agenda:card", args=[made.pk])

    answers = [as_stranger.get(card), as_technician.get(card)]
    answers.append(client.get(reverse("website:appointment_card", args=["7:verzonnen"])))

    assert [one.status_code for one in answers] == [404, 403, 404]


@pytest.mark.rule("AP-09")
def test_of_what_is_hidden_over_called_off_or_to_be_called_there_is_no_card(client, as_clerk, made, town):
    help_point = made.place
    hidden = with_helper(help_point, a_person(town, "Farid Haddad"), "11:00", hidden=True)
    off = with_helper(help_point, a_person(town, "Ann Claes"), "12:00")
    actions.cancel(off, by=an_actor())
    call = a_call(help_point, a_person(town, "Els Claes"))

    pages = [as_clerk.get(reverse("agenda:card", args=[one.pk])) for one in (hidden, off, call)]
    pages += [client.get(reverse("website:appointment_card", args=[link_of(one)])) for one in (hidden, off, call)]
    with clock.at(a_moment(24, "10:00")):
        pages.append(as_clerk.get(reverse("agenda:card", args=[made.pk])))

    shown = as_clerk.get(reverse("agenda:appointment", args=[hidden.pk])).content.decode()
    assert [page.status_code for page in pages] == [404] * 7
    assert reverse("agenda:card", args=[hidden.pk]) not in shown


@pytest.mark.once
@pytest.mark.parametrize(
    ("where", "told", "never"),
    [
        ("at_home", "We come to your home.", ["Wilgenstraat", "Digipunt Wilg", "Show this card"]),
        ("by_phone", "You can stay at home: we call you.", ["014 22 33 44", "Digipunt Wilg", "Show this card"]),
    ],
)
def test_the_card_of_who_is_helped_elsewhere_says_so_and_holds_neither_address_nor_word(
    help_point, town, where, told, never
):
    for name in ("Mia De Smet", "Jo Maes", "Ann Claes"):
        a_helper_there(help_point, name)
    made = actions.book_with_helper(help_point, person=somebody_at_home(town), wish=a_wish(where=where), by=an_actor())

    words = text_of(card_pdf(made, site=SITE))

    assert (told in words, made.number in words) == (True, True)
    assert [one for one in [*never, made.code_word or "no word"] if one in words] == []
