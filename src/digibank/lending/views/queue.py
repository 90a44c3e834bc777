"""Pages of the waiting list: who stands where and why, offers and their answers, and who was moved up by hand."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs, visible_to
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.comms.channels import numbers_to_call
from digibank.comms.models import Message
from digibank.lending import actions, late, queries
from digibank.lending.forms_late import LateCallForm
from digibank.lending.forms_queue import AnswerForm, CalledForm, LineForm, MoveUpForm
from digibank.lending.line import line_of
from digibank.lending.links import link_of
from digibank.lending.models import Loan, MoveUp, Offer, Request
from digibank.lending.views.requests import act_on, page_of_request, request_of
from digibank.ui.paging import page_of
from digibank.ui.printing import pdf


@require_safe
@needs(Can.SEE_LOANS)
def line(request: StaffRequest) -> HttpResponse:
    """The waiting list of a class at one of the own desks: places, points and how they came about."""
    desks = queries.lending_desks(request.user, Can.SEE_LOANS)
    form = LineForm(request.GET or None, desks=desks, desk=queries.own_desk(request.user))
    desk, device_class = form.chosen()
    context: dict[str, object] = {"form": form, "desk": desk, "device_class": device_class, "today": clock.today()}
    if desk and device_class:
        found = line_of(device_class, desk)
        context |= {
            "standings": found.standings,
            "first": found.next,
            "may_open": set(
                Request.objects.visible_to(request.user, Can.SEE_LOANS)
                .filter(pk__in=[standing.request.pk for standing in found.standings])
                .values_list("pk", flat=True)
            ),
        }
    return render(request, "lending/line.html", context)


@needs(Can.LEND)
def move_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a request in front of the line, with the reason."""
    found = request_of(request, pk)
    form = MoveUpForm(request.POST or None)

    def moved(typed: Typed) -> Request:
        return actions.move_up(found, by=request.user.actor, **typed)

    context = {"form": form, "asked": found}
    answer = act(request, form, moved, page_of_request)
    return answer or render(request, "lending/move_up.html", context, status=status_of(form))


@require_safe
@needs(Can.SEE_MOVES)
def moves(request: StaffRequest) -> HttpResponse:
    """Who was moved up by hand and why, for the coordinator: numbers, never names (policy U-36)."""
    rows = visible_to(MoveUp.objects.all(), request.user, Can.SEE_MOVES)
    rows = rows.select_related("request__device_class", "request__desk__organisation", "by__user")
    return render(request, "lending/moves.html", {"page": page_of(rows, request)})


@require_POST
@needs(Can.LEND)
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer a free one to who is next, and tell it."""
    found = request_of(request, pk)

    def offered(asked: Request, *, by: object) -> Request:
        actions.offer(asked, desk=found.desk, by=request.user.actor)
        return asked

    return act_on(request, found, offered)


@require_POST
@needs(Can.LEND)
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """The person said yes, not now, or no longer."""
    found = request_of(request, pk)
    form = AnswerForm(request.POST)

    def answered(typed: Typed) -> Request:
        return _answers(typed["answer"])(_offer_of(found), by=request.user.actor)

    return act(request, form, answered, page_of_request) or act_on(request, found, None, refused=form)


@require_safe
@needs(Can.LEND)
def calls(request: StaffRequest) -> HttpResponse:
    """Whom to call today, about an offer or a late loan: the number, the words, and what was said."""
    return calls_page(request)


@require_POST
@needs(Can.LEND)
def called(request: StaffRequest, pk: int) -> HttpResponse:
    """How a call about an offer went."""
    found = request_of(request, pk)
    form = CalledForm(request.POST)

    def told(typed: Typed) -> Offer:
        how = typed["how"]
        answer = how if how in Offer.Outcome.values else ""
        reached = how != CalledForm.NOT_REACHED
        return actions.note_call(_offer_of(found), reached=reached, answer=answer, by=request.user.actor)

    done = act(request, form, told, lambda _offer: resolve_url("lending:calls"))
    return done or calls_page(request, refused=form)


def calls_page(
    request: StaffRequest,
    *,
    refused: CalledForm | None = None,
    refused_late: tuple[int, LateCallForm] | None = None,
) -> HttpResponse:
    """The list of calls, with the sentence of what was refused."""
    messages = late.late_calls(request.user)
    named, forms = late.loans_in(messages, request.user), dict([refused_late] if refused_late else [])
    context = {
        "calls": [_call(offer) for offer in _to_call(request)],
        "late": [_late_call(message, named[message.pk], forms.get(message.pk)) for message in messages],
        "form": refused or CalledForm(),
        "refused": refused or (refused_late[1] if refused_late else None),
    }
    return render(request, "lending/calls.html", context, status=422 if context["refused"] else 200)


@require_safe
@needs(Can.SEE_LOANS)
def place_card(request: StaffRequest, pk: int) -> HttpResponse:
    """A paper with the place, why, and the square to see it again later; no name stands on it (policy U-39)."""
    found = request_of(request, pk, Can.SEE_LOANS)
    context = {
        "asked": found,
        "standing": line_of(found.device_class, found.desk).of(found),
        "address": request.build_absolute_uri(resolve_url(settings.WAIT_PAGE, link_of(found))),
        "today": clock.today(),
    }
    sheet = pdf("lending/place_card.html", context)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)


def _answers(answer: str) -> Callable[..., Request]:
    """What each answer does."""
    if answer == Offer.Outcome.ACCEPTED:
        return actions.accept
    return partial(actions.decline, keeps_place=answer == Offer.Outcome.NOT_NOW)


def _offer_of(found: Request) -> Offer:
    """The latest offer; whether it is still open the action says."""
    offer = found.offers.select_related("request__person", "message").first()
    if offer is None:
        raise Http404
    return offer


def _to_call(request: StaffRequest) -> list[Offer]:
    rows = Offer.objects.visible_to(request.user, Can.LEND).open().filter(message__in=Message.objects.to_call())
    shown = rows.select_related("request__person__home", "request__device_class", "message", "commitment__place")
    return list(shown.prefetch_related("request__person__ways").order_by("answer_by", "pk"))


def _call(offer: Offer) -> dict[str, object]:
    return {"offer": offer, "asked": offer.request, "numbers": numbers_to_call(offer.request.person)}


def _late_call(message: Message, loans: list[Loan], refused: LateCallForm | None) -> dict[str, object]:
    form = refused or LateCallForm(auto_id=f"call-{message.pk}-%s")
    return {"message": message, "numbers": numbers_to_call(message.receiver), "loans": loans, "form": form}
