"""The morning board: what asks for this colleague today, exceptions first, each with one way to act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda import queries as agenda
from digibank.agenda.models import Appointment
from digibank.comms.models import Message
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.queries import devices_by_position, free_by_desk_and_class
from digibank.lending.flows import LoanState, RequestState
from digibank.lending.models import Loan, Request
from digibank.logistics.flows import TransferState
from digibank.logistics.models import Transfer
from digibank.organisations.models import Place
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure
from digibank.ui.charts import Chart, Series, lying


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


def board_of(user: User) -> Board:
    """The board of this user: only chapters where the user has a right, only rows the user may see."""
    cases = [case for find in _CASES for case in find(user) if case.count]
    return Board(cases, list(_calm(user)), _figures(user), _waits_and_free(user))


def _late_calls(user: User) -> Iterator[Case]:
    if user.may(Can.PLAN):
        today = clock.today()
        rows = Appointment.objects.visible_to(user, Can.PLAN).to_call()
        agenda_page = reverse("agenda:week")
        yield Case(
            rows.filter(call_by_on__lt=today).count(), _("Warm handover has no date"), "stop",
            _("More than five working days"), _("Call"), agenda_page,
        )  # fmt: skip
        yield Case(
            rows.filter(call_by_on__gte=today).count(), _("To call for a first lesson"), "wait",
            _("Within five working days"), _("Call"), agenda_page,
        )  # fmt: skip


def _late_loans(user: User) -> Iterator[Case]:
    if user.may(Can.SEE_LOANS):
        rows = Loan.objects.visible_to(user, Can.SEE_LOANS)
        page = reverse("lending:loans")
        overdue = rows.overdue().order_by("due_on").values_list("due_on", flat=True)
        days = (clock.today() - overdue[0]).days if overdue else 0
        late = ngettext("%(days)s day late", "up to %(days)s days late", days) % {"days": days}
        yield Case(len(overdue), _("Not brought back yet"), "warn", late, _("Look"), f"{page}?shown=overdue")
        yield Case(
            rows.filter(state=LoanState.PREPARED).count(), _("Contract waits for a signature"), "wait",
            _("The device is kept meanwhile"), _("Look"), f"{page}?shown=prepared",
        )  # fmt: skip


def _can_be_lent(user: User) -> Iterator[Case]:
    """Who waits and for whom something is free."""
    if user.may(Can.SEE_LOANS):
        free = free_by_desk_and_class(user.reach[Can.SEE_LOANS])
        rows = Request.objects.visible_to(user, Can.SEE_LOANS)
        promised = rows.filter(state=RequestState.PROMISED).count()
        waiting = rows.filter(state=RequestState.WAITING).order_by().values_list("desk", "device_class")
        ready = sum(min(count, max(free[desk, kind], 0)) for desk, kind, count in waiting.annotate(count=Count("pk")))
        page = reverse("lending:requests")
        yield Case(
            promised, _("A device is promised"), "ok", _("Ask the person to come by"), _("Lend"),
            f"{page}?shown=promised",
        )  # fmt: skip
        yield Case(ready, _("Waited long enough: a device is free"), "warn", _("Promise it"), _("Look"), page)


def _papers(user: User) -> Iterator[Case]:
    if user.may(Can.SEND_MESSAGES):
        rows, page = Message.objects.visible_to(user, Can.SEND_MESSAGES), reverse("comms:messages")
        for count, title, tone, why, verb, part in [
            (rows.to_judge().count(), _("Did it arrive?"), "stop", _("A message is uncertain"), _("Look"), "nakijken"),
            (rows.to_call().count(), _("Calls to make"), "wait", _("The words lie ready"), _("Call"), "bellen"),
            (rows.to_print().count(), _("Letters to post"), "wait", _("Made and addressed"), _("Print"), "printen"),
            (rows.to_give().count(), _("Cards to give"), "wait", _("At the next visit"), _("Look"), "afgeven"),
        ]:
            yield Case(count, title, tone, why, verb, f"{page}?lijst={part}")


def _rides(user: User) -> Iterator[Case]:
    if user.may(Can.MOVE_DEVICES):
        reach = user.reach[Can.MOVE_DEVICES]
        onward = Q(to_place__organisation__in=reach, turned_at=None)
        back = Q(from_place__organisation__in=reach, turned_at__isnull=False)
        coming = Transfer.objects.filter(onward | back, state=TransferState.SENT)
        yield Case(
            coming.count(), _("Devices are on their way to you"), "wait", _("Count them when they come"), _("Receive"),
            reverse("logistics:transfers"),
        )  # fmt: skip


def _bench(user: User) -> Iterator[Case]:
    if user.may(Can.PREPARE_DEVICES):
        reach = user.reach[Can.PREPARE_DEVICES]
        depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=reach)
        here = Device.objects.filter(place__in=depots)
        waits = Erasure.objects.filter(medium__device__in=here, state=ErasureState.WAITING)
        page = reverse("refurbishment:board")
        for count, title, tone, why, verb in [
            (waits.count(), _("Erasure waits for a second person"), "warn", _("A sign the tool cannot see"), _("Look")),
            (
                here.filter(state=Position.QUARANTINE).count(),
                _("Came back from a loan"), "wait", _("To be erased again"), _("Erase"),
            ),
            (here.filter(state=Position.RECEIVED).count(), _("Came in"), "wait", _("To be erased"), _("Erase")),
            (here.filter(state=Position.INSTALLED).count(), _("Installed"), "wait", _("To be checked"), _("Check")),
        ]:  # fmt: skip
            yield Case(count, title, tone, why, verb, page)


_CASES: list[Callable[[User], Iterator[Case]]] = [_late_calls, _late_loans, _can_be_lent, _papers, _bench, _rides]


def _calm(user: User) -> Iterator[str]:
    """What goes well by itself, in at most three lines."""
    if user.may(Can.PLAN):
        expected = agenda.expected_today(user)
        if expected:
            yield ngettext("%(count)s person is expected today.", "%(count)s people are expected today.", expected) % {
                "count": expected
            }
    if user.may(Can.SEE_LOANS):
        soon = Loan.objects.visible_to(user, Can.SEE_LOANS).due_soon().count()
        if soon:
            yield ngettext(
                "%(count)s loan ends within two weeks. The reminder goes by itself.",
                "%(count)s loans end within two weeks. The reminders go by themselves.",
                soon,
            ) % {"count": soon}


def _figures(user: User) -> list[Figure]:
    at = devices_by_position(user.reach[Can.SEE_DEVICES])
    figures = [
        Figure(at[Position.LENT], _("lent")),
        Figure(at[Position.AT_DESK] + at[Position.STOCK], _("ready")),
        Figure(_waiting(user).count(), _("waiting")),
    ]
    return [*figures, Figure(at[Position.QUARANTINE], _("to erase again"))]


def _waiting(user: User) -> QuerySet[Request]:
    """How many wait is no secret of a person: totals are for everybody who sees the devices."""
    return Request.objects.filter(desk__organisation__in=user.reach[Can.SEE_DEVICES], state=RequestState.WAITING)


def _waits_and_free(user: User) -> Chart | None:
    classes = list(DeviceClass.objects.all())
    if not classes or not user.may(Can.SEE_DEVICES):
        return None
    waiting = dict(_waiting(user).order_by().values_list("device_class").annotate(count=Count("pk")))
    free = dict.fromkeys((kind.pk for kind in classes), 0)
    for (_desk, kind), count in free_by_desk_and_class(user.reach[Can.SEE_DEVICES]).items():
        free[kind] += max(count, 0)
    return lying(
        "waits",
        _("Who waits, what is ready"),
        [kind.name.capitalize() for kind in classes],
        [
            Series(_("waits"), [waiting.get(kind.pk, 0) for kind in classes], fill=2),
            Series(_("ready to lend"), [free[kind.pk] for kind in classes], fill=3),
        ],
    )
