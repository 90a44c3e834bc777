"""What stands on the attestation, read back from the paper."""

from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.refurbishment import actions
from digibank.refurbishment.attestations import attestation_pdf, facts_of
from digibank.refurbishment.models import Attestation
from digibank.refurbishment.tests.factories import erased, the_disk, waiting


def words_of(erasure) -> str:
    pages = PdfReader(BytesIO(attestation_pdf(erasure))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.once
@pytest.mark.rule("W-05")
@pytest.mark.rule("E-02")
def test_the_attestation_says_what_was_done_and_who_stated_the_rest(device, medium, technician, colleague):
    erasure = waiting(device, technician.actor)
    settled = actions.state_seen(erasure, signs=["hidden_areas"], by=colleague.actor)

    words = words_of(settled)

    expected = [
        "Erasure attestation",
        settled.number,
        "The level is Clear, and no more than that.",
        "Overwritten by nwipe with the method “Fill With Zeros”.",
        "This medium keeps spare blocks for itself. Overwriting does not reach them.",
        "The run began on 23 November 2026 at 7.41 o’clock and ended on 23 November 2026 at 9.06 o’clock.",
        "nwipe 0.33",
        medium.number,
        "S3TWNX0K512345",
        "256 GB",
        device.number,
        "HP ProBook 450 G7",
        "5CD0123456",
        "agrees",
        "not observable",
        "The log does not tell whether this drive has hidden areas.",
        "I looked for hidden areas with another tool: this drive has none.",
        "Bram Bout",
        "Tine Schroef",
    ]
    assert [said for said in expected if said not in words] == []
    assert settled.log.sha256 in words.replace(" ", "")
    assert [said for said in ("Purge", "DoD", "certif", "today") if said in words] == []


@pytest.mark.rule("W-05")
def test_the_level_is_a_word_of_the_standard_in_every_language(device, medium, technician):
    erasure = erased(device, technician.actor)

    with translation.override("nl"):
        level = facts_of(erasure)[0][1]

    assert level == "Clear"


@pytest.mark.once
@pytest.mark.rule("W-05")
def test_without_a_statement_none_is_printed(device, medium, technician):
    words = words_of(erased(device, technician.actor))

    assert ("second person" in words, "not observable" in words) == (False, False)


def test_what_is_not_known_is_said_to_be_so(device):
    the_disk(device, serial="", capacity_bytes=None, product="", kind="hdd")
    device.serial = ""
    device.save(update_fields=["serial"])
    clock.pass_time(hours=5)
    erasure = waiting(device, an_actor())

    facts = dict(facts_of(erasure))

    assert [facts[term] for term in ("Serial number of the medium", "Size", "Serial number of the device")] == [
        "not known"
    ] * 3
    assert facts["Storage medium"].endswith(", hard disk, –")
    assert erasure.remark == ""


def test_an_attestation_is_kept_once(device, medium, technician):
    erasure, paper = erased(device, an_actor()), b"%PDF-1.7 paper"

    first = actions.keep_attestation(erasure, paper=paper, by=technician.actor)
    second = actions.keep_attestation(erasure, paper=b"%PDF-1.7 another", by=technician.actor)

    assert (first, Attestation.objects.count(), first.document.content()) == (second, 1, paper)
    assert (first.document.name, str(first)) == (
        f"attestation-{erasure.number}.pdf",
        f"{erasure.pk} {first.document_id}",
    )


@pytest.mark.rule("W-05")
def test_what_does_not_count_yet_is_not_attested(device, medium, technician):
    erasure = waiting(device, technician.actor)

    with pytest.raises(RuleBroken) as no:
        actions.keep_attestation(erasure, paper=b"%PDF-1.7", by=technician.actor)

    assert str(no.value) == (
        "This erasure does not count yet. A colleague must state first what the log does not show."
    )
