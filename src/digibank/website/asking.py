"""The pages for whoever wants to ask something: one question a page, and nothing is kept before the last one."""

from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from digibank.accounts.posting import ActForm, Typed, act_for_anyone, status_of
from digibank.audit.actions import job_actor
from digibank.errors import RuleBroken
from digibank.helpdesk import actions as helpdesk
from digibank.helpdesk.models import Question, Source
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets
from digibank.ui.limits import limited
from digibank.ui.marks import public
from digibank.ui.widgets import Shelves
from digibank.website.giving.sealed import seal, unseal
from digibank.website.house import house
from digibank.workforce.topics import TOPIC_CHOICES, TOPIC_ICONS

ACTOR = "public-form"
SALT = "website.question"
CHOOSE = {"required": gettext_lazy("Choose an answer.")}


class WhereForm(ActForm):
    """Which help point answers."""

    place = forms.ChoiceField(
        label=gettext_lazy("Which help point is near you?"), widget=forms.RadioSelect, error_messages=CHOOSE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.choices = [(str(place.pk), f"{place.name}, {place.town}") for place in help_points()]


class AboutForm(ActForm):
    """What it is about."""

    topic = forms.ChoiceField(
        label=gettext_lazy("What is your question about?"),
        choices=TOPIC_CHOICES,
        widget=Shelves(icons={topic.value: icon for topic, icon in TOPIC_ICONS.items()}),
        error_messages=CHOOSE,
    )


class WordsForm(ActForm):
    """The question itself."""

    text = forms.CharField(
        label=gettext_lazy("What is your question?"),
        help_text=gettext_lazy("Never write a password, a code or a bank number here."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_text(self) -> str:
        """Nothing that we may not keep."""
        text: str = self.cleaned_data["text"]
        try:
            refuse_secrets(text)
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from no
        return text


class ReachForm(ActForm):
    """How the answer comes back."""

    reach = forms.CharField(
        label=gettext_lazy("How do we give you the answer?"),
        help_text=gettext_lazy("Your telephone number, your e-mail, or your address. One is enough."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )


STEPS: dict[str, type[ActForm]] = {
    "waar": WhereForm,
    "waarover": AboutForm,
    "vraag": WordsForm,
    "antwoord": ReachForm,
}


def help_points() -> Any:
    """Where residents get help."""
    return Place.objects.in_use().filter(kind=Place.Kind.HELP_POINT).select_related("organisation").order_by("name")


@never_cache
@limited(60, seconds=3600)
@public
def ask(request: HttpRequest, step: str) -> HttpResponse:
    """One question. What was answered before stands sealed in the address, so nothing is kept here."""
    told: dict[str, Any] = unseal(request.GET.get("tot", "")) or {}
    names = list(STEPS)
    if step not in STEPS or any(earlier not in told for earlier in names[: names.index(step)]):
        return redirect(_address(names[0], {}))
    bound = request.method == "POST"
    form = STEPS[step](request.POST if bound else None, initial=told.get(step))
    at = names.index(step)
    if step == names[-1]:
        answer = act_for_anyone(request, form, lambda typed: _keep(told, typed), _thanks)
        if answer:
            return answer
    elif bound and form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return HttpResponseRedirect(_address(names[at + 1], told | {step: typed}), status=303)
    context = {
        "form": form,
        "back_url": _address(names[at - 1], told) if at else reverse("website:home"),
        "number": at + 1,
        "total": len(names),
    }
    return render(request, "website/asking/question.html", context | house(), status=status_of(form))


@never_cache
@require_safe
@public
def asked(request: HttpRequest, link: str) -> HttpResponse:
    """What happens now, with the number to keep. Says nothing of who asks or what."""
    try:
        key = signing.Signer(salt=SALT).unsign(link)
    except signing.BadSignature:
        raise Http404 from None
    found = Question.objects.filter(pk=int(key)).select_related("place").first()
    if found is None:
        raise Http404
    return render(request, "website/asking/asked.html", {"question": found, **house()})


def _keep(told: dict[str, Any], typed: Typed) -> Question:
    place = help_points().filter(pk=told["waar"]["place"]).first()
    if place is None:
        raise RuleBroken(
            gettext_lazy("This help point answers no questions any more. Go back, and choose another one.")
        )
    return helpdesk.ask(
        place, source=Source.WEB, by=job_actor(ACTOR), topic=told["waarover"]["topic"], text=told["vraag"]["text"],
        reach=typed["reach"],
    )  # fmt: skip


def _thanks(question: Question) -> str:
    return reverse("website:asked", args=[signing.Signer(salt=SALT).sign(str(question.pk))])


def _address(step: str, told: dict[str, Any]) -> str:
    return reverse("website:ask", args=[step], query={"tot": seal(told)} if told else None)
