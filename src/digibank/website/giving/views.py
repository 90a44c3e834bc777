"""The pages for whoever wants to give a device."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from digibank.accounts.posting import Typed, act_for_anyone, status_of
from digibank.audit.actions import job_actor
from digibank.donations.links import link_of, offer_of
from digibank.donations.models import Offer
from digibank.donations.photos import MEDIA_TYPE
from digibank.donations.queries import depot_for, drop_off_places
from digibank.donations.receipts import refused_in
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.organisations.models import OpeningHours
from digibank.people import phones
from digibank.ui.limits import limited
from digibank.ui.marks import public
from digibank.website.giving.answers import Answers, Step
from digibank.website.giving.questions import QUESTIONS, SendForm, ways_to_come
from digibank.website.giving.sending import send
from digibank.website.giving.words import hours, things_in_words
from digibank.website.house import house

ACTOR = "public-form"


@dataclass(frozen=True)
class Told:
    """A line of the page where a donor looks at the answers: the question, the answer, and how to change it."""

    question: str
    answer: str
    url: str
    verb: str


@require_safe
@public
def start(request: HttpRequest) -> HttpResponse:
    """What we can use, what becomes of it, and how to begin."""
    can_come = bool(drop_off_places()) or depot_for(None) is not None
    return render(request, "website/giving/start.html", {"can_come": can_come, "first": Step.WHO, **house()})


@never_cache
@limited(300, seconds=3600)
@public
def question(request: HttpRequest, step: str) -> HttpResponse:
    """One question. What was answered before stands sealed in the address, so nothing is kept here."""
    answers = Answers.opened(request.GET.get("tot", "")) or Answers()
    if step not in answers.steps or _comes_too_early(answers, Step(step)):
        return redirect(_address(answers))
    here, bound = Step(step), request.method == "POST"
    form = QUESTIONS[here](request.POST if bound else None, initial=answers.of(here), answers=answers)
    if bound and form.is_valid():
        try:
            return HttpResponseRedirect(_address(answers.kept(here, form.cleaned_data)), status=303)
        except ValueError:
            form.add_error(None, _("This is very much text for one form. Please make it shorter, or call us."))
    context = {
        "form": form,
        "back_url": _back(answers, here),
        "number": answers.steps.index(here) + 1,
        "total": len(answers.steps),
    }
    return render(request, "website/giving/question.html", context | house(), status=status_of(form))


@never_cache
@limited(60, seconds=3600)
@public
def check(request: HttpRequest) -> HttpResponse:
    """All answers under each other; a word and a photo may be added, and then it is sent."""
    answers = Answers.opened(request.GET.get("tot", ""))
    if answers is None or answers.next_open:
        return redirect(_address(answers or Answers()))
    bound = request.method == "POST"
    form = SendForm(request.POST if bound else None, request.FILES if bound else None, initial={"once": answers.key})
    # Stored before the transaction: a file without a row does no harm, a row without a file does.
    photo = _stored(form) if bound else None

    def write_down(typed: Typed) -> Offer:
        return send(answers, remarks=typed["remarks"], photo=photo, by=job_actor(ACTOR))

    answer = act_for_anyone(request, form, write_down, lambda offer: reverse("website:given", args=[link_of(offer)]))
    context = {
        "form": form,
        "told": list(_told(answers)),
        "back_url": _address(answers, Step.CONTACT),
        "more_url": _address(answers.with_room()) if answers.may_tell_more else "",
    }
    return answer or render(request, "website/giving/check.html", context | house(), status=status_of(form))


@never_cache
@require_safe
@public
def given(request: HttpRequest, link: str) -> HttpResponse:
    """What happens now, with the number to keep. Names nobody: whoever has the address may see it."""
    offer = offer_of(link)
    if offer is None:
        raise Http404
    context = {
        "offer": offer,
        "things": list(things_in_words(offer.items.all())),
        "hours": hours(offer.drop_off) if offer.drop_off else "",
        "refused": refused_in(offer),
        "link": link,
        "is_organisation": offer.donor is not None and offer.donor.is_legal_person,
    }
    return render(request, "website/giving/given.html", context | house())


def _address(answers: Answers, step: Step | None = None) -> str:
    """The page of this question, else of the first open one, else the page where all is looked at."""
    wanted = step or answers.next_open
    query = {"tot": answers.sealed} if answers.told else None
    if wanted is None:
        return reverse("website:give_check", query=query)
    return reverse("website:give_question", args=[wanted], query=query)


def _comes_too_early(answers: Answers, step: Step) -> bool:
    """Whether a question before this one has no answer yet."""
    steps = answers.steps
    return any(earlier not in answers.told for earlier in steps[: steps.index(step)])


def _back(answers: Answers, step: Step) -> str:
    """The question before; from the first one to where it began, from another thing to the answers."""
    if step == Step.WHAT and answers.things and Step.WHAT not in answers.told:
        return _address(answers.with_last_again())
    before = answers.before(step)
    return _address(answers, before) if before else reverse("website:give")


def _stored(form: SendForm) -> Document | None:
    drawn = form.cleaned_data["photo"] if form.is_valid() else None
    if drawn is None:
        return None
    return files.store(drawn, media_type=MEDIA_TYPE, name="offered-device.jpg", by=job_actor(ACTOR))


def _told(answers: Answers) -> Iterator[Told]:
    """Each answer in words, with its way back."""
    change, away = _("Change"), _("Take away")
    words = list(things_in_words(answers.offerings()))
    earlier = len(answers.things) if not answers.is_organisation else 0
    for number in range(earlier):
        yield Told(_("You give"), words[number], _address(answers.without(number)), away)
    first = Step.NUMBERS if answers.is_organisation else Step.WHAT
    yield Told(_("You give"), ", ".join(words[earlier:]), _address(answers, first), change)
    chosen = dict(ways_to_come()).get(answers.of(Step.HOW)["how"], "")
    yield Told(_("How it comes to us"), chosen, _address(answers, Step.HOW), change)
    if answers.is_collected:
        labels = dict(OpeningHours.Weekday.choices)
        days = ", ".join(str(labels[day]) for day in answers.of(Step.DAYS)["days"])
        part = Offer.PartOfDay(answers.of(Step.HOURS)["part_of_day"]).label
        yield Told(_("When we may come"), f"{days}, {part}", _address(answers, Step.DAYS), change)
    yield Told(_("How we reach you"), _reached(answers), _address(answers, Step.CONTACT), change)


def _reached(answers: Answers) -> str:
    told = answers.of(Step.CONTACT)
    address = f"{told['street']}, {told['postcode']} {told['town']}" if told.get("street") else ""
    phone = phones.shown(told["phone"]) if told.get("phone") else ""
    parts = [told.get("name"), told.get("contact"), phone, address]
    return ", ".join(part for part in parts if part) or _("You come by. We do not call.")
