"""What one looks up of a help point: where one works, who waits, who is expected, whom a helper has in hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta

from django.db import models
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import Membership, User
from digibank.accounts.rights import GRANTS, Can
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import BOOKABLE_KINDS, Appointment, Where, local_moment
from digibank.agenda.queries import Seat, seen_by
from digibank.errors import RuleBroken
from digibank.helpdesk.flows import VisitState
from digibank.helpdesk.models import FollowUp, Outcome, Question, Visit
from digibank.helpdesk.models.questions import QuestionQuerySet
from digibank.helpdesk.order import in_order
from digibank.lending.models import Loan
from digibank.organisations.models import Place
from digibank.people.models import NUMBERS, Person
from digibank.workforce.models import Shift

# What asks for an act of a colleague after the visit.
ASKS = (FollowUp.SECOND_VISIT, FollowUp.HOME_VISIT, FollowUp.LENT_DEVICE)


@dataclass(frozen=True)
class Guest:
    """A visit as a colleague sees it: with the name only when they may see the person (policy VB-08)."""

    visit: Visit
    name: str


@dataclass(frozen=True)
class Called:
    """What the call display shows of a visit: never anything else (policy VB-10)."""

    number: str
    table: int
    calls: int


@dataclass(frozen=True)
class ToDo:
    """What comes after a visit; the loan only for who may see it."""

    outcome: Outcome
    loan: Loan | None


def own_places(user: User, can: Can) -> models.QuerySet[Place]:
    """Help points and lending desks where the user has this right: their own place, or all of their organisation.

    With a badge only the place where it opened (policy B-03).
    """
    granting = [role for role, rights in GRANTS.items() if can in rights]
    roles = user.memberships.current().filter(role__in=granting)
    whole = roles.filter(place__isnull=True).values("organisation")
    rows = Place.objects.in_use().filter(kind__in=BOOKABLE_KINDS, organisation__in=user.reach[can])
    everywhere = models.Q(organisation__in=whole) | models.Q(organisation__association__in=whole)
    own = rows.filter(models.Q(pk__in=roles.values("place")) | everywhere).select_related("organisation")
    return own.filter(pk=user.confined_to.pk) if user.confined_to else own


def queue_of(place: Place) -> list[Visit]:
    """Those who wait here today, who is first on top."""
    return in_order(_around(Visit.objects.at(place).waiting()))


def in_help_at(place: Place) -> list[Visit]:
    """Those whom a helper called, helps, or waits for; today."""
    asked = (VisitState.CALLED, VisitState.IN_HELP, VisitState.PAUSED)
    return list(_around(Visit.objects.at(place).at_the_place().filter(state__in=asked)).order_by("table", "pk"))


def gone_from(place: Place) -> list[Visit]:
    """Those who left or did not come today, the last on top: they may be put back."""
    rows = _around(Visit.objects.at(place).filter(state__in=(VisitState.MISSED, VisitState.LEFT)))
    return list(rows.order_by("-ended_at")[:10])


def guests(user: User, visits: Iterable[Visit]) -> list[Guest]:
    """These visits, each with the name of whom the user may see; one question, however many."""
    rows = list(visits)
    keys = {visit.person_id for visit in rows if visit.person_id}
    seen = Person.objects.visible_to(user, Can.SEE_PEOPLE).shown_in_lists().filter(pk__in=keys)
    names = dict(seen.values_list("pk", "name")) if user.may(Can.SEE_PEOPLE) else {}
    return [Guest(visit, names.get(visit.person_id or 0, "")) for visit in rows]


def expected_at(user: User, place: Place) -> list[Seat]:
    """Whose appointment here is today and who did not come yet, by the hour; of a protected person nothing (G-05)."""
    rows = Appointment.objects.visible_to(user, Can.RECEIVE).filter(
        _today(), place=place, state=AppointmentState.PLANNED, visit__isnull=True, where=Where.AT_POINT
    )
    return seen_by(user, rows.select_related("person", "place", "slot").order_by("slot__starts_at", "pk"))


def waiting_before(visit: Visit) -> int:
    """How many are called before this visitor, as the queue stands now."""
    line = [other.pk for other in queue_of(visit.place)]
    return line.index(visit.pk) if visit.pk in line else 0


def called_at(place: Place) -> list[Called]:
    """What the display shows: who was called last on top."""
    rows = Visit.objects.at(place).filter(state=VisitState.CALLED).select_related("day").order_by("-called_at")
    return [Called(visit.number, visit.table or 0, visit.calls) for visit in rows]


def in_hand(shift: Shift) -> Visit | None:
    """Whom this helper called or helps now, also along with a colleague."""
    helps = models.Q(touches__helper=shift.helper, touches__ended_at__isnull=True)
    called = models.Q(helper=shift.helper, state=VisitState.CALLED)
    return _around(Visit.objects.at(shift.place).filter(helps | called)).first()


def paused_for(shift: Shift) -> list[Visit]:
    """Who comes back in a moment to this helper."""
    return list(_around(Visit.objects.at(shift.place).filter(helper=shift.helper, state=VisitState.PAUSED)))


def visits_of_helper(user: User) -> models.QuerySet[Visit]:
    """Whom this helper has in hand now, at a place where they help."""
    rows = Visit.objects.standing().filter(helper__user=user, day__place__in=own_places(user, Can.HELP))
    return _around(rows).select_related("day__place__organisation")


def to_help_along(shift: Shift) -> list[Visit]:
    """Those whom a colleague helps now."""
    rows = Visit.objects.at(shift.place).at_the_place().filter(state=VisitState.IN_HELP).exclude(helper=shift.helper)
    return list(_around(rows).order_by("table"))


def done_last(shift: Shift) -> Visit | None:
    """Whom this helper helped less than a minute ago."""
    rows = Visit.objects.at(shift.place).filter(state=VisitState.DONE, helper=shift.helper)
    last = _around(rows).order_by("-ended_at").first()
    return last if last and last.may_be_reopened else None


def next_visit_after(visit: Visit | None) -> Appointment | None:
    """When this visitor comes again, as it was booked at the end of the visit."""
    rows = Appointment.objects.filter(promised_in__visit=visit, promised_in__taken_back_at__isnull=True)
    return rows.select_related("slot").first() if visit else None


def loans_of(user: User, visit: Visit) -> list[Loan]:
    """What the visitor borrows now, for who may see it."""
    if visit.person is None or not user.may(Can.SEE_LOANS):
        return []
    rows = Loan.objects.visible_to(user, Can.SEE_LOANS).running().filter(person=visit.person)
    return list(rows.select_related("device__device_class"))


def to_do_after(user: User, place: Place) -> list[ToDo]:
    """What was promised in the visits of the last week and asks for a colleague: the newest on top."""
    since = clock.today() - timedelta(days=7)
    rows = Outcome.objects.standing().filter(visit__day__place=place, visit__day__on__gt=since, follow_up__in=ASKS)
    rows = rows.filter(next_visit__isnull=True)
    found = list(rows.select_related("visit__day", "visit__person", "loan").order_by("-pk")[:20])
    seen: set[int] = set()
    if user.may(Can.SEE_LOANS):
        keys = [outcome.loan_id for outcome in found if outcome.loan_id]
        seen = set(Loan.objects.visible_to(user, Can.SEE_LOANS).filter(pk__in=keys).values_list("pk", flat=True))
    return [ToDo(outcome, outcome.loan if outcome.loan_id in seen else None) for outcome in found]


def helped_today(place: Place) -> int:
    """How many were helped here today."""
    return Visit.objects.at(place).filter(state=VisitState.DONE).count()


def person_with_card(place: Place, typed: str) -> Person | None:
    """Who has the card with this number, within the association of the place; None when nothing was typed.

    The number stands on the card that the visitor shows: nobody is found by name here, and no name is told.
    """
    if not typed.strip():
        return None
    association = place.organisation.association_id or place.organisation_id
    around = models.Q(home=association) | models.Q(home__association=association)
    found = Person.objects.filter(around, pk=NUMBERS.key(typed) or 0).first()
    if found is None:
        raise RuleBroken(_("We do not know this number. Type it as on the card, or leave it empty."), field="person")
    return found


def appointment_with_number(place: Place, key: int | None) -> Appointment | None:
    """The appointment with this key here today; None for any other."""
    rows = Appointment.objects.filter(_today(), pk=key or 0, place=place, where=Where.AT_POINT)
    rows = rows.filter(state=AppointmentState.PLANNED)
    return rows.select_related("place__organisation", "slot", "person").first()


def questions_of(user: User) -> QuestionQuerySet:
    """The questions that the user may see, at places where they receive."""
    here = Question.objects.visible_to(user, Can.RECEIVE).filter(place__in=own_places(user, Can.RECEIVE))
    return here.select_related("place", "owner", "person")


def helpers_of(*places: Place) -> models.QuerySet[User]:
    """The colleagues who may help at one of these places today."""
    helping = [role for role, rights in GRANTS.items() if Can.HELP in rights]
    roles = Membership.objects.current().filter(role__in=helping)
    at = models.Q(place__in=places)
    above = [key for place in places for key in (place.organisation_id, place.organisation.association_id) if key]
    whole = models.Q(place__isnull=True, organisation__in=above)
    return User.objects.filter(is_active=True, pk__in=roles.filter(at | whole).values("user")).order_by("full_name")


def _today() -> models.Q:
    """Appointments whose moment is today, by the clock on the wall."""
    begins = local_moment(clock.today(), time.min)
    ends = local_moment(clock.today() + timedelta(days=1), time.min)
    return models.Q(slot__starts_at__gte=begins, slot__starts_at__lt=ends)


def _around(rows: models.QuerySet[Visit]) -> models.QuerySet[Visit]:
    return rows.select_related("day__place", "person", "helper__user", "appointment__slot").order_by("pk")
