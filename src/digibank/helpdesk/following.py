"""Whom the helpdesk follows: the lists of what is to be done, the red ones first, and where one may be planned."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.access import visible_to
from digibank.accounts.models import Membership, User
from digibank.accounts.rights import GRANTS, Can, Role
from digibank.agenda.models import BOOKABLE_KINDS, Slot
from digibank.agenda.queries import next_slots
from digibank.errors import RuleBroken
from digibank.helpdesk.flows import HandoverState
from digibank.helpdesk.models import Handover, Outreach, SkillsTalk
from digibank.helpdesk.models.handovers import LATE_AFTER, HandoverQuerySet
from digibank.lending.flows import LoanState
from digibank.lending.models import Loan
from digibank.organisations.models import Organisation, Place
from digibank.people.models import Person, known_to

FOLLOW = Can.FOLLOW_HANDOVERS
OFFERED = 20


@dataclass(frozen=True)
class Line:
    """One handover on a list: what is to be done by when, and whether the colleague may see who it is about."""

    handover: Handover
    by_on: date
    is_red: bool
    shows_person: bool

    @property
    def shows_name(self) -> bool:
        """The name stays away from lists when the person is protected; the number leads to the person."""
        return self.shows_person and not self.handover.person.protected


def without_handover() -> models.QuerySet[Loan]:
    """Loans that began, of which the device is with the resident, and that nobody follows yet (policy WO-01)."""
    with_them = Loan.objects.filter(state__in=[LoanState.RUNNING, LoanState.GIVEN], followed__isnull=True)
    return with_them.order_by("pk")


def to_plan(user: User, place: Place | None = None) -> list[Line]:
    """Who has nothing planned; red after five working days."""
    return _lines(user, place, HandoverQuerySet.to_plan, lambda one: one.plan_by_on, _passed)


def to_tell(user: User, place: Place | None = None) -> list[Line]:
    """Whose session is to be written down; red after five working days."""
    return _lines(user, place, HandoverQuerySet.to_tell, lambda one: one.plan_by_on, _passed)


def to_call(user: User, place: Place | None = None) -> list[Line]:
    """Whom to call after two weeks; red when the day passed."""
    return _lines(user, place, HandoverQuerySet.to_call, _day("call_by_on"), _passed)


def to_ask_after_course(user: User, place: Place | None = None) -> list[Line]:
    """Whose course to ask after; red when the day passed."""
    return _lines(user, place, HandoverQuerySet.to_ask_after_course, _day("ask_course_on"), _passed)


def to_look_back(user: User, place: Place | None = None) -> list[Line]:
    """Whom to ask after three months: from the day on, red a week after it."""
    lines = _lines(user, place, HandoverQuerySet.to_look_back, _day("look_back_on"), None)
    return [line for line in lines if line.by_on <= clock.today()]


LISTS: dict[str, Callable[[User, Place | None], list[Line]]] = {
    "plan": to_plan,
    "tell": to_tell,
    "call": to_call,
    "course": to_ask_after_course,
    "look_back": to_look_back,
}


def red_counts(user: User) -> dict[str, int]:
    """How many lines of each list are red, for the board in the morning."""
    rows, today = Handover.objects.visible_to(user, FOLLOW), clock.today()
    counts = rows.order_by().aggregate(
        call=models.Count("pk", filter=models.Q(state=HandoverState.CALL_DUE, call_by_on__lt=today)),
        course=models.Count("pk", filter=models.Q(course_told_on__isnull=True, ask_course_on__lt=today)),
        look_back=models.Count("pk", filter=models.Q(result__isnull=True, look_back_on__lt=today - LATE_AFTER)),
    )
    derived = {"plan": rows.to_plan(), "tell": rows.to_tell()}
    return counts | {name: sum(_passed(one, one.plan_by_on) for one in found) for name, found in derived.items()}


def sees(user: User, person: Person) -> bool:
    """Whether the colleague may see who this person is, and not only the number (policy WO-08)."""
    return person.pk in _seen(user, [person.pk])


def known_persons(user: User) -> models.QuerySet[Person]:
    """Whom the colleague may talk with: who they may know, and who is followed at their help point (policy WO-08)."""
    followed = Handover.objects.visible_to(user, FOLLOW).values("person")
    return Person.objects.filter(known_to(user, FOLLOW) | models.Q(pk__in=followed)).select_related("home")


def place_for(user: User, person: Person) -> Place:
    """Where a talk with this person is held: where they are followed, else where the colleague sits."""
    handover = Handover.objects.visible_to(user, FOLLOW).of_person(person).select_related("place__organisation").first()
    if handover:
        return handover.place
    seat = user.seat.place if user.seat else None
    own = own_places(user)
    here = own.filter(pk=seat.pk).first() if seat else own.first()
    if here is None:
        raise RuleBroken(_("You work at no help point or lending desk. Ask the administrator for a role at the place."))
    return here


def own_places(user: User) -> models.QuerySet[Place]:
    """Help points and desks of the organisations where the user follows handovers."""
    return _help().filter(organisation__in=user.reach[FOLLOW])


def offered(user: User, handover: Handover) -> list[Slot]:
    """The free moments at the place of the handover, then those at other places of the same association (G-03).

    With a badge only those of the organisation behind whose counter it opened (policy B-03).
    """
    own = handover.place.organisation
    around = own.association_id or own.pk
    places = _help().filter(models.Q(organisation=around) | models.Q(organisation__association=around))
    if user.confined_to:
        places = own_places(user)
    here = next_slots(places.filter(pk=handover.place_id), count=OFFERED)
    return [*here, *next_slots(places.exclude(pk=handover.place_id), count=OFFERED)][:OFFERED]


def colleagues_for(handover: Handover) -> models.QuerySet[User]:
    """Who may follow it: who works at the place's organisation or at the person's home, with that right."""
    return colleagues_at([handover.place.organisation_id, handover.person.home_id])


def colleagues_at(organisations: Iterable[int]) -> models.QuerySet[User]:
    """Active colleagues with this right at these organisations, by name."""
    roles = [role for role in Role if FOLLOW in GRANTS[role]]
    sits = Membership.objects.current().filter(role__in=roles, organisation__in=list(organisations))
    return User.objects.filter(pk__in=sits.values("user"), is_active=True).order_by("full_name")


def partners(user: User) -> models.QuerySet[Organisation]:
    """Partners of the associations of the organisations where the user follows handovers."""
    own = Organisation.objects.filter(pk__in=user.reach[FOLLOW]).values("association")
    return Organisation.objects.filter(kind=Organisation.Kind.PARTNER, association__in=own).order_by("name")


def may_be_followed_here(user: User, person: Person | None) -> bool:
    """Whether the user may begin to follow this visitor: of who is protected only the own municipality (WO-08)."""
    if person is None or not user.may(FOLLOW):
        return False
    return not person.protected or user.may_at(FOLLOW, person.home)


def handovers_of(user: User, person: Person) -> list[Handover]:
    """The handovers of this person that the colleague may see, newest first."""
    return list(Handover.objects.visible_to(user, FOLLOW).of_person(person))


def organisations(user: User) -> models.QuerySet[Organisation]:
    """The organisations where the user follows handovers, and in whose name they go out."""
    return Organisation.objects.filter(pk__in=user.reach[FOLLOW]).order_by("name")


def municipalities(user: User) -> models.QuerySet[Organisation]:
    """Whose residents the user follows: one's own municipalities, those that one's OCMW serves or association has."""
    own = organisations(user)
    served = models.Q(pk__in=own.values("serves")) | models.Q(association__in=own.values("pk"))
    rows = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY)
    return rows.filter(models.Q(pk__in=own.values("pk")) | served).order_by("name")


def outreach(user: User) -> models.QuerySet[Outreach]:
    """What the user's organisations did to meet people."""
    return visible_to(Outreach.objects.all(), user, FOLLOW).select_related("organisation", "partner")


def talks_of(user: User, person: Person) -> list[SkillsTalk]:
    """The talks of this person that the colleague may see, oldest first."""
    return list(SkillsTalk.objects.visible_to(user, FOLLOW).of_person(person).select_related("place"))


def _help() -> models.QuerySet[Place]:
    return Place.objects.in_use().filter(kind__in=BOOKABLE_KINDS).select_related("organisation")


def _day(field: str) -> Callable[[Handover], date]:
    def of(handover: Handover) -> date:
        day: date = getattr(handover, field)
        return day

    return of


def _passed(handover: Handover, by_on: date) -> bool:
    return by_on < clock.today()


def _lines(
    user: User,
    place: Place | None,
    listed: Callable[[HandoverQuerySet], HandoverQuerySet],
    day: Callable[[Handover], date],
    is_red: Callable[[Handover, date], bool] | None,
) -> list[Line]:
    rows = listed(Handover.objects.visible_to(user, FOLLOW))
    if place:
        rows = rows.filter(place=place)
    found = list(rows.select_related("person", "place", "followed_by"))
    seen = _seen(user, [one.person_id for one in found])
    lines = [
        Line(one, day(one), is_red(one, day(one)) if is_red else one.is_late_to_look_back, one.person_id in seen)
        for one in found
    ]
    return sorted(lines, key=lambda line: (not line.is_red, line.by_on, line.handover.pk))


def _seen(user: User, persons: Iterable[int]) -> set[int]:
    rows = Person.objects.visible_to(user, FOLLOW).filter(pk__in=set(persons))
    return set(rows.values_list("pk", flat=True))
