"""What stands on a morning board, and what several parts of one board count."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from digibank import reports
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.inventory.queries import AtDesk, free_by_desk_and_class
from digibank.lending.flows import RequestState
from digibank.lending.models import Loan, LoanCounts, Request


@dataclass(frozen=True)
class Case:
    """Something that asks for somebody: how many, what, how urgent, and the one way to act."""

    count: int
    title: str
    tone: str
    why: str
    verb: str
    url: str


class Counts:
    """What several parts of one board ask, counted when the first of them does."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def loans(self) -> LoanCounts:
        """The loans that the user may see."""
        return Loan.objects.visible_to(self.user, Can.SEE_LOANS).counts()

    @cached_property
    def free(self) -> Counter[AtDesk]:
        """What may be promised at each desk of each class. Who sees the loans of a desk also sees its devices."""
        return free_by_desk_and_class(self.user.reach[Can.SEE_DEVICES])

    @cached_property
    def waiting(self) -> dict[int, int]:
        """For each class how many wait. That is no secret of a person: whoever sees the devices may know it."""
        reach = self.user.reach[Can.SEE_DEVICES]
        rows = Request.objects.filter(desk__organisation__in=reach, state=RequestState.WAITING).order_by()
        counted = rows.values_list("device_class").annotate(count=Count("pk"))
        return reports.read(lambda database: dict(counted.using(database)))
