"""Where somebody is helped at an hour with a helper."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Where(models.TextChoices):
    """The person comes to us, we go to the person, or we call."""

    AT_POINT = "at_point", _("at the help point")
    AT_HOME = "at_home", _("at home")
    BY_PHONE = "by_phone", _("by telephone")


# Nobody comes through the door for these.
OUTSIDE = (Where.AT_HOME, Where.BY_PHONE)
