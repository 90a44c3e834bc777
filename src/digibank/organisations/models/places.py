"""Organisations and their places: where they stand, when they are open, when they stay shut."""

from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.editing import Versioned
from digibank.guards import NoOverlap
from digibank.organisations.working_days import is_public_holiday


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


class PlaceQuerySet(models.QuerySet["Place"]):
    """Sets of places."""

    def in_use(self) -> Self:
        """Places that were not given up."""
        return self.filter(given_up_on__isnull=True)

    def lending_desks(self) -> Self:
        """Places where residents borrow."""
        return self.filter(kind=Place.Kind.LENDING_DESK)

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
    """A depot, a lending desk or a help point, with an address that people can walk to."""

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

    public = "Addresses and hours of our places are public."

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_place_name_once_per_organisation"),
            models.CheckConstraint(condition=models.Q(postcode__regex=r"^[1-9][0-9]{3}$"), name="a_belgian_postcode"),
        ]
        ordering = ["organisation__name", "name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation.name}"

    @property
    def phone_link(self) -> str:
        """The telephone as a phone dials it: digits, perhaps with + before them."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    def hours_on(self, day: date) -> list["OpeningHours"]:
        """The hours of this day, none when a closure or a public holiday keeps the place shut."""
        if is_public_holiday(day) or any(closure.covers(day) for closure in self.closures.all()):
            return []
        weekly = [hours for hours in self.opening_hours.all() if hours.weekday == day.weekday()]
        return sorted(weekly, key=lambda hours: hours.opens)

    def open_until(self, moment: datetime) -> time | None:
        """The hour it closes when it is open at this moment, else None."""
        local = moment.astimezone(clock.BRUSSELS)
        for hours in self.hours_on(local.date()):
            if hours.opens <= local.time() < hours.closes:
                return hours.closes
        return None

    def next_open_day(self, day: date) -> date | None:
        """The first day on or after `day` that the place is open; None when it is not within a year."""
        days = (day + timedelta(days=ahead) for ahead in range(366))
        return next((candidate for candidate in days if self.hours_on(candidate)), None)

    def opens_next(self, moment: datetime) -> datetime | None:
        """When the door opens for the first time after this moment, in local time; None when not within a year."""
        local = moment.astimezone(clock.BRUSSELS)
        later = [hours.opens for hours in self.hours_on(local.date()) if hours.opens > local.time()]
        if later:
            return datetime.combine(local.date(), later[0], clock.BRUSSELS)
        day = self.next_open_day(local.date() + timedelta(days=1))
        return datetime.combine(day, self.hours_on(day)[0].opens, clock.BRUSSELS) if day else None


class OpeningHours(models.Model):
    """One stretch of a week: Tuesday from 9 to 12."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    public = "Opening hours are public."

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="hours_close_after_they_open"
            ),
            NoOverlap(fields=("place_id", "weekday"), starts="opens", ends="closes", of="time", name="hours_apart"),
        ]
        ordering = ["weekday", "opens"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"


class Closure(models.Model):
    """Days on which a place stays shut although its hours say otherwise; half-open: `until_on` is open again."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="closures")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=80)

    public = "Closures are announced."

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until_on__gt=models.F("from_on")), name="a_closure_lasts_a_day")
        ]
        ordering = ["from_on"]

    def __str__(self) -> str:
        return f"{self.reason} {self.from_on}"

    def covers(self, day: date) -> bool:
        """Whether the place is shut on this day by this closure."""
        return self.from_on <= day < self.until_on
