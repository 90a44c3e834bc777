"""What changes about residents and how they are reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor, Event
from digibank.editing import edit as edit_row
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import Organisation
from digibank.people import phones
from digibank.people.models import Address, ContactWay, Person, PersonAccess, StatisticsCard, search_text
from digibank.people.models.statistics import ANSWERED
from digibank.people.secrets import refuse_secrets, refuse_secrets_in

LONGEST_ACCESS = timedelta(days=366)


@dataclass(frozen=True)
class Way:
    """A way to reach somebody as it was told: `value` a telephone number or e-mail, `who` the one who passes it on."""

    kind: str
    value: str = ""
    who: str = ""
    relation: str = ""


@transaction.atomic
def register(
    *,
    home: Organisation,
    name: str,
    prefers: str,
    ways: Sequence[Way] = (),
    address: Mapping[str, str] | None = None,
    by: Actor,
    **details: Any,
) -> Person:
    """Write down a resident of this municipality with at least one way to be reached (policy promise 8).

    `address` holds street, postcode and town. `details` may hold called, birth_year, interpreter_needed,
    contact_language, large_print and protected.
    """
    if home.kind != Organisation.Kind.MUNICIPALITY:
        raise RuleBroken(_("A resident belongs to a municipality. Choose the one where this person lives."))
    refuse_secrets_in({"name": name, **details})
    search = search_text(name, details.get("called", ""))
    person = Person.objects.create(home=home, name=name, prefers=prefers, search=search, **details)
    for way in ways:
        _add_way(person, way)
    if address:
        refuse_secrets_in(address)
        Address.objects.create(person=person, **address)
    _check_reachable(person)
    record("people.registered", person, by=by, about=[home], ways=len(ways), letters=bool(address))
    return person


@transaction.atomic
def edit(person: Person, *, version: int, by: Actor, **changes: Any) -> Person:
    """Correct what is known about a resident."""
    refuse_secrets_in(changes)
    changes["search"] = search_text(changes.get("name", person.name), changes.get("called", person.called))
    changed = edit_row(person, version=version, **changes)
    _check_reachable(_locked(person))
    if changed:
        # Only which fields: what was typed never stands in the trail.
        facts: dict[str, Any] = {field: True for field in changed if field != "search"}
        record("people.edited", person, by=by, **facts)
    return person


@transaction.atomic
def need_large_print(person: Person, *, by: Actor) -> Person:
    """Papers for this person are printed large from now on (policy U-91)."""
    found = _locked(person)
    if edit_row(found, version=found.version, large_print=True):
        record("people.edited", found, by=by, large_print=True)
    return found


@transaction.atomic
def add_way(person: Person, *, way: Way, by: Actor) -> ContactWay:
    """Add a way to reach the person."""
    added = _add_way(person, way)
    record("people.way_added", person, by=by, way=added.pk, kind=added.kind)
    return added


@transaction.atomic
def end_way(way: ContactWay, *, by: Actor) -> ContactWay:
    """Stop using this way from today; refused when it is the last one, or the one the person prefers."""
    person = _locked(way.person)
    _refuse_unused(way)
    way.until_on = clock.today()
    way.save(update_fields=["until_on"])
    _check_reachable(person)
    record("people.way_ended", person, by=by, way=way.pk, kind=way.kind)
    return way


@transaction.atomic
def note_reached(way: ContactWay, *, by: Actor) -> ContactWay:
    """Write down that the person was reached this way today."""
    way.last_reached_on = clock.today()
    way.save(update_fields=["last_reached_on"])
    record("people.reached", way.person, by=by, way=way.pk)
    return way


@transaction.atomic
def move_house(person: Person, *, street: str, postcode: str, town: str, from_on: date, by: Actor) -> Address:
    """Give the person another address from this day; the same day as the known address corrects that one."""
    person = _locked(person)
    refuse_secrets_in({"street": street, "town": town})
    latest = person.addresses.order_by("-from_on").first()
    if latest and latest.from_on > from_on:
        raise RuleBroken(
            _("The address that is known holds from %(day)s. Choose that day or a later one.")
            % {"day": f"{latest.from_on:%d/%m/%Y}"},
            field="from_on",
        )
    if latest and (latest.until_on is None or latest.until_on > from_on):
        latest.until_on = from_on
        latest.save(update_fields=["until_on"])
    if latest and latest.from_on == from_on:
        address = _corrected(latest, street, postcode, town)
    else:
        address = Address.objects.create(person=person, street=street, postcode=postcode, town=town, from_on=from_on)
    _check_reachable(_locked(person))
    record("people.moved_house", person, by=by, address=address.pk, from_on=from_on)
    return address


@transaction.atomic
def leave_address(address: Address, *, by: Actor) -> Address:
    """The person gets no letters here any more, and no other address is known."""
    person = _locked(address.person)
    _refuse_unused(address)
    address.until_on = clock.today()
    address.save(update_fields=["until_on"])
    _check_reachable(person)
    record("people.address_left", person, by=by, address=address.pk)
    return address


@transaction.atomic
def fill_card(
    person: Person, *, version: int = 1, target_groups: Sequence[str] = (), by: Actor, **answers: str
) -> StatisticsCard:
    """Keep the answers of the card. `version` is that of the card the colleague saw; a first card has version 1."""
    if target_groups and answers.get("target_groups_told") != ANSWERED:
        raise RuleBroken(
            _("Groups are ticked, but the question counts as not answered. Choose “answered”, or untick the groups."),
            field="target_groups_told",
        )
    groups = {group: group in target_groups for group in StatisticsCard.TARGET_GROUPS}
    card, made = StatisticsCard.objects.get_or_create(person=person)
    if edit_row(card, version=version, filled_at=clock.now(), **groups, **answers):
        record("people.card_filled", person, by=by, first=made)
    return card


@transaction.atomic
def note_border_refused(organisation: Organisation, *, by: Actor) -> Event:
    """Keep that somebody tried to open a person across the border and was refused; not whom."""
    return record("people.border_refused", organisation, by=by)


@transaction.atomic
def open_across_border(
    person: Person, *, organisation: Organisation, reason: str, until_on: date, by: Actor
) -> PersonAccess:
    """Let another municipality see the person for at most a year, with the reason (policy promise 10)."""
    refuse_secrets(reason, field="reason")
    today = clock.today()
    if not today < until_on <= today + LONGEST_ACCESS:
        raise RuleBroken(_("Choose a last day after today, at most a year from now."), field="until_on")
    with refusing(
        PersonAccess, "one_access_at_a_time", _("This person is open to you already. Search for the number.")
    ):
        access = PersonAccess.objects.create(
            person=person, organisation=organisation, reason=reason, until_on=until_on, granted_by=by
        )
    record("people.opened_across_border", person, by=by, about=[organisation], access=access.pk, until_on=until_on)
    return access


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _refuse_unused(row: Address | ContactWay) -> None:
    """Raise RuleBroken when it ended already or holds from a later day: the page that asks is of before."""
    row.refresh_from_db()
    if not row.is_current:
        raise RuleBroken(_("This is not used now. Reload the page to see what is known."))


def _corrected(address: Address, street: str, postcode: str, town: str) -> Address:
    address.street, address.postcode, address.town, address.until_on = street, postcode, town, None
    address.save()
    return address


def _add_way(person: Person, way: Way) -> ContactWay:
    refuse_secrets_in({"who": way.who, "relation": way.relation})
    kind, value = _kept(way)
    with refusing(ContactWay, "a_way_once_per_person", _("This is written down already."), field="value"):
        return ContactWay.objects.create(person=person, kind=kind, value=value, who=way.who, relation=way.relation)


def _kept(way: Way) -> tuple[str, str]:
    """Kind and value as they are kept: a number tells by itself whether it is of a mobile phone."""
    kinds, value = ContactWay.Kind, way.value.strip()
    if way.kind == kinds.SOMEONE and not way.who:
        raise RuleBroken(_("Write down through whom the person is reached."), field="who")
    if way.kind == kinds.EMAIL:
        return way.kind, _kept_email(value)
    if way.kind == kinds.DESK:
        return way.kind, ""
    if way.kind == kinds.SOMEONE:
        return way.kind, phones.normalised(value, field="value") if value else ""
    number = phones.normalised(value, field="value")
    return kinds.MOBILE if phones.takes_messages(number) else kinds.PHONE, number


def _kept_email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as wrong:
        raise RuleBroken(_("This is no e-mail address. Check it, or choose another way."), field="value") from wrong
    return value.lower()


def _check_reachable(person: Person) -> None:
    """At least one way that works today, and the way the person prefers among them."""
    if not person.address and not person.current_ways:
        raise RuleBroken(
            _("There must be one way to reach this person: a telephone, an e-mail, an address, somebody, or the desk.")
        )
    if person.prefers not in person.channels():
        raise RuleBroken(
            _("“%(channel)s” does not reach this person. Add what it needs, or choose another way to tell news.")
            % {"channel": person.get_prefers_display()},
            field="prefers",
        )
