"""A town with a lending desk, made in the database that will be killed on. Runs in a process of its own.

Argument: how many devices. Prints the keys of the devices and what is needed to log in, as JSON.
"""

import json
import sys
from datetime import UTC, datetime, time, timedelta

from django.core.management import call_command

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import PASSWORD, a_user
from digibank.agenda.models import local_moment
from digibank.agenda.tests.factories import a_help_point, a_slot
from digibank.audit.tests.factories import an_actor
from digibank.comms import actions as comms
from digibank.comms.models import Message
from digibank.helpdesk.tests.factories import a_digihelper
from digibank.inventory.tests.factories import a_class, a_depot, at_desk
from digibank.organisations.models import Organisation, Place
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation, an_association
from digibank.people.actions import Way
from digibank.people.tests.factories import MOBILE, a_person

MESSAGES_PER_DEVICE = 2
HOURS = [time(hour, minute) for hour in range(9, 17) for minute in (0, 30)]


def main() -> None:
    """Make the town and say what is in it: its devices, how many residents, and which messages wait by which `once`."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    association = an_association()
    town = a_member(association, name="Wilgerdonk")
    desk, depot = a_desk(town), a_depot(association)
    today = clock.today()
    a_regulation(town, valid_from=today - timedelta(days=30), voted_on=today - timedelta(days=60))
    a_user("lies", "Lies Loket", town, Role.LENDING_CLERK, place=desk)
    helpers = [a_digihelper(desk, name).username for name in ("Mia De Smet", "Tom Aerts")]
    devices = _devices(desk, depot, int(sys.argv[1]))
    _open_moments(town, len(devices))
    people, messages = _write_messages(town, desk, MESSAGES_PER_DEVICE * len(devices))
    made = {"devices": devices, "people": people, "messages": messages, "desk": desk.pk, "helpers": helpers}
    sys.stdout.write(json.dumps({"username": "lies", "password": PASSWORD} | made))


def _devices(desk: Place, depot: Place, count: int) -> list[int]:
    laptop = a_class()
    return [at_desk(desk, laptop, depot=depot).pk for _number in range(count)]


def _open_moments(town: Organisation, count: int) -> None:
    """Moments with one or two places, so that the last place is often the one that is taken."""
    help_point = a_help_point(town)
    tomorrow = clock.today() + timedelta(days=1)
    for number in range(count):
        days, turn = divmod(number, len(HOURS))
        moment = local_moment(tomorrow + timedelta(days=days), HOURS[turn])
        a_slot(help_point, starts_at=moment, minutes=30, capacity=1 + number % 2)


def _write_messages(town: Organisation, desk: Place, count: int) -> tuple[int, list[str]]:
    """Messages to two residents, so that the worker is busy at whatever moment it is killed."""
    people = [
        a_person(town, "Eerder Mail", prefers="email", ways=[Way("email", "eerder@example.be")]),
        a_person(town, "Vroeger Bericht", prefers="sms", ways=[Way("phone", MOBILE)]),
    ]
    names = [f"before-{number}" for number in range(count)]
    for number, once in enumerate(names):
        comms.queue(
            "lending/returned", to=people[number % 2], by=an_actor(), once=once, from_place=desk,
            device="Laptop 15 inch", number=f"DB-{number:06d}-0", came_back="lader", missing="",
        )  # fmt: skip
    # They wait for a day that never comes; the campaign lets some of them fall due before each kill.
    Message.objects.update(due_at=datetime(2100, 1, 1, tzinfo=UTC))
    return len(people), names
