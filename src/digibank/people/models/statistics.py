"""The card of answers: what a person told about himself, for figures only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.editing import Versioned
from digibank.people.models.persons import Person, classified

NOT_ASKED, WILL_NOT_SAY, ANSWERED = "not_asked", "will_not_say", "answered"
OPEN = [(NOT_ASKED, _("not asked")), (WILL_NOT_SAY, _("will not say"))]


class StatisticsCard(Versioned):
    """The answers of one person. Each question knows "not asked" and "will not say" beside an answer.

    Nothing is worked out from other facts: an empty card says "not asked" everywhere.
    """

    AGE_BANDS = [
        *OPEN,
        ("0-17", _("0 to 17 years")),
        ("18-29", _("18 to 29 years")),
        ("30-54", _("30 to 54 years")),
        ("55+", _("55 years or older")),
    ]
    GENDERS = [*OPEN, ("f", _("woman")), ("m", _("man")), ("x", _("x"))]
    YES_OR_NO = [*OPEN, ("yes", _("yes")), ("no", _("no"))]
    HOW_CAME = [
        *OPEN,
        ("self", _("by oneself")),
        ("family", _("family, friends or neighbours")),
        ("ocmw", _("OCMW")),
        ("partner", _("another organisation")),
        ("library", _("library or help point")),
        ("school", _("school or course")),
        ("letter", _("letter or leaflet")),
        ("online", _("website or social media")),
    ]
    WHETHER_ANSWERED = [*OPEN, (ANSWERED, _("answered"))]
    TARGET_GROUPS = {
        "older": _("older person"),
        "limited_means": _("limited means"),
        "low_schooling": _("little schooling"),
        "other_home_language": _("another language at home"),
    }

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="card")
    age_band = models.CharField(max_length=15, choices=AGE_BANDS, default=NOT_ASKED)
    gender = models.CharField(max_length=15, choices=GENDERS, default=NOT_ASKED)
    target_groups_told = models.CharField(max_length=15, choices=WHETHER_ANSWERED, default=NOT_ASKED)
    older = models.BooleanField(default=False)
    limited_means = models.BooleanField(default=False)
    low_schooling = models.BooleanField(default=False)
    other_home_language = models.BooleanField(default=False)
    job_seeker = models.CharField(max_length=15, choices=YES_OR_NO, default=NOT_ASKED)
    how_came = models.CharField(max_length=15, choices=HOW_CAME, default=NOT_ASKED)
    filled_at = models.DateTimeField(default=clock.now, editable=False)

    scope_path = "person__home"
    privacy = classified(
        technical="id version person filled_at",
        statistic="age_band gender target_groups_told older limited_means low_schooling other_home_language"
        " job_seeker how_came",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target_groups_told=ANSWERED)
                | models.Q(older=False, limited_means=False, low_schooling=False, other_home_language=False),
                name="target_groups_only_when_told",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def target_groups(self) -> list[str]:
        """The codes of the groups the person counts himself to; none also when this was not asked or not told."""
        return [group for group in self.TARGET_GROUPS if getattr(self, group)]

    @property
    def target_groups_shown(self) -> str:
        """The groups in words, or why there are none."""
        if self.target_groups_told != ANSWERED:
            return str(self.get_target_groups_told_display())
        return ", ".join(str(self.TARGET_GROUPS[group]) for group in self.target_groups) or str(_("none of these"))
