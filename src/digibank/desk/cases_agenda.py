"""What asks for somebody who plans appointments in the morning."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.models import Appointment
from digibank.desk.cases import Case, Counts


def without_helper(user: User, _counts: Counts) -> Iterator[Case]:
    """Appointments whose helper was called off, and for whom no other was free (policy AP-17)."""
    if user.may(Can.PLAN):
        lost = Appointment.objects.visible_to(user, Can.PLAN).without_helper()
        yield Case(
            lost.count(), _("Appointments without a helper"), "stop", _("The helper does not come"), _("Plan"),
            reverse("agenda:week"),
        )  # fmt: skip
