"""What should stand at each desk, and the proposal of this morning; the coordinator answers it."""

from digibank.demo.founding import Region
from digibank.spreading import actions as spreading
from digibank.spreading.queries import minimums_seen

AT_LEAST = 2


def propose(region: Region) -> None:
    """Set the minimum of each desk, and propose what rides where. Nothing is accepted: that is for who looks around."""
    by = region.coordinator.actor
    for town in region.towns:
        counts = dict.fromkeys(region.classes.values(), AT_LEAST)
        spreading.set_minimums(town.desk, counts=counts, seen=minimums_seen(town.desk), by=by)
    spreading.propose(region.association, by=by)
