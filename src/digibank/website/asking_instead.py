"""The way on for who finds no hour on the website, or has no telephone: a question to the help point (policy AP-19).

It goes into the one list of questions, with an owner and a last day, by the pages on which everybody asks something.
"""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from digibank.ui.templatetags.ui import hour, weekday
from digibank.website.giving.sealed import seal


def asking_instead(step: str, told: dict[str, Any]) -> str:
    """The page that asks only how we reach who asks, with all that was told before; empty where it is not needed."""
    if step == "wanneer":
        text = _("I would like an appointment, and find no hour on the website. Which hour is possible?")
    elif step == "bereiken":
        starts_at = datetime.fromisoformat(told["wanneer"]["starts_at"])
        text = _("My name is %(name)s. I would like an appointment on %(day)s, %(hour)s. Please write to me.") % {
            "name": told["naam"]["name"], "day": weekday(starts_at), "hour": hour(starts_at),
        }  # fmt: skip
    else:
        return ""
    asked = {name: told[name] for name in ("waar", "waarover")} | {"vraag": {"text": text}}
    return reverse("website:ask", args=["antwoord"], query={"tot": seal(asked)})
