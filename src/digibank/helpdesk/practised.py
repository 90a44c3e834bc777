"""What can be practised in a session: codes that stay, with words that may get better."""

from django.utils.translation import gettext_lazy as _

TOPICS = {
    "device": _("the device itself"),
    "internet": _("going on the internet"),
    "messages": _("messages, photos, e-mail"),
    "authorities": _("authorities, itsme, eID"),
    "bank": _("the bank"),
    "health": _("health"),
    "shopping": _("buying something"),
    "work": _("work"),
    "school": _("school"),
    "travel": _("bus, train, on the way"),
    "safety": _("safety, passwords"),
    "other": _("something else"),
}
