"""What somebody at a help point can be helped with, and in which languages. Codes, so that nobody has to write.

The first four are what the barometer of digital inclusion calls essential online services (e-administration,
e-banking, e-health, e-commerce); the others are what help points are asked besides.
"""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a question is about."""

    ADMINISTRATION = "administration", _("government and taxes")
    BANK = "bank", _("bank")
    HEALTH = "health", _("health")
    SHOPPING = "shopping", _("buying and selling")
    ITSME = "itsme", _("itsme and logging in")
    DEVICE = "device", _("computer, tablet or telephone")
    MESSAGES = "messages", _("e-mail, messages and photos")
    INTERNET = "internet", _("internet at home")
    SAFETY = "safety", _("safe online")
    WORK = "work", _("work")
    SCHOOL = "school", _("school")
    MOBILITY = "mobility", _("bus, train and parking")
    OTHER = "other", _("something else")


TOPIC_ICONS = {
    Topic.ADMINISTRATION: "town",
    Topic.BANK: "euro",
    Topic.HEALTH: "shield-check",
    Topic.SHOPPING: "bag",
    Topic.ITSME: "key",
    Topic.DEVICE: "laptop",
    Topic.MESSAGES: "letter",
    Topic.INTERNET: "plug",
    Topic.SAFETY: "lock",
    Topic.WORK: "tool",
    Topic.SCHOOL: "book",
    Topic.MOBILITY: "bus",
    Topic.OTHER: "help",
}


# As they stand at the beginning of a shelf or a tile.
TOPIC_CHOICES = [(topic.value, capfirst(topic.label)) for topic in Topic]


class Tongue(models.TextChoices):
    """A language in which one may help besides Dutch, by its own name. Everybody here helps in Dutch."""

    ARABIC = "ar", "العربية"
    BERBER = "ber", "Tamazight"
    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"
    GERMAN = "de", "Deutsch"
    PASHTO = "ps", "پښتو"
    PERSIAN = "fa", "فارسی"
    POLISH = "pl", "Polski"
    ROMANIAN = "ro", "Română"
    RUSSIAN = "ru", "Русский"
    SIGNS = "vgt", _("Flemish Sign Language")
    SOMALI = "so", "Soomaali"
    SPANISH = "es", "Español"
    TIGRINYA = "ti", "ትግርኛ"
    TURKISH = "tr", "Türkçe"
    UKRAINIAN = "uk", "Українська"
