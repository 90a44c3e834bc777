"""Pages of messages: what lies ready to be done, one message, and what was told before."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, act
from digibank.accounts.rights import Can
from digibank.comms import actions
from digibank.comms.actions.by_people import TIME_TO_TAKE_BACK
from digibank.comms.channels import email_of, is_open, mobile_of, numbers_to_call
from digibank.comms.flows import MESSAGE_FLOW, State
from digibank.comms.forms import CalledForm, ChannelForm, DecideForm, SearchForm
from digibank.comms.models import Attempt, Channel, Message, MessageQuerySet
from digibank.files.answers import document_response
from digibank.people.phones import shown
from digibank.ui.paging import page_of

LISTS = {
    "printen": (_("To print"), MessageQuerySet.to_print),
    "bellen": (_("To call"), MessageQuerySet.to_call),
    "afgeven": (_("To give"), MessageQuerySet.to_give),
    "nakijken": (_("To look at"), MessageQuerySet.to_judge),
}
ALL = "alle"
LIST_OF_CHANNEL = {Channel.LETTER: "printen", Channel.PHONE: "bellen", Channel.CARD: "afgeven"}


@require_safe
@needs(Can.SEE_MESSAGES)
def messages(request: StaffRequest) -> HttpResponse:
    """What lies ready by kind of work, and all messages with a search."""
    chosen = request.GET.get("lijst", "")
    form = SearchForm(request.GET if chosen == ALL and len(request.GET) > 1 else None)
    ours = Message.objects.visible_to(request.user, Can.SEND_MESSAGES)
    if chosen == ALL:
        rows = form.apply(Message.objects.visible_to(request.user, Can.SEE_MESSAGES))
    else:
        chosen = chosen if chosen in LISTS else "printen"
        rows = LISTS[chosen][1](ours)
    tabs = [
        {"title": title, "url": _list_url(code), "count": lists(ours).count(), "current": code == chosen}
        for code, (title, lists) in LISTS.items()
    ]
    tabs.append({"title": _("All messages"), "url": _list_url(ALL), "current": chosen == ALL})
    shown_rows = rows.select_related("to_person", "to_organisation", "to_user", "place")
    context = {"kinds": tabs, "chosen": chosen, "filter": form, "page": page_of(shown_rows, request)}
    return render(request, "comms/messages.html", context)


@require_safe
@needs(Can.SEE_MESSAGES)
def message(request: StaffRequest, pk: int) -> HttpResponse:
    """One message: its words, how it goes, what was tried, and what can be done."""
    return _page(request, _message(request, pk, Can.SEE_MESSAGES))


@require_safe
@needs(Can.SEE_MESSAGES)
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The letter or card, to print. Not when the way is closed meanwhile, such as for somebody now protected."""
    found = _message(request, pk, Can.SEE_MESSAGES)
    if found.document is None or not is_open(found):
        raise Http404
    return document_response(found.document)


@require_POST
@needs(Can.SEND_MESSAGES)
def note_posted(request: StaffRequest, pk: int) -> HttpResponse:
    """The letter is posted."""
    return _act(request, pk, lambda found: actions.note_posted(found, by=request.user.actor), then=_its_list)


@require_POST
@needs(Can.SEND_MESSAGES)
def note_given(request: StaffRequest, pk: int) -> HttpResponse:
    """The card is given."""
    return _act(request, pk, lambda found: actions.note_given(found, by=request.user.actor), then=_its_list)


@require_POST
@needs(Can.SEND_MESSAGES)
def note_called(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody called: reached or not."""
    form = CalledForm(request.POST)

    def called(found: Message) -> Message:
        typed = form.cleaned_data
        ways = {way.pk: way for way in numbers_to_call(found.receiver)}
        return actions.note_called(found, reached=typed["reached"], way=ways.get(typed["way"]), by=request.user.actor)

    return _act(request, pk, called, form=form, then=lambda _found: _list_url("bellen"))


@require_POST
@needs(Can.SEND_MESSAGES)
def decide_uncertain(request: StaffRequest, pk: int) -> HttpResponse:
    """An uncertain message arrived, or goes again."""
    form = DecideForm(request.POST)

    def decide(found: Message) -> Message:
        return actions.decide_uncertain(found, arrived=form.cleaned_data["arrived"], by=request.user.actor)

    return _act(request, pk, decide, form=form)


@require_POST
@needs(Can.SEND_MESSAGES)
def change_channel(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring the same words another way."""
    form = ChannelForm(request.POST, message=_message(request, pk))

    def change(found: Message) -> Message:
        return actions.change_channel(found, channel=form.cleaned_data["channel"], by=request.user.actor)

    return _act(request, pk, change, form=form)


@require_POST
@needs(Can.SEND_MESSAGES)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """It was not done after all."""
    return _act(request, pk, lambda found: actions.take_back(found, by=request.user.actor))


@require_POST
@needs(Can.SEND_MESSAGES)
def note_returned(request: StaffRequest, pk: int) -> HttpResponse:
    """The letter came back."""
    return _act(request, pk, lambda found: actions.note_returned(found, by=request.user.actor))


@require_POST
@needs(Can.SEND_MESSAGES)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """It need not be told any more."""
    return _act(request, pk, lambda found: actions.cancel(found, by=request.user.actor))


def _message(request: StaffRequest, pk: int, can: Can = Can.SEND_MESSAGES) -> Message:
    rows = Message.objects.select_related("to_person", "to_organisation", "to_user", "place", "document")
    rows = rows.prefetch_related("to_person__addresses", "to_person__ways")
    return get_object_or_404(rows.visible_to(request.user, can), pk=pk)


def _address(found: Message) -> str:
    return resolve_url("comms:message", pk=found.pk)


def _its_list(found: Message) -> str:
    return _list_url(LIST_OF_CHANNEL[Channel(found.channel)])


def _list_url(code: str) -> str:
    return f"{resolve_url('comms:messages')}?{urlencode({'lijst': code})}"


def _act(
    request: StaffRequest,
    pk: int,
    action: Callable[[Message], Message],
    *,
    form: ActForm | None = None,
    then: Callable[[Message], str] = _address,
) -> HttpResponse:
    """Act on a message one may act on; a refusal shows its page again."""
    found, form = _message(request, pk), form or ActForm(request.POST)
    return act(request, form, lambda _typed: action(found), then) or _page(request, found, refused=form)


def _page(request: StaffRequest, found: Message, *, refused: ActForm | None = None) -> HttpResponse:
    if refused:  # Perhaps because a colleague was faster: the page shows how it is now.
        found.refresh_from_db()
    may_send = request.user.may_at(Can.SEND_MESSAGES, found.organisation)
    open_steps = MESSAGE_FLOW.open_steps(found.state) if may_send else []
    is_recent = bool(found.done_at and found.done_at > clock.now() - TIME_TO_TAKE_BACK)
    can_go = is_open(found)
    context = {
        "message": found,
        "refused": refused,
        "plain": ActForm(),
        "channel_form": refused if isinstance(refused, ChannelForm) else ChannelForm(message=found),
        "can_go": can_go,
        "to_do": may_send and can_go and found.state == State.TO_DO,
        "numbers": numbers_to_call(found.receiver) if can_go and found.channel == Channel.PHONE else [],
        "goes_to": _goes_to(found) if can_go else "",
        "steps": [step for step in open_steps if step != "take_back" or is_recent],
        "may_see_person": found.to_person and request.user.may(Can.SEE_PEOPLE),
        "tries": Attempt.objects.filter(message=found),
    }
    return render(request, "comms/one_message.html", context, status=422 if refused else 200)


def _goes_to(found: Message) -> str:
    """The number or e-mail that the message goes to, as people read it."""
    if found.channel == Channel.SMS:
        return shown(mobile_of(found.receiver))
    return email_of(found.receiver) if found.channel == Channel.EMAIL else ""
