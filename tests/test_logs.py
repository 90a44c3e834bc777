"""What the machine writes in its log is read by whoever keeps the machine, so it names no resident."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from conftest import logged_in
from django.db import IntegrityError, transaction
from django.test import Client

from config.logs import Discreet
from digibank.accounts.models import User
from digibank.audit.models import Actor
from digibank.comms.models import Message
from digibank.people.models import Address, ContactWay, Person
from digibank.refurbishment import actions as refurbishment
from tests.examples import PAGES, Example
from tests.records import PASSWORD, Made

pytestmark = pytest.mark.once

NAME = "Roza Peeters"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that is written from now on, down to what is only interesting, as it would stand in the log."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def lines(log: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def tell(fault: Exception) -> None:
    try:
        raise fault
    except type(fault):
        logging.getLogger("digibank.work").exception("Job %s failed", "comms-send-due")


def looks_up(*, hidden: bool) -> None:
    try:
        int(NAME)
    except ValueError as error:
        raise LookupError(f"No way leads to {NAME}") from None if hidden else error


def test_a_fault_is_told_without_the_words_it_was_about(log):
    with pytest.raises(LookupError) as raised:
        looks_up(hidden=False)
    tell(raised.value)

    (said,) = lines(log)
    assert (said["level"], said["from"], said["event"]) == ("error", "digibank.work", "Job comms-send-due failed")
    assert said["faults"] == ["ValueError", "LookupError"]
    assert any("test_logs.py" in place and place.endswith(" looks_up") for place in said["where"])
    assert NAME not in log.getvalue()


def test_a_fault_that_hides_its_cause_hides_it_in_the_log_too(log):
    with pytest.raises(LookupError) as raised:
        looks_up(hidden=True)
    tell(raised.value)

    assert lines(log)[0]["faults"] == ["LookupError"]


@pytest.mark.django_db
def test_what_the_database_quotes_of_a_row_is_not_told(log, town):
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        Person.objects.create(home=town, name=NAME, birth_year=1066, prefers="card", search=NAME)
    tell(raised.value)

    assert lines(log)[-1]["faults"][-1] == "django.db.utils.IntegrityError"
    assert NAME not in log.getvalue()


def test_what_a_library_fills_in_is_not_told(log):
    logging.getLogger("some.library").warning("No way to %s", NAME)
    logging.getLogger("some.library").warning(f"No way to {NAME}")  # noqa: G004

    assert next(line["event"] for line in lines(log)) == "No way to %s"
    assert NAME not in log.getvalue()


def test_people_at_a_terminal_read_the_same(log):
    record = logging.LogRecord("digibank.work", logging.ERROR, "", 1, "Job %s failed", ("comms-send-due",), None)

    told = Discreet(people=True).format(record)

    assert "Job comms-send-due failed" in told
    assert not told.startswith("{")


def canaries() -> set[str]:
    """All that is written about somebody in the example records, and what opens doors."""
    told = {PASSWORD, "canary-token-1234", "Kanarieke"}
    for model, fields in [
        (Person, ["name"]), (ContactWay, ["value", "who"]), (Address, ["street"]), (User, ["full_name", "username", "email"]),
        (Message, ["greeting", "subject", "body", "short"]),
    ]:  # fmt: skip
        for row in model.objects.values_list(*fields):
            told |= {str(value) for value in row if value and len(str(value)) > 3}
    return told


@pytest.mark.rule("K-03")
@pytest.mark.django_db
def test_no_page_writes_anything_about_anybody_in_the_log(made, log, settings):
    known = canaries()
    log.truncate(0)
    log.seek(0)

    once = {(example.name, example.answers): example for example in PAGES}
    for example in once.values():
        come(example, made)
    clerk = logged_in(made["clerk"], raise_request_exception=False)
    fail_in_all_ways(clerk, made, settings)

    written = log.getvalue()
    assert [canary for canary in known if canary in written] == []
    told = [line for line in lines(log) if line["from"] == "digibank.requests"]
    assert len(told) > len(once) - 5
    assert {frozenset(line) for line in told} == {
        frozenset({"at", "level", "from", "event", "request", "page", "method", "status", "ms", "actor"})
    }
    assert {line["status"] for line in told} >= {200, 303, 400, 403, 404, 422, 500, 503}
    assert "/" not in "".join(str(line["page"]) for line in told)
    assert {line["actor"] for line in told} - {None} <= set(Actor.objects.values_list("pk", flat=True))


@pytest.mark.rule("N-03")
@pytest.mark.django_db
def test_what_a_stick_brings_is_not_told(made, log):
    _station, token = refurbishment.give_token(made["station"], by=made["by"])
    content = made["new_intake"].document.content().replace(b"0d1b0001", b"0d1b0009")
    for told, sent in [(token, content), (token, content), (token, content + b" "), (token, b"{"), ("x" * 32, content)]:
        Client().post(
            "/verslagen/intake/", sent, content_type="application/json", headers={"authorization": f"Bearer {told}"}
        )

    assert [line["status"] for line in lines(log) if line["from"] == "digibank.requests"] == [201, 200, 409, 422, 401]
    assert [secret for secret in (token, "S3TANX0J000417", "0d1b0009") if secret in log.getvalue()] == []


def come(example: Example, made: Made) -> None:
    with transaction.atomic():
        client = logged_in(User.objects.get(username=example.by)) if example.by else Client()
        if example.sends or example.seen_on:
            client.post(example.address(made), example.sends)
        else:
            client.get(example.address(made))
        transaction.set_rollback(True)


def fail_in_all_ways(client: Client, made: Made, settings) -> None:
    client.get("/Kanarieke/canary-token-1234/", {"q": NAME})
    client.get("/balie/", {"q": "Kanarieke"})
    client.get("/balie/", headers={"host": "kanarieke.example"})
    client.get("/balie/", headers={"authorization": "Bearer canary-token-1234"})
    Client(enforce_csrf_checks=True).post("/aanmelden/", {"username": "Kanarieke", "password": "canary-token-1234"})
    client.post("/aanmelden/", {"username": "Kanarieke", "password": "canary-token-1234"})
    client.post("/balie/", b"Kanarieke" * 10, content_type="multipart/form-data; boundary=canary-token-1234")
    contract = f"/uitleningen/{made['running_loan'].pk}/contract.pdf"
    settings.DOCUMENTS = settings.VAR / "nowhere"
    client.get(contract)
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.an_absent_store"
    client.get(contract)


def test_each_answer_carries_the_number_that_stands_in_its_line(log, client):
    answer = client.get("/toestand/leeft/")
    unknown = client.get("/nergens/")

    assert len(answer["X-Request-ID"]) == 32
    assert [line["request"] for line in lines(log)] == [unknown["X-Request-ID"]]
