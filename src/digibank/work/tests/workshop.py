"""Runs in a process of its own, see databases.py: a worker with jobs that write down what they do.

Arguments: a word (work, counted), then for `work` the job's name, its lease and the file to write in.
"""

import json
import os
import sys
import time
from collections.abc import Callable

from django.core.management import call_command

from digibank.audit.actions import record
from digibank.audit.models import Actor, Event
from digibank.work import lease
from digibank.work.registry import JOBS, every

TO_COUNT = 20


def main() -> None:
    """Do what the arguments say."""
    word, *rest = sys.argv[1:]
    if word == "counted":
        numbers = Event.objects.filter(verb="workshop.counted").order_by("pk").values_list("facts__number", flat=True)
        sys.stdout.write(json.dumps(list(numbers)))
    else:
        name, seconds, log, *options = rest
        JOBS.clear()
        every(seconds=1, lease=int(seconds))(globals()[name](_writer(log)))
        call_command("work", *options)


def _writer(log: str) -> Callable[[str], None]:
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    return lambda word: _write(file, word)


def _write(file: int, word: str) -> None:
    os.write(file, f"{word} {os.getpid()} {time.monotonic()}\n".encode())


def nap(say: Callable[[str], None]) -> Callable[[Actor], int]:
    """A job of a third of a second."""

    def nap(by: Actor) -> int:
        say("begin")
        time.sleep(0.3)
        say("end")
        return 1

    return nap


def count(say: Callable[[str], None]) -> Callable[[Actor], int]:
    """A job that counts to twenty, slowly, and goes on where it or another stopped."""

    def count(by: Actor) -> int:
        say("begin")
        counted = Event.objects.filter(verb="workshop.counted").count()
        for number in range(counted, TO_COUNT):
            lease.extend()
            record("workshop.counted", by, by=by, number=number)
            say("counted")
            time.sleep(0.15)
        say("end")
        return TO_COUNT - counted

    return count
