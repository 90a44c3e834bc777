"""Organisations join and are renamed; their places open, move, and change their hours."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum import iban

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.editing import edit
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import Closure, OpeningHours, Organisation, Place

Hours = tuple[int, time, time]


@transaction.atomic
def add_organisation(
    *,
    name: str,
    kind: str,
    association: Organisation | None = None,
    serves: Organisation | None = None,
    by: Actor,
) -> Organisation:
    """Take a municipality, OCMW or partner into the association, or found the association itself.

    An OCMW `serves` a municipality: its social workers support the residents of that one (policy Z-04).
    """
    _refuse_serving(kind, serves)
    with refusing(
        Organisation, "an_organisation_name_once", _("This name is taken. Choose another name."), field="name"
    ):
        organisation = Organisation.objects.create(name=name, kind=kind, association=association, serves=serves)
    record("organisations.organisation_added", organisation, by=by, kind=kind)
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, version: int, by: Actor, **changes: Any) -> Organisation:
    """Give the organisation another name, or let an OCMW serve another municipality."""
    _refuse_serving(organisation.kind, changes.get("serves"))
    with refusing(
        Organisation, "an_organisation_name_once", _("This name is taken. Choose another name."), field="name"
    ):
        changed = edit(organisation, version=version, **changes)
    if changed:
        record("organisations.organisation_edited", organisation, by=by)
    return organisation


@transaction.atomic
def set_account(organisation: Organisation, *, version: int, account_number: str, by: Actor) -> Organisation:
    """Say on which account of its own the organisation gets transfers, as an IBAN; empty for none (policy J-05)."""
    compact = iban.compact(account_number)
    # Not check_country: that knows only the banks on its list, and new ones come.
    if compact and not iban.is_valid(compact, check_country=False):
        raise RuleBroken(
            _("This is no account number. Copy it again, such as BE68 5390 0754 7034."), field="account_number"
        )
    if edit(organisation, version=version, account_number=compact):
        record("organisations.account_set", organisation, by=by)
    return organisation


@transaction.atomic
def open_place(organisation: Organisation, *, by: Actor, **details: Any) -> Place:
    """Open a depot, desk or help point of this organisation."""
    with refusing(
        Place, "a_place_name_once_per_organisation", _("This name is taken. Choose another name."), field="name"
    ):
        place = Place.objects.create(organisation=organisation, **details)
    record("organisations.place_opened", place, by=by, about=[organisation], kind=place.kind)
    return place


@transaction.atomic
def edit_place(place: Place, *, version: int, by: Actor, **changes: Any) -> Place:
    """Change a place's name, address or telephone."""
    with refusing(
        Place, "a_place_name_once_per_organisation", _("This name is taken. Choose another name."), field="name"
    ):
        changed = edit(place, version=version, **changes)
    if changed:
        record("organisations.place_edited", place, by=by, fields=".".join(changed))
    return place


@transaction.atomic
def set_hours(place: Place, *, hours: Sequence[Hours], by: Actor) -> Place:
    """Replace the weekly hours of a place by these: weekday (0 is Monday), opens, closes."""
    place.opening_hours.all().delete()
    for weekday, opens, closes in hours:
        with (
            refusing(
                OpeningHours, "hours_apart", _("Two stretches overlap on the same day. Make them one, or move one.")
            ),
            refusing(
                OpeningHours,
                "hours_close_after_they_open",
                _("A closing hour lies before the opening hour. Turn them round."),
            ),
        ):
            OpeningHours.objects.create(place=place, weekday=weekday, opens=opens, closes=closes)
    record("organisations.hours_set", place, by=by, stretches=len(hours))
    return place


@transaction.atomic
def close_days(place: Place, *, from_on: date, last_on: date, reason: str, by: Actor) -> Closure:
    """Keep the place shut from `from_on` up to and including `last_on`."""
    if last_on < from_on:
        raise RuleBroken(_("The last day lies before the first day. Turn them round."), field="last_on")
    closure = Closure.objects.create(place=place, from_on=from_on, until_on=last_on + timedelta(days=1), reason=reason)
    record("organisations.days_closed", place, by=by, from_on=from_on, last_on=last_on)
    return closure


@transaction.atomic
def reopen_days(closure: Closure, *, by: Actor) -> Place:
    """Take a closure back."""
    record("organisations.days_reopened", closure.place, by=by, from_on=closure.from_on)
    closure.delete()
    return closure.place


def _refuse_serving(kind: str, serves: Organisation | None) -> None:
    if serves and (kind != Organisation.Kind.OCMW or serves.kind != Organisation.Kind.MUNICIPALITY):
        raise RuleBroken(_("Only an OCMW serves a municipality. Choose another kind, or none."), field="serves")
