"""What one looks up of task cards: where one does them, which one is in hand, how the day goes. And who helps where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import GRANTS, Can
from digibank.audit.models import Actor
from digibank.inventory.models import Device, DeviceFlag, FlagKind
from digibank.organisations.models import Place
from digibank.workforce.flows import CardState
from digibank.workforce.kinds import MAKES_SENSE, TaskKind
from digibank.workforce.models import Shift, TaskCard

_ROLES = [role for role, rights in GRANTS.items() if Can.DO_TASKS in rights]


@dataclass(frozen=True)
class Today:
    """How the day goes at a depot, for all together: of how many devices the tasks are done, of how many."""

    done: int
    of: int


def own_depots(user: User) -> models.QuerySet[Place]:
    """Where the user does task cards: the depots of these roles; with a badge only the one it opened (policy Y-02)."""
    roles = user.memberships.current().filter(role__in=_ROLES)
    whole = roles.filter(place__isnull=True).values("organisation")
    depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=user.reach[Can.DO_TASKS])
    own = depots.filter(models.Q(pk__in=roles.values("place")) | models.Q(organisation__in=whole))
    return own.filter(pk=user.confined_to.pk) if user.confined_to else own


def in_hand(user: User) -> TaskCard | None:
    """The card that the user holds now, at a depot where that is still so."""
    cards = TaskCard.objects.in_hand_of(user.actor).filter(place__in=own_depots(user))
    return cards.select_related("device__device_class").first()


def done_last(user: User) -> TaskCard | None:
    """The card that the user did last."""
    cards = TaskCard.objects.filter(taken_by=user.actor, state=CardState.DONE, place__in=own_depots(user))
    return cards.select_related("device__device_class").order_by("-ended_at").first()


def waits_for_help(user: User) -> list[TaskCard]:
    """The cards with which the user asked for help, and still waits for it."""
    cards = TaskCard.objects.filter(taken_by=user.actor, state=CardState.STUCK, place__in=own_depots(user))
    return list(cards.select_related("device").order_by("-pk"))


def today_at(depots: Iterable[Place]) -> Today:
    """How the day goes at these depots. Everybody's work counts together: nobody is scored (policy Y-03)."""
    here = TaskCard.objects.filter(place__in=depots)
    to_do = set(here.to_take(depots).values_list("device", flat=True))
    to_do |= set(here.filter(state=CardState.TAKEN).values_list("device", flat=True))
    began = clock.now().astimezone(clock.BRUSSELS).replace(hour=0, minute=0, second=0, microsecond=0)
    done = set(here.filter(state=CardState.DONE, ended_at__gte=began).values_list("device", flat=True))
    return Today(len(done - to_do), len(done | to_do))


def without_card(depots: Iterable[Place], *, position: str, kind: str) -> models.QuerySet[Device]:
    """The devices of this lane for which a card of this kind can be laid out: safe to touch, and none stands."""
    if position not in MAKES_SENSE[TaskKind(kind)]:
        return Device.objects.none()
    standing = TaskCard.objects.standing().filter(device=models.OuterRef("pk"), kind=kind)
    unsafe = DeviceFlag.objects.open().filter(device=models.OuterRef("pk"), kind=FlagKind.UNSAFE_BATTERY)
    here = Device.objects.filter(place__in=depots, state=position)
    return here.exclude(models.Exists(standing)).exclude(models.Exists(unsafe)).uncommitted().order_by("pk")


def standing_cards(device: Device) -> list[TaskCard]:
    """The cards of this device that still ask for somebody: one of each kind at most."""
    return list(TaskCard.objects.standing().filter(device=device).select_related("taken_by__user"))


def is_held_by(card: TaskCard, by: Actor) -> bool:
    """Whether this person holds the card now."""
    return card.state == CardState.TAKEN and card.taken_by_id == by.pk


def present_at(place: Place) -> list[Shift]:
    """The helpers who are at this place now, by table, with what they know and speak. A few queries, however many."""
    rows = Shift.objects.present().filter(place=place).select_related("helper__user", "place")
    return list(rows.prefetch_related("helper__skills", "helper__spoken").order_by("table", "pk"))


def shift_now(user: User, places: Iterable[Place]) -> Shift | None:
    """Where the user helps now; None when not at one of these places."""
    rows = Shift.objects.present().filter(helper__user=user, place__in=places)
    return rows.select_related("helper__user", "place__organisation").first()


def planned_at(place: Place) -> list[Shift]:
    """The helpers who come today and are not there yet."""
    rows = Shift.objects.of_day(clock.today()).filter(place=place, came_at__isnull=True, ends_at__gt=clock.now())
    return list(rows.select_related("helper__user"))


def coming_shifts(place: Place) -> list[Shift]:
    """Who is there now and who comes in the next two weeks, by the hour."""
    until = clock.now() + timedelta(days=14)
    rows = Shift.objects.filter(
        place=place, called_off_at__isnull=True, left_at__isnull=True, ends_at__gt=clock.now(), starts_at__lt=until
    )
    return list(rows.select_related("helper__user").order_by("starts_at", "pk"))
