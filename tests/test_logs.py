"""What the machine writes in its log is read by whoever keeps the machine, so it names no resident."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from conftest import logged_in, tables_of_letters
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings

from config.logs import Discreet
from digibank import clock
from digibank.accounts.models import User
from digibank.audit.models import Actor
from digibank.comms import sms
from digibank.comms.models import Message
from digibank.comms.tests.factories import a_message
from digibank.comms.tests.postbox import a_mail_server
from digibank.files.actions import forget, store
from digibank.files.models import Forgotten
from digibank.lending import actions as lending
from digibank.people.actions import Way, donors
from digibank.people.models import Address, ContactWay, Donor, Person
from digibank.people.tests.factories import a_person, an_address
from digibank.refurbishment import actions as refurbishment
from digibank.ui import printing
from digibank.ui.tests.small_papers import small_papers
from digibank.work.models import Schedule
from digibank.work.registry import JOBS
from digibank.work.worker import Worker
from tests.examples import PAGES, Example
from tests.records import PASSWORD, Made

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
@pytest.mark.usefixtures("papers_drawn_once")
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


# The worker.


@pytest.mark.rule("K-03")
@pytest.mark.django_db
def test_no_job_writes_anything_about_anybody_in_the_log_whatever_breaks(made, log, settings, tmp_path):
    settings.SMS_FOLDER = tmp_path / "sms"
    told = leave_work(made)
    known = canaries()
    log.truncate(0)
    log.seek(0)

    done, broken = set(), set()
    for mishap in (nothing, everybody_refuses, the_database_refuses, the_store_is_away):
        with transaction.atomic(), clock.at(clock.now() + timedelta(minutes=2)), mishap():
            done |= set(Worker().round())
            broken |= set(Schedule.objects.exclude(last_error="").values_list("code", flat=True))
            transaction.set_rollback(True)

    written = log.getvalue()
    assert [canary for canary in known if canary in written] == []
    assert (done, broken) == (set(JOBS), set(JOBS))
    assert told | {f"Job {code} failed" for code in JOBS} <= {line["event"] for line in lines(log)}


def leave_work(made: Made) -> set[str]:
    """Something to do for each job, about people whom no log may name; and what the log says when it breaks."""
    by, town = made["by"], made["town"]
    lost = {}
    for way, value in [("letter", ""), ("email", "kanarieke@roza.example"), ("sms", "0470 99 88 77")]:
        ways = [Way("phone" if way == "sms" else way, value)] if value else []
        receiver = a_person(town, f"Roza {way} Kanarieke", prefers=way, ways=ways, address=an_address())
        lost[way] = a_message(receiver, subject="Kanarieke onderwerp", text="Kanarieke tekst.")
    overslept = a_message(lost["letter"].receiver)
    Message.objects.filter(pk=overslept.pk).update(due_at=clock.now() + timedelta(days=900))
    Person.objects.filter(pk=made["letter"].to_person_id).update(protected=True)
    whole = dict.fromkeys(["charger", "bag", "mouse"], "present")
    lending.take_back(
        made["loan_to_end"], place=made["lending_desk"], condition="ok", parts=whole, note="Kanarieke kras.", by=by
    )
    donor = donors.register(organisation=made["association"], name="Roza Kanarieke", phone="0470 99 88 77", by=by)
    Donor.objects.filter(pk=donor.pk).update(registered_at=clock.now() - timedelta(days=400))
    forgotten = store(b"Kanarieke vergeten", media_type="text/plain", name="kanarieke.txt", by=by)
    forget(forgotten, by=by)
    Forgotten.objects.filter(document=forgotten).update(forgotten_at=clock.now() - timedelta(days=1))
    cache.set("Kanarieke", NAME, 1)
    store(b"Kanarieke", media_type="text/plain", name="kanarieke.txt", by=by)
    return {
        f"Message {lost['letter'].pk} failed and comes back",
        f"Message {lost['sms'].pk} may or may not have arrived",
        f"A paper of loan {made['unprinted_loan'].pk} could not be made now.",
        f"A paper of loan {made['loan_to_end'].pk} could not be made now.",
    }


@contextmanager
def nothing() -> Iterator[None]:
    """All goes well."""
    with small_papers():
        yield


@contextmanager
def everybody_refuses() -> Iterator[None]:
    """The mail server, who sends text messages and what draws papers: each says in its refusal what it was about."""

    class Quoting:
        def send(self, number, text, key) -> None:
            raise OSError(f"{number} {text}")

    def draw(page: str) -> bytes:
        raise ValueError(page)

    with a_mail_server() as box, override_settings(SMS="quoting", MAILERS=box.mailers()):
        box.answer_to_rcpt = "550 No kanarieke@roza.example for Kanarieke here"
        with patch.dict(sms.PROVIDERS, quoting=Quoting), patch.object(printing, "draw", draw):
            yield


@contextmanager
def the_database_refuses() -> Iterator[None]:
    """Each row that a job would write, besides what it keeps about itself."""
    with connection.cursor() as cursor:
        for statement in refusing_statements(connection.introspection.table_names(cursor)):
            cursor.execute(statement)
    with small_papers():
        yield


def refusing_statements(tables: list[str]) -> Iterator[str]:
    """Guards against any change, which quote a row in their refusal."""
    # What SQLite keeps beside a column to search in takes no triggers; the table it belongs to refuses first.
    refused = [
        table for table in tables if table != "work_schedule" and not table.startswith(tuple(tables_of_letters()))
    ]
    if connection.vendor == "postgresql":
        yield "SET CONSTRAINTS ALL IMMEDIATE"  # What waits for the end of the transaction keeps triggers off a table.
        yield (
            "CREATE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'Kanarieke %', COALESCE(NEW, OLD) USING ERRCODE = 'check_violation'; END $$"
        )
    for table in refused:
        if connection.vendor == "postgresql":
            yield (
                f"CREATE TRIGGER a_refusal BEFORE INSERT OR UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_row()"
            )
            continue
        for deed in ("INSERT", "UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER a_refusal_{deed}_{table} BEFORE {deed} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'Kanarieke Roza Peeters'); END"
            )


@contextmanager
def the_store_is_away() -> Iterator[None]:
    """Documents can be neither read nor stored."""
    with small_papers(), override_settings(DOCUMENT_STORE="digibank.files.tests.factories.an_absent_store"):
        yield
