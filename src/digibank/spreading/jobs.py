"""What the worker does each morning: a proposal for each association."""

from datetime import time

from digibank import clock
from digibank.audit.models import Actor
from digibank.organisations.models import Organisation, Place
from digibank.spreading import actions
from digibank.spreading.models import Proposal
from digibank.work import lease
from digibank.work.registry import every

# Before the first van is loaded, after what the night's jobs did.
MORNING = time(6)


@every(minutes=10)
def propose_this_morning(by: Actor) -> int:
    """Make the proposal of today for each association that has desks and none yet; from six o'clock."""
    if clock.now().astimezone(clock.BRUSSELS).time() < MORNING:
        return 0
    done = Proposal.objects.filter(made_on=clock.today()).values("association")
    desks = Place.objects.in_use().lending_desks()
    founders = Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION).exclude(pk__in=done)
    made = 0
    for association in founders.filter(members__in=desks.values("organisation")).distinct().order_by("pk"):
        lease.extend()
        actions.propose(association, by=by)
        made += 1
    return made
