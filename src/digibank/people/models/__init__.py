"""What is known about residents."""

from digibank.people.models.persons import NUMBERS, Address, ContactWay, Person, PersonAccess, search_text
from digibank.people.models.statistics import StatisticsCard
from digibank.people.models.verdicts import Verdict

__all__ = ["NUMBERS", "Address", "ContactWay", "Person", "PersonAccess", "StatisticsCard", "Verdict", "search_text"]
