"""What is known about residents, and about who gives devices."""

from digibank.people.models.contacts import Contact
from digibank.people.models.donors import Donor
from digibank.people.models.households import Household, HouseholdMember, counted_with, locked_with_household
from digibank.people.models.persons import (
    NUMBERS,
    Address,
    ContactWay,
    Person,
    PersonAccess,
    classified,
    known_to,
    search_text,
)
from digibank.people.models.representatives import Representative, is_under_age, who_signs_along
from digibank.people.models.statistics import StatisticsCard
from digibank.people.models.verdicts import Verdict

__all__ = [
    "NUMBERS",
    "Address",
    "Contact",
    "ContactWay",
    "Donor",
    "Household",
    "HouseholdMember",
    "Person",
    "PersonAccess",
    "Representative",
    "StatisticsCard",
    "Verdict",
    "classified",
    "counted_with",
    "is_under_age",
    "known_to",
    "locked_with_household",
    "search_text",
    "who_signs_along",
]
