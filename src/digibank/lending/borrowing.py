"""May this person borrow at this desk? The rules of the municipality, what was shown for them, and exceptions."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from digibank import clock
from digibank.dated import months_after
from digibank.errors import RuleBroken
from digibank.lending.models import Exemption, Loan, ProofSeen
from digibank.lending.pauses import pauses_of
from digibank.organisations.models import BorrowRule, Organisation, Outsiders, Place, Regulation
from digibank.people.models import Person, counted_with

Rule = Exemption.Rule

# Which rules are looked at when: a promise asks nothing that the person can still bring to the desk.
TO_PROMISE = (Rule.DEVICES,)
TO_ASK = (Rule.OUTSIDER, Rule.PAUSE)
TO_COME = (Rule.DEVICES, Rule.OUTSIDER, Rule.PAUSE)
TO_LEND = (Rule.DEVICES, Rule.OUTSIDER, Rule.PAUSE, Rule.PROOF)


@dataclass(frozen=True)
class Broken:
    """A rule that says no to this person, in a sentence; and whether somebody may grant an exception to it."""

    rule: str
    sentence: str
    may_be_excused: bool = True


@dataclass(frozen=True)
class ToShow:
    """One thing that is to be shown: a proof, or one of a group. Which of a group was seen is told nowhere (U-71)."""

    rules: tuple[BorrowRule, ...]
    good_until: date | None

    @property
    def words(self) -> str:
        """What is looked at."""
        proofs = [rule.proof for rule in self.rules]
        return proofs[0] if len(proofs) == 1 else _("one of these: %(proofs)s") % {"proofs": "; ".join(proofs)}


def regulation_at(desk: Place) -> Regulation:
    """The rules that hold at this desk today; RuleBroken when none do."""
    regulation = Regulation.objects.holding(desk.organisation, clock.today())
    if regulation is None:
        raise RuleBroken(
            _("No lending rules hold at %(town)s today. The administrator can add what the council voted.")
            % {"town": desk.organisation.name}
        )
    return regulation


def allowed(person: Person, desk: Place, rules: Collection[str] = TO_LEND) -> tuple[Regulation, list[Exemption]]:
    """The rules that hold at the desk, and which exceptions a loan under them uses; RuleBroken when a rule says no.

    Whoever changes something after it locks the person and the household first (policy U-30).
    """
    regulation = regulation_at(desk)
    said = [broken for rule in rules for broken in _RULES[Rule(rule)](person, desk, regulation)]
    granted: dict[str, Exemption] = {}
    for exemption in Exemption.objects.holding(person, desk.organisation) if said else ():
        granted.setdefault(exemption.rule, exemption)
    for broken in said:
        if broken.rule not in granted or not broken.may_be_excused:
            raise RuleBroken(broken.sentence, field="seen" if broken.rule == Rule.PROOF else None)
    return regulation, [granted[broken.rule] for broken in said]


def says_no(person: Person, desk: Place) -> list[Broken]:
    """All rules that say no to a loan for this person at this desk, exceptions left aside; without rules none does."""
    regulation = Regulation.objects.holding(desk.organisation, clock.today())
    if regulation is None:
        return []
    return [broken for rule in TO_LEND for broken in _RULES[rule](person, desk, regulation)]


def lives_in(person: Person, organisation: Organisation, regulation: Regulation) -> bool:
    """Whether the person is a resident, as far as the rules and the address that we know say (policy U-72)."""
    address = person.address
    return person.home_id == organisation.pk and (address is None or regulation.covers(address.postcode))


def moved_away(loan: Loan) -> bool:
    """Whether the borrower lives elsewhere by now, under rules that lend to residents (policy U-73)."""
    rules = loan.regulation
    return rules.outsiders != Outsiders.YES and not lives_in(loan.person, loan.desk.organisation, rules)


def asked_of(person: Person, regulation: Regulation) -> list[ToShow]:
    """What this person shows under these rules, and until when what was seen is good."""
    rules = list(regulation.borrow_rules.all())
    if not rules:
        return []
    rows = ProofSeen.objects.standing().filter(person=person, organisation=regulation.organisation_id)
    seen: dict[str, date] = {}
    for criterion, day in rows.values_list("criterion", "seen_on"):
        seen[criterion] = max(day, seen.get(criterion, day))
    group = tuple(rule for rule in rules if rule.needs == BorrowRule.Needs.ONE)
    things = [(rule,) for rule in rules if rule.needs == BorrowRule.Needs.ALL]
    return [ToShow(thing, _good_until(thing, seen)) for thing in [*things, *([group] if group else [])]]


def still_to_show(person: Person, regulation: Regulation) -> list[ToShow]:
    """What was not seen yet, or too long ago."""
    return [asked for asked in asked_of(person, regulation) if asked.good_until is None]


def to_bring(missing: list[ToShow]) -> str:
    """What the person is told to bring."""
    things = ". ".join(asked.words for asked in missing)
    return _("Bring this, to show it only: %(things)s.") % {"things": things}


def _good_until(rules: tuple[BorrowRule, ...], seen: dict[str, date]) -> date | None:
    """The last of the days until which one of these proofs is good; None when none is today."""
    days = [months_after(seen[rule.criterion], rule.months) for rule in rules if rule.criterion in seen]
    return max((day for day in days if day > clock.today()), default=None)


def _devices(person: Person, desk: Place, regulation: Regulation) -> Iterator[Broken]:
    most = regulation.devices_per_household
    borrowers = Loan.objects.open().filter(person__in=counted_with(person, desk.organisation))
    loans = list(borrowers.values_list("person", flat=True))
    if loans.count(person.pk) >= most:
        said = _("This person has as many devices as the rules allow (%(count)s). Take one back first.")
        yield Broken(Rule.DEVICES, said % {"count": most})
    elif len(loans) >= most:
        said = _("This household has as many devices as the rules allow (%(count)s). Take one back first.")
        yield Broken(Rule.DEVICES, said % {"count": most})


def _outsider(person: Person, desk: Place, regulation: Regulation) -> Iterator[Broken]:
    if regulation.outsiders == Outsiders.YES or lives_in(person, desk.organisation, regulation):
        return
    if regulation.outsiders == Outsiders.EXCEPTION:
        said = _("The rules lend to residents of %(town)s. Ask for an exception, or lend where the person lives.")
        yield Broken(Rule.OUTSIDER, said % {"town": desk.organisation.name})
    else:
        said = _("The rules lend to residents of %(town)s only. Send the person to a desk where they live.")
        yield Broken(Rule.OUTSIDER, said % {"town": desk.organisation.name}, may_be_excused=False)


def _proof(person: Person, desk: Place, regulation: Regulation) -> Iterator[Broken]:
    missing = still_to_show(person, regulation)
    if missing:
        yield Broken(Rule.PROOF, to_bring(missing))


def _pause(person: Person, desk: Place, regulation: Regulation) -> Iterator[Broken]:
    for pause in pauses_of(person, desk.organisation)[:1]:
        about = {"number": pause.loan.number}
        if pause.until is None:
            said = _("Loan %(number)s is late for long. Take that device back first.") % about
        else:
            said = _("Loan %(number)s came back late. From %(day)s this person can borrow again.")
            said %= about | {"day": f"{pause.until:%d/%m/%Y}"}
        yield Broken(Rule.PAUSE, said)


_RULES: dict[str, Callable[[Person, Place, Regulation], Iterator[Broken]]] = {
    Rule.DEVICES: _devices,
    Rule.OUTSIDER: _outsider,
    Rule.PAUSE: _pause,
    Rule.PROOF: _proof,
}
