"""What is known about residents, and about who gives devices."""

from digibank.people.models.donors import Donor
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
from digibank.people.models.statistics import StatisticsCard
from digibank.people.models.verdicts import Verdict

__all__ = [
    "NUMBERS",
    "Address",
    "ContactWay",
    "Donor",
    "Person",
    "PersonAccess",
    "StatisticsCard",
    "Verdict",
    "classified",
    "known_to",
    "search_text",
]
