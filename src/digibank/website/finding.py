"""For who has an appointment: finding it again with its number and three letters of the surname, and its card."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from digibank.accounts.posting import status_of
from digibank.agenda.models import NUMBERS
from digibank.agenda.newcomers import appointment_called, appointment_of, link_of
from digibank.agenda.views.cards import card_of
from digibank.ui.limits import limited
from digibank.ui.marks import kept_secret, public
from digibank.website.following import GET
from digibank.website.house import house

DAY = 24 * 3600


class FindForm(forms.Form):
    """What who has an appointment knows of it."""

    number = forms.CharField(
        label=gettext_lazy("The number of your appointment"),
        help_text=gettext_lazy("It stands on your card or letter, and begins with AF. For example AF-000123-4."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    letters = forms.CharField(
        label=gettext_lazy("The first three letters of your surname"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def number_typed(request: HttpRequest) -> str:
    """Which number is tried, however it is written: what is counted per number."""
    typed = request.POST.get("number", "")
    return str(NUMBERS.key(typed) or typed.strip()[:30])


@never_cache
@limited(6, seconds=DAY, subject=number_typed)
@limited(30, seconds=3600)
@public
def find(request: HttpRequest) -> HttpResponse:
    """Find the own appointment again, to see it or to call it off (policy AP-16)."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found = appointment_called(form.cleaned_data["number"], form.cleaned_data["letters"])
        if found:
            return HttpResponseRedirect(reverse("website:appointment", args=[link_of(found)]), status=303)
        # The same for a number that was never given, another name, and what is over: nothing is told of anybody.
        form.add_error(None, _("We find no appointment with this number and these letters. Look again, or call us."))
    return render(request, "website/booking/find.html", {"form": form, **house()}, status=status_of(form))


@kept_secret
@require_safe
@limited(60, seconds=3600, methods=GET)
@public
def card(request: HttpRequest, link: str) -> HttpResponse:
    """The appointment behind this link on a card, to print at home (policy AP-18)."""
    found = appointment_of(link)
    if found is None:
        raise Http404
    return card_of(request, found)
