"""Pages about residents: the list, registering, one person, the card."""

from collections.abc import Callable

from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.errors import RuleBroken
from digibank.organisations.models import Organisation
from digibank.people import actions
from digibank.people.actions import doubles
from digibank.people.forms import (
    FACTS,
    BorderForm,
    CardForm,
    FactsForm,
    HousemateForm,
    MoveForm,
    PeopleFilter,
    RegisterForm,
    WayForm,
)
from digibank.people.models import Address, ContactWay, Household, Person, StatisticsCard, Verdict, is_under_age
from digibank.people.queries import (
    Double,
    accesses_shown,
    find_across_border,
    find_housemate,
    lives_with,
    possible_doubles,
    refuse_known,
    representatives_shown,
    same_persons,
)
from digibank.ui.paging import page_of
from digibank.ui.printing import pdf

ANSWERS = ("age_band", "gender", "job_seeker", "target_groups_told", "how_came")


@require_safe
@needs(Can.SEE_PEOPLE)
def people(request: StaffRequest) -> HttpResponse:
    """Residents one may see, newest first."""
    form = PeopleFilter(request.GET or None)
    rows = Person.objects.visible_to(request.user, Can.SEE_PEOPLE).select_related("home")
    found = form.apply(rows, request.user.reach[Can.SEE_PEOPLE]).prefetch_related("addresses")
    context = {
        "filter": form,
        "page": page_of(found, request),
        "may_register": request.user.may(Can.REGISTER_PEOPLE),
    }
    return render(request, "people/people.html", context)


@needs(Can.REGISTER_PEOPLE)
def register(request: StaffRequest) -> HttpResponse:
    """Register somebody. Who looks like somebody known is shown that person first."""
    homes = _homes(request)
    if not homes:
        return render(request, "people/no_home.html")
    form = RegisterForm(request.POST or None, homes=homes)
    known: list[Double] = []

    def save(typed: Typed) -> Person:
        known.extend(possible_doubles(form.described(), request.user))
        refuse_known(known, seen=request.POST.get("seen", ""))
        person = actions.register(
            home=typed["home"], ways=form.ways(), address=form.address(), by=request.user.actor, **form.facts()
        )
        for double in known:
            doubles.say_different(person, double.person, by=request.user.actor)
        return person

    answer = act(request, form, save, page_of_person)
    context = {"form": form, "doubles": known, "seen": ".".join(str(double.person.pk) for double in known)}
    return answer or render(request, "people/register.html", context, status=status_of(form))


@needs(Can.REGISTER_PEOPLE)
def open_across_border(request: StaffRequest) -> HttpResponse:
    """Open a person of another municipality, with a reason; refusals are kept as well."""
    homes = _homes(request)
    if not homes:
        return render(request, "people/no_home.html")
    form = BorderForm(request.POST or None, homes=homes)
    refused: list[Organisation] = []

    def save(typed: Typed) -> Person:
        organisation, by = typed["organisation"], request.user.actor
        try:
            found = find_across_border(number=typed["number"], name=typed["name"], organisation=organisation, by=by)
        except RuleBroken:
            refused.append(organisation)
            raise
        actions.open_across_border(
            found, organisation=organisation, reason=typed["reason"], until_on=typed["until_on"], by=by
        )
        return found

    answer = act(request, form, save, page_of_person)
    for organisation in refused:
        actions.note_border_refused(organisation, by=request.user.actor)
    return answer or render(request, "people/open_across_border.html", {"form": form}, status=status_of(form))


@require_safe
@needs(Can.SEE_PEOPLE)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: how to reach them, the card, who else may see them, and possible doubles."""
    return person_page(request, _person(request, pk, Can.SEE_PEOPLE))


@needs(Can.REGISTER_PEOPLE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what is known about a person."""
    found = _person(request, pk)
    form = FactsForm(request.POST or None, initial={name: getattr(found, name) for name in (*FACTS, "version")})
    answer = act(
        request,
        form,
        lambda typed: actions.edit(found, version=typed["version"] or 0, by=request.user.actor, **form.facts()),
        page_of_person,
    )
    return answer or render(request, "people/edit.html", {"form": form, "person": found}, status=status_of(form))


@needs(Can.REGISTER_PEOPLE)
def add_way(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a way to reach a person."""
    found = _person(request, pk)
    form = WayForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.add_way(found, way=actions.Way(**typed), by=request.user.actor),
        lambda _way: page_of_person(found),
    )
    return answer or render(request, "people/add_way.html", {"form": form, "person": found}, status=status_of(form))


@require_POST
@needs(Can.REGISTER_PEOPLE)
def end_way(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop using a way."""
    return _act_on_part(request, ContactWay.objects.filter(pk=pk), actions.end_way)


@require_POST
@needs(Can.REGISTER_PEOPLE)
def note_reached(request: StaffRequest, pk: int) -> HttpResponse:
    """The person was reached this way today."""
    return _act_on_part(request, ContactWay.objects.filter(pk=pk), actions.note_reached)


@require_POST
@needs(Can.REGISTER_PEOPLE)
def leave_address(request: StaffRequest, pk: int) -> HttpResponse:
    """No letters to this address any more."""
    return _act_on_part(request, Address.objects.filter(pk=pk), actions.leave_address)


@needs(Can.REGISTER_PEOPLE)
def move_house(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a person another address from a day on."""
    found = _person(request, pk)
    form = MoveForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.move_house(found, by=request.user.actor, **typed),
        lambda _address: page_of_person(found),
    )
    return answer or render(request, "people/move_house.html", {"form": form, "person": found}, status=status_of(form))


@needs(Can.REGISTER_PEOPLE)
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """Fill in or correct the card of answers."""
    found = _person(request, pk)
    kept = StatisticsCard.objects.filter(person=found).first() or StatisticsCard(person=found)
    initial = {name: getattr(kept, name) for name in (*ANSWERS, "target_groups", "version")}
    form = CardForm(request.POST or None, initial=initial)
    answer = act(
        request,
        form,
        lambda typed: actions.fill_card(found, by=request.user.actor, **typed),
        lambda _card: page_of_person(found),
    )
    return answer or render(request, "people/card.html", {"form": form, "person": found}, status=status_of(form))


@require_safe
@needs(Can.REGISTER_PEOPLE)
def paper_card(request: StaffRequest, pk: int) -> HttpResponse:
    """The card to print, with the number and without the name."""
    found = _person(request, pk)
    context = {"person": found, "questions": CardForm().on_paper(), "today": clock.today()}
    sheet = pdf("people/paper_card.html", context)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)


@needs(Can.REGISTER_PEOPLE)
def live_together(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down who lives in the same house."""
    found = own_resident(request, pk)
    form = HousemateForm(request.POST or None)

    def together(typed: Typed) -> Household:
        housemate = find_housemate(typed["number"], found, request.user)
        return actions.live_together(found, with_=housemate, by=request.user.actor)

    answer = act(request, form, together, lambda _household: page_of_person(found))
    context = {"form": form, "person": found}
    return answer or render(request, "people/live_together.html", context, status=status_of(form))


@require_POST
@needs(Can.REGISTER_PEOPLE)
def live_apart(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Somebody lives with this person no more."""
    found, leaves = own_resident(request, pk), own_resident(request, other)
    form = ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.live_apart(leaves, by=request.user.actor),
        lambda _left: page_of_person(found),
    )
    return answer or person_page(request, found, refused=form)


@require_POST
@needs(Can.REGISTER_PEOPLE)
def link_same(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Two records are one person."""
    return _judge(request, pk, other, doubles.link_same)


@require_POST
@needs(Can.REGISTER_PEOPLE)
def say_different(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Two records are two persons."""
    return _judge(request, pk, other, doubles.say_different)


@require_POST
@needs(Can.REGISTER_PEOPLE)
def unlink_same(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Undo that two records are one person."""
    return _judge(request, pk, other, doubles.unlink_same)


def _person(request: StaffRequest, pk: int, can: Can = Can.REGISTER_PEOPLE) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user, can).select_related("home"), pk=pk)


def own_resident(request: StaffRequest, pk: int) -> Person:
    """Only where somebody lives it is known with whom (policy U-31)."""
    homes = request.user.reach[Can.REGISTER_PEOPLE]
    return get_object_or_404(Person.objects.filter(home__in=homes).select_related("home"), pk=pk)


def _homes(request: StaffRequest) -> list[Organisation]:
    """The municipalities where the user may register."""
    reach = request.user.reach[Can.REGISTER_PEOPLE]
    return list(Organisation.objects.filter(pk__in=reach, kind=Organisation.Kind.MUNICIPALITY))


def page_of_person(shown: Person) -> str:
    """The address of the page of a person."""
    return resolve_url("people:person", pk=shown.pk)


def _act_on_part[Part: (ContactWay, Address)](
    request: StaffRequest, rows: models.QuerySet[Part], action: Callable[..., Part]
) -> HttpResponse:
    """Act on a way or address of a person one may see, and show that person again."""
    part = get_object_or_404(rows)
    part.person = found = _person(request, part.person_id)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: action(part, by=request.user.actor), lambda _part: page_of_person(found))
    return answer or person_page(request, found, refused=form)


def _judge(request: StaffRequest, pk: int, other: int, judgement: Callable[..., Verdict]) -> HttpResponse:
    one, two = _person(request, pk), _person(request, other)
    form = ActForm(request.POST)
    answer = act(
        request, form, lambda _typed: judgement(one, two, by=request.user.actor), lambda _verdict: page_of_person(one)
    )
    return answer or person_page(request, one, refused=form)


def person_page(request: StaffRequest, found: Person, *, refused: ActForm | None = None) -> HttpResponse:
    """The page of one person, with the sentence of what was refused."""
    may_register = request.user.may(Can.REGISTER_PEOPLE)
    models.prefetch_related_objects([found], "addresses", "ways")
    context = {
        "person": found,
        "card": StatisticsCard.objects.filter(person=found).first(),
        "accesses": accesses_shown(found, request.user),
        "doubles": possible_doubles(found, request.user) if may_register else [],
        "same": same_persons(found, request.user),
        "housemates": lives_with(found, request.user),
        "representatives": representatives_shown(found, request.user),
        "under_age": is_under_age(found),
        "may_house": request.user.may_at(Can.REGISTER_PEOPLE, found.home),
        "may_register": may_register,
        "plain": refused or ActForm(),
    }
    return render(request, "people/person.html", context, status=422 if refused else 200)
