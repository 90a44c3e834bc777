"""What a help point tells of itself, in codes: what is spoken, how one gets in, what is there. Of no person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.organisations.models.places import Place


class Feature(models.TextChoices):
    """What may be told of a place. Languages stand by their own name."""

    SPEAKS_NL = "speaks_nl", "Nederlands"
    SPEAKS_FR = "speaks_fr", "Français"
    SPEAKS_EN = "speaks_en", "English"
    SPEAKS_DE = "speaks_de", "Deutsch"
    SPEAKS_AR = "speaks_ar", "العربية"
    SPEAKS_ES = "speaks_es", "Español"
    SPEAKS_FA = "speaks_fa", "فارسی"
    SPEAKS_PL = "speaks_pl", "Polski"
    SPEAKS_PS = "speaks_ps", "پښتو"
    SPEAKS_RO = "speaks_ro", "Română"
    SPEAKS_RU = "speaks_ru", "Русский"
    SPEAKS_TR = "speaks_tr", "Türkçe"
    SPEAKS_UK = "speaks_uk", "Українська"
    SPEAKS_VGT = "speaks_vgt", _("Flemish Sign Language")
    STEP_FREE = "step_free", _("no steps, wide door")
    LIFT = "lift", _("lift")
    ACCESSIBLE_TOILET = "accessible_toilet", _("toilet for wheelchairs")
    RESERVED_PARKING = "reserved_parking", _("parking for who is disabled")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    QUIET_CORNER = "quiet_corner", _("quiet corner")
    COMPUTER = "computer", _("computer to use")
    TABLET = "tablet", _("tablet to use")
    PRINTER = "printer", _("printer")
    SCANNER = "scanner", _("scanner")
    WIFI = "wifi", _("free wifi")
    CHARGING = "charging", _("sockets to charge")
    CHILDREN = "children", _("corner for children")
    COFFEE = "coffee", _("coffee or tea")
    HOME_VISIT = "home_visit", _("we also come to your home")
    ALONE = "alone", _("a space to work by yourself")
    TOGETHER = "together", _("help side by side")
    LESSONS = "lessons", _("lessons in a group")


LANGUAGES = [feature for feature in Feature if feature.value.startswith("speaks_")]
GETTING_IN = [
    Feature.STEP_FREE, Feature.LIFT, Feature.ACCESSIBLE_TOILET, Feature.RESERVED_PARKING, Feature.HEARING_LOOP,
    Feature.QUIET_CORNER,
]  # fmt: skip
WHAT_IS_THERE = [
    Feature.COMPUTER, Feature.TABLET, Feature.PRINTER, Feature.SCANNER, Feature.WIFI, Feature.CHARGING,
    Feature.CHILDREN, Feature.COFFEE,
]  # fmt: skip
WAYS_OF_HELP = [Feature.HOME_VISIT, Feature.ALONE, Feature.TOGETHER, Feature.LESSONS]


class PlaceFeature(models.Model):
    """This is so at this place (policy OH-09)."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="features")
    code = models.CharField(max_length=20, choices=Feature)

    public = "What there is at a help point is announced."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="a_feature_once_per_place"),
            models.CheckConstraint(condition=models.Q(code__in=Feature.values), name="a_feature_we_know"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code
