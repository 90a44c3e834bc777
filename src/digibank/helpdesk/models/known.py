"""Who may know of a row about a person at a help point."""

from typing import Self

from django.db import models

from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.people.models import known_to


class AtHelpPointQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Sets of rows about a `person` at a `place`."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Those of persons the user may know, and those at places of the user's organisations.

        Of who is protected only the own municipality knows one, as with an appointment (policy G-05, WO-08).
        """
        here = models.Q(place__organisation__in=user.reach[can], person__protected=False)
        return self.filter(known_to(user, can, "person__") | here)
