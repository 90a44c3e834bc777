"""All rights on one page. A change of rights is a reviewed change; docs/reference/rights.md is made from this."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Can(StrEnum):
    """What somebody may do. A right counts at the organisation of the membership and at that organisation's members."""

    MANAGE_ORGANISATIONS = "organisations.manage"
    MANAGE_USERS = "accounts.manage"
    SEE_OWN_WORK = "desk.see"
    SEE_PEOPLE = "people.see"
    REGISTER_PEOPLE = "people.register"
    SEE_DEVICES = "inventory.see"
    REGISTER_DEVICES = "inventory.register"
    SETTLE_STORAGE = "inventory.settle"


class Role(models.TextChoices):
    """What somebody is at an organisation. The word stands in the database; its rights stand here."""

    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("regional coordinator")
    TECHNICIAN = "technician", _("technician")
    LENDING_CLERK = "lending_clerk", _("lending clerk")


_EVERYONE = frozenset({Can.SEE_OWN_WORK, Can.SEE_DEVICES})

GRANTS: dict[Role, frozenset[Can]] = {
    Role.ADMINISTRATOR: _EVERYONE | {Can.MANAGE_ORGANISATIONS, Can.MANAGE_USERS},
    Role.COORDINATOR: _EVERYONE,
    Role.TECHNICIAN: _EVERYONE | {Can.REGISTER_DEVICES, Can.SETTLE_STORAGE},
    Role.LENDING_CLERK: _EVERYONE | {Can.SEE_PEOPLE, Can.REGISTER_PEOPLE},
}

MEANING: dict[Can, object] = {
    Can.MANAGE_ORGANISATIONS: _("keep organisations, places, hours, regulations and amounts up to date"),
    Can.MANAGE_USERS: _("give colleagues an account and a role, and end them"),
    Can.SEE_OWN_WORK: _("open the desk and one's own account"),
    Can.SEE_PEOPLE: _("see the residents of one's municipality"),
    Can.REGISTER_PEOPLE: _("register residents and keep what is known about them up to date"),
    Can.SEE_DEVICES: _("see devices, their labels and what is inside them"),
    Can.REGISTER_DEVICES: _("give devices that come in a number and a label, and correct them"),
    Can.SETTLE_STORAGE: _("read reports and say what became of each storage medium"),
}
