"""Figures are read from a copy that follows the database, when there is one: a real one, on loopback."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from postgres import replica
from serving import ROOT, environment_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no copies that follow it"),
    pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="a server that was lent to us is not copied"),
]

DAY = """
import json, time
from django.db import DatabaseError, connections, transaction
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.desk.board import board_of
from digibank.inventory.tests.factories import a_class, a_depot, at_desk
from digibank.lending.tests.factories import a_request
from digibank.organisations.models import Organisation
from digibank.organisations.tests.factories import a_desk, a_member, an_association
from digibank.people.tests.factories import a_person

association = an_association()
town = a_member(association, name="Wilgerdonk")
desk, depot, laptop = a_desk(town), a_depot(association), a_class()
user = a_user("lies", "Lies Loket", town, Role.LENDING_CLERK, place=desk)

def ready():
    return board_of(User.objects.get(pk=user.pk)).figures[1].value

def ask_copy(question):
    with connections["reports"].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]

def until(holds):
    ends = time.monotonic() + 30
    while not holds() and time.monotonic() < ends:
        time.sleep(0.05)
    return holds()

def refused(write):
    try:
        with transaction.atomic(using="reports"):
            write()
    except DatabaseError as no:
        return type(no.__cause__).__name__

told = {}
at_desk(desk, laptop, depot=depot)
told["the first device arrives"] = until(lambda: ready() == 1)
ask_copy("SELECT pg_wal_replay_pause()::text")
until(lambda: ask_copy("SELECT pg_get_wal_replay_pause_state()") == "paused")
at_desk(desk, laptop, depot=depot)
a_request(a_person(town, "Roza Hier"), laptop, desk)
told["while the copy stands still"] = ready()
cases = [case.title for case in board_of(User.objects.get(pk=user.pk)).cases]
told["what asks for an act is told at once"] = len(cases)
ask_copy("SELECT pg_wal_replay_resume()::text")
told["it catches up"] = until(lambda: ready() == 2)
told["a write there"] = refused(lambda: Organisation.objects.using("reports").create(name="Elders"))
read = Organisation.objects.using("reports").get(pk=town.pk)
read.name = "Wilgerdonk-Zuid"
read.save()
told["a row read there is written here"] = Organisation.objects.get(pk=town.pk).name
print(json.dumps(told), flush=True)
input()
print(json.dumps(["away", ready(), ready()]))
"""

ITSELF = """
from django.db import connections, transaction
from digibank.organisations.models import Organisation
Organisation.objects.using("reports").create(name="Elders")
"""


def environment(folder, address: str, copy: str) -> dict[str, str]:
    return environment_in(folder) | {"DATABASE_URL": address, "DIGIBANK_REPLICA_URL": copy, "DIGIBANK_LOG": "stderr"}


def program(text: str) -> list[str]:
    return [sys.executable, "-c", f"import django; django.setup()\n{text}"]


@pytest.mark.rule("K-10")
def test_figures_come_from_the_copy_and_from_the_database_when_the_copy_is_away(database_of_its_own, tmp_path):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with replica(database_of_its_own) as copy:
        day = subprocess.Popen(
            program(DAY), env=environment(tmp_path, database_of_its_own, copy), cwd=ROOT, text=True, **pipes
        )
        told = day.stdout.readline()
    rest, said = day.communicate("\n", timeout=60)

    assert told, said
    assert json.loads(told) == {
        "the first device arrives": True,
        "while the copy stands still": 1,
        "what asks for an act is told at once": 1,
        "it catches up": True,
        "a write there": "ReadOnlySqlTransaction",
        "a row read there is written here": "Wilgerdonk-Zuid",
    }
    assert json.loads(rest) == ["away", 2, 2], said
    lines = [json.loads(line) for line in said.splitlines()]
    # Once: it is left alone for a while, so that nobody waits for it.
    assert [line["event"] for line in lines] == [
        "The copy for reports does not answer; figures come from the database."
    ]


@pytest.mark.rule("K-10")
def test_nothing_is_written_through_the_way_to_the_copy_even_when_it_leads_to_the_database(
    database_of_its_own, tmp_path
):
    done = subprocess.run(
        program(ITSELF), env=environment(tmp_path, database_of_its_own, database_of_its_own), cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "cannot execute INSERT in a read-only transaction" in done.stderr


def test_sqlite_with_a_copy_is_refused(tmp_path):
    wrong = environment(tmp_path, f"sqlite:///{tmp_path}/one.sqlite3", "postgresql://127.0.0.1/one")

    done = subprocess.run(program(""), env=wrong, cwd=ROOT, capture_output=True, text=True, check=False)

    assert "DIGIBANK_REPLICA_URL is set, but the database is no PostgreSQL." in done.stderr
