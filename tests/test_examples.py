"""Every address has an example, and every example answers as it says."""

from collections import Counter

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


def test_every_example_answers_as_it_says_and_its_form_stands_on_its_page(made):
    pages: dict[tuple[str, str], str] = {}

    answers = {example.title: answer(example, made) for example in PAGES}
    for example in PAGES:
        if example.seen_on and (example.by, example.opened_at(made)) not in pages:
            pages[example.by, example.opened_at(made)] = opened(example, made)
    forms_seen = {
        example.title: example.address(made) in pages[example.by, example.opened_at(made)]
        for example in PAGES
        if example.seen_on
    }

    assert answers == {example.title: example.answers for example in PAGES}
    assert forms_seen == dict.fromkeys(forms_seen, True)


def answer(example: Example, made: Made) -> int:
    """The status; what is done is undone, so that each example starts from the same records."""
    with transaction.atomic():
        client = client_of(example)
        address = example.address(made)
        sends = bool(example.sends or example.seen_on)
        status = (client.post(address, example.sends) if sends else client.get(address)).status_code
        transaction.set_rollback(True)
    return 303 if status == 302 else status


def opened(example: Example, made: Made) -> str:
    return client_of(example).get(example.opened_at(made)).content.decode()


def client_of(example: Example) -> Client:
    return logged_in(User.objects.get(username=example.by)) if example.by else Client()
