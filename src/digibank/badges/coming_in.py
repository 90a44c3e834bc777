"""Coming in with badge and code, and going out: counted in the database, so that every process counts the same."""

from enum import StrEnum

from django.db import models, transaction

from digibank import clock
from digibank.accounts.models import User
from digibank.audit.actions import record
from digibank.badges.models import Badge, SharedComputer


class Answer(StrEnum):
    """What came of a code that was typed."""

    IN = "in"
    WRONG = "wrong"
    BLOCKED = "blocked"
    BRAKED = "braked"
    NO_ROLE = "no_role"
    ENDED = "ended"


class Leaving(StrEnum):
    """How somebody went out."""

    BUTTON = "button"
    IDLE = "idle"
    SCAN = "scan"


def come_in(badge: Badge, *, code: str, computer: SharedComputer, over: Badge | None = None) -> Answer:
    """Try this code for this badge at this computer; `over` is the badge that was at work here until the scan.

    A refusal is an answer and no error: what was counted must stay.
    """
    # Before any lock: it takes long, and colleagues at other counters must not wait for it.
    fits = badge.fits(code)
    seen = badge.code
    with transaction.atomic():
        # Always in this order, so that two never wait for each other.
        computer = SharedComputer.objects.select_for_update().get(pk=computer.pk)
        badge = Badge.objects.select_for_update().get(pk=badge.pk)
        if computer.ended_at or badge.ended_at:
            return Answer.ENDED
        if badge.blocked_at:
            return Answer.BLOCKED
        if computer.is_braked:
            return Answer.BRAKED
        if not (fits and badge.code == seen):
            return _count_wrong(badge, computer)
        return _let_in(badge, computer, over)


def _let_in(badge: Badge, computer: SharedComputer, over: Badge | None) -> Answer:
    user = badge.user
    if not _has_role_at(user, computer):
        record("badges.refused", badge, by=user.actor, about=[computer, computer.place], why=Answer.NO_ROLE.value)
        return Answer.NO_ROLE
    badge.wrong_tries = 0
    badge.save(update_fields=["wrong_tries"])
    about: list[models.Model] = [computer, computer.place]
    if over:
        record("badges.switched", badge, by=user.actor, about=[*about, over])
    else:
        record("badges.came_in", badge, by=user.actor, about=about)
    note_seen(computer)
    return Answer.IN


def _has_role_at(user: User, computer: SharedComputer) -> bool:
    user.confine_to(computer.place)
    return user.is_active and user.role is not None


def _count_wrong(badge: Badge, computer: SharedComputer) -> Answer:
    computer.count_wrong()
    badge.wrong_tries += 1
    if badge.tries_left == 0:
        badge.blocked_at = clock.now()
    badge.save(update_fields=["wrong_tries", "blocked_at"])
    by = badge.user.actor
    about: list[models.Model] = [computer, computer.place]
    record("badges.code_wrong", badge, by=by, about=about, tries=badge.wrong_tries)
    if badge.blocked_at is None:
        return Answer.WRONG
    record("badges.badge_blocked", badge, by=by, about=about)
    return Answer.BLOCKED


def note_left(badge: Badge, computer: SharedComputer, how: Leaving) -> None:
    """Write down that the holder of this badge went out."""
    with transaction.atomic():
        record("badges.locked", badge, by=badge.user.actor, about=[computer, computer.place], how=how.value)


def note_elsewhere(badge: Badge, came_in_at: int | None = None) -> None:
    """Write down that a badge, or a session of one that came in at this computer, was used where it does not open."""
    with transaction.atomic():
        record("badges.refused", badge, by=badge.user.actor, why="elsewhere", came_in_at=came_in_at)


def note_seen(computer: SharedComputer) -> None:
    """Keep the day on which it was used last; written once a day."""
    today = clock.today()
    SharedComputer.objects.filter(pk=computer.pk).exclude(seen_on=today).update(seen_on=today)
