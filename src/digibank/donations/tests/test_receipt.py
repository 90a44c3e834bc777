"""What stands on the receipt, read back from the paper."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Donation
from digibank.donations.receipts import facts_of, receipt_pdf
from digibank.donations.tests.factories import ADDRESS, a_donation, a_donor, given

OF_MONEY = re.compile(r"belasting|fisca|aftrek|tax|\beuro\b|€", re.IGNORECASE)


def words_of(donation: Donation) -> str:
    pages = PdfReader(BytesIO(receipt_pdf(donation))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def a_rich_donation(depot) -> Donation:
    donor = a_donor(depot.organisation, "Drukkerij De Linde", is_legal_person=True, **ADDRESS)
    donation = a_donation(depot, donor=donor, received_on=date(2026, 11, 20), remarks="Doos staat bij de deur.")
    given(donation, vendor="Acer", product="Aspire 5", serial="NX4711")
    given(donation)
    actions.count_parts(donation, kind="mouse", count=4, by=an_actor())
    actions.count_parts(donation, kind="bag", count=0, by=an_actor())
    return Donation.objects.get()


@pytest.mark.once
def test_the_receipt_lists_what_was_given_and_what_happens_with_the_data(depot):
    donation = a_rich_donation(depot)

    words = words_of(donation)

    devices = [entry.device.number for entry in donation.given.all()]
    expected = [
        donation.number,
        "Friday 20 November 2026",
        "Drukkerij De Linde",
        "Heidestraat 5, 2399 Wilgerdonk",
        "Werkplaats",
        "2 devices",
        *devices,
        "Laptop 15 inch",
        "Acer Aspire 5",
        "NX4711",
        "Mouse: 4",
        "We erase all data before anybody else gets the device.",
        f"Call {depot.phone} and tell the number {donation.number}.",
    ]
    assert [said for said in expected if said not in words] == []
    assert [said for said in ("Doos staat", "Bag") if said in words] == []


@pytest.mark.once
@pytest.mark.rule("D-01")
@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_receipt_speaks_of_tax_or_value(depot, settings, language):
    settings.LANGUAGES = [("en", "English"), ("nl", "Nederlands")]
    donation = a_rich_donation(depot)

    with translation.override(language):
        words = words_of(donation)

    assert donation.number in words
    assert OF_MONEY.findall(words) == []


@pytest.mark.rule("D-02")
def test_a_receipt_without_a_name_says_so(depot):
    donation = a_donation(depot, donor=None)

    assert facts_of(donation) == [
        ("Given by", "somebody who gave no name"),
        ("Received at", f"{depot.name}, {depot.street}, {depot.postcode} {depot.town}"),
        ("Devices", "0 devices"),
    ]


def test_a_donor_without_address_has_none_on_the_receipt(donation):
    given(donation)

    assert [term for term, _value in facts_of(donation)] == ["Given by", "Received at", "Devices"]
    assert facts_of(donation)[-1] == ("Devices", "1 device")
