"""Every address has an example, and every example answers as it says."""

from collections import Counter

import pytest
from conftest import logged_in
from django.db import transaction
from django.test import Client

from digibank.accounts.models import User
from tests.examples import PAGES, Example, names_without_example
from tests.records import Made


def test_every_address_has_an_example():
    missing = names_without_example()

    assert missing == []


def test_examples_have_a_title_of_their_own():
    titles = Counter(example.title for example in PAGES)

    assert {title for title, count in titles.items() if count > 1} == set()


@pytest.mark.usefixtures("papers_drawn_once")
def test_every_example_answers_as_it_says_and_its_form_stands_on_its_page(made):
    pages: dict[tuple[str, str], str] = {}

    answers = {example.title: answer(example, made, pages) for example in PAGES}
    forms_seen = {
        example.title: example.address(made) in opened(example, made, pages) for example in PAGES if example.seen_on
    }

    assert answers == {example.title: example.answers for example in PAGES}
    assert forms_seen == dict.fromkeys(forms_seen, True)


def answer(example: Example, made: Made, pages: dict[tuple[str, str], str]) -> int:
    """The status; what is done is undone, so that each example starts from the same records. A page is remembered."""
    with transaction.atomic():
        client = client_of(example)
        address = example.address(made)
        sends = bool(example.sends or example.seen_on)
        answered = client.post(address, example.sends) if sends else client.get(address)
        if not sends and answered["Content-Type"].startswith("text/html"):
            pages[example.by, address] = answered.content.decode()
        transaction.set_rollback(True)
    return 303 if answered.status_code == 302 else answered.status_code


def opened(example: Example, made: Made, pages: dict[tuple[str, str], str]) -> str:
    """The page on which the form of this example stands."""
    key = (example.by, example.opened_at(made))
    if key not in pages:
        pages[key] = client_of(example).get(key[1]).content.decode()
    return pages[key]


def client_of(example: Example) -> Client:
    return logged_in(User.objects.get(username=example.by)) if example.by else Client()
