"""The morning board: what asks for this colleague today, exceptions first, each with one way to act."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank import clock, reports
from digibank.accounts.access import visible_to
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda import queries as agenda
from digibank.agenda.models import Appointment
from digibank.comms.models import Message
from digibank.donations.flows import OfferState
from digibank.donations.models import Offer, Release
from digibank.files.models import Document
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, DeviceClass, StorageMedium
from digibank.inventory.queries import AtDesk, devices_by_position, free_by_desk_and_class
from digibank.lending.flows import ASKED, RequestState, SetState
from digibank.lending.late import ladder_done
from digibank.lending.models import DeviceSet, Exemption, Loan, LoanCounts, Request
from digibank.lending.models.sets import CHECKED_WITHIN
from digibank.logistics.flows import TransferState
from digibank.logistics.models import Transfer
from digibank.organisations.models import Place
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure
from digibank.refurbishment.rereads import alarms_at, batches_at
from digibank.ui.charts import Chart, Series, lying
from digibank.workforce.flows import CardState
from digibank.workforce.models import TaskCard


@dataclass(frozen=True)
class Case:
    """Something that asks for somebody: how many, what, how urgent, and the one way to act."""

    count: int
    title: str
    tone: str
    why: str
    verb: str
    url: str


@dataclass(frozen=True)
class Figure:
    """A number on the small bench."""

    value: int
    label: str


@dataclass(frozen=True)
class Board:
    """What a colleague sees in the morning."""

    cases: list[Case]
    calm: list[str]
    figures: list[Figure]
    chart: Chart | None


class Counts:
    """What several parts of one board ask, counted when the first of them does."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def loans(self) -> LoanCounts:
        """The loans that the user may see."""
        return Loan.objects.visible_to(self.user, Can.SEE_LOANS).counts()

    @cached_property
    def free(self) -> Counter[AtDesk]:
        """What may be promised at each desk of each class. Who sees the loans of a desk also sees its devices."""
        return free_by_desk_and_class(self.user.reach[Can.SEE_DEVICES])

    @cached_property
    def waiting(self) -> dict[int, int]:
        """For each class how many wait. That is no secret of a person: whoever sees the devices may know it."""
        reach = self.user.reach[Can.SEE_DEVICES]
        rows = Request.objects.filter(desk__organisation__in=reach, state=RequestState.WAITING).order_by()
        counted = rows.values_list("device_class").annotate(count=Count("pk"))
        return reports.read(lambda database: dict(counted.using(database)))


def board_of(user: User) -> Board:
    """The board of this user: only chapters where the user has a right, only rows the user may see."""
    counts = Counts(user)
    cases = [case for find in _CASES for case in find(user, counts) if case.count]
    return Board(cases, list(_calm(user, counts)), _figures(user, counts), _waits_and_free(user, counts))


def _late_calls(user: User, _counts: Counts) -> Iterator[Case]:
    if user.may(Can.PLAN):
        today = clock.today()
        calls = Appointment.objects.visible_to(user, Can.PLAN).to_call().aggregate(
            late=Count("pk", filter=Q(call_by_on__lt=today)), soon=Count("pk", filter=Q(call_by_on__gte=today))
        )  # fmt: skip
        agenda_page = reverse("agenda:week")
        yield Case(
            calls["late"], _("Warm handover has no date"), "stop",
            _("More than five working days"), _("Call"), agenda_page,
        )  # fmt: skip
        yield Case(
            calls["soon"], _("To call for a first lesson"), "wait",
            _("Within five working days"), _("Call"), agenda_page,
        )  # fmt: skip


def _late_loans(user: User, counts: Counts) -> Iterator[Case]:
    if user.may(Can.SEE_LOANS):
        loans, page = counts.loans, reverse("lending:loans")
        days = (clock.today() - loans.first_due_on).days if loans.first_due_on else 0
        late = ngettext("%(days)s day late", "up to %(days)s days late", days) % {"days": days}
        yield Case(loans.overdue, _("Not brought back yet"), "warn", late, _("Look"), f"{page}?shown=overdue")
        yield Case(
            loans.prepared, _("Contract waits for a signature"), "wait",
            _("The device is kept meanwhile"), _("Look"), f"{page}?shown=prepared",
        )  # fmt: skip


def _exceptions(user: User, _counts: Counts) -> Iterator[Case]:
    """What only a second person decides (policy U-74)."""
    if user.may(Can.DECIDE_EXCEPTIONS):
        rows = Exemption.objects.visible_to(user, Can.DECIDE_EXCEPTIONS).asked().exclude(asked_by=user.actor)
        yield Case(
            rows.count(), _("Exceptions wait for a decision"), "warn", _("Somebody else asked"), _("Decide"),
            reverse("lending:exemptions"),
        )  # fmt: skip


def _sets(user: User, _counts: Counts) -> Iterator[Case]:
    """What organisations asked, and sets that are late or wait for a look (policy U-83, U-86)."""
    if user.may(Can.SEE_LOANS):
        rows = visible_to(DeviceSet.objects.all(), user, Can.SEE_LOANS)
        today, too_long_ago = clock.today(), clock.now() - CHECKED_WITHIN
        asked, back = Q(state=SetState.ASKED), Q(state=SetState.BACK)
        counts = rows.aggregate(
            unanswered=Count("pk", filter=asked & Q(answer_by_on__lt=today)),
            asked=Count("pk", filter=asked & Q(answer_by_on__gte=today)),
            unchecked=Count("pk", filter=back & Q(back_at__lt=too_long_ago)),
            back=Count("pk", filter=back & Q(back_at__gte=too_long_ago)),
            late=Count("pk", filter=Q(state=SetState.OUT, last_on__lt=today)),
            nobody=Count("pk", filter=Q(state=SetState.PROMISED, from_on__lt=today)),
        )
        page = reverse("lending:sets")
        for key, title, tone, why, verb, state in [
            (
                "unanswered",
                _("A set waits too long for an answer"),
                "stop",
                _("More than seven working days"),
                _("Answer"),
                "asked",
            ),
            ("unchecked", _("A set waits too long for a check"), "stop", _("More than 48 hours"), _("Check"), "back"),
            ("late", _("Sets not brought back yet"), "warn", _("The last day passed"), _("Look"), "out"),
            ("nobody", _("Nobody came for a set"), "warn", _("The first day passed"), _("Look"), "promised"),
            ("asked", _("Organisations ask a set"), "wait", _("Within seven working days"), _("Answer"), "asked"),
            ("back", _("Sets to check"), "wait", _("Within 48 hours"), _("Check"), "back"),
        ]:
            yield Case(counts[key], title, tone, why, verb, f"{page}?shown={state}")


def _brought_elsewhere(user: User, _counts: Counts) -> Iterator[Case]:
    """What another desk took back of what one's own desk lent (policy U-51)."""
    if user.may(Can.SEE_LOANS):
        count = Loan.objects.visible_to(user, Can.SEE_LOANS).brought_elsewhere().count()
        page = f"{reverse('lending:loans')}?shown=elsewhere"
        yield Case(count, _("Brought back at another desk"), "ok", _("It rides to the workshop"), _("Look"), page)


def _ladders_done(user: User, _counts: Counts) -> Iterator[Case]:
    """Late loans for which all was done that the rules say (policy U-66)."""
    if user.may(Can.FOLLOW_LATE):
        count = ladder_done(Loan.objects.visible_to(user, Can.FOLLOW_LATE)).count()
        page = reverse("lending:ladders_done")
        yield Case(count, _("Not brought back after the last letter"), "stop", _("All was done"), _("Decide"), page)


def _can_be_lent(user: User, counts: Counts) -> Iterator[Case]:
    """Who waits and for whom something is free."""
    if user.may(Can.SEE_LOANS):
        rows = Request.objects.visible_to(user, Can.SEE_LOANS).filter(state__in=ASKED).order_by()
        promised = offered = ready = 0
        for state, desk, kind, count in rows.values_list("state", "desk", "device_class").annotate(count=Count("pk")):
            if state == RequestState.PROMISED:
                promised += count
            elif state == RequestState.OFFERED:
                offered += count
            else:
                ready += min(count, max(counts.free[desk, kind], 0))
        page = reverse("lending:requests")
        yield Case(
            promised, _("A device is promised"), "ok", _("Ask the person to come by"), _("Lend"),
            f"{page}?shown=promised",
        )  # fmt: skip
        yield Case(
            offered, _("Offers wait for an answer"), "wait", _("Until the day that was said"), _("Call"),
            reverse("lending:calls"),
        )  # fmt: skip
        yield Case(ready, _("Waited long enough: a device is free"), "warn", _("Promise it"), _("Look"), page)


def _papers(user: User, _counts: Counts) -> Iterator[Case]:
    if user.may(Can.SEND_MESSAGES):
        page = reverse("comms:messages")
        to_do = Message.objects.visible_to(user, Can.SEND_MESSAGES).to_do_counts()
        for count, title, tone, why, verb, part in [
            (to_do["judge"], _("Did it arrive?"), "stop", _("A message is uncertain"), _("Look"), "nakijken"),
            (to_do["call"], _("Calls to make"), "wait", _("The words lie ready"), _("Call"), "bellen"),
            (to_do["print"], _("Letters to post"), "wait", _("Made and addressed"), _("Print"), "printen"),
            (to_do["give"], _("Cards to give"), "wait", _("At the next visit"), _("Look"), "afgeven"),
        ]:
            yield Case(count, title, tone, why, verb, f"{page}?lijst={part}")


def _rides(user: User, _counts: Counts) -> Iterator[Case]:
    if user.may(Can.MOVE_DEVICES):
        reach = user.reach[Can.MOVE_DEVICES]
        onward = Q(to_place__organisation__in=reach, turned_at=None)
        back = Q(from_place__organisation__in=reach, turned_at__isnull=False)
        coming = Transfer.objects.filter(onward | back, state=TransferState.SENT)
        yield Case(
            coming.count(), _("Devices are on their way to you"), "wait", _("Count them when they come"), _("Receive"),
            reverse("logistics:transfers"),
        )  # fmt: skip


def _bench(user: User, _counts: Counts) -> Iterator[Case]:
    if user.may(Can.PREPARE_DEVICES):
        reach = user.reach[Can.PREPARE_DEVICES]
        depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=reach)
        here = Device.objects.filter(place__in=depots)
        waits = Erasure.objects.filter(medium__device__in=here, state=ErasureState.WAITING)
        at = Counter(dict(here.order_by().values_list("state").annotate(count=Count("pk"))))
        stuck = TaskCard.objects.filter(place__in=depots, state=CardState.STUCK).count()
        cards = reverse("refurbishment:task_cards")
        yield Case(stuck, _("Help asked with a task card"), "stop", _("Somebody cannot go on"), _("Help"), cards)
        page = reverse("refurbishment:board")
        for count, title, tone, why, verb in [
            (waits.count(), _("Erasure waits for a second person"), "warn", _("A sign the tool cannot see"), _("Look")),
            (at[Position.QUARANTINE], _("Came back from a loan"), "wait", _("To be erased again"), _("Erase")),
            (at[Position.RECEIVED], _("Came in"), "wait", _("To be erased"), _("Erase")),
            (at[Position.INSTALLED], _("Installed"), "wait", _("To be checked"), _("Check")),
        ]:
            yield Case(count, title, tone, why, verb, page)
        yield from _drives(depots)


def _drives(depots: QuerySet[Place]) -> Iterator[Case]:
    """What lies loose, what is to be read back, and what left and is not empty."""
    loose = StorageMedium.objects.loose().to_erase().filter(lies_at__in=depots)
    to_read = sum(len(batch.to_read) for batch in batches_at(depots))
    reading = reverse("refurbishment:to_reread")
    for count, title, tone, why, verb, page in [
        (alarms_at(depots).count(), _("Not empty, and away"), "stop", _("Call it back now"), _("Look"), reading),
        (loose.count(), _("Loose drives"), "warn", _("To be erased"), _("Erase"), reverse("refurbishment:loose")),
        (to_read, _("Erased media to be read back"), "wait", _("By somebody else"), _("Read"), reading),
    ]:
        yield Case(count, title, tone, why, verb, page)


def _offers(user: User, _counts: Counts) -> Iterator[Case]:
    if user.may(Can.REGISTER_DONATIONS):
        offers = Offer.objects.visible_to(user, Can.REGISTER_DONATIONS).order_by()
        at = Counter(dict(offers.open().values_list("state").annotate(count=Count("pk"))))
        page = reverse("donations:offers")
        for state, title, tone, why, verb in [
            (OfferState.ANNOUNCED, _("Offers wait for preselection"), "wait", _("May it come?"), _("Judge")),
            (OfferState.RECEIVED, _("A donation came otherwise"), "warn", _("Tell the donor"), _("Settle")),
        ]:
            yield Case(at[state], title, tone, why, verb, f"{page}?shown={state}")


def _locked_devices(user: User, _counts: Counts) -> Iterator[Case]:
    """What donors have to release: to look at, to ask once more, and too long."""
    prepare, register, locked = Can.PREPARE_DEVICES, Can.REGISTER_DONATIONS, Release.objects
    for can, rows, shown, title, tone, why, verb in [
        (prepare, locked.to_check(), "to_check", _("Released, says the donor"), "wait", _("Is it true?"), _("Look")),
        (register, locked.to_remind(), "to_remind", _("No answer about a lock"), "wait", _("After 14 days"), _("Ask")),
        (register, locked.too_late(), "too_late", _("Locked for too long"), "warn", _("More than 30 days"), _("Look")),
    ]:
        if user.may(can):
            page = f"{reverse('donations:releases')}?shown={shown}"
            yield Case(visible_to(rows, user, can).count(), title, tone, why, verb, page)


def _damaged_documents(user: User, _counts: Counts) -> Iterator[Case]:
    if user.may(Can.MANAGE_ORGANISATIONS):
        yield Case(
            Document.objects.damaged().count(), _("Stored documents are damaged"), "stop",
            _("Put them back from a backup"), _("Look"), reverse("desk:damaged_documents"),
        )  # fmt: skip


_CASES: list[Callable[[User, Counts], Iterator[Case]]] = [
    _damaged_documents, _late_calls, _late_loans, _ladders_done, _exceptions, _sets, _brought_elsewhere, _can_be_lent,
    _papers,
    _offers, _locked_devices, _bench, _rides,
]  # fmt: skip


def _calm(user: User, counts: Counts) -> Iterator[str]:
    """What goes well by itself, in at most three lines."""
    if user.may(Can.PLAN):
        expected = agenda.expected_today(user)
        if expected:
            yield ngettext("%(count)s person is expected today.", "%(count)s people are expected today.", expected) % {
                "count": expected
            }
    if user.may(Can.SEE_LOANS):
        soon = counts.loans.due_soon
        if soon:
            yield ngettext(
                "%(count)s loan ends within two weeks. The reminder goes by itself.",
                "%(count)s loans end within two weeks. The reminders go by themselves.",
                soon,
            ) % {"count": soon}


def _figures(user: User, counts: Counts) -> list[Figure]:
    reach = user.reach[Can.SEE_DEVICES]
    shown = (Position.LENT, Position.AT_DESK, Position.STOCK, Position.QUARANTINE)
    at = reports.read(lambda database: devices_by_position(reach, shown, database))
    figures = [
        Figure(at[Position.LENT], _("lent")),
        Figure(at[Position.AT_DESK] + at[Position.STOCK], _("ready")),
        Figure(sum(counts.waiting.values()), _("waiting")),
    ]
    return [*figures, Figure(at[Position.QUARANTINE], _("to erase again"))]


def _waits_and_free(user: User, counts: Counts) -> Chart | None:
    classes = list(DeviceClass.objects.all()) if user.may(Can.SEE_DEVICES) else []
    if not classes:
        return None
    free = dict.fromkeys((kind.pk for kind in classes), 0)
    for (_desk, kind), count in counts.free.items():
        free[kind] += max(count, 0)
    return lying(
        "waits",
        _("Who waits, what is ready"),
        [kind.name.capitalize() for kind in classes],
        [
            Series(_("waits"), [counts.waiting.get(kind.pk, 0) for kind in classes], fill=2),
            Series(_("ready to lend"), [free[kind.pk] for kind in classes], fill=3),
        ],
    )
