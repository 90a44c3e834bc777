from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digibank.errors import RuleBroken
from digibank.people.secrets import refuse_secrets, refuse_secrets_in

NATIONAL = "national number"
ACCOUNT = "account number"
CARD = "bank card number"
CODE = "password or code"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("85.07.30-033.28", NATIONAL),
        ("rr 85073003328 van moeder", NATIONAL),
        ("RRN:17 07 30 033 84.", NATIONAL),
        ("bus 12 85073003328", NATIONAL),
        ("BIS 854730033 17", NATIONAL),
        ("٨٥٠٧٣٠٠٣٣٢٨", NATIONAL),
        ("８５０７３００３３２８", NATIONAL),
        ("be71 0961 2345 6769 is van haar", ACCOUNT),
        ("rekening BE71096123456769", ACCOUNT),
        ("BE68 5390 0754 7034", ACCOUNT),
        ("NL91-ABNA-0417-1643-00", ACCOUNT),
        ("kaart 4111 1111 1111 1111", CARD),
        ("378282246310005", CARD),
        ("6703 0000 0000 0000 3", CARD),
        ("pincode 1234", CODE),
        ("pin: 1 2 3 4", CODE),
        ("de PIN van zijn kaart", ""),
        ("PIN-code is 12345", CODE),
        ("de code van de gsm is 2580", ""),
        ("code is 2580", CODE),
        ("puk=12345678", CODE),
        ("1234 is de pincode", CODE),
        ("wachtwoord Zomer2026", CODE),
        ("nieuw paswoord: “hond7”", CODE),
        ("wachtwoord vergeten", ""),
        ("wachtwoord vergeten in 2024", ""),
        ("Kerkstraat 12 bus 3", ""),
        ("postcode 2390", ""),
        ("QR-code DB-004217-7", ""),
        ("qr-code 12345", ""),
        ("+32 470 12 34 56 of 014 21 00 00", ""),
        ("85.07.30-033.29", ""),
        ("IMEI 490154203237518", ""),
        ("", ""),
    ],
)
def test_text_that_we_may_not_keep_is_refused(text, what):
    try:
        refuse_secrets(text)
        said = ""
    except RuleBroken as no:
        said = str(no)

    assert (what in said) if what else (said == "")


def test_the_refusal_names_the_field():
    with pytest.raises(RuleBroken) as no:
        refuse_secrets_in({"name": "Roza", "year": 1950, "called": "pincode 1234"})

    assert no.value.field == "called"


def test_a_code_is_found_far_away_quickly():
    with pytest.raises(RuleBroken):
        refuse_secrets("code " * 2000 + " " * 5000 + "1234")


@given(st.text(max_size=200))
def test_any_text_is_judged_without_an_accident(text):
    with suppress(RuleBroken):
        refuse_secrets(text)


@given(
    st.text(alphabet="abc ,.;", max_size=20),
    st.sampled_from(["", " ", ".", "-", "/"]),
    st.text(alphabet="abc ,.;", max_size=20),
)
def test_a_national_number_is_found_in_every_spelling(before, between, after):
    parts = ("85", "07", "30", "033", "28")

    with pytest.raises(RuleBroken):
        refuse_secrets(before + between.join(parts) + after)
