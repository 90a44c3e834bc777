"""What is a badge, and which codes are too easy."""

import pytest

from digibank.badges.codes import LENGTH, LETTERS, badge_at_end, is_code, is_easy, new_secret, spaced


def test_a_badge_says_what_it_is_and_nobody_guesses_it():
    first, second = new_secret(), new_secret()

    assert first[:4] == "DBB-"
    assert first != second
    assert len(LETTERS) ** LENGTH > 2**128


@pytest.mark.parametrize(
    "change", [str, str.lower, spaced, "  {}\n".format, "Roza {}".format, lambda text: text.replace("-", ")")]
)
def test_a_badge_is_recognised_however_it_comes(change):
    secret = new_secret()

    assert badge_at_end(change(secret)) == secret


TOO_LONG, WITH_A_VOWEL = "DBB-" + "B" * (LENGTH + 1), "DBB-" + "A" * LENGTH


@pytest.mark.parametrize("text", ["", "DB-004217-7", "DBB-", "DBB-BCDF", TOO_LONG, WITH_A_VOWEL])
def test_what_is_no_badge_is_none(text):
    assert badge_at_end(text) is None


def test_a_code_is_four_to_six_digits():
    said = {code: is_code(code) for code in ["8264", "59713", "597130", "826", "5971304", "82a4", "", "８２６４"]}

    assert [code for code, good in said.items() if good] == ["8264", "59713", "597130"]


@pytest.mark.rule("B-05")
@pytest.mark.parametrize(
    "code",
    [
        "0000", "111111", "1212", "123123", "1122", "12121",
        "1234", "4321", "7890", "0987", "345678", "56789",
        "1951", "2003", "2803", "0328", "2902", "280351", "510328",
    ],
)  # fmt: skip
def test_codes_that_a_colleague_tries_first_are_easy(code):
    assert is_easy(code)


@pytest.mark.parametrize("code", ["8264", "5971", "9730", "4839", "59713", "11234", "597130", "402975", "321951"])
def test_other_codes_are_not_easy(code):
    assert not is_easy(code)
