"""Organisations join and are renamed; their places open, move, and say what there is."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum import iban

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.editing import edit, renew
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import Organisation, Place, PlaceFeature


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
    with _refusing_place():
        place = Place.objects.create(organisation=organisation, **details)
    record("organisations.place_opened", place, by=by, about=[organisation], kind=place.kind)
    return place


@transaction.atomic
def edit_place(place: Place, *, version: int, by: Actor, **changes: Any) -> Place:
    """Change a place's name, address, telephone or point on the map."""
    with _refusing_place():
        changed = edit(place, version=version, **changes)
    if changed:
        record("organisations.place_edited", place, by=by, fields=".".join(changed))
    return place


@transaction.atomic
def describe_place(place: Place, *, version: int, features: Collection[str], way_there: str, by: Actor) -> Place:
    """Say what is spoken at a place, how one gets in and what is there, in codes of Feature (policy OH-09)."""
    renew(place, version=version, way_there=way_there)
    place.features.exclude(code__in=features).delete()
    known = set(place.features.values_list("code", flat=True))
    PlaceFeature.objects.bulk_create([PlaceFeature(place=place, code=code) for code in features if code not in known])
    record("organisations.place_described", place, by=by, features=len(features))
    return place


@contextmanager
def _refusing_place() -> Iterator[None]:
    taken = _("This name is taken. Choose another name.")
    outside = _("This point does not lie in Belgium. First the degrees north, such as 51.2, then the degrees east.")
    with (
        refusing(Place, "a_place_name_once_per_organisation", taken, field="name"),
        refusing(Place, "a_place_lies_in_belgium", outside, field="on_the_map"),
    ):
        yield


def _refuse_serving(kind: str, serves: Organisation | None) -> None:
    if serves and (kind != Organisation.Kind.OCMW or serves.kind != Organisation.Kind.MUNICIPALITY):
        raise RuleBroken(_("Only an OCMW serves a municipality. Choose another kind, or none."), field="serves")
