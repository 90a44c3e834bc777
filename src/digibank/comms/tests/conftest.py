"""Senders of the tests' own, a fixed morning, and one person for each way."""

from datetime import UTC, datetime

import pytest

from digibank import clock
from digibank.comms import papers, sms
from digibank.comms.tests.postbox import a_mail_server
from digibank.people.actions import Way
from digibank.people.tests.factories import LANDLINE, MOBILE, a_person, an_address

# A Monday.
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_the_language_of_the_code(in_english) -> None:
    """Sentences are compared in the language of the code, on pages as well."""


@pytest.fixture(autouse=True)
def morning(db):
    with clock.at(MORNING):
        yield


@pytest.fixture
def sms_folder(settings, tmp_path):
    settings.SMS_FOLDER = tmp_path / "sms"
    return settings.SMS_FOLDER


@pytest.fixture
def provider(settings):
    """A provider of text messages that answers as the test says, and knows what it was asked."""

    class Told:
        answer: BaseException | None = None
        asked: list[tuple] = []

        def send(self, number, text, key):
            Told.asked.append((number, text, key))
            if Told.answer:
                raise Told.answer

    sms.PROVIDERS["told"] = Told
    settings.SMS = "told"
    Told.asked = []
    yield Told
    del sms.PROVIDERS["told"]


@pytest.fixture
def postbox(settings):
    """A real mail server on this machine."""
    with a_mail_server() as box:
        settings.SENDER = "Digibank <bericht@digibank.example>"
        settings.MAILERS = box.mailers()
        yield box


@pytest.fixture
def by_letter(town):
    return a_person(town, prefers="letter", ways=[], address=an_address())


@pytest.fixture
def by_phone(town):
    return a_person(town, prefers="phone", ways=[Way("phone", LANDLINE)], address=an_address())


@pytest.fixture
def by_sms(town):
    return a_person(town, prefers="sms", ways=[Way("phone", MOBILE)])


@pytest.fixture
def by_email(town):
    return a_person(town, prefers="email", ways=[Way("email", "roza@example.be")], address=an_address())


@pytest.fixture
def by_card(town, desk):
    return a_person(town)


@pytest.fixture
def quick_paper(monkeypatch):
    """Paper without drawing it: what stands on it is tested apart."""
    monkeypatch.setattr(papers, "pdf", lambda template, facts: b"%PDF-1.7")
