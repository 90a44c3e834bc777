"""Races about late loans: a renewal beside who takes the last free device, and several swaps to one device."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.inventory.labels import labels_pdf
from digibank.inventory.models import Commitment
from digibank.inventory.tests.factories import a_class, at_desk
from digibank.lending import actions
from digibank.lending.models import Renewal
from digibank.lending.tests.factories import ALL_PARTS, paid_for
from digibank.lending.tests.looking import wrong
from digibank.lending.tests.races import (
    BUSY,
    CAMPAIGNS,
    Act,
    Town,
    _a_town,
    _lend,
    _prepare,
    _sign,
    at_once,
    write_contract,
)


@dataclass(frozen=True)
class LongerRound:
    """What came of a round: who got a device, how often the loan was made longer, and whether that passed anybody."""

    errors: tuple[str, ...]
    given: int
    renewed: int
    passed: bool


def longer_beside_the_last(*, rounds: int, seed: int) -> list[LongerRound]:
    """In each round two wait and two devices are free: three desks make a loan longer, others promise and lend."""
    return [_longer_beside_the_last(f"{seed} {number}") for number in range(rounds)]


def _longer_beside_the_last(name: str) -> LongerRound:
    town, by = _a_town(f"Langer {name}", 8), an_actor()
    wanted = a_class(f"langer-{name.replace(' ', '-')}", f"Langer {name}")
    borrower, first, second, *others = town.people
    loan = _prepare(borrower, at_desk(town.desk, wanted, depot=town.depot), by)
    loan = _sign(paid_for(write_contract(loan, by=by)), by)
    asked = [actions.ask(who, device_class=wanted, desk=town.desk, by=by) for who in (first, second)]
    free = [at_desk(town.desk, wanted, depot=town.depot) for _number in range(2)]
    acts: list[Act] = [lambda: actions.renew(loan, by=by)] * 3
    acts += [lambda: actions.promise(asked[0], by=by)] * 2
    acts += [
        lambda who=who, one=one: _prepare(who, one, by) for who, one in zip(others, [*free, free[0]], strict=False)
    ]
    said = at_once(acts, Random(name))
    first_lent = Event.objects.filter(verb="inventory.device_held").about(*free).order_by("pk").first()
    renewal = Event.objects.filter(verb="lending.renewed").about(loan).order_by("pk").first()
    return LongerRound(
        errors=tuple(answer for answer in said if answer.startswith("error")),
        given=Commitment.objects.open().filter(device_class=wanted).count() - 1,
        renewed=Renewal.objects.filter(loan=loan).count(),
        # Once somebody who did not wait has one of the two, who waits is short of one.
        passed=bool(first_lent and renewal and renewal.pk > first_lent.pk),
    )


@dataclass(frozen=True)
class SwapRound:
    """What came of a round in which several desks swap to one device."""

    yes: int
    no: int
    errors: tuple[str, ...]
    wrong: list[str]


def same_swap(*, rounds: int, seed: int) -> list[SwapRound]:
    """In each round 8 desks swap the devices of 8 loans for one and the same device, two of them of the same loan."""
    town = _a_town(f"Ruil {seed}", BUSY, allowed=rounds)
    labels_pdf([])
    return [_same_swap(town, Random(f"{seed} {number}")) for number in range(rounds)]


def _same_swap(town: Town, chance: Random) -> SwapRound:
    by = an_actor()
    loans = [_lend(person, at_desk(town.desk, depot=town.depot), by) for person in town.people[1:]]
    wanted = at_desk(town.desk, depot=town.depot)
    about = {"parts": ALL_PARTS, "condition": "broken", "back": dict.fromkeys(ALL_PARTS, "present")}
    said = at_once(
        [lambda loan=loan: actions.swap(loan, device=wanted, by=by, **about) for loan in [loans[0], *loans]], chance
    )
    words = Counter(answer.split(":")[0] for answer in said)
    return SwapRound(
        yes=words["yes"],
        no=words["no"],
        errors=tuple(answer for answer in said if answer.startswith("error")),
        wrong=wrong(),
    )


CAMPAIGNS["same_swap"] = same_swap
CAMPAIGNS["longer_beside_the_last"] = longer_beside_the_last
