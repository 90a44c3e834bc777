"""A device tells its whole life: the reuse record, the attestations and the timeline, compared word for word.

What must stand there lies in tests/golden, to be read as a colleague reads it; only the numbers are left out of it, for
each database counts on from where it was.
"""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation
from pypdf import PdfReader

from digibank import clock
from digibank.desk.timeline import Entry, story_of
from digibank.refurbishment.attestations import attestation_pdf
from digibank.refurbishment.batch_attestations import batch_attestation_pdf, lines_of
from digibank.refurbishment.models import BatchFigures
from digibank.refurbishment.reuse.composing import record_of
from digibank.ui.templatetags.ui import day
from tests.whole_life import GONE, Life, the_whole_life

GOLDEN = Path(__file__).parent / "golden"

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    """As colleagues in Flanders read it."""
    with translation.override("nl"):
        return the_whole_life()


def golden(name: str) -> list[str]:
    return (GOLDEN / f"{name}.txt").read_text().splitlines()


def without_numbers(line: str) -> str:
    return re.sub(r"\b([A-Z]{2})-\d{6}-\d\b", r"\1-…", line)


def text_of(paper: bytes) -> list[str]:
    """What a reader of PDF reads."""
    return [line for page in PdfReader(BytesIO(paper)).pages for line in page.extract_text().splitlines()]


def line_of(entry: Entry) -> str:
    return f"{day(entry.on)}: {entry.title}. {entry.text}".strip()


@pytest.mark.rule("R-01")
def test_the_reuse_record_tells_it(life):
    with translation.override("nl"):
        record = record_of(life.device)
        told = [f"{day(step.on)}: {step.title}. {step.text}".strip() for step in record.steps]

    assert list(map(without_numbers, told)) == golden("reuse-record")


@pytest.mark.rule("D-21")
def test_the_closed_donation_tells_what_became_of_it(life):
    figures = BatchFigures.objects.get()

    assert (figures.devices, figures.reused, figures.recycled, figures.here, figures.grams) == (1, 1, 0, 0, 2150)
    assert life.donation.closed_at == figures.closing.closed_at


def test_the_timeline_tells_it(life):
    with translation.override("nl"):
        told = [line_of(entry) for entry in story_of(life.device)]

    assert list(map(without_numbers, told)) == golden("timeline")


@pytest.mark.once
@pytest.mark.rule("W-05")
def test_each_attestation_tells_what_was_erased_and_who_saw_it(life):
    with translation.override("nl"):
        papers = [text_of(attestation_pdf(erasure)) for erasure in life.erasures]

    assert [without_numbers(line) for paper in papers for line in paper] == golden("attestations")


@pytest.mark.once
@pytest.mark.rule("D-19")
def test_the_attestation_of_the_donation_tells_of_all_its_data(life):
    with translation.override("nl"), clock.at(GONE):
        paper = batch_attestation_pdf(life.donation, lines_of(life.donation), drawn_up_by="Ilse Nys")

    assert list(map(without_numbers, text_of(paper))) == golden("attestation-of-the-donation")
