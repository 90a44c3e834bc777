"""What the weeks of the region hand on to each other."""

from dataclasses import dataclass, field
from random import Random

from digibank.demo.founding import Region, Town
from digibank.lending.models import Loan
from digibank.people.models import Donor

DEVICES, RESIDENTS = 300, 200


@dataclass
class Life:
    """What goes on in the region: who gives, what stands where, who borrows what."""

    region: Region
    chance: Random
    besides: int = 0
    most_devices: int = DEVICES
    most_residents: int = RESIDENTS
    donors: list[Donor] = field(default_factory=list)
    disks: int = 0
    devices: int = 0
    residents: int = 0
    loans: list[tuple[Loan, Town]] = field(default_factory=list)
