"""All rights on one page. A change of rights is a reviewed change; docs/reference/rights.md is made from this."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Can(StrEnum):
    """What somebody may do. A right counts at the organisation of the membership and at that organisation's members."""

    MANAGE_ORGANISATIONS = "organisations.manage"
    MANAGE_USERS = "accounts.manage"
    MANAGE_BADGES = "badges.manage"
    MANAGE_COUNTERS = "badges.counters"
    SEE_OWN_WORK = "desk.see"
    SEE_PEOPLE = "people.see"
    REGISTER_PEOPLE = "people.register"
    SEE_DEVICES = "inventory.see"
    REGISTER_DEVICES = "inventory.register"
    SETTLE_STORAGE = "inventory.settle"
    SEE_DONATIONS = "donations.see"
    REGISTER_DONATIONS = "donations.register"
    DO_TASKS = "workforce.do"
    PREPARE_DEVICES = "refurbishment.prepare"
    CHECK_QUALITY = "refurbishment.check"
    DISPOSE = "refurbishment.dispose"
    SEE_FIGURES = "refurbishment.figures"
    APPROVE_EXCEPTIONS = "refurbishment.approve"
    MOVE_DEVICES = "logistics.move"
    SEE_MESSAGES = "comms.see"
    SEND_MESSAGES = "comms.send"
    PLAN = "agenda.plan"
    GIVE_SUPPORT = "support.give"
    LEND = "lending.lend"
    SEE_LOANS = "lending.see"
    SEE_MONEY = "lending.money"
    APPROVE_PAYMENTS = "lending.approve"
    SEE_MOVES = "lending.moves"
    DECIDE_EXCEPTIONS = "lending.except"
    FOLLOW_LATE = "lending.late"
    SPREAD = "spreading.spread"
    RECEIVE = "helpdesk.receive"
    HELP = "helpdesk.help"
    FOLLOW_HANDOVERS = "helpdesk.follow"


class Role(models.TextChoices):
    """What somebody is at an organisation. The word stands in the database; its rights stand here."""

    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("regional coordinator")
    TECHNICIAN = "technician", _("technician")
    LENDING_CLERK = "lending_clerk", _("lending clerk")
    SOCIAL_WORKER = "social_worker", _("social worker")
    SOCIAL_ECONOMY_WORKER = "social_economy_worker", _("social-economy worker")
    ACCOUNTANT = "accountant", _("accountant")
    RECEPTION = "reception", _("reception")
    DIGIHELPER = "digihelper", _("digihelper")
    GUIDE = "guide", _("guide")


_EVERYONE = frozenset({Can.SEE_OWN_WORK, Can.SEE_DEVICES})

GRANTS: dict[Role, frozenset[Can]] = {
    Role.ADMINISTRATOR: _EVERYONE
    | {Can.MANAGE_ORGANISATIONS, Can.MANAGE_USERS, Can.MANAGE_BADGES, Can.MANAGE_COUNTERS},
    Role.COORDINATOR: _EVERYONE
    | {
        Can.MANAGE_COUNTERS,
        Can.SEE_DONATIONS,
        Can.REGISTER_DONATIONS,
        Can.DISPOSE,
        Can.SEE_FIGURES,
        Can.SEE_MOVES,
        Can.DECIDE_EXCEPTIONS,
        Can.FOLLOW_LATE,
        Can.MOVE_DEVICES,
        Can.SPREAD,
    },
    Role.TECHNICIAN: _EVERYONE
    | {
        Can.REGISTER_DEVICES,
        Can.SETTLE_STORAGE,
        Can.SEE_DONATIONS,
        Can.REGISTER_DONATIONS,
        Can.PREPARE_DEVICES,
        Can.CHECK_QUALITY,
        Can.DISPOSE,
        Can.APPROVE_EXCEPTIONS,
        Can.MOVE_DEVICES,
    },
    Role.LENDING_CLERK: _EVERYONE
    | {
        Can.SEE_PEOPLE,
        Can.REGISTER_PEOPLE,
        Can.MOVE_DEVICES,
        Can.SEE_MESSAGES,
        Can.SEND_MESSAGES,
        Can.PLAN,
        Can.LEND,
        Can.SEE_LOANS,
        Can.SEE_MONEY,
        Can.RECEIVE,
        Can.HELP,
        Can.FOLLOW_HANDOVERS,
    },
    # Who pays what a clerk put on a list: never the same person (policy J-10).
    Role.ACCOUNTANT: frozenset({Can.SEE_OWN_WORK, Can.SEE_MONEY, Can.APPROVE_PAYMENTS}),
    # Of a resident the own municipality's OCMW alone knows what it gave (policy Z-02).
    Role.SOCIAL_WORKER: _EVERYONE | {Can.GIVE_SUPPORT, Can.DECIDE_EXCEPTIONS},
    # One task card at a time, and nothing around it (policy Y-02).
    Role.SOCIAL_ECONOMY_WORKER: frozenset({Can.SEE_OWN_WORK, Can.DO_TASKS}),
    # Who receives visitors and who helps them are often volunteers: as little as needed (policy VB-08).
    Role.RECEPTION: frozenset({Can.SEE_OWN_WORK, Can.RECEIVE}),
    Role.DIGIHELPER: frozenset({Can.SEE_OWN_WORK, Can.HELP}),
    # Follows residents until they can do it alone, and sees nothing of what they borrowed or owe (policy WO-08).
    Role.GUIDE: frozenset({Can.SEE_OWN_WORK, Can.HELP, Can.FOLLOW_HANDOVERS}),
}

# Rights that show what residents told us, or that decide who may see it: a password alone is too little for them.
NEED_SECOND_FACTOR = frozenset(
    {
        Can.MANAGE_ORGANISATIONS,
        Can.MANAGE_USERS,
        Can.MANAGE_BADGES,
        Can.MANAGE_COUNTERS,
        Can.SEE_PEOPLE,
        Can.REGISTER_PEOPLE,
        Can.SEE_MESSAGES,
        Can.SEND_MESSAGES,
        Can.PLAN,
        Can.GIVE_SUPPORT,
        Can.LEND,
        Can.SEE_LOANS,
        Can.SEE_MONEY,
        Can.APPROVE_PAYMENTS,
        Can.DECIDE_EXCEPTIONS,
        Can.RECEIVE,
        Can.FOLLOW_HANDOVERS,
    }
)
CAREFUL_ROLES = frozenset(role for role, rights in GRANTS.items() if rights & NEED_SECOND_FACTOR)

# Who comes in with a badge has none of these: whoever keeps accounts could become somebody else (policy B-04).
NOT_AT_A_COUNTER = frozenset({Can.MANAGE_USERS, Can.MANAGE_BADGES, Can.MANAGE_COUNTERS})

MEANING: dict[Can, object] = {
    Can.MANAGE_ORGANISATIONS: _("keep organisations, places, hours, regulations and amounts up to date"),
    Can.MANAGE_USERS: _("give colleagues an account and a role, and end them"),
    Can.MANAGE_BADGES: _("give colleagues a badge, a new code, and end their badge"),
    Can.MANAGE_COUNTERS: _("register the shared computers of places, and end them"),
    Can.SEE_OWN_WORK: _("open the desk and one's own account"),
    Can.SEE_PEOPLE: _("see the residents of one's municipality"),
    Can.REGISTER_PEOPLE: _("register residents and keep what is known about them up to date"),
    Can.SEE_DEVICES: _("see devices, their labels and what is inside them"),
    Can.REGISTER_DEVICES: _("give devices that come in a number and a label, and correct them"),
    Can.SETTLE_STORAGE: _("read reports and say what became of each storage medium"),
    Can.SEE_DONATIONS: _("see what was given, and by whom"),
    Can.REGISTER_DONATIONS: _("take in what donors bring and give them a receipt"),
    Can.DO_TASKS: _("do the task cards of one's own depot, one at a time"),
    Can.PREPARE_DEVICES: _("install devices and make them ready"),
    Can.CHECK_QUALITY: _("check devices that a colleague made ready"),
    Can.DISPOSE: _("make waste of devices, give it to a recycler and see the waste register"),
    Can.SEE_FIGURES: _("see what reuse spares the environment, and choose the factors"),
    Can.APPROVE_EXCEPTIONS: _("approve that a colleague's erasure reaches less than required, with a reason"),
    Can.MOVE_DEVICES: _("send devices to another place and receive them"),
    Can.SEE_MESSAGES: _("see what was told to the residents of one's municipality"),
    Can.SEND_MESSAGES: _("post letters, make calls and give cards, and say how it went"),
    Can.PLAN: _("plan moments for residents and keep the list of people to call"),
    Can.GIVE_SUPPORT: _("give residents of one's municipality a right that the desk takes into account, and end it"),
    Can.LEND: _("lend devices and take them back"),
    Can.FOLLOW_LATE: _("see the numbers of late loans for which all was done, and let a loan be made longer once"),
    Can.SEE_MOVES: _("see which requests were moved up in a waiting list by hand, and why"),
    Can.DECIDE_EXCEPTIONS: _("decide about exceptions that a colleague asked at a lending desk"),
    Can.FOLLOW_HANDOVERS: _("follow residents with their device until they can do it alone"),
    Can.SPREAD: _("see which devices are proposed to ride where, let them ride, and set the minimum of each desk"),
    Can.SEE_LOANS: _("see what the residents of one's municipality asked for and borrow"),
    Can.SEE_MONEY: _("see the tills and the payment lists of one's municipality"),
    Can.APPROVE_PAYMENTS: _("approve payment lists that a colleague made, and say that they are paid"),
    Can.RECEIVE: _("see who waits at a help point, check visitors in, plan helpers and keep the list of questions"),
    Can.HELP: _("call the next visitor of a help point, help, and say how it went"),
}
