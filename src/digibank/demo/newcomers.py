"""Who comes to the digibank for the first time: residents with what they tell, and donors."""

from digibank import clock
from digibank.demo.founding import Town
from digibank.demo.life import Life
from digibank.demo.names import COMPANIES, FIRST_NAMES, LAST_NAMES, STREETS
from digibank.people import actions as people
from digibank.people.actions import Way, donors
from digibank.people.models import Donor, Person

HOW_CAME = ["self", "family", "ocmw", "partner", "library", "letter"]


def resident(life: Life, town: Town) -> Person:
    """Somebody of this town with one way to be reached; six in ten fill in the card."""
    life.residents += 1
    chance, number = life.chance, life.residents
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    prefers = chance.choices(["letter", "phone", "sms", "email", "card"], [10, 40, 35, 10, 5])[0]
    ways = {
        "phone": [Way("phone", f"014 98 {number // 100:02d} {number % 100:02d}")],
        "sms": [Way("mobile", f"0470 98 {number // 100:02d} {number % 100:02d}")],
        "email": [Way("email", f"inwoner{number}@voorbeeld.example")],
    }.get(prefers, [Way("desk")])
    person = people.register(
        home=town.organisation, name=name, prefers=prefers, ways=ways, birth_year=chance.randint(1934, 2005),
        address={
            "street": f"{chance.choice(STREETS)} {chance.randint(1, 180)}", "postcode": town.postcode,
            "town": town.desk.town,
        },
        interpreter_needed=chance.random() < 0.08, by=town.clerk.actor,
    )  # fmt: skip
    if chance.random() < 0.6:
        _card(person, life, town)
    return person


def _card(person: Person, life: Life, town: Town) -> None:
    chance = life.chance
    age = clock.today().year - (person.birth_year or 1960)
    band = "18-29" if age < 30 else "30-54" if age < 55 else "55+"
    groups = [group for group in ("older", "limited_means", "low_schooling") if chance.random() < 0.4]
    people.fill_card(
        person, age_band=band, gender=chance.choice(["f", "m", "will_not_say"]), how_came=chance.choice(HOW_CAME),
        job_seeker=chance.choice(["yes", "no", "no", "not_asked"]), target_groups=groups,
        target_groups_told="answered" if groups else "not_asked", by=town.clerk.actor,
    )  # fmt: skip


def donor(life: Life) -> Donor | None:
    """A company that gave before, a resident, or somebody who gives no name."""
    chance, by = life.chance, life.region.technicians[0].actor
    if chance.random() < 0.1:
        return None
    if len(life.donors) < len(COMPANIES):
        name = COMPANIES[len(life.donors)]
        life.donors.append(
            donors.register(organisation=life.region.association, name=name, is_legal_person=True, by=by)
        )
        return life.donors[-1]
    if chance.random() < 0.5:
        return chance.choice(life.donors)
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    return donors.register(organisation=life.region.association, name=name, by=by)
