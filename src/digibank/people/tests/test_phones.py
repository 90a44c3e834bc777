import pytest

from digibank.errors import RuleBroken
from digibank.people import phones


@pytest.mark.parametrize(
    ("typed", "kept", "mobile", "read"),
    [
        ("0470/12.34.56", "+32470123456", True, "0470 12 34 56"),
        ("014 21 00 00", "+3214210000", False, "014 21 00 00"),
        ("0032 470 12 34 56", "+32470123456", True, "0470 12 34 56"),
        ("+31 6 12345678", "+31612345678", True, "+31 6 12345678"),
    ],
)
def test_a_number_has_one_spelling(typed, kept, mobile, read):
    number = phones.normalised(typed)

    assert (number, phones.takes_messages(number), phones.shown(number)) == (kept, mobile, read)


@pytest.mark.parametrize("typed", ["", "bel mij", "0470", "123456789012345678"])
def test_nobody_can_be_called_on_it(typed):
    with pytest.raises(RuleBroken, match="Nobody can be called"):
        phones.normalised(typed)
