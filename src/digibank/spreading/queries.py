"""What one looks up about proposals and minimum stocks."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from digibank.accounts.access import visible_to
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.inventory.models import DeviceClass
from digibank.organisations.models import Organisation, Place
from digibank.spreading.flows import LineState, ProposalState
from digibank.spreading.models import MinimumStock, Proposal, ProposalLine
from digibank.spreading.sentences import why
from digibank.spreading.staleness import lacks_of


@dataclass(frozen=True)
class Shown:
    """A line as its page shows it: why it is there, and why it cannot ride any more."""

    line: ProposalLine
    why: str
    stale: str = ""


def proposals(user: User) -> QuerySet[Proposal]:
    """The proposals that the user may see, the newest first, with how many lines each has and had accepted."""
    rows = visible_to(Proposal.objects.all(), user, Can.SPREAD).select_related("association")
    accepted = Q(lines__state=LineState.ACCEPTED)
    return rows.annotate(
        asked=Count("lines"), done=Count("lines", filter=accepted), ridden=Sum("lines__sent_count", filter=accepted)
    )


def open_proposals(user: User) -> list[Proposal]:
    """Those that wait for an answer: one for each association."""
    return list(proposals(user).filter(state=ProposalState.OPEN).order_by("association__name"))


def associations(user: User) -> QuerySet[Organisation]:
    """For which associations the user may ask a proposal."""
    return Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION, pk__in=user.reach[Can.SPREAD])


def lines_of(proposal: Proposal) -> list[Shown]:
    """The lines with why they are there, and of those to answer why they cannot ride."""
    rows = proposal.lines.select_related(
        "device_class", "from_place", "to_place", "sent_to", "transfer", "answered_by__user"
    )
    lines = list(rows)
    for line in lines:
        line.proposal = proposal
    stale = lacks_of([line for line in lines if line.is_open]) if proposal.is_open else {}
    return [Shown(line, why(line), stale.get(line.pk, "")) for line in lines]


def desks_of(association: Organisation) -> QuerySet[Place]:
    """The desks in use to which something may ride."""
    ours = Q(organisation=association) | Q(organisation__association=association)
    return Place.objects.in_use().lending_desks().filter(ours).select_related("organisation")


def desks(user: User) -> QuerySet[Place]:
    """The desks in use that the user spreads over."""
    rows = Place.objects.in_use().lending_desks().filter(organisation__in=user.reach[Can.SPREAD])
    return rows.select_related("organisation")


def minimums_at(user: User) -> list[tuple[Place, list[MinimumStock]]]:
    """Each desk in use that the user spreads over, with its minimums."""
    shown = list(desks(user))
    by_desk = defaultdict(list)
    for row in MinimumStock.objects.filter(place__in=shown).select_related("device_class"):
        by_desk[row.place_id].append(row)
    return [(desk, by_desk[desk.pk]) for desk in shown]


def counts_at(place: Place) -> tuple[list[DeviceClass], dict[int, int]]:
    """All classes, and the minimum of those that have one here."""
    return list(DeviceClass.objects.all()), dict(
        MinimumStock.objects.filter(place=place).values_list("device_class", "count")
    )


def minimums_seen(place: Place) -> str:
    """The minimum stocks of this desk as one word, to notice that a colleague changed them."""
    rows = MinimumStock.objects.filter(place=place).order_by("device_class").values_list("device_class", "count")
    return " ".join(f"{kind}:{count}" for kind, count in rows)
