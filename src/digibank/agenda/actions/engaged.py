"""Appointments with a helper. The day of the place is locked first, then its helpers, then moments (policy AP-05)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda.announcing import announce
from digibank.agenda.code_words import new_word
from digibank.agenda.engaging import Wish, as_held, lapsed_holds, let_go, lock_helpers, take
from digibank.agenda.flows import AppointmentState, SlotState
from digibank.agenda.models import Appointment, Purpose, Slot, Through, Where
from digibank.agenda.newcomers import municipality_of
from digibank.agenda.steps import give_back, locked, refuse_no_help_here, tell_no_more
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.organisations.models import Place
from digibank.people.actions import Way, register
from digibank.people.models import ContactWay, Person
from digibank.people.phones import normalised, takes_messages
from digibank.people.secrets import refuse_secrets

HELD_FOR = timedelta(minutes=15)


@transaction.atomic
def book_with_helper(
    place: Place, *, person: Person, wish: Wish, by: Actor, despite: str = "", hidden: bool = False
) -> Appointment:
    """Expect somebody for help, with a helper who is free then (policy AP-01, AP-05).

    `despite` says why it is done while nobody is free; it counts for nothing when somebody is (policy AP-07), and
    never at home: nobody goes there without being free. Who is visited at home is told before (policy AP-23).
    """
    refuse_secrets(despite, field="despite")
    refuse_no_help_here(place)
    wish = as_held(wish, place=place, person=person)
    at_home = wish.where == Where.AT_HOME
    lock_helpers(place, wish.day)
    slot = take(place, wish, despite="" if at_home else despite)
    alone = not slot.engagements.exists()
    appointment = Appointment.objects.create(
        person=person, slot=slot, place=place, purpose=Purpose.HELP, topic=wish.topic, hidden=hidden,
        despite=despite if alone else "", where=wish.where, code_word=new_word() if at_home else "",
    )  # fmt: skip
    record("agenda.booked", appointment, by=by, about=[person, place, slot], nobody_free=alone, where=wish.where)
    announce(appointment, by=by)
    return appointment


@transaction.atomic
def hold(place: Place, *, wish: Wish, by: Actor, instead_of: int | None = None) -> Slot:
    """Keep an hour for a quarter of an hour, for who is still answering questions (policy AP-06).

    `instead_of` is the key of the hour that the same visitor had kept before.
    """
    refuse_no_help_here(place)
    lock_helpers(place, wish.day)
    earlier = Slot.objects.select_for_update().filter(
        pk=instead_of or 0, state=SlotState.OPEN, held_until__isnull=False
    )
    for slot in earlier:
        let_go(slot)
    slot = take(place, wish, held_until=clock.now() + HELD_FOR)
    record("agenda.held", slot, by=by, about=[place])
    return slot


@transaction.atomic
def confirm(slot: Slot, *, person: Person, topic: str, by: Actor) -> Appointment:
    """Who answered all questions in time is expected at the hour that was kept (policy AP-06)."""
    found = Slot.objects.select_for_update(of=("self",)).select_related("place").get(pk=slot.pk)
    if found.state != SlotState.OPEN or found.held_until is None or found.held_until <= clock.now():
        raise RuleBroken(_("We kept this hour for a quarter of an hour. That is over. Go back, and choose an hour."))
    found.held_until, found.taken = None, 1
    found.save(update_fields=["held_until", "taken"])
    appointment = Appointment.objects.create(
        person=person, slot=found, place=found.place, purpose=Purpose.HELP, topic=topic, through=Through.WEBSITE
    )
    record("agenda.booked", appointment, by=by, about=[person, found.place, found])
    return appointment


@transaction.atomic
def confirm_for_newcomer(slot: Slot, *, name: str, reach: str, topic: str, by: Actor) -> Appointment:
    """The same for who gave a name and, when they have one, a telephone or an e-mail (policy AP-11).

    They are written down as a resident of the municipality of the place, also when somebody of this name is known:
    a double is joined later, a wrong person told about an appointment cannot be taken back.
    """
    home = municipality_of(slot.place)
    if home is None:
        raise RuleBroken(_("This help point makes no appointments on the website. Call us, or come by."))
    way, prefers = _way_of(reach)
    person = register(home=home, name=name, prefers=prefers, ways=[way], by=by)
    return confirm(slot, person=person, topic=topic, by=by)


@transaction.atomic
def move_with_helper(
    appointment: Appointment, *, place: Place, wish: Wish, by: Actor, despite: str = ""
) -> Appointment:
    """Expect the person at another hour with a helper; also who was on the list of people to call.

    The earlier moment is free before the new one is looked for: somebody may come a quarter of an hour later.
    """
    refuse_secrets(despite, field="despite")
    refuse_no_help_here(place)
    wish = as_held(wish, place=place, person=appointment.person)
    at_home = wish.where == Where.AT_HOME
    lock_helpers(place, wish.day)
    found = locked(appointment)
    if found.state != AppointmentState.PLANNED:
        raise RuleBroken(_("This appointment is over. Make a new one."))
    if found.purpose != Purpose.HELP:
        raise RuleBroken(_("A warm handover takes place at a moment that the place opened. Choose one of those."))
    earlier = found.slot
    if earlier:
        give_back(earlier)
    tell_no_more(found, by=by)
    slot = take(place, wish, despite="" if at_home else despite)
    found.slot, found.place, found.call_by_on, found.chosen_at = slot, place, None, clock.now()
    found.despite, found.helper_lost_at = "" if slot.engagements.exists() else despite, None
    found.where, found.code_word = wish.where, (found.code_word or new_word()) if at_home else ""
    found.save(
        update_fields=[
            "slot", "place", "call_by_on", "chosen_at", "despite", "helper_lost_at", "where", "code_word",
        ]
    )  # fmt: skip
    about = [found.person, place, slot]
    if earlier:
        record("agenda.moved", found, by=by, about=about)
    else:
        record("agenda.call_planned", found, by=by, about=about)
    announce(found, by=by)
    return found


@transaction.atomic
def end_holds(*, by: Actor) -> int:
    """Let go what was kept for people who did not go on."""
    lapsed = lapsed_holds()
    for slot in lapsed:
        let_go(slot)
        record("agenda.hold_ended", slot, by=by)
    return len(lapsed)


def _way_of(reach: str) -> tuple[Way, str]:
    """How somebody is reached and likes to hear news: a text message, a call, an e-mail; else at the desk."""
    if not reach:
        return Way(ContactWay.Kind.DESK), Person.Channel.CARD
    if "@" in reach:
        return Way(ContactWay.Kind.EMAIL, reach), Person.Channel.EMAIL
    texts = takes_messages(normalised(reach, field="reach"))
    return Way(ContactWay.Kind.PHONE, reach), Person.Channel.SMS if texts else Person.Channel.PHONE
