"""What can be done now with what was found, as acts with a key each; and what cannot, with the reason."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.inventory.flows import BEFORE_THE_GATE, Position
from digibank.inventory.models import DEVICE_NUMBERS, Accessory, AccessoryKind, Commitment, Device
from digibank.lending.flows import OPEN, LoanState
from digibank.lending.models import Loan
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
    """Acts, the main one first, and what is not possible now."""

    acts: list[Shown] = field(default_factory=list)
    refused: list[Shown] = field(default_factory=list)

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
    loan = Loan.objects.visible_to(user, Can.SEE_LOANS).filter(device=device, state__in=OPEN).first()
    commitment = Commitment.objects.open().filter(device=device).first()
    possible = Possible()
    _lending_acts(possible, device, loan, commitment, user)
    _workshop_acts(possible, device, user)
    possible.may(_("Open its story"), reverse("desk:device", args=[device.pk]))
    possible.may(_("Facts and parts"), reverse("inventory:device", args=[device.pk]))
    possible.may(_("Print the label again"), reverse("inventory:label", args=[device.pk]))
    return DeviceNow(device, loan, commitment, possible)


def _lending_acts(
    possible: Possible, device: Device, loan: Loan | None, commitment: Commitment | None, user: User
) -> None:
    if not user.may_at(Can.LEND, device.place.organisation):
        return
    lend = _("Lend it.")
    if loan:
        _loan_acts(possible, loan)
    elif device.state == Position.AT_DESK and commitment is None:
        if Device.objects.complete().filter(pk=device.pk).exists():
            url = f"{reverse('desk:home')}?{SEEKS}={device.number}"
            possible.may(_("Lend it"), url, _("Choose the person next"))
        else:
            possible.cannot(lend, _("The charger is missing. Add one, and note it with the parts."), "plug")
    elif device.state in BEFORE_THE_GATE:
        possible.cannot(lend, _("Its data are not erased yet. It goes to the workshop first."), "disk-check")
    elif device.state == Position.IN_TRANSIT:
        possible.cannot(lend, _("It is on its way. Receive it first."), "truck")
    elif device.place.kind != Place.Kind.LENDING_DESK:
        possible.cannot(lend, _("It is not at a lending desk. Have it sent to yours."), "truck")
    else:
        possible.cannot(lend, _("It is kept for somebody else. Take another one of its kind."))


def _loan_acts(possible: Possible, loan: Loan) -> None:
    page = reverse("lending:loan", args=[loan.pk])
    if loan.state == LoanState.PREPARED:
        possible.may(
            _("Go on with %(number)s") % {"number": loan.number}, page, _("The contract waits for a signature")
        )
        return
    possible.may(_("Take it back"), reverse("lending:take_back", args=[loan.pk]), loan.number)
    possible.may(_("Open loan %(number)s") % {"number": loan.number}, page)
    reason = _("It is lent until %(day)s. Take it back first.") % {"day": day(loan.due_on)}
    possible.cannot(_("Lend it to somebody else."), reason)


def _workshop_acts(possible: Possible, device: Device, user: User) -> None:
    if user.may_at(Can.PREPARE_DEVICES, device.place.organisation):
        possible.may(
            _("To the workbench"), reverse("refurbishment:device", args=[device.pk]), device.get_state_display()
        )


def person_acts(person: Person, loans: list[Loan], user: User, *, device: str = "") -> Possible:
    """What can be done for this person; `device` is the number of a device that was scanned before."""
    possible = Possible()
    if user.may_at(Can.LEND, person.home):
        chosen = DEVICE_NUMBERS.key(device)
        if chosen is None:
            possible.may(_("Lend a device"), reverse("lending:lend", args=[person.pk]), _("Scan it next"))
        else:
            possible.may(
                _("Lend %(number)s") % {"number": device}, reverse("lending:prepare", args=[person.pk, chosen])
            )
        for loan in loans:
            if loan.state == LoanState.PREPARED:
                possible.may(_("Go on with %(number)s") % {"number": loan.number}, _page(loan))
            elif loan.state == LoanState.RUNNING:
                possible.may(
                    _("Take %(number)s back") % {"number": loan.number},
                    reverse("lending:take_back", args=[loan.pk]),
                    loan.device.title,
                )
        possible.may(_("Ask for a device"), reverse("lending:ask", args=[person.pk]), _("When none is here"))
    possible.may(_("Open the file"), reverse("desk:person", args=[person.pk]))
    possible.may(_("How to reach, address, card"), reverse("people:person", args=[person.pk]))
    return possible


def _page(loan: Loan) -> str:
    return reverse("lending:loan", args=[loan.pk])
