"""One screen to scan devices in, at any place: each gets its answer at once, and what was done stays below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.desk.forms_scanning import PastedForm, ScanInForm
from digibank.files.answers import document_response
from digibank.lending import actions
from digibank.lending.advice import CAN_BE_UNDONE, HOW, TAKES_BACK, Advice, How
from digibank.lending.forms import SignedForm, TakeBackForm, UnsignedForm
from digibank.lending.models import Loan, Return
from digibank.lending.papers import made
from digibank.lending.slips import write_slip
from digibank.logistics.flows import TransferState
from digibank.logistics.models import SESSION, Scan
from digibank.organisations.models import Place
from digibank.ui.framing import printed

Result = Scan.Result
MOST_SHOWN = 200
TONES = {Result.DONE: "ok", Result.WAITS: "warn", Result.TWICE: "rest", Result.REFUSED: "stop"}


@needs(Can.MOVE_DEVICES)
def scan_in(request: StaffRequest) -> HttpResponse:
    """Scan one device, and see what was scanned before it."""
    form = ScanInForm(request.POST or None, places=_places(request), initial=_where(request))

    def scan(typed: Typed) -> Scan:
        once = form.cleaned_data["once"] or uuid4()
        return actions.scan_in(
            typed["place"], text=typed["scan"], whole=_whole(request, typed), once=once, by=request.user.actor
        )

    answer = act(request, form, scan, lambda scanned: _page(scanned.place, whole=form.cleaned_data["whole"]))
    return answer or _scan_page(request, form=form)


@require_POST
@needs(Can.MOVE_DEVICES)
def scan_pasted(request: StaffRequest) -> HttpResponse:
    """Scan a list of numbers at once; each gets its own answer."""
    form = PastedForm(request.POST, places=_places(request), auto_id="pasted_%s")

    def scan_all(typed: Typed) -> Place:
        once: UUID = form.cleaned_data["once"] or uuid4()
        place: Place = typed["place"]
        for number in typed["numbers"]:
            key = uuid5(once, number)
            actions.scan_in(place, text=number, whole=_whole(request, typed), once=key, by=request.user.actor)
        return place

    answer = act(request, form, scan_all, lambda place: _page(place, whole=form.cleaned_data["whole"]))
    return answer or _scan_page(request, pasted=form)


@require_POST
@needs(Can.MOVE_DEVICES)
def decide_scan(request: StaffRequest, pk: int) -> HttpResponse:
    """Do what the scan left to decide."""
    found, form = _own_scan(request, pk), ActForm(request.POST)

    def decide(_typed: Typed) -> Scan:
        return actions.carry_out(found, once=form.cleaned_data["once"] or uuid4(), by=request.user.actor)

    answer = act(request, form, decide, lambda scanned: _page(scanned.place))
    return answer or _scan_page(request, plain=form)


@require_POST
@needs(Can.MOVE_DEVICES)
def undo_scan(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what the scan did, or take a refused one off the screen."""
    found, form = _own_scan(request, pk), ActForm(request.POST)
    answer = act(
        request, form, lambda _typed: actions.undo_scan(found, by=request.user.actor), lambda scan: _page(scan.place)
    )
    return answer or _scan_page(request, plain=form)


@needs(Can.LEND)
def take_back_scanned(request: StaffRequest, pk: int) -> HttpResponse:
    """Look at what was scanned together with whoever brings it: also what another desk lent (policy U-52)."""
    found = _own_scan(request, pk, Can.LEND)
    loan = _loan_in_hand(found)
    form = TakeBackForm(request.POST or None, loan=loan)
    received: list[Return] = []

    def receive(_typed: Typed) -> Return:
        once = form.cleaned_data["once"] or uuid4()
        received.append(actions.take_back_scanned(found, once=once, by=request.user.actor, **form.check()))
        return received[0]

    answer = act(request, form, receive, lambda _back: reverse("desk:settle_slip", args=[found.pk]))
    for back in received:
        made(partial(write_slip, back, by=request.user.actor), of=loan)
    context = {"form": form, "loan": loan, "scan": found, "elsewhere": _is_of_others(loan, found.place)}
    return answer or render(request, "desk/take_back_scanned.html", context, status=status_of(form))


@needs(Can.LEND)
def settle_slip(request: StaffRequest, pk: int) -> HttpResponse:
    """The slip of what came back here today: to print, and who signed it (policy U-14)."""
    found = _own_scan(request, pk, Can.LEND)
    back = _came_back(found)
    form = _slip_form(request, back)
    by = request.user.actor

    def settle(typed: Typed) -> Loan:
        if "because" in typed:
            return actions.leave_unsigned(back.loan, by=by, **typed)
        return actions.sign_return(back.loan, by=by, **typed)

    answer = act(request, form, settle, lambda _loan: _page(found.place)) if request.method == "POST" else None
    context = {
        "scan": found,
        "back": back,
        "loan": back.loan,
        "form": form,
        "unsigned": form if isinstance(form, UnsignedForm) else UnsignedForm(),
        "plain": ActForm(),
        "may_print": _may_print(back),
        "is_settled": back.loan.signatures.filter(occasion="return").exists(),
        "list_url": _page(found.place),
    }
    return answer or render(request, "desk/settle_slip.html", context, status=status_of(form))


@printed
@require_safe
@needs(Can.LEND)
def scanned_slip(request: StaffRequest, pk: int) -> HttpResponse:
    """The return slip, for who stands at the desk now."""
    back = _came_back(_own_scan(request, pk, Can.LEND))
    if back.slip is None or not _may_print(back):
        raise Http404
    return document_response(back.slip)


@dataclass(frozen=True)
class Shown:
    """A scan on the screen: its answer, and the one or two buttons beside it."""

    scan: Scan
    tone: str
    decides: bool
    take_back_url: str
    undoes: bool
    look_url: str
    slip_url: str


def _shown(scan: Scan, request: StaffRequest) -> Shown:
    advice, waits = scan.advice, scan.result in (Result.WAITS, Result.TWICE)
    lends = request.user.may_at(Can.LEND, scan.place.organisation)
    by_button = bool(advice) and HOW[Advice(advice)] == How.BY_BUTTON and waits
    takes_back, line = advice in TAKES_BACK, scan.line
    may_undo = scan.result == Result.DONE and advice in CAN_BE_UNDONE
    looks = scan.device and (advice in _TO_LOOK_AT or scan.result == Result.REFUSED)
    return Shown(
        scan=scan,
        tone=TONES[Result(scan.result)],
        decides=by_button and not takes_back,
        take_back_url=reverse("desk:take_back_scanned", args=[scan.pk]) if by_button and takes_back and lends else "",
        undoes=may_undo and (line is None or (line.is_open and line.transfer.state == TransferState.ASKED)),
        look_url=f"{reverse('desk:home')}?q={scan.device.number}" if looks and scan.device else "",
        slip_url=reverse("desk:settle_slip", args=[scan.pk]) if takes_back and lends and not waits and line else "",
    )


# What can be done with these stands on the page of the device at the desk.
_TO_LOOK_AT = (Advice.FINISH, Advice.ANSWER, Advice.RECEIVE_FOR, Advice.KEEP_HERE, Advice.TAKE_OUT)


def _scan_page(request: StaffRequest, **forms: ActForm) -> HttpResponse:
    """The screen; a form that was refused stands in its place with what was typed."""
    places, where = _places(request), _where(request)
    place = where["place"]
    rows = Scan.objects.standing().session(place, request.user.actor) if place else Scan.objects.none()
    scans = _newest(rows.select_related("device__device_class", "line__transfer", "place__organisation")[:MOST_SHOWN])
    plain = forms.get("plain") or ActForm()
    context = {
        "form": forms.get("form") or ScanInForm(places=places, initial=where),
        "pasted": forms.get("pasted") or PastedForm(places=places, initial=where, auto_id="pasted_%s"),
        "plain": plain,
        "place": place,
        "shown": [_shown(scan, request) for scan in scans],
        "done": sum(scan.result in (Result.DONE, Result.TWICE) for scan in scans),
        "waits": sum(scan.result == Result.WAITS for scan in scans),
        "refused": sum(scan.result == Result.REFUSED for scan in scans),
    }
    is_refused = any(form.is_bound for form in forms.values())
    return render(request, "desk/scan_in.html", context, status=422 if is_refused else 200)


def _newest(rows: Iterable[Scan]) -> list[Scan]:
    """Of each device the last scan only; each scan that was no device."""
    kept: dict[object, Scan] = {}
    for scan in rows:
        kept.setdefault(scan.device_id or f"scan {scan.pk}", scan)
    return list(kept.values())


def _places(request: StaffRequest) -> models.QuerySet[Place]:
    """Where the user moves devices."""
    reach = request.user.reach[Can.MOVE_DEVICES]
    return Place.objects.in_use().filter(organisation__in=reach).select_related("organisation")


def _where(request: StaffRequest) -> dict[str, Any]:
    """The place of this session: the one that was sent along, else the seat of the user, else the first."""
    places = {place.pk: place for place in _places(request)}
    asked = (request.POST or request.GET).get("place", "")
    seat = request.user.seat
    known = [key for key in (int(asked) if asked.isdigit() else None, seat and seat.place_id) if key in places]
    found = places[known[0]] if known else next(iter(places.values()), None)
    return {"place": found, "whole": "whole" in request.GET}


def _whole(request: StaffRequest, typed: Typed) -> bool:
    """Whether what is lent is taken back at once: only who lends at this place takes back."""
    return bool(typed["whole"]) and request.user.may_at(Can.LEND, typed["place"].organisation)


def _page(place: Place, *, whole: bool = False) -> str:
    told = {"place": place.pk} | ({"whole": 1} if whole else {})
    return f"{reverse('desk:scan_in')}?{urlencode(told)}"


def _own_scan(request: StaffRequest, pk: int, can: Can = Can.MOVE_DEVICES) -> Scan:
    """What this colleague scanned in this session, at a place where they have this right; else 404."""
    rows = Scan.objects.filter(by=request.user.actor, at__gte=clock.now() - SESSION)
    return get_permitted(rows.select_related("device", "place__organisation"), request, can, pk=pk)


def _loan_in_hand(scan: Scan) -> Loan:
    """The loan of the device that was scanned, when the table said to take it back; else 404."""
    if scan.advice not in TAKES_BACK:
        raise Http404
    rows = Loan.objects.select_related("person", "device__device_class", "desk__organisation", "commitment")
    # Also what was taken back just now: a form that is sent twice leads where the first one led.
    here_today = models.Q(returned__place=scan.place, returned__returned_on=clock.today())
    held = rows.filter(models.Q(commitment__released_at=None) | here_today, device=scan.device_id)
    found = held.prefetch_related("parts").order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _came_back(scan: Scan) -> Return:
    """What came back here today; else 404."""
    rows = Return.objects.select_related(
        "slip", "loan__person", "loan__device__device_class", "loan__desk__organisation"
    )
    found = (
        rows.filter(loan__device=scan.device_id, place=scan.place, returned_on=clock.today()).order_by("-pk").first()
    )
    if found is None:
        raise Http404
    return found


def _is_of_others(loan: Loan, place: Place) -> bool:
    return loan.desk.organisation_id != place.organisation_id


def _may_print(back: Return) -> bool:
    """Of who is protected only the own municipality knows the name, and the slip has it (policy U-11)."""
    person = back.loan.person
    return not person.protected or person.home_id == back.place.organisation_id


def _slip_form(request: StaffRequest, back: Return) -> SignedForm:
    if request.method != "POST":
        return SignedForm()
    kind = UnsignedForm if "because" in request.POST else SignedForm
    return kind(request.POST, paper=back.slip)
