"""The menu: which chapters a colleague sees, by right. The one place that names pages of all chapters."""

from dataclasses import dataclass
from functools import cache, lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import ResolverMatch, get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from digibank.accounts.models import User
from digibank.accounts.rights import Can


@dataclass(frozen=True, eq=False)
class Entry:
    """One word in the menu: where it leads, which right shows it, and the pages that are its own, `but` some.

    With the right `unless` it stands under a wider entry already.
    """

    title: object
    page: str
    icon: str
    needs: Can
    also: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    unless: Can | None = None

    def is_for(self, user: User) -> bool:
        """Whether this colleague sees it. What is reached through a wider entry stands not in the menu itself."""
        return user.may(self.needs) and not (self.unless and user.may(self.unless))

    def is_current(self, here: str) -> bool:
        """Whether the page with this name is in the chapter of this entry."""
        return here == self.page or (here not in self.but and any(word in here for word in self.also))

    def told(self, current: bool, prefix: str) -> dict[str, object]:
        """What the page shows of it."""
        return {"title": self.title, "url": _address(self.page, prefix), "icon": self.icon, "current": current}


# What is scanned and counted belongs with what rides.
SCANNING = ("desk:scan_", "desk:take_back_scanned", "desk:settle_slip")
COUNTING = tuple(
    f"inventory:{page}" for page in ("stocktakes", "start_stocktake", "stocktake", "scan_count", "settle_difference")
)

# Pages about the stations of a workshop are for who keeps its computers, not for who works there.
STATIONS = tuple(
    f"refurbishment:{page}"
    for page in ("stations", "register_station", "station", "station_token", "give_station_token", "end_station")
)

# A donation is closed where its erasures are known, and belongs with the donations.
BATCHES = tuple(
    f"refurbishment:{page}"
    for page in ("batch", "attest_batch", "close_batch", "count_batch", "reopen_batch", "batch_attestation")
)

# Tills and payment lists are seen by who keeps the accounts too.
MONEY = tuple(
    f"lending:{page}"
    for page in (
        "tills", "till", "book_transfer", "move_change", "close_day", "payment_lists", "payment_list", "set_payee",
        "make_list", "take_off", "approve_list", "execute_list", "withdraw_list",
    )
)  # fmt: skip

# Decided about by who works at no lending desk too.
EXCEPTIONS = tuple(
    f"lending:{page}" for page in ("exemptions", "exemption", "refuse_exemption", "pauses", "lift_pause")
)
# What a telephone reads of the agenda.
CALENDARS = ("lending:calendars", "lending:give_calendar", "lending:give_own_calendar", "lending:end_calendar")

# The screen of who helps; also for who receives nobody.
HELPING = tuple(
    f"helpdesk:{page}"
    for page in (
        "helping", "close", "pass_on", "come", "call_next", "go_home", "help_step", "ask_expert", "outings", "outing",
        "outing_step", "follow_visitor",
    )
)  # fmt: skip
# Visits, questions and screens: what the reception of a help point is about.
RECEIVING = tuple(
    f"helpdesk:{page}"
    for page in (
        "reception", "walk_in", "check_in", "ticket", "queue_step", "team", "helper", "call_shift_off", "screens",
        "give_screen", "end_screen", "question", "ask", "take_question", "leave_to_expert", "pass_question_on",
    )
)  # fmt: skip
# Handovers, skills talks and outreach; visits have an entry of their own.
FOLLOWING = tuple(
    f"helpdesk:{page}"
    for page in (
        "handover", "open_handover", "hold_session", "plan_next", "note_call", "conclude", "note_course", "look_back",
        "missed", "talk", "type_over", "progress", "outreach", "note_outreach", "keep_promise", "met_at",
        "figures",
    )
)  # fmt: skip

ENTRIES = [
    Entry(_("Desk"), "desk:home", "scan", Can.SEE_OWN_WORK),
    Entry(_("Residents"), "people:people", "people", Can.SEE_PEOPLE, also=("people:", "desk:person")),
    Entry(
        _("Loans"),
        "lending:loans",
        "swap",
        Can.SEE_LOANS,
        also=("lending:",),
        but=("lending:prices", *MONEY, *EXCEPTIONS, *CALENDARS),
    ),
    Entry(_("Tills"), "lending:tills", "euro", Can.SEE_MONEY, also=MONEY),
    Entry(_("Exceptions"), "lending:exemptions", "hand", Can.DECIDE_EXCEPTIONS, also=EXCEPTIONS),
    Entry(_("Moved up"), "lending:moves", "arrow", Can.SEE_MOVES, unless=Can.SEE_LOANS),
    Entry(
        _("Late loans"),
        "lending:ladders_done",
        "clock",
        Can.FOLLOW_LATE,
        also=("lending:give_leave",),
        unless=Can.SEE_LOANS,
    ),
    Entry(_("Support"), "support:entitlements", "shield-check", Can.GIVE_SUPPORT, also=("support:",)),
    Entry(_("Messages"), "comms:messages", "letter", Can.SEE_MESSAGES, also=("comms:",)),
    Entry(_("Donations"), "donations:donations", "gift", Can.SEE_DONATIONS, also=("donations:", *BATCHES)),
    Entry(_("Agenda"), "agenda:week", "calendar", Can.PLAN, also=("agenda:", *CALENDARS)),
    Entry(_("Help point"), "helpdesk:reception", "talk", Can.RECEIVE, also=RECEIVING, but=HELPING),
    Entry(_("My visitor"), "helpdesk:helping", "hand", Can.HELP, also=HELPING),
    Entry(_("Handovers"), "helpdesk:handovers", "talk", Can.FOLLOW_HANDOVERS, also=FOLLOWING),
    Entry(
        _("Devices"),
        "inventory:devices",
        "laptop",
        Can.SEE_DEVICES,
        also=("inventory:", "desk:device", "refurbishment:record"),
        but=("inventory:classes", *COUNTING),
    ),
    Entry(
        _("Device workshop"),
        "refurbishment:board",
        "tool",
        Can.PREPARE_DEVICES,
        also=("refurbishment:",),
        but=("refurbishment:record", *STATIONS, *BATCHES),
    ),
    Entry(
        _("Waste"),
        "refurbishment:waste",
        "trash",
        Can.DISPOSE,
        also=("refurbishment:",),
        but=("refurbishment:record", *STATIONS, *BATCHES),
        unless=Can.PREPARE_DEVICES,
    ),
    Entry(_("Transfers"), "logistics:transfers", "truck", Can.MOVE_DEVICES, also=("logistics:", *SCANNING, *COUNTING)),
    Entry(_("Spreading"), "spreading:today", "arrow", Can.SPREAD, also=("spreading:",)),
    Entry(
        _("Administration"),
        "desk:organisations",
        "settings",
        Can.MANAGE_ORGANISATIONS,
        also=(
            "organisation",
            "place",
            "regulation",
            "amounts",
            "colleague",
            "hours",
            "closure_set",
            "desk:add_stop",
            "desk:edit_stop",
            "classes",
            "badges:",
            "station",
            "lending:prices",
        ),
        but=("badges:own",),
    ),
    Entry(
        _("Counter computers"),
        "badges:computers",
        "desktop",
        Can.MANAGE_COUNTERS,
        also=("badges:", "station"),
        but=("badges:own",),
        unless=Can.MANAGE_ORGANISATIONS,
    ),
]


TABS = [
    Entry(_("Organisations"), "desk:organisations", "house", Can.MANAGE_ORGANISATIONS),
    Entry(_("Colleagues"), "accounts:colleagues", "people", Can.MANAGE_USERS),
    Entry(_("Badges"), "badges:badges", "card", Can.MANAGE_BADGES),
    Entry(_("Counter computers"), "badges:computers", "desktop", Can.MANAGE_COUNTERS),
    Entry(_("Workshop stations"), "refurbishment:stations", "tool", Can.MANAGE_COUNTERS),
    Entry(_("Amounts"), "desk:amounts", "euro", Can.MANAGE_ORGANISATIONS),
    Entry(_("Device classes"), "inventory:classes", "laptop", Can.MANAGE_ORGANISATIONS),
]

MONEY_TABS = [
    Entry(_("Tills"), "lending:tills", "euro", Can.SEE_MONEY),
    Entry(_("Payment lists"), "lending:payment_lists", "document", Can.SEE_MONEY),
]

AGENDA_TABS = [
    Entry(_("The week"), "agenda:week", "calendar", Can.PLAN),
    Entry(_("On your telephone"), "lending:calendars", "phone", Can.PLAN),
]

WASTE_TABS = [
    Entry(_("What waits"), "refurbishment:waste", "trash", Can.DISPOSE),
    Entry(_("Collections"), "refurbishment:collections", "truck", Can.DISPOSE),
    Entry(_("Waste register"), "refurbishment:register", "board", Can.DISPOSE),
    Entry(_("The year"), "refurbishment:year", "chart", Can.DISPOSE),
    Entry(_("Environment"), "refurbishment:effect", "sun", Can.SEE_FIGURES),
    Entry(_("Recyclers"), "refurbishment:recyclers", "settings", Can.DISPOSE),
]

MOVING_TABS = [
    Entry(_("Transfers"), "logistics:transfers", "truck", Can.MOVE_DEVICES),
    Entry(_("Scan in"), "desk:scan_in", "scan", Can.MOVE_DEVICES),
    Entry(_("Stocktakes"), "inventory:stocktakes", "check", Can.MOVE_DEVICES),
]

HELP_TABS = [
    Entry(_("The queue"), "helpdesk:reception", "people", Can.RECEIVE),
    Entry(_("Questions"), "helpdesk:questions", "help", Can.RECEIVE),
    Entry(_("Screens"), "helpdesk:screens", "desktop", Can.RECEIVE),
]

FOLLOWING_TABS = [
    Entry(_("To do"), "helpdesk:handovers", "check", Can.FOLLOW_HANDOVERS),
    Entry(_("Outreach"), "helpdesk:outreach", "people", Can.FOLLOW_HANDOVERS),
    Entry(_("Figures"), "helpdesk:figures", "chart", Can.FOLLOW_HANDOVERS),
]

SPREADING_TABS = [
    Entry(_("This morning"), "spreading:today", "sun", Can.SPREAD),
    Entry(_("Minimum stock"), "spreading:minimums", "house", Can.SPREAD),
    Entry(_("Earlier proposals"), "spreading:earlier", "clock", Can.SPREAD),
]

# On the pages of one donation; each takes its key.
DONATION_TABS = [
    Entry(_("What was given"), "donations:donation", "gift", Can.SEE_DONATIONS),
    Entry(_("Locked devices"), "donations:releases_of", "lock", Can.SEE_DONATIONS),
    Entry(_("Attestation and closing"), "refurbishment:batch", "check", Can.SEE_DONATIONS),
]


ALL_TABS = (
    TABS,
    MONEY_TABS,
    AGENDA_TABS,
    WASTE_TABS,
    MOVING_TABS,
    HELP_TABS,
    FOLLOWING_TABS,
    SPREADING_TABS,
    DONATION_TABS,
)


def menu(request: HttpRequest) -> dict[str, object]:
    """The menu for whoever makes this request, with the chapter of the page marked as current."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"menu": "", "home_url": "/"}
    match, prefix = request.resolver_match, get_script_prefix()
    here = match.view_name if match else ""
    shown = tuple((entry, entry.is_current(here)) for entry in ENTRIES if entry.is_for(user))
    return {
        "home_url": _address("desk:home", prefix),
        "account_url": _address("accounts:account", prefix),
        "log_out_url": _address("accounts:log_out", prefix),
        "who": {"name": user.full_name, "role": user.role.label if user.role else "", "at": user.sits_at},
        "menu": _drawn(shown, get_language(), prefix),
        "tabs": [tab for row in ALL_TABS for tab in _tabs(row, user, match, prefix)],
    }


@lru_cache(maxsize=1000)
def _drawn(shown: tuple[tuple[Entry, bool], ...], _language: str | None, prefix: str) -> SafeString:
    """The menu in HTML: the same for all with the same rights in the same chapter, so it is made once."""
    return render_to_string("ui/menu.html", {"entries": [entry.told(current, prefix) for entry, current in shown]})


def _tabs(row: list[Entry], user: User, match: ResolverMatch | None, prefix: str) -> list[dict[str, object]]:
    """The tabs of this row, on the pages that are in it. Tabs about one record lead to pages with its key."""
    if match is None or match.view_name not in {tab.page for tab in row}:
        return []
    mine = [tab for tab in row if user.may(tab.needs)]
    if not match.kwargs:
        return [tab.told(tab.is_current(match.view_name), prefix) for tab in mine]
    return [
        {"title": tab.title, "url": reverse(tab.page, kwargs=match.kwargs), "current": tab.page == match.view_name}
        for tab in mine
    ]


@cache
def _address(page: str, _prefix: str) -> str:
    """Where a page without numbers in its address is."""
    return reverse(page)
