import pytest
from django.conf import settings
from django.urls import reverse

from digibank.audit.tests.factories import an_actor
from digibank.desk.board import board_of
from digibank.files.jobs import read_again
from digibank.files.tests.factories import a_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PAGE = "/beheer/documenten/"


@pytest.fixture
def damaged():
    document = a_document()
    next(settings.DOCUMENTS.rglob(document.sha256)).write_bytes(b"something else")
    read_again(document, by=an_actor())
    return document


def test_the_administrator_sees_damage_in_the_morning_and_a_clerk_does_not(damaged, administrator, clerk):
    cases = [(case.count, case.title, case.url) for case in board_of(administrator).cases]

    assert cases == [(1, "Stored documents are damaged", reverse("desk:damaged_documents"))]
    assert PAGE not in [case.url for case in board_of(clerk).cases]


def test_the_page_names_what_is_damaged(damaged, as_administrator):
    page = as_administrator.get(PAGE).content.decode()

    assert damaged.sha256[:16] in page
    assert "changed" in page


def test_without_damage_the_page_says_so(as_administrator, as_clerk):
    assert "No damage is known" in as_administrator.get(PAGE).content.decode()
    assert as_clerk.get(PAGE).status_code == 403
