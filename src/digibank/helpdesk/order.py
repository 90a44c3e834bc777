"""Who is next, and why: one queue for who walked in and who has an appointment (policy VB-02, VB-03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from digibank import clock
from digibank.helpdesk.models import Visit
from digibank.helpdesk.models.visits import KEEPS_ITS_HOUR
from digibank.workforce.models import Helper


def in_order(waiting: Iterable[Visit]) -> list[Visit]:
    """Those who wait, who is first on top: an appointment whose hour has come, then who came first (policy VB-02)."""
    now = clock.now()
    return sorted(waiting, key=lambda visit: _rank(visit, now))


def goes_before(visit: Visit, now: datetime) -> bool:
    """Whether the hour of an appointment has come, and the visitor was there in time for it."""
    slot = visit.appointment.slot if visit.appointment else None
    return slot is not None and slot.starts_at <= now and visit.came_at <= slot.starts_at + KEEPS_ITS_HOUR


def _rank(visit: Visit, now: datetime) -> tuple[bool, datetime, int]:
    if goes_before(visit, now):
        assert visit.appointment is not None
        assert visit.appointment.slot is not None
        return False, visit.appointment.slot.starts_at, visit.pk
    return True, visit.came_at, visit.pk


@dataclass(frozen=True)
class Team:
    """The helpers who are there, with what they know and speak."""

    topics: dict[int, frozenset[str]]
    tongues: dict[int, frozenset[str]]

    @classmethod
    def of(cls, helpers: Iterable[Helper]) -> "Team":
        """These helpers; their skills and languages are read beforehand."""
        there = list(helpers)
        return cls(
            {helper.pk: frozenset(helper.topics) for helper in there},
            {helper.pk: frozenset(helper.tongues) for helper in there},
        )

    def speaks(self, helper: Helper, visit: Visit) -> bool:
        """Whether this helper speaks what was wished, or nobody there does: then it holds nobody up."""
        return _meets(visit.tongue, helper, self.tongues)

    def knows(self, helper: Helper, visit: Visit) -> bool:
        """Whether this helper knows what it is about, or nobody there does."""
        return _meets(visit.topic, helper, self.topics)


def next_for(helper: Helper, waiting: Iterable[Visit], present: Iterable[Helper]) -> Visit | None:
    """Whom this helper calls: the first whose language and topic fit, else the first whose language fits (VB-03).

    None when nobody waits, or all wait for the language of a colleague.
    """
    team = Team.of([helper, *present])
    understood = [visit for visit in in_order(waiting) if team.speaks(helper, visit)]
    known = (visit for visit in understood if team.knows(helper, visit))
    return next(known, understood[0] if understood else None)


def _meets(wish: str, helper: Helper, known: dict[int, frozenset[str]]) -> bool:
    return not wish or wish in known[helper.pk] or not any(wish in theirs for theirs in known.values())
