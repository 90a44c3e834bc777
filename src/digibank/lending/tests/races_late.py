"""Races about late loans: a renewal beside who takes the last free device, and several swaps to one device."""

from dataclasses import dataclass
from random import Random

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.inventory.models import Commitment
from digibank.inventory.tests.factories import a_class, at_desk
from digibank.lending import actions
from digibank.lending.models import Renewal
from digibank.lending.tests.factories import paid_for
from digibank.lending.tests.races import CAMPAIGNS, Act, _a_town, _prepare, _sign, at_once, write_contract


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


CAMPAIGNS["longer_beside_the_last"] = longer_beside_the_last
