"""Two machines, each with a web server and a worker, on one PostgreSQL and one store of documents, are one installation."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from digibank.files.tests.stores import s3_store
from tests.killing.campaign import BEAT, at_work
from tests.killing.desk import Clerk, Shelf, Told
from tests.killing.installation import Installation, Postbox
from tests.killing.pages import log_in

DEVICES = 8
PATIENCE = 60
TOKEN = "a-long-random-text"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is for one machine"),
]


@contextmanager
def a_machine(folder: Path, database_url: str, shared: dict[str, str]) -> Iterator[Installation]:
    """A folder, a way to the mail server and processes of its own; the rest is shared."""
    folder.mkdir()
    postbox = Postbox()
    postbox.start()
    machine = Installation(folder, database_url, postbox)
    machine.environment |= shared
    try:
        yield machine
    finally:
        for who in list(machine.running):
            machine.kill(who)
        postbox.stop()


@pytest.fixture
def machines(database_of_its_own, tmp_path) -> Iterator[tuple[Installation, Installation]]:
    with ExitStack() as stack:
        shared = stack.enter_context(s3_store()) | {
            "DIGIBANK_SMS_FOLDER": str(tmp_path / "sms"),  # One provider, whoever brings it the texts.
            "DIGIBANK_METRICS_TOKEN": TOKEN,
        }
        first, second = (
            stack.enter_context(a_machine(tmp_path / name, database_of_its_own, shared)) for name in ("first", "second")
        )
        yield first, second


def until_both_did_their_part(machines: tuple[Installation, Installation], told: list[Told]) -> None:
    """The worker of the first machine sends, that of the second when the first rests, and then both; both desks lent."""
    first, second = machines
    first.start("worker")
    until_one_is_sent(first)
    second.start("worker")
    assert first.stop("worker") == 0
    until_one_is_sent(second)
    first.start("worker")
    first.wait_for_worker()
    wait_until(lambda: all(any(what == "begun" for what, _key, _detail in desk.stands) for desk in told))


def until_one_is_sent(machine: Installation) -> None:
    def sent() -> bool:
        machine.jobs_are_due()
        return len(machine.postbox.heard) > already

    already = len(machine.postbox.heard)
    machine.messages_fall_due(2)
    wait_until(sent)


def wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(BEAT)


def until_all_is_sent(machine: Installation) -> None:
    def nothing_is_left() -> bool:
        machine.jobs_are_due()
        return not machine.left_to_do()

    machine.messages_fall_due(machine.left_to_do())
    wait_until(nothing_is_left)


def answer(machine: Installation, path: str, **headers: str) -> tuple[int, bytes]:
    line = HTTPConnection("127.0.0.1", machine.port, timeout=PATIENCE)
    try:
        line.request("GET", path, headers=headers)
        got = line.getresponse()
        return got.status, got.read()
    finally:
        line.close()


def figure(machine: Installation, name: str) -> float:
    _status, told = answer(machine, "/toestand/metingen/", Authorization=f"Bearer {TOKEN}")
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{.*}})? ([0-9.e+]+)$", told.decode(), re.MULTILINE))


@pytest.mark.rule("K-09")
def test_two_machines_on_one_database_and_one_store_are_one_installation(machines):
    first, second = machines
    town = json.loads(first.run("town", str(DEVICES)))
    (second.folder / "static").symlink_to(first.folder / "static")
    for machine in machines:
        machine.start("web")
    for machine in machines:
        machine.wait_for_web()
    browser = log_in(first.port, "/aanmelden/", town["username"], town["password"])
    told, shelf = [Told(), Told()], Shelf(list(town["devices"]))
    clerks = [
        Clerk(replace(browser, port=machine.port), shelf, desk, Random(machine.port))
        for machine, desk in zip(machines, told, strict=True)
    ]

    with at_work(clerks):
        until_both_did_their_part(machines, told)
    until_all_is_sent(first)

    cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
    for desk, other in zip(told, (second, first), strict=True):
        loan = next(key for what, key, _detail in desk.stands if what == "begun")
        status, contract = answer(other, f"/uitleningen/{loan}/contract.pdf", **cookies)
        assert (status, contract[:5]) == (200, b"%PDF-")
    assert [answer(machine, "/toestand/gereed/")[0] for machine in machines] == [200, 200]
    assert figure(first, "digibank_documents") == figure(second, "digibank_documents") > 0
    assert all(figure(machine, "digibank_request_seconds_count") > 10 for machine in machines)
    assert [machine.stop(who) for who in ("worker", "web") for machine in machines] == [0, 0, 0, 0]
    sent = {machine.folder.name: {email["id"] for email in machine.postbox.heard} for machine in machines}
    assert sum(map(len, sent.values())) == len(first.postbox.heard) + len(second.postbox.heard)
    assert sent["first"].isdisjoint(sent["second"])
    assert all(sent.values())
    assert not any((machine.folder / "documents").exists() for machine in machines)
    seen = {
        "town": town,
        "sent": told[0].sent + told[1].sent,
        "stands": told[0].stands + told[1].stands,
        "heard": first.postbox.heard + second.postbox.heard,
    }
    judged = json.loads(first.run("judge", told=json.dumps(seen)))
    assert told[0].wrong + told[1].wrong + judged["wrong"] == []
