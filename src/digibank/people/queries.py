"""Who may be known already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor, Event
from digibank.errors import RuleBroken
from digibank.organisations.models import Organisation
from digibank.people.models import (
    NUMBERS,
    Address,
    ContactWay,
    HouseholdMember,
    Person,
    PersonAccess,
    Representative,
    Verdict,
)
from digibank.people.names import alike, beginnings, normalised

MOST_DOUBLES = 5
TRIES_A_DAY = 5


@dataclass(frozen=True)
class Details:
    """What is compared: a normalised name, the year of birth, the postcode, and telephone numbers and e-mails."""

    name: str
    birth_year: int | None = None
    postcode: str = ""
    values: frozenset[str] = frozenset()

    @classmethod
    def typed(
        cls, *, name: str, birth_year: int | None = None, postcode: str = "", values: Iterable[str] = ()
    ) -> "Details":
        """Of somebody who is being registered; `values` are telephone numbers and e-mails as they would be kept."""
        return cls(normalised(name), birth_year, postcode, frozenset(value for value in values if value))

    @classmethod
    def of(cls, person: Person) -> "Details":
        """Of somebody who is registered. A number that belongs to somebody else does not tell who the person is."""
        values = frozenset(
            way.value for way in person.current_ways if way.value and way.kind != ContactWay.Kind.SOMEONE
        )
        address = person.address
        return cls(normalised(person.name), person.birth_year, address.postcode if address else "", values)


@dataclass(frozen=True)
class Double:
    """Somebody who may be the same person, and why."""

    person: Person
    reasons: tuple[str, ...]


def possible_doubles(described: Details | Person, viewer: User) -> list[Double]:
    """Persons the viewer may see who may be the one described, with the most reasons first; at most five.

    Protected persons are never suggested, nor those who were judged to be somebody else already.
    """
    details = described if isinstance(described, Details) else Details.of(described)
    rows = Person.objects.visible_to(viewer, Can.SEE_PEOPLE).shown_in_lists()
    if isinstance(described, Person):
        if described.protected:
            return []
        judged = Verdict.objects.standing().about(described).values_list("first", "second")
        rows = rows.exclude(pk__in={key for pair in judged for key in pair} | {described.pk})
    near = rows.filter(_perhaps(details)).prefetch_related("addresses", "ways")
    doubles = [Double(person, reasons) for person in near if (reasons := _reasons(details, Details.of(person)))]
    return sorted(doubles, key=lambda double: (-len(double.reasons), double.person.pk))[:MOST_DOUBLES]


def refuse_known(known: Iterable[Double], *, seen: str) -> None:
    """Raise RuleBroken when somebody who may be the same was not shown yet; `seen` holds keys between dots."""
    if any(str(double.person.pk) not in seen.split(".") for double in known):
        raise RuleBroken(_("Somebody like this is known already. Nothing is saved yet: look below first."))


def same_persons(person: Person, viewer: User) -> list[Person]:
    """The records linked to this one as the same person, as far as the viewer may see them."""
    linked = Verdict.objects.standing().about(person).filter(says=Verdict.Says.SAME).values_list("first", "second")
    keys = {key for pair in linked for key in pair} - {person.pk}
    shown = Person.objects.visible_to(viewer, Can.SEE_PEOPLE).shown_in_lists()
    return list(shown.filter(pk__in=keys).select_related("home"))


def lives_with(person: Person, viewer: User) -> list[Person]:
    """Who live together with this person, as far as the viewer may see them (policy U-31)."""
    members = HouseholdMember.objects.with_person(person).exclude(person=person).values("person")
    shown = Person.objects.visible_to(viewer, Can.SEE_PEOPLE).filter(pk__in=members)
    return list(shown.order_by("pk")) if viewer.may_at(Can.SEE_PEOPLE, person.home) else []


def representatives_shown(person: Person, viewer: User) -> list[Representative]:
    """Who signs along with this person today, for who works where the person lives and for nobody else (U-97)."""
    if not viewer.may_at(Can.SEE_PEOPLE, person.home):
        return []
    return list(Representative.objects.current().filter(person=person))


def find_housemate(number: str, person: Person, viewer: User) -> Person:
    """Who has this number, to live together with this person.

    One and the same refusal, whether nobody has it or somebody of another municipality does (policy U-31).
    """
    residents = Person.objects.visible_to(viewer, Can.REGISTER_PEOPLE).filter(home=person.home_id)
    found = residents.filter(pk=NUMBERS.key(number) or 0).first()
    if found is None:
        raise RuleBroken(_("Nobody of your municipality has this number. Look at the card once more."), field="number")
    return found


def accesses_shown(person: Person, viewer: User) -> list[PersonAccess]:
    """To whom the person is open today, with the reasons: all for whoever works at the person's home, else one's own.

    What one municipality writes to another is not for a third.
    """
    open_now = PersonAccess.objects.current().filter(person=person).select_related("organisation")
    if not viewer.may_at(Can.SEE_PEOPLE, person.home):
        open_now = open_now.filter(organisation__in=viewer.reach[Can.SEE_PEOPLE])
    return list(open_now)


def find_across_border(*, number: str, name: str, organisation: Organisation, by: Actor) -> Person:
    """The person of another municipality with this number and exactly this name.

    One and the same refusal, whether nobody has the number, the name differs or the person is protected
    (policy promises 10 and 12). After five refusals in a day the rest must be asked at the other municipality.
    """
    since = clock.now() - timedelta(days=1)
    if Event.objects.filter(verb="people.border_refused", actor=by, at__gte=since).count() >= TRIES_A_DAY:
        raise RuleBroken(_("This was tried too often today. Ring the municipality where the person lives."))
    person = Person.objects.shown_in_lists().filter(pk=NUMBERS.key(number) or 0).first()
    if person is None or normalised(person.name) != normalised(name):
        raise RuleBroken(_("This number and name do not belong together. Look at the person’s card and try again."))
    if person.home_id == organisation.pk:
        raise RuleBroken(_("This person lives in your own municipality. Search for the name in the list."))
    return person


def _perhaps(details: Details) -> Q:
    """What the database can tell apart quickly: the same number, or a name that begins alike near by."""
    same_value = Q(pk__in=ContactWay.objects.current().filter(value__in=details.values).values("person"))
    near = Q(pk__in=[])
    if details.birth_year:
        near |= Q(birth_year=details.birth_year)
    if details.postcode:
        near |= Q(pk__in=Address.objects.current().filter(postcode=details.postcode).values("person"))
    begins = reduce(or_, (Q(search__contains=f" {start}") for start in beginnings(details.name)), Q(pk__in=[]))
    return same_value | (near & begins)


def _reasons(mine: Details, theirs: Details) -> tuple[str, ...]:
    reasons = []
    if mine.values & theirs.values:
        reasons.append(_("the same telephone or e-mail"))
    if alike(mine.name, theirs.name):
        if mine.birth_year and mine.birth_year == theirs.birth_year:
            reasons.append(_("a similar name and the same year of birth"))
        if mine.postcode and mine.postcode == theirs.postcode:
            reasons.append(_("a similar name and the same postcode"))
    return tuple(reasons)
