"""Users, memberships, and posts that count once."""

from typing import ClassVar, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from digibank import clock
from digibank.accounts.rights import CAREFUL_ROLES, GRANTS, NOT_AT_A_COUNTER, Can, Role
from digibank.audit.models import Actor
from digibank.dated import Dated, DatedQuerySet, ends_after_it_begins
from digibank.editing import Versioned
from digibank.organisations.models import Organisation, Place


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they log in with, capitals or not."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """For Django's log-in."""
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser, Versioned):
    """A colleague with an account. No e-mail is needed; the name is shown to other colleagues only."""

    username = models.CharField(max_length=40)
    full_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)

    # Whether this session knows more than a password; a page without it leaves the careful roles out (policy S-01).
    has_second_factor = True

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    scope_path = "memberships__organisation"
    confined_to: Place | None = None

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["username"], name="a_user_name_once"),
            models.CheckConstraint(condition=models.Q(username=Lower("username")), name="user_names_have_no_capitals"),
        ]
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    @cached_property
    def reach(self) -> dict[Can, frozenset[int]]:
        """For each right, the organisations where it counts today: those of the memberships and their members."""
        reach: dict[Can, set[int]] = {can: set() for can in Can}
        for sits in self._sits:
            for can in GRANTS[sits.role] - (NOT_AT_A_COUNTER if self.confined_to else set()):
                reach[can].update(key for key in (sits.organisation, sits.member) if key)
        return {can: frozenset(keys) for can, keys in reach.items()}

    @property
    def role(self) -> Role | None:
        """The role the user works in: that of the seat."""
        return self._sits[0].role if self._sits else None

    @property
    def sits_at(self) -> str:
        """The name of the place, else of the organisation, where the user works; empty for who has no role."""
        return self._sits[0].at if self._sits else ""

    def may(self, can: Can) -> bool:
        """Whether the user has this right anywhere."""
        return bool(self.reach[can])

    def may_at(self, can: Can, organisation: Organisation) -> bool:
        """Whether the user has this right at this organisation."""
        return organisation.pk in self.reach[can]

    def works_only_at(self, organisations: frozenset[int]) -> bool:
        """Whether each role of today is at one of these."""
        return not self.memberships.current().exclude(organisation__in=organisations).exists()

    def would_may(self, can: Can) -> bool:
        """Whether the user has this right as soon as this session knows a second factor."""
        granting = [role for role in CAREFUL_ROLES if can in GRANTS[role]]
        return not self.has_second_factor and self.memberships.current().filter(role__in=granting).exists()

    def confine_to(self, place: Place) -> None:
        """For as long as this object lives: the rights of this place only, as behind its counter (policy B-03).

        What counts are the roles at the place, and those for the whole of its organisation. They reach that
        organisation and never its members.
        """
        self.confined_to = place
        # A badge, its code and a computer that is known there are more than a password.
        self.has_second_factor = True
        for known in ("_sits", "reach", "seat"):
            self.__dict__.pop(known, None)

    @cached_property
    def _sits(self) -> "list[Sits]":
        """What each page asks of the memberships, in one query; the newest first."""
        rows = self._roles.values_list(
            "role", "organisation", "organisation__members", "place__name", "organisation__name"
        )
        sits = [
            Sits(Role(role), organisation, member, place or name) for role, organisation, member, place, name in rows
        ]
        counter = self.confined_to
        return [sit._replace(member=None, at=counter.name) for sit in sits] if counter else sits

    @cached_property
    def seat(self) -> "Membership | None":
        """The membership the user works from: the newest that is current."""
        return self._roles.select_related("organisation", "place__organisation").first()

    @property
    def _roles(self) -> "DatedQuerySet[Membership]":
        """The memberships that count now, the newest first."""
        roles = self.memberships.current().order_by("-pk")
        if not self.has_second_factor:
            roles = roles.exclude(role__in=CAREFUL_ROLES)
        if self.confined_to is None:
            return roles
        whole = models.Q(place__isnull=True, organisation=self.confined_to.organisation_id)
        return roles.filter(models.Q(place=self.confined_to) | whole)


class Sits(NamedTuple):
    """A current role, as pages need it: at which organisation, one of its members if it has any, and where."""

    role: Role
    organisation: int
    member: int | None
    at: str


class Membership(Dated):
    """Somebody's role at an organisation for a time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=25, choices=Role)

    scope_path = "organisation"

    objects = DatedQuerySet["Membership"].as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("a_membership_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(until_on__isnull=True),
                name="one_open_membership_per_role",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"


class Post(models.Model):
    """A form that was sent: its key, made when the page was shown, makes a repeated send the same act.

    Without a user when everybody may send it.
    """

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    public = "Holds where a sent form led to; is read only by the code that receives forms."

    def __str__(self) -> str:
        return str(self.key)


class Kept(models.Model):
    """What all processes remember together for a while, such as how often a name was tried."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    public = "Is read and written by the cache only; no page shows it."

    class Meta:
        db_table = "shared_cache"

    def __str__(self) -> str:
        return self.cache_key
