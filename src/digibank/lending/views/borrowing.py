"""Pages of who may borrow: what was shown, an exception that is asked, and the decision about it."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.lending import actions, queries
from digibank.lending.borrowing import asked_of, says_no
from digibank.lending.forms_borrowing import (
    AskExemptionForm,
    GrantExemptionForm,
    LiftForm,
    RefuseExemptionForm,
    SeenForm,
)
from digibank.lending.models import Exemption, Loan, ProofSeen, decides_at
from digibank.lending.pauses import Pause, pauses_at
from digibank.lending.views.lend import borrower
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.people.models import Person
from digibank.ui.paging import page_of

PROPOSED = timedelta(days=30)


@needs(Can.LEND)
def see_proofs(request: StaffRequest, pk: int) -> HttpResponse:
    """What this person is to show, what was seen, and ticking what lies on the desk."""
    person = borrower(request, pk)
    desk = queries.own_desk(request.user)
    if desk is None:
        return redirect("lending:lend", pk=person.pk)
    return _proofs_page(request, person, desk)


@require_POST
@needs(Can.LEND)
def unsee_proofs(request: StaffRequest, pk: int) -> HttpResponse:
    """What was ticked today was a mistake."""
    person = borrower(request, pk)
    desk = queries.own_desk(request.user)
    if desk is None:
        return redirect("lending:lend", pk=person.pk)
    form = ActForm(request.POST)

    def taken_back(_typed: Typed) -> Person:
        return actions.unsee_proofs(person, desk=desk, by=request.user.actor)

    answer = act(request, form, taken_back, lambda found: resolve_url("lending:see_proofs", pk=found.pk))
    return answer or _proofs_page(request, person, desk, refused=form)


def _proofs_page(request: StaffRequest, person: Person, desk: Place, *, refused: ActForm | None = None) -> HttpResponse:
    regulation = Regulation.objects.holding(desk.organisation, clock.today())
    asked = asked_of(person, regulation) if regulation else []
    sent = None if refused else request.POST or None
    form = SeenForm(sent, missing=[one for one in asked if one.good_until is None])
    answer = None
    if refused is None:

        def seen(typed: Typed) -> Person:
            actions.see_proofs(person, desk=desk, criteria=typed["seen"], by=request.user.actor)
            return person

        answer = act(request, form, seen, lambda found: resolve_url("lending:lend", pk=found.pk))
    rows = ProofSeen.objects.standing().filter(person=person, organisation=desk.organisation, seen_on=clock.today())
    context = {
        "person": person,
        "desk": desk,
        "asked": asked,
        "form": form,
        "ticked_today": rows.exists(),
        "plain": refused or ActForm(),
    }
    status = 422 if refused else status_of(form)
    return answer or render(request, "lending/see_proofs.html", context, status=status)


@needs(Can.LEND)
def ask_exemption(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask that this person may borrow once although a rule says no."""
    person = borrower(request, pk)
    desk = queries.own_desk(request.user)
    if desk is None:
        return redirect("lending:lend", pk=person.pk)
    broken = says_no(person, desk)
    form = AskExemptionForm(request.POST or None, broken=broken)

    def asked(typed: Typed) -> Exemption:
        return actions.ask_exemption(person, desk=desk, by=request.user.actor, **typed)

    answer = act(request, form, asked, lambda _asked: resolve_url("lending:lend", pk=person.pk))
    context = {"form": form, "person": person, "broken": broken, "possible": any(one.may_be_excused for one in broken)}
    return answer or render(request, "lending/ask_exemption.html", context, status=status_of(form))


@require_safe
@needs(Can.DECIDE_EXCEPTIONS)
def exemptions(request: StaffRequest) -> HttpResponse:
    """Exceptions of the own municipalities: those that wait first on top; numbers, never names (policy U-74)."""
    rows = Exemption.objects.visible_to(request.user, Can.DECIDE_EXCEPTIONS)
    waiting = rows.asked().select_related("person", "organisation", "asked_by__user").order_by("pk")
    decided = rows.exclude(pk__in=rows.asked().values("pk")).select_related("person", "organisation")
    context = {"waiting": waiting, "page": page_of(decided, request)}
    return render(request, "lending/exemptions.html", context)


@needs(Can.DECIDE_EXCEPTIONS)
def exemption(request: StaffRequest, pk: int) -> HttpResponse:
    """One exception: who asks it, why, and granting it until a day."""
    found = _exemption(request, pk)
    form = GrantExemptionForm(request.POST or None, initial={"until_on": clock.today() + PROPOSED})

    def granted(typed: Typed) -> Exemption:
        return actions.grant_exemption(found, by=request.user.actor, **typed)

    return act(request, form, granted, _decided_at) or _exemption_page(request, found, grant=form)


@require_POST
@needs(Can.DECIDE_EXCEPTIONS)
def refuse_exemption(request: StaffRequest, pk: int) -> HttpResponse:
    """Say no to an exception, with the reason."""
    found = _exemption(request, pk)
    form = RefuseExemptionForm(request.POST)

    def refused(typed: Typed) -> Exemption:
        return actions.refuse_exemption(found, by=request.user.actor, **typed)

    return act(request, form, refused, _decided_at) or _exemption_page(request, found, refuse=form)


@require_safe
@needs(Can.DECIDE_EXCEPTIONS)
def pauses(request: StaffRequest) -> HttpResponse:
    """Who cannot borrow for some time because a loan was late: numbers, never names (policy U-77)."""
    return render(request, "lending/pauses.html", {"pauses": _pauses(request)})


@needs(Can.DECIDE_EXCEPTIONS)
def lift_pause(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the person of this loan borrow again, with the reason."""
    form = LiftForm(request.POST or None)
    # Looked up inside the act: a repeated send leads where the first one led, and finds it lifted.
    found = Loan.objects.filter(pk=pk, desk__organisation__in=_where_decides(request)).first()
    pause = next((pause for pause in _pauses(request) if pause.loan.pk == pk), None)
    if found is None or (pause is None and request.method != "POST"):
        raise Http404
    answer = act(
        request,
        form,
        lambda typed: actions.lift_pause(found, by=request.user.actor, **typed),
        lambda _lifted: resolve_url("lending:pauses"),
    )
    context = {"form": form, "loan": found, "pause": pause}
    return answer or render(request, "lending/lift_pause.html", context, status=status_of(form))


def _pauses(request: StaffRequest) -> list[Pause]:
    return pauses_at(_where_decides(request))


def _where_decides(request: StaffRequest) -> list[int]:
    rows = Organisation.objects.filter(decides_at(request.user, Can.DECIDE_EXCEPTIONS))
    return list(rows.values_list("pk", flat=True))


def _exemption(request: StaffRequest, pk: int) -> Exemption:
    rows = Exemption.objects.visible_to(request.user, Can.DECIDE_EXCEPTIONS)
    rows = rows.select_related("person", "organisation", "asked_by__user", "decided_by__user")
    return get_object_or_404(rows, pk=pk)


def _exemption_page(
    request: StaffRequest,
    found: Exemption,
    *,
    grant: GrantExemptionForm | None = None,
    refuse: RefuseExemptionForm | None = None,
) -> HttpResponse:
    if refuse or (grant and grant.is_bound):
        found.refresh_from_db()
    context = {
        "exemption": found,
        "grant": grant or GrantExemptionForm(initial={"until_on": clock.today() + PROPOSED}),
        "refuse": refuse or RefuseExemptionForm(),
        "is_own": found.asked_by_id == request.user.actor.pk,
    }
    is_refusal = refuse is not None or (grant is not None and grant.is_bound)
    return render(request, "lending/exemption.html", context, status=422 if is_refusal else 200)


def _decided_at(_decided: Exemption) -> str:
    return resolve_url("lending:exemptions")
