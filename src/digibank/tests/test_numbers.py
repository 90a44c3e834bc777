import re
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digibank.numbers import Series, fingerprint, secret

DEVICES = Series("DB")
keys = st.integers(min_value=0, max_value=10**18 - 1)


def test_a_number_is_prefix_key_and_check_digit():
    assert DEVICES.of(4217) == "DB-004217-7"


@pytest.mark.parametrize("typed", ["DB-004217-7", "db-004217-7", " DB 004217 7 ", "DB0042177", "Db004217-7\n"])
def test_a_number_is_read_however_it_is_typed(typed):
    assert DEVICES.key(typed) == 4217


@pytest.mark.parametrize(
    "typed", ["", "DB", "4217", "XX-004217-6", "DB-4217-6", "DB-004217", "DB-004217-7 extra", "DB--004217-6"]
)
def test_what_is_no_number_of_the_series_has_no_key(typed):
    assert DEVICES.key(typed) is None


@given(keys)
def test_every_key_comes_back_from_its_number(key):
    assert DEVICES.key(DEVICES.of(key)) == key


@given(keys, st.data())
def test_one_wrong_digit_is_noticed(key, data):
    number = DEVICES.of(key)
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))

    mistyped = number[:place] + digit + number[place + 1 :]

    assert DEVICES.key(mistyped) is None


@given(keys, st.data())
def test_two_digits_swapped_are_noticed(key, data):
    body, check = DEVICES.of(key)[3:].split("-")
    digits = body + check
    place = data.draw(st.integers(min_value=0, max_value=len(digits) - 2))
    assume(digits[place] != digits[place + 1])

    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    assert DEVICES.key("DB" + swapped) is None


@given(st.text())
def test_any_text_is_a_key_or_none(text):
    key = DEVICES.key(text)

    assert key is None or DEVICES.key(DEVICES.of(key)) == key


def test_a_series_can_have_fewer_digits():
    visits = Series("B", digits=4)

    assert visits.of(12) == "B-0012-5"
    assert visits.key("B-0012-5") == 12


@pytest.mark.rule("V-01")
def test_a_secret_has_at_least_128_bits_fits_in_a_link_and_never_comes_twice():
    made = {secret() for _time in range(1000)}

    assert len(made) == 1000
    assert {bool(re.fullmatch(r"[A-Za-z0-9_-]{32}", one)) for one in made} == {True}
    assert {len(set(column)) for column in zip(*made, strict=True)} == {
        64
    }  # Each place takes every sign: 32 times 6 bits.


def test_of_a_secret_only_a_fingerprint_is_kept():
    assert fingerprint("abc") == sha256(b"abc").hexdigest()
    assert fingerprint("abc") != fingerprint("abd")
