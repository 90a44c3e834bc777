"""Lists for a spreadsheet, and weights that people type."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from digibank.ui.fields import KilosField
from digibank.ui.lists import FORMULA_SIGNS, cell, csv_answer


def test_a_list_is_a_file_with_semicolons_that_is_kept_nowhere_else():
    answer = csv_answer("list.csv", [["Day", "What"], [date(2026, 11, 23), 'a;"b"'], [3, None]])

    assert answer.content.decode("utf-8-sig") == 'Day;What\r\n2026-11-23;"a;""b"""\r\n3;\r\n'
    assert answer["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("text", ["=1+1", "+32 470", "-1", "@SUM(A1)", "\tx", "\r=1", "|calc", "%0A"])
def test_a_formula_is_only_shown(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "shown"), [("Dell", "Dell"), ("2,350", "2,350"), (-3, "-3"), (0, "0"), (None, "")])
def test_what_is_no_formula_stays_as_it_is(value, shown):
    assert cell(value) == shown


@given(st.text())
def test_no_text_begins_as_a_formula(text):
    assert not cell(text).startswith(FORMULA_SIGNS)


@pytest.mark.parametrize(
    ("typed", "grams"),
    [("2,35", 2350), ("2.35", 2350), ("2", 2000), ("0,005", 5), (" 12 kg", 12_000), ("1850", 1_850_000), ("", None)],
)
def test_kilograms_become_grams(typed, grams):
    assert KilosField(required=False).clean(typed) == grams


@pytest.mark.parametrize("typed", ["2,3,5", "-1", "zwaar", "1,2345", "123456", "2350 g"])
def test_what_is_no_weight_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        KilosField().clean(typed)


def test_grams_are_shown_as_kilograms():
    field = KilosField()

    assert [field.prepare_value(value) for value in (2350, 5, "2,x")] == ["2,350", "0,005", "2,x"]
