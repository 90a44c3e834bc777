"""Tables that exist during these tests only: parcels that are edited, moved and guarded."""

from django.db import models
from django.db.models.functions import Lower
from django.test.utils import isolate_apps

from digibank.editing import Versioned
from digibank.flow import Flow, Step
from digibank.guards import AppendOnly, ClosedOnce, NoOverlap, OnlyFades

PARCELS = Flow(
    "arrived",
    Step("store", ("arrived", "returned"), "stored"),
    Step("hand_over", ("stored",), "gone"),
    Step("return", ("gone",), "returned"),
    Step("lose", ("arrived", "stored"), "lost"),
)

with isolate_apps("digibank.audit"):

    class Parcel(Versioned):
        state = models.CharField(
            max_length=10,
            default="arrived",
            choices=[(s, s.upper()) for s in ("arrived", "stored", "gone", "returned", "lost")],
        )
        number = models.IntegerField()
        town = models.CharField(max_length=20, default="Wilgerdonk")
        shelf = models.CharField(max_length=10, default="A")
        label = models.CharField(max_length=20, default="")
        weight = models.IntegerField(default=1)

        class Meta:
            app_label = "audit"
            constraints = [
                models.UniqueConstraint(fields=["number", "town"], name="a_parcel_number_once"),
                models.UniqueConstraint(
                    fields=["shelf"], condition=models.Q(state="stored"), name="one_stored_parcel_per_shelf"
                ),
                models.UniqueConstraint(
                    Lower("label"), condition=~models.Q(label=""), name="a_label_once_whatever_capitals"
                ),
                models.CheckConstraint(condition=models.Q(weight__gt=0), name="a_parcel_weighs_something"),
            ]

        def __str__(self) -> str:
            return f"{self.number}"

    class Stamp(models.Model):
        text = models.CharField(max_length=20)

        class Meta:
            app_label = "audit"
            constraints = [AppendOnly(name="stamps_stay")]

        def __str__(self) -> str:
            return self.text

    class Note(models.Model):
        where = models.CharField(max_length=20)
        words = models.CharField(max_length=20)

        class Meta:
            app_label = "audit"
            constraints = [OnlyFades(fixed=("id", "where"), fades=("words",), name="notes_only_fade")]

        def __str__(self) -> str:
            return self.words

    class Stay(models.Model):
        room = models.IntegerField()
        arrives_on = models.DateField()
        leaves_on = models.DateField(null=True)
        cancelled_on = models.DateField(null=True)

        class Meta:
            app_label = "audit"
            constraints = [
                NoOverlap(
                    fields=("room",),
                    starts="arrives_on",
                    ends="leaves_on",
                    where="cancelled_on IS NULL",
                    name="one_stay_at_a_time",
                )
            ]

        def __str__(self) -> str:
            return f"{self.room}"

    class Envelope(models.Model):
        text = models.CharField(max_length=20)
        sealed_on = models.DateField(null=True)

        class Meta:
            app_label = "audit"
            constraints = [ClosedOnce(closed="sealed_on", name="envelopes_stay_shut")]

        def __str__(self) -> str:
            return self.text

    class Shift(models.Model):
        desk = models.IntegerField()
        weekday = models.IntegerField(default=0)
        opens = models.TimeField()
        closes = models.TimeField()

        class Meta:
            app_label = "audit"
            constraints = [
                NoOverlap(fields=("desk", "weekday"), starts="opens", ends="closes", of="time", name="shifts_apart")
            ]

        def __str__(self) -> str:
            return f"{self.desk}"


TABLES = (Parcel, Stamp, Note, Envelope, Stay, Shift)
