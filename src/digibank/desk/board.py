"""The morning board: what asks for this colleague today, exceptions first, each with one way to act."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank import clock, reports
from digibank.accounts.access import visible_to
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda import queries as agenda
from digibank.comms.models import Message
from digibank.desk.cases import Case, Counts
from digibank.desk.cases_agenda import without_helper
from digibank.desk.cases_following import following
from digibank.desk.cases_lending import LENDING_CASES
from digibank.donations.flows import OfferState
from digibank.donations.models import Offer, Release
from digibank.files.models import Document
from digibank.helpdesk.flows import QuestionState
from digibank.helpdesk.queries import questions_of
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, DeviceClass, StorageMedium
from digibank.inventory.queries import devices_by_position
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
    counts = Counts(user)
    cases = [case for find in _CASES for case in find(user, counts) if case.count]
    return Board(cases, list(_calm(user, counts)), _figures(user, counts), _waits_and_free(user, counts))


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


def _questions(user: User, _counts: Counts) -> Iterator[Case]:
    """Questions at a help point that have no answer yet (policy VB-12)."""
    if user.may(Can.RECEIVE):
        waiting = questions_of(user).filter(state=QuestionState.OPEN).aggregate(
            late=Count("pk", filter=Q(due_on__lt=clock.today())), soon=Count("pk", filter=Q(due_on__gte=clock.today()))
        )  # fmt: skip
        page = reverse("helpdesk:questions")
        late, soon = _("More than five working days"), _("Within five working days")
        yield Case(waiting["late"], _("Questions without an answer"), "stop", late, _("Answer"), page)
        yield Case(waiting["soon"], _("Questions to answer"), "wait", soon, _("Answer"), page)


_CASES: list[Callable[[User, Counts], Iterator[Case]]] = [
    _damaged_documents, without_helper, *LENDING_CASES, following, _questions, _papers, _offers, _locked_devices,
    _bench, _rides,
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
