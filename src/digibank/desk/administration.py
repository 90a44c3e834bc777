"""Pages of the administrator: organisations, places, regulations and amounts. Their hours: openings.py."""

from django.db.models import F, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_safe
from stdnum import iban

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.desk.forms import (
    AccountForm,
    AmountForm,
    NewOrganisationForm,
    NewPlaceForm,
    OrganisationForm,
    PlaceForm,
    RegulationForm,
    TranslationForm,
)
from digibank.files.models import Document
from digibank.organisations import actions
from digibank.organisations.models import DatedAmount, Organisation, Place, Regulation

LONGEST = 200


@needs(Can.MANAGE_ORGANISATIONS)
def organisations(request: StaffRequest) -> HttpResponse:
    """All organisations that one keeps, with their places and the regulation that holds today."""
    mine = kept_by(request).prefetch_related(
        Prefetch("places", Place.objects.in_use()),
        Prefetch("regulations", Regulation.objects.on(clock.today()), to_attr="in_force"),
    )
    return render(request, "desk/organisations.html", {"organisations": mine})


@needs(Can.MANAGE_ORGANISATIONS)
def organisation(request: StaffRequest, pk: int) -> HttpResponse:
    """One organisation. A POST changes its name."""
    found = get_object_or_404(kept_by(request), pk=pk)
    initial = {name: getattr(found, name) for name in ("name", "serves", "version")}
    form = OrganisationForm(request.POST or None, kind=found.kind, initial=initial)
    _offer_members(form, request)

    def save(typed: Typed) -> Organisation:
        return actions.edit_organisation(found, by=request.user.actor, **typed)

    answer = act(request, form, save, lambda saved: resolve_url("desk:organisation", pk=saved.pk))
    context = {
        "organisation": found,
        "form": form,
        "account_number": iban.format(found.account_number),
        "places": found.places.in_use(),
        "regulations": found.regulations.all(),
    }
    return answer or render(request, "desk/organisation.html", context, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def set_account(request: StaffRequest, pk: int) -> HttpResponse:
    """On which account of its own an organisation gets transfers."""
    found = get_object_or_404(kept_by(request), pk=pk)
    initial = {"account_number": iban.format(found.account_number), "version": found.version}
    form = AccountForm(request.POST or None, initial=initial)
    answer = act(
        request,
        form,
        lambda typed: actions.set_account(found, by=request.user.actor, **typed),
        lambda saved: resolve_url("desk:organisation", pk=saved.pk),
    )
    context = {"organisation": found, "form": form}
    return answer or render(request, "desk/account.html", context, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def add_organisation(request: StaffRequest) -> HttpResponse:
    """Take an organisation into the association."""
    association = get_object_or_404(kept_by(request), kind=Organisation.Kind.ASSOCIATION)
    form = NewOrganisationForm(request.POST or None)
    _offer_members(form, request)

    def add(typed: Typed) -> Organisation:
        return actions.add_organisation(association=association, by=request.user.actor, **typed)

    answer = act(request, form, add, lambda added: resolve_url("desk:organisation", pk=added.pk))
    return answer or render(request, "desk/add_organisation.html", {"form": form}, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def open_place(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a place of an organisation."""
    owner = get_object_or_404(kept_by(request), pk=pk)
    form = NewPlaceForm(request.POST or None)

    def opened(_typed: Typed) -> Place:
        return actions.open_place(owner, by=request.user.actor, **form.details())

    answer = act(request, form, opened, lambda place: resolve_url("desk:place", pk=place.pk))
    context = {"form": form, "organisation": owner}
    return answer or render(request, "desk/open_place.html", context, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def edit_place(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a place's name, address, telephone or point on the map."""
    found = place_of(request, pk)
    shown = (
        "name", "street", "postcode", "town", "phone", "on_the_map", "takes_donations", "travel_minutes", "version",
    )  # fmt: skip
    initial = {name: getattr(found, name) for name in shown}
    form = PlaceForm(request.POST or None, initial=initial)

    def save(typed: Typed) -> Place:
        return actions.edit_place(found, version=typed["version"] or 0, by=request.user.actor, **form.details())

    answer = act(request, form, save, lambda saved: resolve_url("desk:place", pk=saved.pk))
    return answer or render(request, "desk/edit_place.html", {"form": form, "place": found}, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def adopt_regulation(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a new version of the lending rules; begins with what holds now."""
    owner = get_object_or_404(kept_by(request), pk=pk)
    latest = owner.regulations.order_by("-number").first()
    names = (
        "loan_months", "renewals", "devices_per_household", "deposit_cents", "fee_cents", "instalments", "may_waive",
        "entitled_share_percent", "text",
    )  # fmt: skip
    initial = {name: getattr(latest, name) for name in names} if latest else None
    form = RegulationForm(request.POST or None, latest=latest, initial=initial)
    answer = act(
        request,
        form,
        lambda _typed: actions.adopt_regulation(owner, by=request.user.actor, **form.rules()),
        lambda adopted: resolve_url("desk:regulation", pk=adopted.pk),
    )
    context = {"form": form, "organisation": owner, "latest": latest}
    return answer or render(request, "desk/adopt_regulation.html", context, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def regulation(request: StaffRequest, pk: int) -> HttpResponse:
    """One version of the lending rules, as it was voted."""
    found = _regulation(request, pk)
    context = {
        "regulation": found,
        "rules": found.queue_rules.all(),
        "proofs": found.borrow_rules.all(),
        "translations": found.translations.all(),
    }
    return render(request, "desk/regulation.html", context)


@needs(Can.MANAGE_ORGANISATIONS)
def translate_regulation(request: StaffRequest, pk: int) -> HttpResponse:
    """Type in what the rules say in another language, beside the Dutch text."""
    found = _regulation(request, pk)
    form = TranslationForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.translate_regulation(found, by=request.user.actor, **typed),
        lambda kept: resolve_url("desk:regulation", pk=kept.regulation_id),
    )
    context = {"form": form, "regulation": found}
    return answer or render(request, "desk/translate_regulation.html", context, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def amounts(request: StaffRequest) -> HttpResponse:
    """The amounts of law and since when they hold. A POST adds one."""
    form = AmountForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.set_amount(typed.pop("code"), by=request.user.actor, **typed),
        lambda _amount: "desk:amounts",
    )
    context = {"form": form, "amounts": DatedAmount.objects.all(), "today": clock.today()}
    return answer or render(request, "desk/amounts.html", context, status=status_of(form))


def kept_by(request: StaffRequest) -> QuerySet[Organisation]:
    """The organisations that one manages, the association first."""
    return Organisation.objects.filter(pk__in=request.user.reach[Can.MANAGE_ORGANISATIONS]).order_by(
        F("association").asc(nulls_first=True), "name"
    )


def place_of(request: StaffRequest, pk: int) -> Place:
    """This place, when one manages it; else 404."""
    return get_object_or_404(Place.objects.select_related("organisation"), pk=pk, organisation__in=kept_by(request))


def _offer_members(form: ActForm, request: StaffRequest) -> None:
    """An OCMW serves a municipality of the same association."""
    if "serves" in form.fields:
        form.fields["serves"].queryset = kept_by(request).filter(kind=Organisation.Kind.MUNICIPALITY)  # type: ignore[attr-defined]


def _regulation(request: StaffRequest, pk: int) -> Regulation:
    rows = Regulation.objects.select_related("organisation")
    return get_object_or_404(rows, pk=pk, organisation__in=kept_by(request))


@require_safe
@needs(Can.MANAGE_ORGANISATIONS)
def damaged_documents(request: StaffRequest) -> HttpResponse:
    """Documents whose bytes are no longer what was stored, for whoever keeps the machine."""
    found = Document.objects.damaged().select_related("reading")[:LONGEST]
    return render(request, "desk/damaged_documents.html", {"documents": found})
