"""What the tests of backups do inside an installation: each function runs in a process of its own, and tells as JSON.

One process does several things after each other, because starting one takes longer than all of them.
"""

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command

from digibank.accounts.models import Kept, Membership, User
from digibank.audit.actions import job_actor
from digibank.files.actions import store
from digibank.operation import dumping
from digibank.organisations.models import Organisation

type Told = dict[str, Any]


def said(word: str, *words: str) -> str:
    """How this command of ours ended, and what it said."""
    spoken = io.StringIO()
    try:
        call_command(word, *words, stdout=spoken)
    except CommandError as no:
        return f"1 {no}"
    return f"0 {spoken.getvalue()}"


def found() -> Told:
    """An empty installation gets a first account with a weak password, with a good one, and once more."""
    good = ["--password", "vier gewone woorden samen", "--association", "Kempenland"]
    words, founded = [], []
    for name, *with_words in (["maria", "--password", "kort"], ["maria", *good], ["piet", *good]):
        words.append(said("first_account", name, *with_words))
        founded.append([Organisation.objects.count(), User.objects.count(), Membership.objects.count()])
    membership = Membership.objects.select_related("organisation").get()
    return {"said": words, "founded": founded, "first": [membership.role, membership.organisation.name]}


def keep_a_contract() -> None:
    store(b"a contract", media_type="text/plain", name="contract.txt", by=job_actor("tests"))


def let_somebody_in() -> None:
    """Somebody is logged in, and something is remembered for a while."""
    session = SessionStore()
    session["who"] = 1
    session.save()
    cache.set("remembered", 1, 3600)


def sneak(target: str) -> Told:
    """An installation is saved by somebody who leaves in it who is logged in and what is remembered."""
    keep_a_contract()
    let_somebody_in()
    dumping.PASSING = ()
    return {"said": said("backup", target), "left": _left_behind()}


def let_in(source: str) -> Told:
    """An empty installation gets such a backup."""
    return {"said": said("restore", source), "left": _left_behind()}


def _left_behind() -> list[int]:
    return [Session.objects.count(), Kept.objects.count()]


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
