"""Stations get a token for their stick, another one when it is lost or old, and end."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.numbers import fingerprint, secret
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.models import Station


@transaction.atomic
def register_station(place: Place, *, name: str, by: Actor) -> tuple[Station, str]:
    """Let a table in this workshop report by stick; with it the token, which nobody can ask for again (policy N-03)."""
    if place.kind != Place.Kind.DEPOT or place.given_up_on:
        raise RuleBroken(_("Only a depot in use has a workshop. Choose another place."), field="place")
    refuse_secrets(name, field="name")
    token = secret()
    taken = _("This place has a station with this name already. Choose another name.")
    with refusing(Station, "one_open_station_of_this_name", taken, field="name"):
        station = Station.objects.create(
            place=place,
            name=name,
            actor=Actor.objects.create(kind=Actor.Kind.LINK),
            fingerprint=fingerprint(token),
            opens_until=clock.now() + Station.TOKEN_LASTS,
            registered_by=by,
        )
    record("refurbishment.station_registered", station, by=by, about=[place])
    return station, token


@transaction.atomic
def give_token(station: Station, *, by: Actor) -> tuple[Station, str]:
    """Another token; the one before opens nothing from now on, as when the stick is lost (policy N-03)."""
    station = _open(station)
    token = secret()
    station.fingerprint, station.opens_until = fingerprint(token), clock.now() + Station.TOKEN_LASTS
    station.save(update_fields=["fingerprint", "opens_until"])
    record("refurbishment.token_given", station, by=by, about=[station.place])
    return station, token


@transaction.atomic
def end_station(station: Station, *, by: Actor) -> Station:
    """No stick reports as this station any more; what came in stays."""
    station = _open(station)
    station.ended_at, station.ended_by = clock.now(), by
    station.save(update_fields=["ended_at", "ended_by"])
    record("refurbishment.station_ended", station, by=by, about=[station.place])
    return station


def _open(station: Station) -> Station:
    """This station as it is now, under lock."""
    locked = Station.objects.select_for_update().get(pk=station.pk)
    if locked.ended_at:
        raise RuleBroken(_("This station was ended already. Reload the page."))
    return locked
