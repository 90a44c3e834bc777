"""What can be done now with what was found, as acts with a key each; and what cannot, with the reason."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.errors import RuleBroken
from digibank.inventory.flows import BEFORE_THE_GATE, DEVICE_FLOW, GONE, LEFT_US, Position
from digibank.inventory.models import Accessory, AccessoryKind, Commitment, Device, DeviceFlag
from digibank.lending.borrowing import TO_COME, allowed, says_no
from digibank.lending.flows import LOAN_FLOW, LoanState
from digibank.lending.models import Loan
from digibank.lending.queries import own_desk, scanned
from digibank.organisations.models import Place
from digibank.people.models import Person
from digibank.ui.templatetags.ui import day

type Shown = dict[str, Any]

# The scanned device travels along while the person is looked for.
SEEKS = "device"
PART_ICONS = {
    AccessoryKind.CHARGER: "plug",
    AccessoryKind.MOUSE: "mouse",
    AccessoryKind.BAG: "bag",
    AccessoryKind.KEYBOARD: "keyboard",
    AccessoryKind.SCREEN: "desktop",
    AccessoryKind.CABLE: "plug",
    AccessoryKind.START_CARD: "card",
}


@dataclass
class Possible:
    """Acts, the main one first, and what is not possible now. At `lends_at` the device that is lent is scanned."""

    acts: list[Shown] = field(default_factory=list)
    refused: list[Shown] = field(default_factory=list)
    lends_at: str = ""

    def may(self, title: str, url: str, note: str = "") -> None:
        """This can be done now."""
        self.acts.append({"title": title, "url": url, "note": note})

    def cannot(self, title: str, reason: str, icon: str = "lock") -> None:
        """This cannot, and why."""
        self.refused.append({"title": title, "reason": reason, "icon": icon})


@dataclass(frozen=True)
class DeviceNow:
    """A device at the desk: who has it or keeps it, as far as this colleague may know, and what can be done."""

    device: Device
    loan: Loan | None
    commitment: Commitment | None
    possible: Possible

    @property
    def parts(self) -> list[tuple[Accessory, str]]:
        """The parts that belong with it, each with its icon."""
        return [(part, PART_ICONS[AccessoryKind(part.kind)]) for part in self.device.accessories.all()]


def device_now(device: Device, user: User) -> DeviceNow:
    """Look up what holds for this device now."""
    loan = Loan.objects.visible_to(user, Can.SEE_LOANS).filter(device=device, commitment__released_at=None).first()
    commitment = Commitment.objects.open().filter(device=device).first()
    possible = Possible()
    if loan:
        _loan_acts(possible, loan, user)
    elif user.may_at(Can.LEND, device.place.organisation):
        _desk_acts(possible, device, commitment, user)
    _workshop_acts(possible, device, user)
    possible.may(_("Facts and parts"), reverse("inventory:device", args=[device.pk]))
    possible.may(_("Print the label again"), reverse("inventory:label", args=[device.pk]))
    return DeviceNow(device, loan, commitment, possible)


def _desk_acts(possible: Possible, device: Device, commitment: Commitment | None, user: User) -> None:
    """Whether a device that no loan keeps, as far as the user may know, can be lent from where it stands."""
    why_not = _is_elsewhere(device) or _is_not_ready(device, commitment)
    if why_not:
        possible.cannot(_("Lend it."), *why_not)
    elif own_desk(user) != device.place:
        where = _("It is at %(place)s, and you lend at another desk. Have it sent to yours.")
        possible.cannot(_("Lend it."), where % {"place": device.place.name}, "truck")
    else:
        url = f"{reverse('desk:home')}?{SEEKS}={device.number}"
        possible.may(_("Lend it"), url, _("Choose the person next"))


def _is_elsewhere(device: Device) -> tuple[str, str] | None:
    """Why a device that stands at no desk cannot be lent, with an icon."""
    state = {"state": device.get_state_display()}
    if device.state in GONE:
        return _(
            "It is gone: %(state)s. Is it here again? Then report that first, with its facts and parts."
        ) % state, "octagon"
    if device.state in LEFT_US:
        return _("It left us for good: %(state)s.") % state, "octagon"
    if device.state in BEFORE_THE_GATE:
        return _("Its data are not erased yet. It goes to the workshop first."), "disk-check"
    if device.state == Position.IN_TRANSIT:
        return _("It is on its way. Receive it first."), "truck"
    if device.state != Position.AT_DESK and device.place.kind != Place.Kind.LENDING_DESK:
        return _("It is not at a lending desk. Have it sent to yours."), "truck"
    return None


def _is_not_ready(device: Device, commitment: Commitment | None) -> tuple[str, ...] | None:
    """Why a device at a desk cannot be lent, perhaps with an icon."""
    if device.will_not_start:
        return _("It does not start. It goes to the workshop first."), "triangle"
    if device.state != Position.AT_DESK or commitment:
        return (_("It is kept for somebody else. Take another one of its kind."),)
    if not Device.objects.complete().filter(pk=device.pk).exists():
        return _("The charger is missing. Add one, and note it with the parts."), "plug"
    flags = DeviceFlag.objects.open().filter(device=device)
    if flags:
        told = _("Something is the matter with it: %(flags)s. It goes to the workshop first.")
        return told % {"flags": ", ".join(str(flag.get_kind_display()) for flag in flags)}, "flag"
    return None


def _loan_acts(possible: Possible, loan: Loan, user: User) -> None:
    page = reverse("lending:loan", args=[loan.pk])
    if not Loan.objects.visible_to(user, Can.LEND).filter(pk=loan.pk).exists():
        possible.may(_("Open loan %(number)s") % {"number": loan.number}, page)
        return
    if loan.state == LoanState.PREPARED:
        possible.may(
            _("Go on with %(number)s") % {"number": loan.number}, page, _("The contract waits for a signature")
        )
        return
    possible.may(_("Take it back"), reverse("lending:take_back", args=[loan.pk]), loan.number)
    possible.may(_("Open loan %(number)s") % {"number": loan.number}, page)
    reason = _("It is lent until %(day)s. Take it back first.") % {"day": day(loan.ends_on)}
    if not loan.is_open:
        reason = _("It was lent and is gone: %(state)s. Is it found? Then take it back first.") % {
            "state": loan.get_state_display()
        }
    possible.cannot(_("Lend it to somebody else."), reason)


def _workshop_acts(possible: Possible, device: Device, user: User) -> None:
    is_here = device.place.kind == Place.Kind.DEPOT
    at = device.place.organisation
    if is_here and user.may_at(Can.PREPARE_DEVICES, at):
        possible.may(
            _("To the workbench"), reverse("refurbishment:device", args=[device.pk]), device.get_state_display()
        )
    if is_here and user.may_at(Can.DISPOSE, at) and DEVICE_FLOW.allows(device, "dispose"):
        possible.may(_("It is waste"), reverse("refurbishment:dispose", args=[device.pk]), _("Weigh it first"))


def person_acts(person: Person, loans: list[Loan], user: User, *, device: str = "") -> Possible:
    """What can be done for this person; `device` is the number of a device that was scanned before."""
    possible = Possible()
    if Person.objects.visible_to(user, Can.LEND).filter(pk=person.pk).exists():
        desk = own_desk(user)
        if desk is None:
            possible.cannot(_("Lend a device."), _("You have no lending desk. Send the person to one."))
        else:
            _lend_acts(possible, person, desk, user, device)
        _acts_on(possible, loans, user)
        if desk:
            possible.may(_("Ask for a device"), reverse("lending:ask", args=[person.pk]), _("When none is here"))
        if desk and possible.refused and any(broken.may_be_excused for broken in says_no(person, desk)):
            possible.may(_("Ask for an exception"), reverse("lending:ask_exemption", args=[person.pk]))
    possible.may(_("How to reach, address, card"), reverse("people:person", args=[person.pk]))
    return possible


def _lend_acts(possible: Possible, person: Person, desk: Place, user: User, device: str) -> None:
    try:
        allowed(person, desk, TO_COME)
    except RuleBroken as no:
        possible.cannot(_("Lend a device."), str(no))
        return
    try:
        chosen = scanned(user, desk, device) if device else None
    except RuleBroken as no:
        possible.cannot(_("Lend %(number)s.") % {"number": device}, str(no))
        chosen = None
    if chosen:
        page = reverse("lending:prepare", args=[person.pk, chosen.pk])
        possible.may(_("Lend %(number)s") % {"number": chosen.number}, page)
    else:
        possible.lends_at = reverse("lending:lend", args=[person.pk])


def _acts_on(possible: Possible, loans: list[Loan], user: User) -> None:
    """The next step of each loan where the user lends."""
    ours = set(
        Loan.objects.visible_to(user, Can.LEND).filter(pk__in=[loan.pk for loan in loans]).values_list("pk", flat=True)
    )
    for loan in loans:
        if loan.pk in ours and loan.state == LoanState.PREPARED:
            possible.may(_("Go on with %(number)s") % {"number": loan.number}, _page(loan))
        elif loan.pk in ours and LOAN_FLOW.allows(loan, "take_back"):
            possible.may(
                _("Take %(number)s back") % {"number": loan.number},
                reverse("lending:take_back", args=[loan.pk]),
                loan.device.title,
            )


def _page(loan: Loan) -> str:
    return reverse("lending:loan", args=[loan.pk])
