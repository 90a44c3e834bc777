"""Which questions a donor gets, in which order, and what was answered so far."""

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self
from uuid import UUID, uuid4, uuid5

from digibank.donations.models import OfferedItem
from digibank.donations.offering import Offering
from digibank.website.giving.sealed import seal, unseal

type Told = dict[str, Any]

COLLECT = "collect"
UNKNOWN = "unknown"
ORGANISATION, PERSON = "organisation", "person"
# More would not fit in an address; who has more is asked for a list.
MOST_THINGS = 5


class Step(StrEnum):
    """A question, as its page is called."""

    WHO = "wie"
    WHAT = "wat"
    WORKS = "werkt"
    AGE = "hoe-oud"
    WHICH = "welk"
    NUMBERS = "aantallen"
    HOW = "hoe"
    DAYS = "dagen"
    HOURS = "dagdeel"
    CONTACT = "contact"


OF_A_THING = (Step.WHAT, Step.WORKS, Step.AGE, Step.WHICH)


@dataclass(frozen=True)
class Answers:
    """What one donor answered: by question, and the things that are told of completely. `once` makes it one offer."""

    once: str = field(default_factory=lambda: str(uuid4()))
    told: dict[str, Told] = field(default_factory=dict)
    things: list[Told] = field(default_factory=list)

    @classmethod
    def opened(cls, sealed: str) -> Self | None:
        """The answers in an address; None when they are not ours or too old."""
        found = unseal(sealed) if sealed else None
        return cls(**found) if found else None

    @property
    def sealed(self) -> str:
        """For in an address. Raises ValueError when it would be too long."""
        return seal({"once": self.once, "told": self.told, "things": self.things})

    @property
    def key(self) -> UUID:
        """The same answers of the same donor are one offer, however often they are sent."""
        written = json.dumps([self.told, self.things], sort_keys=True)
        return uuid5(UUID(self.once), written)

    @property
    def is_organisation(self) -> bool:
        """Whether a company, school or authority gives."""
        return self.of(Step.WHO).get("who") == ORGANISATION

    @property
    def is_collected(self) -> bool:
        """Whether we come and get it."""
        return self.of(Step.HOW).get("how") == COLLECT

    @property
    def steps(self) -> list[Step]:
        """The questions for this donor, as far as known now."""
        loose = self.of(Step.WHAT).get("kind") == OfferedItem.Kind.ACCESSORIES
        thing = [step for step in OF_A_THING if not (loose and step in (Step.WORKS, Step.AGE))]
        return [
            Step.WHO,
            *([Step.NUMBERS] if self.is_organisation else thing),
            Step.HOW,
            *([Step.DAYS, Step.HOURS] if self.is_collected else []),
            Step.CONTACT,
        ]

    @property
    def next_open(self) -> Step | None:
        """The first question without an answer; None when all are answered."""
        return next((step for step in self.steps if step not in self.told), None)

    @property
    def may_tell_more(self) -> bool:
        """Whether another thing may be told of."""
        return not self.is_organisation and len(self.things) + 1 < MOST_THINGS

    def of(self, step: Step) -> Told:
        """What was answered to this question."""
        return self.told.get(step, {})

    def before(self, step: Step) -> Step | None:
        """The question before this one; None at the first."""
        at = self.steps.index(step)
        return self.steps[at - 1] if at else None

    def kept(self, step: Step, typed: Told) -> Self:
        """With this answer as well."""
        return replace(self, told=self.told | {str(step): typed})

    def with_room(self) -> Self:
        """The thing told of now is put with the others, and the questions about a thing are open again."""
        rest = {step: typed for step, typed in self.told.items() if step not in OF_A_THING}
        return replace(self, told=rest, things=[*self.things, self._thing()])

    def with_last_again(self) -> Self:
        """The thing that was put with the others last is the one told of now, after all."""
        *others, last = self.things
        return replace(self, told=self.told | last, things=others)

    def without(self, number: int) -> Self:
        """Without the thing at this place among the others."""
        return replace(self, things=[thing for at, thing in enumerate(self.things) if at != number])

    def offerings(self) -> list[Offering]:
        """The things, as the offer takes them."""
        if self.is_organisation:
            counts = self.of(Step.NUMBERS)
            return [Offering(kind=kind, count=counts[kind]) for kind in OfferedItem.Kind.values if counts.get(kind)]
        return [_offering(thing) for thing in [*self.things, self._thing()]]

    def _thing(self) -> Told:
        return {step: self.told[step] for step in self.steps if step in OF_A_THING and step in self.told}


def _offering(thing: Told) -> Offering:
    typed = {name: value for told in thing.values() for name, value in told.items() if value != UNKNOWN}
    return Offering(**typed)
