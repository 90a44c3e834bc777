"""Letters and cards for who needs large print."""

import pytest

from digibank.comms.papers import paper
from digibank.comms.tests.factories import a_message
from digibank.people.tests.factories import a_person, an_address
from digibank.ui.tests.reading_paper import outside_of_the_margins, sizes_in, text_of, words_on

pytestmark = [pytest.mark.once, pytest.mark.rule("U-91")]


@pytest.mark.parametrize("prefers", ["letter", "card"])
def test_paper_for_who_needs_large_print_has_nothing_below_sixteen_points(town, desk, prefers):
    person = a_person(town, prefers=prefers, address=an_address(), large_print=True)

    printed = paper(a_message(person, from_place=desk))

    assert "Roza Peeters" in text_of(printed)
    assert (min(sizes_in(printed)) >= 16, outside_of_the_margins(printed)) == (True, [])


def test_the_address_of_a_letter_in_large_print_stays_in_the_window(town, desk):
    person = a_person(town, prefers="letter", address=an_address(), large_print=True)

    printed = paper(a_message(person, from_place=desk))

    millimetre = 72 / 25.4
    place = next(word for word in words_on(printed) if word.text == "Kerkstraat")
    assert (110 < place.left / millimetre < 195, 48 < place.top / millimetre < 84) == (True, True)
