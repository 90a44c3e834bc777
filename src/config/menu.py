"""The menu: which chapters a colleague sees, by right. The one place that names pages of all chapters."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from digibank.accounts.models import Membership, User
from digibank.accounts.rights import Can


@dataclass(frozen=True)
class Entry:
    """One word in the menu: where it leads, which right shows it, and the pages that are its own, `but` some."""

    title: object
    page: str
    icon: str
    needs: Can
    also: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


ENTRIES = [
    Entry(_("Desk"), "desk:home", "scan", Can.SEE_OWN_WORK),
    Entry(_("Residents"), "people:people", "people", Can.SEE_PEOPLE, also=("people:", "desk:person")),
    Entry(_("Loans"), "lending:loans", "swap", Can.SEE_LOANS, also=("lending:",)),
    Entry(_("Messages"), "comms:messages", "letter", Can.SEE_MESSAGES, also=("comms:",)),
    Entry(_("Donations"), "donations:donations", "gift", Can.SEE_DONATIONS, also=("donations:",)),
    Entry(_("Agenda"), "agenda:week", "calendar", Can.PLAN, also=("agenda:",)),
    Entry(
        _("Devices"),
        "inventory:devices",
        "laptop",
        Can.SEE_DEVICES,
        also=("inventory:", "desk:device"),
        but=("inventory:classes",),
    ),
    Entry(_("Device workshop"), "refurbishment:board", "tool", Can.PREPARE_DEVICES, also=("refurbishment:",)),
    Entry(_("Transfers"), "logistics:transfers", "truck", Can.MOVE_DEVICES, also=("logistics:",)),
    Entry(
        _("Administration"),
        "desk:organisations",
        "settings",
        Can.MANAGE_ORGANISATIONS,
        also=("organisation", "place", "regulation", "amounts", "colleague", "hours", "classes"),
    ),
]


TABS = [
    Entry(_("Organisations"), "desk:organisations", "house", Can.MANAGE_ORGANISATIONS),
    Entry(_("Colleagues"), "accounts:colleagues", "people", Can.MANAGE_USERS),
    Entry(_("Amounts"), "desk:amounts", "euro", Can.MANAGE_ORGANISATIONS),
    Entry(_("Device classes"), "inventory:classes", "laptop", Can.MANAGE_ORGANISATIONS),
]


def menu(request: HttpRequest) -> dict[str, object]:
    """The menu for whoever makes this request, with the chapter of the page marked as current."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"menu": [], "home_url": "/"}
    match = request.resolver_match
    here = match.view_name if match else ""
    seat = user.seat
    return {
        "home_url": reverse("desk:home"),
        "account_url": reverse("accounts:account"),
        "log_out_url": reverse("accounts:log_out"),
        "who": {"name": user.full_name, "role": seat.get_role_display() if seat else "", "at": _at(seat)},
        "menu": _shown(ENTRIES, user, here),
        "tabs": _shown(TABS, user, here) if any(here == tab.page for tab in TABS) else [],
    }


def _shown(entries: list[Entry], user: User, here: str) -> list[dict[str, object]]:
    return [
        {
            "title": entry.title,
            "url": reverse(entry.page),
            "icon": entry.icon,
            "current": here == entry.page or (here not in entry.but and any(word in here for word in entry.also)),
        }
        for entry in entries
        if user.may(entry.needs)
    ]


def _at(seat: Membership | None) -> str:
    if seat is None:
        return ""
    return seat.place.name if seat.place else seat.organisation.name
