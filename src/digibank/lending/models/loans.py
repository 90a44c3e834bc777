"""Loans, what goes along, and what made them last longer."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db import models

from digibank import clock
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import AppendOnly
from digibank.inventory.models import DEVICE_NUMBERS, Accessory, AccessoryKind, Commitment, Device
from digibank.lending.flows import NEVER_BEGAN, OPEN, LoanKind, LoanState
from digibank.lending.models.requests import AtDeskQuerySet, Request
from digibank.numbers import Series
from digibank.organisations.models import Place, Regulation
from digibank.people.models import Person, Representative, classified

LOAN_NUMBERS = Series("UL")
SOON = timedelta(days=14)


@dataclass(frozen=True)
class LoanCounts:
    """How many loans are late and since when, wait for a signature, or end within two weeks."""

    overdue: int
    first_due_on: date | None
    prepared: int
    due_soon: int


def _is_overdue(day: date) -> models.Q:
    return models.Q(state=LoanState.RUNNING, kind=LoanKind.LOAN, due_on__lt=day)


def _is_due_soon(day: date) -> models.Q:
    return models.Q(state=LoanState.RUNNING, kind=LoanKind.LOAN, due_on__gte=day, due_on__lte=day + SOON)


class LoanQuerySet(AtDeskQuerySet["Loan"]):
    """Sets of loans."""

    def open(self) -> Self:
        """Loans whose device nobody else can have."""
        return self.filter(state__in=OPEN)

    def running(self) -> Self:
        """Loans whose device is with the borrower."""
        return self.filter(state=LoanState.RUNNING)

    def overdue(self, day: date | None = None) -> Self:
        """Loans whose device should have been back before this day; today when no day is given."""
        return self.filter(_is_overdue(day or clock.today()))

    def leases_over(self) -> Self:
        """Lease-purchases whose last part was to be paid before today: to ask for, or to pass on."""
        return self.running().filter(kind=LoanKind.LEASE, due_on__lt=clock.today())

    def due_soon(self, day: date | None = None) -> Self:
        """Loans that end within two weeks from this day, and are not late."""
        return self.filter(_is_due_soon(day or clock.today()))

    def brought_elsewhere(self) -> Self:
        """Loans of which the device came back at the desk of another organisation within two weeks (policy U-51)."""
        elsewhere = ~models.Q(returned__place__organisation=models.F("desk__organisation"))
        return self.filter(elsewhere, returned__returned_on__gt=clock.today() - SOON)

    def counts(self) -> LoanCounts:
        """How many there are today that a desk has to look at."""
        # Three small questions: one that asks for either of them would read every loan that runs.
        late = self.overdue().aggregate(overdue=models.Count("pk"), first_due_on=models.Min("due_on"))
        return LoanCounts(
            **late, prepared=self.filter(state=LoanState.PREPARED).count(), due_soon=self.due_soon().count()
        )

    def at(self, desk: Place) -> Self:
        """Loans of this desk."""
        return self.filter(desk=desk)

    def of_device(self, device: Device) -> Self:
        """All loans of this device, newest first; also those in which it was swapped for another one."""
        return self.filter(self._with(device.pk)).order_by("-pk")

    def _with(self, device: int) -> models.Q:
        swapped_out = self.model.objects.filter(swaps__old=device)
        return models.Q(device=device) | models.Q(pk__in=swapped_out.values("pk"))

    def locked(self, loan: "Loan") -> "Loan":
        """The loan as it is now, after its request; nobody else moves them until the transaction ends."""
        if loan.request:
            Request.objects.locked(loan.request)
        # First the lock, then the rows around it: PostgreSQL does not find a locked row whose joined row was changed.
        self.select_for_update().get(pk=loan.pk)
        rows = self.select_related(
            "person",
            "device__device_class",
            "desk__organisation",
            "regulation",
            "commitment",
            "handover__slot",
            "handover__place",
            "request",
            "signs_along",
        )
        return rows.get(pk=loan.pk)

    def matching(self, text: str) -> Self:
        """Loans with this number, of this device, or of the persons that fit; who is protected by number only."""
        key, device = LOAN_NUMBERS.key(text), DEVICE_NUMBERS.key(text)
        if key is not None:
            return self.filter(pk=key)
        if device is not None:
            return self.filter(self._with(device))
        return self.filter(person__in=Person.objects.matching(text).values("pk"))


class Loan(models.Model):
    """A device with a resident, under the version of the regulation that held when it was prepared.

    For a time, or for good when it is a gift or all of a lease-purchase is paid (policy U-79, U-80).

    It begins on paper: a contract that was made, signed and seen being signed. The database itself refuses a loan
    that began without them, and a second open loan of one device (policy U-01, U-02).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="loans")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="loans")
    desk = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="loans")
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="loans")
    request = models.ForeignKey(Request, null=True, blank=True, on_delete=models.PROTECT, related_name="loans")
    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="loan")
    handover = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="loan")
    contract = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Whom the contract names to sign along, and when that was done (policy U-98).
    signs_along = models.ForeignKey(
        Representative, null=True, blank=True, on_delete=models.PROTECT, related_name="loans"
    )
    signed_along_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=LoanState, default=LoanState.PREPARED)
    prepared_at = models.DateTimeField(default=clock.now, editable=False)
    kind = models.CharField(max_length=5, choices=LoanKind, default=LoanKind.LOAN, db_default=LoanKind.LOAN)
    # A gift is not brought back.
    due_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    seen_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "desk__organisation"
    privacy = classified(
        technical="id person device desk regulation request commitment handover signs_along signed_along_on state kind"
        " prepared_at due_on signed_on seen_by started_on ended_at",
        personal="contract",
    )

    objects = LoanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device"], condition=models.Q(state__in=OPEN), name="one_open_loan"),
            models.UniqueConstraint(
                fields=["request"], condition=~models.Q(state=LoanState.CANCELLED), name="one_loan_per_request"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=NEVER_BEGAN, signed_on__isnull=True, seen_by__isnull=True, started_on__isnull=True
                )
                | models.Q(
                    ~models.Q(state__in=NEVER_BEGAN),
                    contract__isnull=False,
                    signed_on__isnull=False,
                    seen_by__isnull=False,
                    started_on__isnull=False,
                ),
                name="a_loan_begins_with_a_signed_contract",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=NEVER_BEGAN)
                | models.Q(signs_along__isnull=True)
                | models.Q(signed_along_on__isnull=False),
                name="no_loan_begins_before_who_signs_along",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, ended_at__isnull=True)
                | (~models.Q(state__in=OPEN) & models.Q(ended_at__isnull=False)),
                name="an_ended_loan_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="gift", due_on__isnull=True, state__in=(*NEVER_BEGAN, LoanState.GIVEN))
                | (~models.Q(kind="gift") & models.Q(due_on__isnull=False)),
                name="a_gift_is_not_brought_back",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=LoanState.GIVEN) | ~models.Q(kind="loan"), name="a_loan_is_not_given_away"
            ),
        ]
        indexes = [
            # With what a board counts and a list leaves out, so that neither reads the loans themselves.
            models.Index(
                fields=["desk", "due_on", "kind", "person"],
                name="running_loans_by_due_date",
                condition=models.Q(state="running"),
            ),
            models.Index(fields=["desk"], name="prepared_loans_of_a_desk", condition=models.Q(state="prepared")),
            models.Index(fields=["desk", "state", "-id"], name="loans_of_a_desk"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the contract, such as UL-000711-4."""
        return LOAN_NUMBERS.of(self.pk)

    @property
    def person_shown(self) -> str:
        """The borrower, as a list may show it: of a protected person the number only."""
        return self.person.number if self.person.protected else self.person.name

    @property
    def is_open(self) -> bool:
        """Whether nobody else can have the device."""
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether the device should have been back before today: never what is being bought (policy U-80)."""
        return self._comes_back and self.ends_on < clock.today()

    @property
    def is_due_soon(self) -> bool:
        """Whether it ends within two weeks."""
        today = clock.today()
        return self._comes_back and today <= self.ends_on <= today + SOON

    @property
    def _comes_back(self) -> bool:
        return self.state == LoanState.RUNNING and self.kind == LoanKind.LOAN

    @property
    def ends_on(self) -> date:
        """The last day of what is not a gift: that has none."""
        assert self.due_on is not None
        return self.due_on

    @property
    def has_planned_handover(self) -> bool:
        """Whether somebody will show, or has shown, how the device works."""
        return self.handover.state in (AppointmentState.PLANNED, AppointmentState.DONE)

    @property
    def given_parts(self) -> list["LoanPart"]:
        """What goes along with the device."""
        return [part for part in self.parts.all() if part.given]

    @property
    def waits_for_another(self) -> bool:
        """Whether somebody has to sign along before the borrower does."""
        return self.signs_along_id is not None and self.signed_along_on is None

    def renewals_left(self) -> int:
        """How often it may still be made longer; only a plain loan is."""
        if self.kind != LoanKind.LOAN:
            return 0
        return self.regulation.renewals - self.renewals.count()


class LoanPart(models.Model):
    """A part that belongs with the device: whether it went along, and how it came back."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=12, choices=AccessoryKind)
    given = models.BooleanField()
    back = models.CharField(max_length=8, choices=Accessory.State, blank=True)

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan kind given back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "kind"], name="a_part_once_per_loan"),
            models.CheckConstraint(
                condition=models.Q(given=True) | models.Q(back=""), name="what_was_not_given_does_not_come_back"
            ),
        ]
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind} {self.back or self.given}"


class Renewal(models.Model):
    """The loan was made longer, from one due date to another. Never changed."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="renewals")
    was_due_on = models.DateField()
    due_on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan was_due_on due_on at by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "was_due_on"], name="a_due_date_is_renewed_once"),
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("was_due_on")), name="a_renewal_makes_a_loan_longer"
            ),
            AppendOnly(name="lending_renewal_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was_due_on} {self.due_on}"
