"""Erasures with their evidence, what a second person stated about them, and the paper."""

from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import AppendOnly
from digibank.inventory.models import Device, StorageMedium
from digibank.numbers import Series
from digibank.organisations.models import Place
from digibank.refurbishment.evidence.methods import Level, remark_of
from digibank.refurbishment.evidence.signs import Sign, SignName, Verdict, needs_statement, statement_for
from digibank.refurbishment.evidence.techniques import TABLE, Technique, told
from digibank.refurbishment.evidence.witnessed import RESETS, WAYS, System, Way
from digibank.refurbishment.flows import ErasureState

NUMBERS = Series("WA")

# Words of NIST SP 800-88, which no language translates.
LEVELS = [(level.value, level.value.capitalize()) for level in Level]
SIGNS = [
    (SignName.METHOD.value, _("method")),
    (SignName.STATUS.value, _("result")),
    (SignName.ERROR_COUNTS.value, _("errors")),
    (SignName.BYTES.value, _("bytes written")),
    (SignName.VERIFICATION.value, _("read back")),
    (SignName.LAST_LINE.value, _("end of the run")),
    (SignName.SERIAL.value, _("serial number")),
    (SignName.CAPACITY.value, _("size")),
    (SignName.HIDDEN_AREAS.value, _("hidden areas")),
    (SignName.PROGRESS.value, _("how far it came")),
    (SignName.UNTOUCHED.value, _("written since")),
    (SignName.MOMENT.value, _("moment")),
    (SignName.ENCRYPTED.value, _("encrypted")),
    (SignName.ALWAYS.value, _("encrypted from the start")),
    (SignName.KEYS.value, _("keys")),
    (SignName.ACCOUNT.value, _("lock of an account")),
    (SignName.CARDS.value, _("SIM and memory card")),
    (SignName.RESET.value, _("starts as new")),
    (SignName.DESTROYED.value, _("seen broken")),
    (SignName.CERTIFICATE.value, _("certificate of the firm")),
]
TECHNIQUES = [(technique.value, row.title) for technique, row in TABLE.items()]
WITNESSED = (Technique.FACTORY_RESET.value, Technique.DESTROYED.value)


class Erasure(models.Model):
    """One erasure of one storage medium, with the proof as it came and what each sign in it says.

    `method` is the method of nwipe, the system that was reset, or the way of destroying; empty for what a drive does by
    itself. `sample` is what was read back afterwards, `depot` where it was done. A level below what is required needs
    an exemption (policy E-08). What only people can see has no log.

    `life_began_at` is when the device last came in from outside. Only a run after that says anything about the data
    that are on the medium now, and one accepted run per life is enough (policy W-03).
    """

    medium = models.ForeignKey(StorageMedium, on_delete=models.PROTECT, related_name="erasures")
    log = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sample = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    drive = models.CharField(max_length=60, blank=True)
    depot = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=ErasureState, default=ErasureState.WAITING)
    method = models.CharField(max_length=60, blank=True)
    technique = models.CharField(max_length=20, choices=TECHNIQUES)
    level = models.CharField(max_length=8, choices=LEVELS)
    tool = models.CharField(max_length=30, blank=True)
    version = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    life_began_at = models.DateTimeField()
    signs = models.JSONField(default=dict)
    erased_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    needs_exemption = models.BooleanField(default=False)
    exempted_at = models.DateTimeField(null=True, blank=True)

    scope_path = "medium__device__place__organisation"

    class Meta:
        constraints = [
            # What a drive says of itself may be the same to the letter after its next loan.
            models.UniqueConstraint(fields=["medium", "log", "life_began_at"], name="a_log_once_per_medium"),
            models.UniqueConstraint(
                fields=["log", "drive"],
                condition=models.Q(technique=Technique.OVERWRITTEN.value) & ~models.Q(state=ErasureState.WITHDRAWN),
                name="a_drive_of_a_log_is_one_medium",
            ),
            models.UniqueConstraint(
                fields=["medium", "life_began_at"],
                condition=models.Q(state=ErasureState.ACCEPTED) & ~models.Q(technique=Technique.DESTROYED.value),
                name="one_erasure_per_life_of_a_medium",
            ),
            models.UniqueConstraint(
                fields=["medium"],
                condition=models.Q(state=ErasureState.ACCEPTED, technique=Technique.DESTROYED.value),
                name="a_medium_is_destroyed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(log__isnull=False) | models.Q(technique__in=WITNESSED),
                name="only_what_people_saw_has_no_log",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ErasureState.ACCEPTED, needs_exemption=True, exempted_at__isnull=True),
                name="less_than_required_needs_an_exemption",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ErasureState.ACCEPTED, accepted_at__isnull=False)
                & models.Q(level__in=[level.value for level in Level])
                | ~models.Q(state=ErasureState.ACCEPTED) & models.Q(accepted_at__isnull=True),
                name="an_accepted_erasure_has_its_level",
            ),
            models.CheckConstraint(
                condition=models.Q(started_at__gte=models.F("life_began_at"), ended_at__gte=models.F("started_at")),
                name="an_erasure_lies_within_its_life",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the attestation is called: WA-000012-3."""
        return NUMBERS.of(self.pk)

    @property
    def device(self) -> Device:
        """The device the medium is in."""
        return self.medium.device

    @property
    def judged(self) -> list[Sign]:
        """Every sign as it was judged when the log was added, in the order in which they are shown."""
        # PostgreSQL keeps the names in JSON in an order of its own.
        known = [(name, self.signs[name]) for name in SignName if name in self.signs]
        return [
            Sign(name, Verdict(kept["verdict"]), kept["code"], kept["observed"], kept["expected"])
            for name, kept in known
        ]

    @property
    def needed(self) -> tuple[SignName, ...]:
        """The signs that a second person must state, said or not."""
        return needs_statement(self.judged)

    @cached_property
    def said(self) -> dict[str, "Statement"]:
        """What was stated already, by the name of the sign."""
        return {statement.sign: statement for statement in self.statements.all()}

    @property
    def unsaid(self) -> list[SignName]:
        """The signs that nobody stated yet."""
        return [name for name in self.needed if name not in self.said]

    @property
    def lacks_exemption(self) -> bool:
        """Whether it reaches less than required, and nobody approved that yet."""
        return self.needs_exemption and self.exempted_at is None

    @property
    def is_timed(self) -> bool:
        """Whether the proof itself tells when the run began and ended."""
        return self.technique == Technique.OVERWRITTEN

    @property
    def method_name(self) -> str:
        """The method in words."""
        if self.technique == Technique.FACTORY_RESET:
            return str(RESETS[System(self.method)].title)
        if self.technique == Technique.DESTROYED:
            return str(WAYS[Way(self.method)])
        return self.method or str(TABLE[Technique(self.technique)].title)

    @property
    def how(self) -> str:
        """What was done, in a sentence."""
        return told(Technique(self.technique), self.method_name)

    @property
    def remark(self) -> str:
        """What must be added about this kind of medium, or nothing."""
        return remark_of(self.medium.kind) if self.technique == Technique.OVERWRITTEN else ""


def signs_as_kept(judged: tuple[Sign, ...]) -> dict[str, Any]:
    """The signs as an erasure keeps them, by name."""
    return {
        sign.name.value: {
            "verdict": sign.verdict.value,
            "code": sign.code,
            "observed": sign.observed,
            "expected": sign.expected,
        }
        for sign in judged
    }


class Statement(models.Model):
    """What a second person states by name about a sign that the tool cannot see (policy W-01)."""

    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="statements")
    sign = models.CharField(max_length=15, choices=SIGNS)
    said_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)
    # A copy, so that the database itself sees that these are two people.
    erased_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "erasure__medium__device__place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["erasure", "sign"], name="a_sign_is_stated_once"),
            models.CheckConstraint(
                condition=~models.Q(said_by=models.F("erased_by")), name="a_second_person_states_the_sign"
            ),
            AppendOnly(name="refurbishment_statement_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.sign}"

    @property
    def words(self) -> str:
        """What was stated, word for word."""
        return statement_for(SignName(self.sign))


class Attestation(models.Model):
    """The paper about an erasure, as it was given."""

    erasure = models.OneToOneField(Erasure, on_delete=models.PROTECT, related_name="attestation")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "erasure__medium__device__place__organisation"

    class Meta:
        constraints = [AppendOnly(name="refurbishment_attestation_append_only")]

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.document_id}"
