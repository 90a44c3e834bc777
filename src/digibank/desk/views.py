"""The desk that staff start from: search, the morning board, and the stories that join several chapters."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.rights import Can
from digibank.agenda.models import Appointment
from digibank.comms.models import Message
from digibank.desk.acts import SEEKS, device_now, person_acts
from digibank.desk.board import board_of
from digibank.desk.journey import journey_of
from digibank.desk.search import find
from digibank.desk.timeline import story_of, thread_of
from digibank.donations import queries as donations
from digibank.helpdesk.models import Handover, SkillsTalk
from digibank.inventory.models import Device
from digibank.lending.forms import ScanForm
from digibank.lending.models import Exemption, Loan, Request
from digibank.people.models import Household, Person
from digibank.refurbishment.models import Erasure
from digibank.support.queries import held_by

LATEST = 20


@require_safe
@needs(Can.SEE_OWN_WORK)
def home(request: StaffRequest) -> HttpResponse:
    """Where a colleague starts: what asks for them today, or what was searched or scanned.

    Who works by hand starts at the task, who only helps at the own visitor; they search nothing (policy Y-02, VB-08).
    """
    if request.user.may(Can.DO_TASKS) and not request.user.may(Can.SEE_DEVICES):
        return HttpResponseRedirect(reverse("desk:task"))
    if request.user.may(Can.HELP) and not request.user.may(Can.SEE_DEVICES) and not request.user.may(Can.RECEIVE):
        return HttpResponseRedirect(reverse("helpdesk:helping"))
    text = request.GET.get("q", "").strip()
    scanned = request.GET.get(SEEKS, "").strip()
    if not text:
        context = {"board": board_of(request.user), "today": clock.today(), "scanned": scanned}
        return render(request, "desk/home.html", context)
    found = find(text, request.user)
    if found.leads_to:
        return HttpResponseRedirect(found.leads_to)
    context = {"found": found, "text": text, "scanned": scanned}
    if found.device:
        now = device_now(found.device, request.user)
        now.possible.may(_("Open its story"), reverse("desk:device", args=[found.device.pk]))
        context["now"] = now
    if found.person:
        loans = _loans_of(found.person, request)
        context["loans"] = loans
        possible = person_acts(found.person, loans, request.user, device=scanned)
        possible.may(_("Open the file"), reverse("desk:person", args=[found.person.pk]))
        context["possible"] = possible
        context["scan"] = ScanForm()
    return render(request, "desk/found.html", context)


@require_safe
@needs(Can.SEE_DEVICES)
def device(request: StaffRequest, pk: int) -> HttpResponse:
    """The story of one device, from donor to today."""
    found = get_permitted(
        Device.objects.select_related("device_class", "place", "owner"), request, Can.SEE_DEVICES, pk=pk
    )
    given = donations.of_device(found)
    journey, earlier = journey_of(found)
    may_know = given and request.user.may_at(Can.SEE_DONATIONS, given.place.organisation)
    context = {
        "device": found,
        "now": device_now(found, request.user),
        "story": story_of(found),
        "journey": journey,
        "earlier": earlier,
        "erasures": Erasure.objects.filter(medium__device=found).select_related("medium"),
        "donation": given if may_know else None,
    }
    return render(request, "desk/device.html", context)


@require_safe
@needs(Can.SEE_PEOPLE)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One thread for one person: what was asked, lent, planned and told, and what can be done now."""
    found = Person.objects.visible_to(request.user, Can.SEE_PEOPLE).select_related("home").filter(pk=pk).first()
    if found is None:
        raise Http404
    user = request.user
    loans = _loans_of(found, request)
    requests = list(Request.objects.visible_to(user, Can.SEE_LOANS).of_person(found).select_related("device_class"))
    appointments = list(
        Appointment.objects.visible_to(user, Can.PLAN).filter(person=found).select_related("slot", "place")
    )
    handovers = list(Handover.objects.visible_to(user, Can.FOLLOW_HANDOVERS).of_person(found))
    talks = list(SkillsTalk.objects.visible_to(user, Can.FOLLOW_HANDOVERS).of_person(found))
    messages = list(Message.objects.visible_to(user, Can.SEE_MESSAGES).filter(to_person=found).order_by("-pk"))
    parts = [*loans, *requests, *appointments, *handovers, *talks, *messages, *_households(found, request)]
    context = {
        "person": found,
        "loans": loans,
        "requests": requests,
        "support": held_by(found) if user.may(Can.LEND) else [],
        "exemptions": Exemption.objects.visible_to(user, Can.LEND).of_person(found),
        "appointments": appointments,
        "may_plan": user.may(Can.PLAN),
        "handovers": handovers,
        "may_follow": user.may_at(Can.FOLLOW_HANDOVERS, found.home),
        "is_followed": any(handover.is_open for handover in handovers),
        "talks": talks,
        "told": messages[:LATEST],
        "possible": person_acts(found, loans, user),
        "scan": ScanForm(),
        "story": thread_of(found, *parts),
    }
    return render(request, "desk/person.html", context)


def _households(found: Person, request: StaffRequest) -> list[Household]:
    """Where the person lives or lived together with somebody, for who works at the person's home only."""
    known = request.user.may_at(Can.SEE_PEOPLE, found.home)
    return list(Household.objects.filter(members__person=found)) if known else []


def _loans_of(found: Person, request: StaffRequest) -> list[Loan]:
    rows = Loan.objects.visible_to(request.user, Can.SEE_LOANS).of_person(found)
    return list(rows.select_related("device__device_class", "desk", "person"))
