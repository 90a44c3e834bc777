"""Pages about who signs along with a person: only where the person lives."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, act, status_of
from digibank.accounts.rights import Can
from digibank.people import actions
from digibank.people.models import Representative, is_under_age
from digibank.people.views import own_resident, page_of_person, person_page
from digibank.ui.fields import DayField


class RepresentativeForm(ActForm):
    """Who signs along, and when the proof of that was seen."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who is that"), choices=Representative.Kind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    contact = forms.CharField(
        label=gettext_lazy("How to reach"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A telephone or e-mail. No passwords, no bank details, no national number."),
    )
    proof_seen_on = DayField(
        label=gettext_lazy("Proof seen on"),
        initial=clock.today,
        help_text=gettext_lazy("Such as the decision of the court, or the identity card. Make no copy of it."),
    )
    until_on = DayField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Only when an end is known.")
    )


@needs(Can.REGISTER_PEOPLE)
def note_representative(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down who signs along with a person."""
    found = own_resident(request, pk)
    kinds = Representative.Kind
    initial: dict[str, Any] = {"kind": kinds.PARENT if is_under_age(found) else kinds.GUARDIAN}
    form = RepresentativeForm(request.POST or None, initial=initial)
    answer = act(
        request,
        form,
        lambda typed: actions.note_representative(found, by=request.user.actor, **typed),
        lambda _noted: page_of_person(found),
    )
    context = {"form": form, "person": found}
    return answer or render(request, "people/note_representative.html", context, status=status_of(form))


@require_POST
@needs(Can.REGISTER_PEOPLE)
def end_representative(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody signs along with the person because of this any more."""
    representative = get_object_or_404(Representative, pk=pk)
    found, form = own_resident(request, representative.person_id), ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.end_representative(representative, by=request.user.actor),
        lambda _ended: page_of_person(found),
    )
    return answer or person_page(request, found, refused=form)
