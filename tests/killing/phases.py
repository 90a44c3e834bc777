"""A worker that is killed with kill -9 in each phase of its work, and the worker that comes after it.

Runs in a process of its own, on the database and with the mail server of the settings, and prints a line for each death.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connections

from digibank import clock
from digibank.comms import jobs, mail, sms
from digibank.comms.actions import by_worker
from digibank.comms.models import Message
from digibank.comms.tests.factories import a_message
from digibank.organisations.tests.factories import a_member, an_association
from digibank.people.actions import Way
from digibank.people.tests.factories import MOBILE, a_person
from digibank.work.models import Schedule
from digibank.work.registry import JOBS

OURS = "comms-send-due"
# What dies where: before or after this function of this owner did its work.
PHASES: dict[str, tuple[Any, str, str]] = {
    "the job is claimed": (Schedule, "keep", "before"),
    "the message is claimed": (jobs, "deliver", "before"),
    "about to send an e-mail": (mail, "send", "before"),
    "the e-mail is sent": (mail, "send", "after"),
    "about to send a text message": (sms.Files, "send", "before"),
    "the text message is sent": (sms.Files, "send", "after"),
    "half written down": (by_worker, "_end_claim", "after"),
    "the job lets go": (Schedule, "let_go", "before"),
}


def main() -> None:
    """Die in each phase with an e-mail and a text message under way; print what another worker made of it."""
    for code in [code for code in JOBS if code != OURS]:
        del JOBS[code]
    town = a_member(an_association(), name="Wilgerdonk")
    by_email = a_person(town, prefers="email", ways=[Way("email", "roza@example.be")])
    by_sms = a_person(town, prefers="sms", ways=[Way("phone", MOBILE)])
    told = {}
    with clock.at(clock.now()):
        for phase, (owner, name, when) in PHASES.items():
            messages = [a_message(by_email), a_message(by_sms)]
            died_by = _killed(owner, name, when)
            left = [_fate(message) for message in messages]
            clock.pass_time(minutes=10)
            call_command("work", "--once", stdout=sys.stderr)
            told[phase] = {"died by": died_by, "left": left, "ends": [_fate(message) for message in messages]}
            clock.pass_time(minutes=10)
    told["keys"] = [str(key) for key in Message.objects.filter(channel="email").values_list("key", flat=True)]
    held = Schedule.objects.values_list("leased_by", "attempts", "last_error")
    told["jobs"] = [list(row) for row in held]
    sys.stdout.write(json.dumps(told))


def _killed(owner: Any, name: str, when: str) -> int:
    """The signal by which a worker ended that dies at this function."""
    connections.close_all()
    process = os.fork()
    if not process:
        setattr(owner, name, _deadly(getattr(owner, name), when))
        call_command("work", "--once", stdout=sys.stderr)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(process, 0)[1])


def _deadly(function: Callable[..., Any], when: str) -> Callable[..., Any]:
    def die(*args: Any, **kwargs: Any) -> None:
        if when == "after":
            function(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return die


def _fate(message: Message) -> list[Any]:
    now = Message.objects.get(pk=message.pk)
    return [now.state, bool(now.leased_by), [tried.outcome for tried in now.tries.order_by("pk")]]
