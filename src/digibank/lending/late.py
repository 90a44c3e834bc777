"""Who is to be told that a loan ends or is late, how far up the ladder each late loan is, and whom to call."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.db import models

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.comms.models import Message, MessageQuerySet
from digibank.lending.flows import LoanKind, LoanState
from digibank.lending.ladder import day_of, next_step, step_due
from digibank.lending.models import Loan, Pause, Reminder
from digibank.lending.models.loans import LoanQuerySet
from digibank.organisations.models import LadderStep, Organisation, Regulation

READ_AT_ONCE = 500


@dataclass(frozen=True)
class Word:
    """What somebody is to be told about one loan now."""

    loan: Loan
    kind: Reminder.Kind
    after_days: int = 0
    is_last: bool = False


@dataclass(frozen=True)
class Standing:
    """How far up the ladder a loan is: what was done about its last day, what comes next and when."""

    done: list[Reminder]
    next: LadderStep | None
    next_on: date | None
    pause: Pause | None


def to_remind() -> Iterator[list[Loan]]:
    """Loans that end soon and whose borrower does not know, and late ones with a step due: a list for each borrower.

    Of all late loans only a few columns are read, so that a desk with thousands of them costs a few queries.
    """
    keys: dict[int, list[int]] = defaultdict(list)
    for person, loan in sorted([*_soon(), *_climbing()]):
        keys[person].append(loan)
    for together in batched(keys.values(), READ_AT_ONCE, strict=False):
        rows = _to_tell().in_bulk([loan for of_one in together for loan in of_one])
        for of_one in together:
            loans = [rows[loan] for loan in of_one if loan in rows]
            if loans:
                yield loans


def word_due(loan: Loan, day: date) -> Word | None:
    """What is to be told about this loan on this day; None when nothing is, or all of it was told."""
    if loan.state != LoanState.RUNNING or loan.kind != LoanKind.LOAN:
        return None
    if loan.ends_on >= day:
        told = loan.reminders.filter(kind=Reminder.Kind.SOON, due_on=loan.ends_on).exists()
        return None if told or not loan.is_due_soon else Word(loan, Reminder.Kind.SOON)
    climbed, ladder = _climbed(loan), ladder_of(loan)
    pause = Pause.objects.latest_of(loan).first()
    step = step_due(ladder, loan.ends_on, day, climbed=climbed, quiet_until=pause.until_on if pause else None)
    if step is None:
        return None
    is_last = next_step(ladder, climbed=step.after_days) is None
    return Word(loan, Reminder.Kind(step.means), step.after_days, is_last)


def standing_of(loan: Loan) -> Standing:
    """How far up the ladder this late loan is."""
    today = clock.today()
    done = list(loan.reminders.filter(due_on=loan.ends_on).select_related("message"))
    pause = Pause.objects.latest_of(loan).select_related("by__user").first()
    climbed = max((reminder.after_days for reminder in done), default=0)
    step = next_step(ladder_of(loan), climbed=climbed)
    quiet = pause if pause and pause.holds_on(today) else None
    quiet_until = quiet.until_on if quiet else None
    next_on = day_of(step, loan.ends_on, today=today, quiet_until=quiet_until) if step else None
    return Standing(done, step, next_on, quiet)


def steps_of(loans: Iterable[Loan]) -> dict[int, Reminder]:
    """For the late ones among these loans the highest step that was taken. One query."""
    late = {loan.pk: loan.ends_on for loan in loans if loan.is_overdue}
    rows = Reminder.objects.filter(loan__in=late, after_days__gte=1).order_by("after_days")
    return {row.loan_id: row for row in rows if row.due_on == late[row.loan_id]}


def ladder_done(loans: LoanQuerySet) -> LoanQuerySet:
    """Late loans for which the last step was taken, and nothing is agreed: a coordinator looks (policy U-66)."""
    last = Reminder.objects.filter(loan=models.OuterRef("pk"), due_on=models.OuterRef("due_on"), is_last=True)
    quiet = models.Subquery(Pause.objects.latest_of(models.OuterRef("pk")).values("until_on"))
    late = loans.overdue().filter(models.Exists(last)).annotate(quiet_until=quiet)
    return late.filter(models.Q(quiet_until=None) | models.Q(quiet_until__lt=clock.today()))


def ladder_of(loan: Loan) -> list[LadderStep]:
    """The steps of the rules of this loan, without the partner when none sent the person, or may know it."""
    return _steps(loan.regulation, has_referrer=referrer_of(loan) is not None)


def referrer_of(loan: Loan) -> Organisation | None:
    """The partner who sent the person; nobody when the person is protected (policy U-64)."""
    return loan.request.sent_by if loan.request and not loan.person.protected else None


def told_late(user: User) -> MessageQuerySet:
    """Messages about late loans from desks where the user lends."""
    reach = user.reach[Can.LEND]
    known = models.Q(to_person__protected=False) | models.Q(to_person__home__in=reach)
    told = Reminder.objects.filter(after_days__gte=1).exclude(kind=Reminder.Kind.REFERRER)
    return Message.objects.filter(known, place__organisation__in=reach, pk__in=told.values("message"))


def late_calls(user: User) -> list[Message]:
    """Calls about late loans to make today. What came back meanwhile is not in it."""
    still = Reminder.objects.filter(
        loan__state=LoanState.RUNNING, loan__due_on=models.F("due_on"), after_days__gte=1
    ).values("message")
    rows = told_late(user).to_call().filter(pk__in=still).select_related("to_person__home", "place")
    return list(rows.prefetch_related("to_person__ways").order_by("made_at", "pk"))


def loans_in(messages: Iterable[Message], user: User) -> dict[int, list[Loan]]:
    """For each of these messages the late loans that it names, as far as the user lends there. Two queries."""
    told = Reminder.objects.filter(message__in=list(messages), after_days__gte=1).values_list("message", "loan")
    seen = Loan.objects.visible_to(user, Can.LEND).running().in_bulk([loan for _message, loan in told])
    named: dict[int, list[Loan]] = defaultdict(list)
    for message, loan in told:
        if loan in seen:
            named[message].append(seen[loan])
    return named


def loans_told_in(message: Message) -> LoanQuerySet:
    """The loans of this message that still run, each until the last day that it tells."""
    told = Reminder.objects.filter(message=message, loan=models.OuterRef("pk"), due_on=models.OuterRef("due_on"))
    return Loan.objects.running().filter(models.Exists(told)).order_by("pk")


def _soon() -> Iterator[tuple[int, int]]:
    told = Reminder.objects.filter(
        loan=models.OuterRef("pk"), kind=Reminder.Kind.SOON, due_on=models.OuterRef("due_on")
    )
    yield from Loan.objects.due_soon().exclude(models.Exists(told)).order_by().values_list("person", "pk")


def _climbing() -> Iterator[tuple[int, int]]:
    """Borrower and loan, for late loans with a step due today."""
    today = clock.today()
    of_this_day = Reminder.objects.filter(loan=models.OuterRef("pk"), due_on=models.OuterRef("due_on"))
    climbed = of_this_day.order_by("-after_days").values("after_days")[:1]
    quiet = Pause.objects.latest_of(models.OuterRef("pk")).values("until_on")
    rows = Loan.objects.overdue(today).exclude(models.Exists(of_this_day.filter(is_last=True))).order_by()
    facts = rows.annotate(climbed=models.Subquery(climbed), quiet_until=models.Subquery(quiet)).values_list(
        "person", "pk", "due_on", "climbed", "quiet_until", "regulation", "request__sent_by", "person__protected"
    )
    versions: dict[int, Regulation] = Regulation.objects.prefetch_related("ladder_steps").in_bulk()
    for person, loan, due_on, taken, quiet_until, regulation, sent_by, is_protected in facts:
        ladder = _steps(versions[regulation], has_referrer=bool(sent_by) and not is_protected)
        if due_on and step_due(ladder, due_on, today, climbed=taken or 0, quiet_until=quiet_until):
            yield person, loan


def _to_tell() -> LoanQuerySet:
    return Loan.objects.select_related(
        "person__home", "device__device_class", "desk__organisation", "regulation", "request__sent_by"
    ).prefetch_related("regulation__ladder_steps")


def _climbed(loan: Loan) -> int:
    rows = loan.reminders.filter(due_on=loan.ends_on)
    return rows.aggregate(climbed=models.Max("after_days", default=0))["climbed"] or 0


def _steps(regulation: Regulation, *, has_referrer: bool) -> list[LadderStep]:
    return [step for step in regulation.ladder if has_referrer or step.means != LadderStep.Means.REFERRER]
