"""What a visit at home and a call need: the address or the number, for who goes and who plans only (policy AP-22).

Asked by one query, of which every page shows the answer: lists, papers and calendars ask nothing, and hold nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import OUTSIDE, Appointment, Engagement, Where
from digibank.comms.channels import numbers_to_call
from digibank.people.models import Address, ContactWay
from digibank.workforce.models import Helper


@dataclass(frozen=True)
class Outing:
    """A visit at home or a call, for who may know where it is: who goes, to which address, or which numbers to call."""

    appointment: Appointment
    helpers: list[Helper]
    leaves_at: datetime
    address: Address | None
    numbers: list[ContactWay]

    @property
    def first_name(self) -> str:
        """What a helper may call the person; who is protected is visited by nobody (policy AP-22)."""
        return self.appointment.person.name.split(maxsplit=1)[0]

    def with_whom(self, user: User) -> list[str]:
        """The first names of the others who go along."""
        return [helper.first_name for helper in self.helpers if helper.user_id != user.pk]


def known_to_helper(user: User) -> models.QuerySet[Appointment]:
    """Visits at home and calls of this helper, from the day they are planned until the helper is back from it."""
    rows = _planned_outside().filter(models.Exists(_takes().filter(helper__user=user)))
    return rows.order_by("slot__starts_at", "pk")


def known_to_planner(user: User) -> models.QuerySet[Appointment]:
    """The same for who plans them: of the resident's municipality, or at the place."""
    return _planned_outside().filter(pk__in=Appointment.objects.visible_to(user, Can.PLAN).values("pk"))


def outing_of(user: User, appointment: Appointment) -> Outing | None:
    """What is needed to go there or to call; None for who may not know it, and when it is over or called off."""
    known = known_to_helper(user) | known_to_planner(user)
    found = known.filter(pk=appointment.pk).first()
    if found is None or found.slot is None:
        return None
    taken = list(Engagement.objects.standing().filter(slot=found.slot).select_related("helper__user"))
    at_home = found.where == Where.AT_HOME
    return Outing(
        found, [one.helper for one in taken], min(one.starts_at for one in taken),
        found.person.address if at_home else None, [] if at_home else numbers_to_call(found.person),
    )  # fmt: skip


def _planned_outside() -> models.QuerySet[Appointment]:
    # Who became protected after it was planned is visited by nobody either.
    rows = Appointment.objects.filter(models.Exists(_takes()), where__in=OUTSIDE, person__protected=False)
    return rows.filter(state=AppointmentState.PLANNED).select_related("slot", "person", "place")


def _takes() -> models.QuerySet[Engagement]:
    """Who is taken by it, until they are back."""
    return Engagement.objects.standing().filter(slot=models.OuterRef("slot"), ends_at__gt=clock.now())
