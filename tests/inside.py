"""What the tests of backups do inside an installation: each function runs in a process of its own, and tells as JSON.

One process does several things after each other, because starting one takes longer than all of them.
"""

import io
import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection

from digibank import clock
from digibank.accounts.models import Kept
from digibank.audit.actions import job_actor
from digibank.files.actions import store
from digibank.files.models import Document
from digibank.inventory.tests.factories import a_depot, at_desk
from digibank.lending.tests.factories import a_loan, a_returned_loan
from digibank.operation import dumping
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation, an_association
from digibank.people.tests.factories import a_person

type Told = dict[str, Any]


def said(word: str, *words: str) -> str:
    """How this command of ours ended, and what it said."""
    spoken = io.StringIO()
    try:
        call_command(word, *words, stdout=spoken)
    except CommandError as no:
        return f"1 {no}"
    return f"0 {spoken.getvalue()}"


def everything() -> dict[str, list[str]]:
    """All rows of all tables, and all documents byte by byte."""
    told = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in ("django_session", "work_schedule"):
                cursor.execute(f"SELECT * FROM {table}")
                told[table] = sorted(repr(row) for row in cursor.fetchall())
    told["documents"] = [document.content().hex() for document in Document.objects.order_by("pk")]
    return told


def keep_a_contract() -> None:
    store(b"a contract", media_type="text/plain", name="contract.txt", by=job_actor("tests"))


def lend() -> None:
    """A town that lends, with every sort of value in its rows and documents of all sizes."""
    association = an_association()
    town = a_member(association, name="Wilgerdonk")
    desk, depot, today = a_desk(town), a_depot(association), clock.today()
    a_regulation(town, valid_from=today - timedelta(days=30), voted_on=today - timedelta(days=60))
    for name in ("Roza Hier", "Zoë 'Ω' \\ Daar"):
        a_loan(a_person(town, name), at_desk(desk, depot=depot))
    a_returned_loan(a_person(town, "Terug Gebracht"), at_desk(desk, depot=depot))
    for content in (b"", bytes(range(256)), bytes(3_000_000)):
        store(content, media_type="text/plain", name=f"{len(content)}.txt", by=job_actor("tests"))


def live(target: str) -> Told:
    """An installation where people work and somebody is logged in is saved, twice under the same name."""
    lend()
    session = SessionStore()
    session["who"] = 1
    session.save()
    words = [said("backup", target), said("backup", target)]
    return {"said": words, "everything": everything(), "sessions": Session.objects.count()}


def sneak(target: str) -> Told:
    """An installation is saved by somebody who leaves in it who is logged in and what is remembered."""
    live(f"{target}.first")
    cache.set("remembered", 1, 3600)
    dumping.PASSING = ()
    return {"said": said("backup", target), "left": _left_behind()}


def let_in(source: str) -> Told:
    """An empty installation gets such a backup."""
    return {"said": said("restore", source), "left": _left_behind()}


def _left_behind() -> list[int]:
    return [Session.objects.count(), Kept.objects.count()]


def move(source: str, target: str) -> Told:
    """An empty installation gets a backup, and is saved in its turn."""
    words = [said("restore", source), said("backup", target)]
    return {"said": words, "everything": everything(), "sessions": Session.objects.count()}


def damage(folder: str, path: str) -> Told:
    """An installation is saved, restored over itself, damaged and saved, and saved without what is damaged."""
    keep_a_contract()
    words = [said("backup", f"{folder}/whole.tar"), said("restore", f"{folder}/whole.tar")]
    Path(path).write_bytes(b"a contrast")
    words.append(said("backup", f"{folder}/damaged.tar"))
    left = sorted(path.name for path in Path(folder).iterdir())
    words.append(said("backup", "--without-damaged", f"{folder}/without.tar"))
    return {"said": words, "left": left}


def refuse(folder: str, damaged: str) -> Told:
    """An empty installation is offered all backups in the folder, and then one that lacks a document."""
    words = [said("restore", str(path)) for path in sorted(Path(folder).iterdir())]
    return {"said": words, "empty": dumping.is_empty(), "damaged": said("restore", damaged)}


def lack_programs(old: str, target: str) -> list[str]:
    """The client programs of PostgreSQL are too old, and then missing."""
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{old}:{path}"
    words = [said("backup", target)]
    os.environ["PATH"] = str(Path(target).parent)
    return [*words, said("backup", target)]


def main(do: Callable[..., Any]) -> None:
    """Do this with the words of the command line, and tell."""
    sys.stdout.write(json.dumps(do(*sys.argv[1:])))
