"""What kind of device a browser says it runs on: enough to know one's own again, and no more."""

from django.utils.translation import gettext_lazy as _

_SYSTEMS = {
    "iPhone": _("iPhone"),
    "iPad": _("iPad"),
    "Android": _("Android phone or tablet"),
    "Windows": _("Windows computer"),
    "Macintosh": _("Mac"),
    "CrOS": _("Chromebook"),
    "Linux": _("Linux computer"),
}
_BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "OPR": "Opera", "Chrome": "Chrome", "Safari": "Safari"}


def kind_of(user_agent: str) -> str:
    """Such as "Windows computer, Firefox"."""
    system = next((word for mark, word in _SYSTEMS.items() if mark in user_agent), _("Another device"))
    browser = next((word for mark, word in _BROWSERS.items() if mark in user_agent), "")
    return f"{system}, {browser}" if browser else str(system)
