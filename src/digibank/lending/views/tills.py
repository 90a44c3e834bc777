"""The tills of one's desks: what came and went today, transfers, change, and the closing of the day."""

from functools import partial

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.errors import RuleBroken
from digibank.files.answers import document_response
from digibank.lending import actions, queries
from digibank.lending.closings import by_way, write_closing_paper
from digibank.lending.forms_money import ChangeForm, CloseForm, TransferForm
from digibank.lending.models import Charge, Loan, Payment, Till, TillDay, Way
from digibank.lending.papers import made
from digibank.lending.receipts import write_receipt
from digibank.organisations.models import Place
from digibank.ui.framing import printed, prints
from digibank.ui.lists import csv_answer
from digibank.ui.paging import page_of

SHOWN = 20


@require_safe
@needs(Can.SEE_MONEY)
def tills(request: StaffRequest) -> HttpResponse:
    """The tills of the desks where one sees the money, with what should lie in each."""
    desks = list(queries.lending_desks(request.user, Can.SEE_MONEY).select_related("till"))
    open_days: dict[int | None, TillDay] = {
        day.till_id: day
        for day in TillDay.objects.filter(till__place__in=desks, closed_at__isnull=True).select_related("till")
    }
    shown = [(desk, open_days.get(_till_key(desk))) for desk in desks]
    context = {"shown": shown, "may_open": request.user.may(Can.LEND), "plain": ActForm()}
    return render(request, "lending/tills.html", context)


@require_POST
@needs(Can.LEND)
def open_till(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin to keep a till at a desk."""
    desk = get_object_or_404(queries.lending_desks(request.user), pk=pk)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.open_till(desk, by=request.user.actor), till_page)
    assert answer is not None  # Opening a till that is open already leads to it.
    return answer


@prints
@require_safe
@needs(Can.SEE_MONEY)
def till(request: StaffRequest, pk: int) -> HttpResponse:
    """One till: its day by way of paying, its entries, what is still open, and the days that were closed."""
    found = till_of(request, pk, Can.SEE_MONEY)
    day = found.days.get(closed_at__isnull=True)
    day.till = found
    seen = Loan.objects.visible_to(request.user, Can.SEE_MONEY).at(found.place)
    unpaid = Charge.objects.unpaid().filter(loan__in=seen)
    rows = found.payments.select_related("till", "charge__loan__person", "refund__charge__loan__person", "by__user")
    closed = list(found.days.filter(closed_at__isnull=False).select_related("paper", "closed_by__user")[:SHOWN])
    for one in closed:
        one.till = found
    sums = unpaid.aggregate(
        **{name: Sum(name, default=0) for name in ("cents", "paid_cents", "waived_cents", "borne_cents")}
    )
    context = {
        "till": found,
        "day": day,
        "ways": by_way(day),
        "page": page_of(rows, request),
        "unpaid": unpaid.select_related("loan__person").order_by("pk")[:SHOWN],
        "unpaid_cents": sums["cents"] - sums["paid_cents"] - sums["waived_cents"] - sums["borne_cents"],
        "closed": closed,
        "years": list(found.payments.order_by("-year").values_list("year", flat=True).distinct()),
        "may_lend": request.user.may_at(Can.LEND, found.place.organisation),
        "may_see_loans": request.user.may_at(Can.SEE_LOANS, found.place.organisation),
    }
    return render(request, "lending/till.html", context)


@needs(Can.LEND)
def book_transfer(request: StaffRequest, pk: int) -> HttpResponse:
    """Book a transfer that came in, by its communication."""
    found = till_of(request, pk, Can.LEND)
    form = TransferForm(request.POST or None)
    taken: list[Payment] = []

    def take(typed: Typed) -> Till:
        charge = _charge_by(request, typed.pop("communication"))
        taken.append(actions.pay(charge, way=Way.TRANSFER, desk=found.place, by=request.user.actor, **typed))
        return found

    answer = act(request, form, take, till_page)
    for payment in taken:
        made(partial(write_receipt, payment, by=request.user.actor), of=payment)
    return answer or render(request, "lending/transfer.html", {"form": form, "till": found}, status=status_of(form))


@needs(Can.LEND)
def move_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Put change in the till, or take it out."""
    found = till_of(request, pk, Can.LEND)
    form = ChangeForm(request.POST or None)

    def move(typed: Typed) -> Till:
        because = typed["because"]
        actions.move_change(found.place, cents=form.signed_cents, because=because, by=request.user.actor)
        return found

    answer = act(request, form, move, till_page)
    return answer or render(request, "lending/change.html", {"form": form, "till": found}, status=status_of(form))


@needs(Can.LEND)
def close_day(request: StaffRequest, pk: int) -> HttpResponse:
    """Count the till and close the day."""
    found = till_of(request, pk, Can.LEND)
    data = request.POST.copy() if request.method == "POST" else None
    day = found.days.get(closed_at__isnull=True)
    form = CloseForm(data, initial={"number": day.number, "seen": day.entries, "banked_cents": 0})
    closed: list[TillDay] = []

    def close(typed: Typed) -> Till:
        counted = get_object_or_404(found.days, number=typed.pop("number"))
        closed.append(actions.close_day(counted, by=request.user.actor, **typed))
        return found

    answer = act(request, form, close, lambda shut: f"{till_page(shut)}?closed=1")
    for shut in closed:
        made(partial(write_closing_paper, shut, by=request.user.actor), of=shut)
    day = found.days.select_related("till").get(closed_at__isnull=True)
    if data is not None:  # Whoever counts again has seen what was booked meanwhile.
        data["number"], data["seen"] = str(day.number), str(day.entries)
    context = {"form": form, "till": found, "day": day, "ways": by_way(day)}
    return answer or render(request, "lending/close_day.html", context, status=status_of(form))


@printed
@require_safe
@needs(Can.SEE_MONEY)
def closing_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The paper of a closed day, to print."""
    day = get_permitted(TillDay.objects.select_related("paper__document"), request, Can.SEE_MONEY, pk=pk)
    if not hasattr(day, "paper"):
        raise Http404
    return document_response(day.paper.document)


@require_safe
@needs(Can.SEE_MONEY)
def till_csv(request: StaffRequest, pk: int, year: int) -> HttpResponse:
    """All entries of a till in a year, as a list."""
    found = till_of(request, pk, Can.SEE_MONEY)
    head = [
        _("Number"), _("Booked on"), _("Received on"), _("How"), _("What for"), _("Loan"), _("In"), _("Out"),
        _("Day of the till"),
    ]  # fmt: skip
    rows = found.payments.filter(year=year).order_by("serial")
    entries = rows.select_related("till", "day", "charge__loan", "refund__charge__loan")
    return csv_answer(f"{found.code}-{year}.csv", [head, *(_cells(entry) for entry in entries)])


def till_of(request: StaffRequest, pk: int, can: Can) -> Till:
    """The till with its desk, or 404 when the user has no such right there."""
    return get_permitted(Till.objects.select_related("place__organisation"), request, can, pk=pk)


def till_page(shown: Till) -> str:
    """The address of the page of a till."""
    return resolve_url("lending:till", pk=shown.pk)


def _charge_by(request: StaffRequest, communication: str) -> Charge:
    loans = Loan.objects.visible_to(request.user, Can.LEND)
    found = Charge.objects.of_communication(communication).filter(loan__in=loans).select_related("loan").first()
    if found is None:
        raise RuleBroken(
            _("No amount of your desks has this communication. Look at the statement and type it again."),
            field="communication",
        )
    return found


def _cells(entry: Payment) -> list[object]:
    owed = entry.owed
    return [
        entry.number,
        entry.at.astimezone(clock.BRUSSELS).date(),
        entry.received_on,
        entry.get_way_display(),
        entry.words,
        owed.loan.number if owed else "",
        _euros(entry.cents),
        _euros(-entry.cents),
        entry.day.number,
    ]


def _euros(cents: int) -> str:
    """An amount that a Belgian spreadsheet adds up; nothing when it goes the other way."""
    return f"{cents // 100},{cents % 100:02d}" if cents > 0 else ""


def _till_key(desk: Place) -> int | None:
    found: Till | None = getattr(desk, "till", None)
    return found.pk if found else None
