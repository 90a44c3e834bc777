"""Organisations and their places: where they stand, when they are open, when they stay shut."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.editing import Versioned
from digibank.organisations.windows import HoursKind, Window
from digibank.organisations.working_days import is_public_holiday, is_working_day

if TYPE_CHECKING:
    from digibank.organisations.models.hours import Closure

# What the hours of a place are computed from; to read beforehand for several places or days.
HOURS = ("opening_hours__stop", "closures__replacements__stop", "closure_sets__closures__replacements__stop")
# Belgium lies between these degrees, north and east.
SOUTH, NORTH, WEST, EAST = Decimal("49.49"), Decimal("51.51"), Decimal("2.54"), Decimal("6.41")


class Organisation(Versioned):
    """The association, or one that works with it: a municipality, an OCMW, a partner.

    An OCMW `serves` the municipality whose residents it supports.
    """

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("association")
        MUNICIPALITY = "municipality", _("municipality")
        OCMW = "ocmw", _("OCMW")
        PARTNER = "partner", _("partner")

    kind = models.CharField(max_length=15, choices=Kind)
    name = models.CharField(max_length=80)
    # Its own account, on which residents pay by transfer; written without spaces. Never the account of a person.
    account_number = models.CharField(max_length=34, blank=True, default="", db_default="")
    association = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    serves = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="served_by")

    public = "Names of organisations are public."

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="association") ^ models.Q(association__isnull=False),
                name="members_and_only_members_have_an_association",
            ),
            models.UniqueConstraint(fields=["name"], name="an_organisation_name_once"),
            models.CheckConstraint(
                condition=models.Q(account_number="")
                | models.Q(account_number__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$"),
                name="an_account_number_is_an_iban",
            ),
            models.CheckConstraint(
                condition=models.Q(serves__isnull=True) | models.Q(kind="ocmw"),
                name="only_an_ocmw_serves_a_municipality",
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


# Minutes to a resident at home.
SHORTEST_WAY, USUAL_WAY, LONGEST_WAY = 5, 20, 120


class PlaceQuerySet(models.QuerySet["Place"]):
    """Sets of places."""

    def in_use(self) -> Self:
        """Places that were not given up."""
        return self.filter(given_up_on__isnull=True)

    def lending_desks(self) -> Self:
        """Places where residents borrow."""
        return self.filter(kind=Place.Kind.LENDING_DESK)

    def with_hours(self) -> Self:
        """With all that the hours of a day are computed from: as many queries for many days as for one."""
        return self.prefetch_related(*HOURS)

    def around(self, place: "Place") -> Self:
        """All places of the association to which this place belongs."""
        association = place.organisation.association_id or place.organisation_id
        return self.filter(
            models.Q(organisation=association) | models.Q(organisation__association=association)
        ).select_related("organisation")

    def taking_donations(self) -> Self:
        """Places in use where donors may bring devices."""
        return self.in_use().filter(takes_donations=True)


class Place(Versioned):
    """A depot, a lending desk or a help point, with an address that people can walk to.

    `latitude` and `longitude` are degrees of WGS 84, for maps; a place may have neither.
    """

    class Kind(models.TextChoices):
        DEPOT = "depot", _("depot and workshop")
        LENDING_DESK = "lending_desk", _("lending desk")
        HELP_POINT = "help_point", _("help point")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="places")
    kind = models.CharField(max_length=15, choices=Kind)
    name = models.CharField(max_length=80)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=4)
    town = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)
    takes_donations = models.BooleanField(default=False, db_default=False)
    given_up_on = models.DateField(null=True, blank=True)
    # How long helpers are under way to a resident at home, as one counts with it (policy AP-21).
    travel_minutes = models.PositiveSmallIntegerField(default=USUAL_WAY, db_default=USUAL_WAY)
    # How people come without a car: “bus 305, halte Markt”.
    way_there = models.CharField(max_length=160, blank=True, default="", db_default="")
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)

    public = "Addresses and hours of our places are public."

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_place_name_once_per_organisation"),
            models.CheckConstraint(condition=models.Q(postcode__regex=r"^[1-9][0-9]{3}$"), name="a_belgian_postcode"),
            models.CheckConstraint(
                condition=models.Q(travel_minutes__range=(SHORTEST_WAY, LONGEST_WAY)), name="a_believable_way"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False, longitude__isnull=False,
                    latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST),
                ),
                name="a_place_lies_in_belgium",
            ),
        ]  # fmt: skip
        ordering = ["organisation__name", "name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation.name}"

    @property
    def phone_link(self) -> str:
        """The telephone as a phone dials it: digits, perhaps with + before them."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def on_the_map(self) -> tuple[Decimal, Decimal] | None:
        """Its latitude and longitude, when somebody gave them."""
        return (self.latitude, self.longitude) if self.latitude is not None and self.longitude is not None else None

    @property
    def map_link(self) -> str:
        """Where OpenStreetMap shows it; empty when nobody gave the point."""
        if self.on_the_map is None:
            return ""
        north, east = self.on_the_map
        return f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=18/{north}/{east}"

    def hours_on(self, day: date, kinds: Collection[str] = (HoursKind.WALK_IN,)) -> list[Window]:
        """The true hours of this day in order, for who comes in one of these ways (policy O-03, OH-01 to OH-05).

        A closure wins over a public holiday, and both win over the hours of the week.
        """
        found = (window for window in self._windows_on(day) if window.kind in kinds)
        return sorted(found, key=lambda window: (window.opens, window.kind))

    def closure_on(self, day: date) -> "Closure | None":
        """The closure that says what happens on this day: the place's own first, and of several the last decided."""
        own = [closure for closure in self.closures.all() if closure.covers(day)]
        shared = [c for days in self.closure_sets.all() for c in days.closures.all() if c.covers(day)]
        return max(own or shared, key=lambda closure: closure.pk, default=None)

    def works_on(self, day: date) -> bool:
        """Whether its people are at work on this day: a working day, and no closure keeps it shut all day."""
        closure = self.closure_on(day)
        return is_working_day(day) and (closure is None or bool(closure.replacements.all()))

    def address_at(self, moment: datetime) -> str:
        """Where people find it at this moment: a place that rides stands at a stop then."""
        day, at = moment.astimezone(clock.BRUSSELS).date(), moment.astimezone(clock.BRUSSELS).time()
        stops = (window.stop for window in self._windows_on(day) if window.stop and window.opens <= at < window.closes)
        where = next(stops, self)
        return f"{where.street}, {where.postcode} {where.town}"

    def moments_on(self, day: date, kinds: Collection[str] = (HoursKind.WALK_IN,)) -> list[tuple[datetime, datetime]]:
        """From and until which moments it is open on this day, in UTC, by the offset of that day (policy OH-07)."""
        return [moments for window in self.hours_on(day, kinds) if (moments := window.moments_on(day))]

    def open_until(self, moment: datetime) -> time | None:
        """The hour it closes when it is open at this moment, else None."""
        for starts_at, ends_at in self.moments_on(moment.astimezone(clock.BRUSSELS).date()):
            if starts_at <= moment < ends_at:
                return ends_at.astimezone(clock.BRUSSELS).time()
        return None

    def next_open_day(self, day: date) -> date | None:
        """The first day on or after `day` that the place is open; None when it is not within a year."""
        days = (day + timedelta(days=ahead) for ahead in range(366))
        return next((candidate for candidate in days if self.hours_on(candidate)), None)

    def opens_next(self, moment: datetime) -> datetime | None:
        """When the door opens for the first time after this moment, in local time; None when not within a year."""
        today = moment.astimezone(clock.BRUSSELS).date()
        for day in (today + timedelta(days=ahead) for ahead in range(367)):
            later = [starts_at for starts_at, _ends_at in self.moments_on(day) if starts_at > moment]
            if later:
                return later[0].astimezone(clock.BRUSSELS)
        return None

    def _windows_on(self, day: date) -> list[Window]:
        closure = self.closure_on(day)
        if closure:
            return [instead.window for instead in closure.replacements_at(self)]
        if is_public_holiday(day):
            return []
        return [hours.window for hours in self.opening_hours.all() if hours.holds_on(day)]
