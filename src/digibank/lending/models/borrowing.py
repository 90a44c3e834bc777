"""Who may borrow: proofs that were seen, and exceptions that somebody granted."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.guards import OnlyFades
from digibank.lending.flows import ExemptionState
from digibank.lending.models.loans import Loan
from digibank.organisations.models import BorrowRule, Organisation
from digibank.people.models import Person, classified


class ProofSeenQuerySet(models.QuerySet["ProofSeen"]):
    """Sets of proofs that were seen."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


class ProofSeen(models.Model):
    """A colleague saw a proof, on a day. Only that: no copy, no number, no words (policy U-70).

    It counts at the organisation that saw it, for as many months as the rules there say. One that was ticked by mistake
    is taken back.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proofs_seen")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proofs_seen")
    criterion = models.CharField(max_length=10, choices=BorrowRule.Criterion)
    seen_on = models.DateField(default=clock.today)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    scope_path = "organisation"
    privacy = classified(technical="id person organisation by taken_back_at", personal="criterion seen_on")

    objects = ProofSeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "criterion", "seen_on"],
                condition=models.Q(taken_back_at__isnull=True),
                name="a_proof_is_seen_once_a_day",
            )
        ]
        ordering = ["-pk"]
        verbose_name_plural = "proofs seen"

    def __str__(self) -> str:
        return f"proof {self.pk}"


class PauseLifted(models.Model):
    """Somebody lifted the pause that followed on this loan, with the reason (policy U-77)."""

    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="pause_lifted")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan at by", personal="reason")

    class Meta:
        constraints = [
            OnlyFades(fixed=("loan_id", "at", "by_id"), fades=("reason",), name="lending_pauselifted_only_fades")
        ]
        verbose_name_plural = "pauses lifted"

    def __str__(self) -> str:
        return f"pause {self.loan_id}"


def decides_at(user: User, can: Can) -> models.Q:
    """The municipalities where the user has this right, and those that an OCMW where the user has it serves."""
    reach = user.reach[can]
    served = Organisation.objects.filter(pk__in=reach).exclude(serves=None).values("serves")
    return models.Q(pk__in=reach) | models.Q(pk__in=served)


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    """Sets of exceptions."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Those of the organisations where the user has this right, or that an OCMW where the user has it serves.

        Of who is protected only the own municipality and its OCMW know.
        """
        here = Organisation.objects.filter(decides_at(user, can)).values("pk")
        known = models.Q(person__protected=False) | models.Q(person__home__in=here)
        return self.filter(known, organisation__in=here)

    def asked(self) -> Self:
        """Those that wait for a decision."""
        return self.filter(state=ExemptionState.ASKED)

    def holding(self, person: Person, organisation: Organisation, day: date | None = None) -> Self:
        """Those that a loan of this person may use on this day, today when none is given: the oldest first."""
        rows = self.filter(person=person, organisation=organisation, state=ExemptionState.GRANTED)
        return rows.filter(until_on__gte=day or clock.today()).order_by("pk")

    def of_person(self, person: Person) -> Self:
        """Those of this person, newest first."""
        return self.filter(person=person).order_by("-pk")


class Exemption(models.Model):
    """Somebody may borrow once although one rule says no: asked by one colleague, granted by another (policy U-74).

    It holds until a day, that day included, for one loan. The database refuses that who asks decides.
    """

    class Rule(models.TextChoices):
        DEVICES = "devices", _("as many devices as the rules allow")
        OUTSIDER = "outsider", _("lives outside the municipality")
        PROOF = "proof", _("cannot show what the rules ask")
        PAUSE = "pause", _("a pause after an earlier loan")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exemptions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exemptions")
    rule = models.CharField(max_length=8, choices=Rule)
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    state = models.CharField(max_length=8, choices=ExemptionState, default=ExemptionState.ASKED)
    decided_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)
    loan = models.ForeignKey(Loan, null=True, blank=True, on_delete=models.PROTECT, related_name="exemptions")

    scope_path = "organisation"
    privacy = classified(
        technical="id person organisation asked_by asked_at state decided_by decided_at until_on loan",
        personal="rule reason answer",
    )

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "rule"],
                condition=models.Q(state="asked"),
                name="an_exception_is_asked_once",
            ),
            models.UniqueConstraint(fields=["loan", "rule"], name="a_loan_uses_one_exception_to_a_rule"),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("asked_by")), name="who_asks_an_exception_does_not_decide"
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | (~models.Q(state="asked") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_decision_has_somebody_and_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("asked", "refused"), until_on__isnull=True)
                | (~models.Q(state__in=("asked", "refused")) & models.Q(until_on__isnull=False)),
                name="a_granted_exception_has_its_last_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="used", loan__isnull=False)
                | (~models.Q(state="used") & models.Q(loan__isnull=True)),
                name="an_exception_is_used_by_one_loan",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"exception {self.pk}"

    @property
    def person_shown(self) -> str:
        """Whom it is for, by number: who decides needs no name (policy U-74)."""
        return self.person.number
