"""People who wait for a class of which none is free yet, and a device that comes."""

from typing import Any

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.tests.factories import at_desk
from digibank.lending.line import line_of
from digibank.lending.models import Request
from digibank.lending.tests.factories import a_request
from digibank.organisations import actions as organisations
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.people.tests.factories import a_person

POINTS = {"week": 1, "own_resident": 5, "goes_before": 10, "no_device": 3, "partner": 2}


def a_queue_rule(town: Organisation, **rules: Any) -> Regulation:
    """A version of the rules that holds from tomorrow; tomorrow comes."""
    voted = {
        "voted_on": clock.today(), "loan_months": 12, "renewals": 1, "devices_per_household": 1, "deposit_cents": 0,
        "text": "U leent.", "points": POINTS,
    }  # fmt: skip
    clock.pass_time(days=1)
    return organisations.adopt_regulation(town, valid_from=clock.today(), by=an_actor(), **voted | rules)


def waits(
    name: str, device_class: DeviceClass, desk: Place, *, home: Organisation | None = None, **details: Any
) -> Request:
    """Somebody new asks, a minute after whoever asked before."""
    clock.pass_time(minutes=1)
    person = a_person(home or desk.organisation, name, **details.pop("about", {}))
    return a_request(person, device_class, desk, **details)


def names(device_class: DeviceClass, desk: Place) -> list[str]:
    """Who waits, the first in front."""
    return [standing.request.person.name for standing in line_of(device_class, desk).standings]


def comes(device_class: DeviceClass, desk: Place, depot: Place) -> Device:
    """One more of the class stands at the desk."""
    return at_desk(desk, device_class, depot=depot)
