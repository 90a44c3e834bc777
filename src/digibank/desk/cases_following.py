"""What asks for somebody who follows residents after the loan: what should have been done by now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.desk.cases import Case, Counts
from digibank.helpdesk.following import red_counts
from digibank.helpdesk.models import OutreachPromise


def following(user: User, _counts: Counts) -> Iterator[Case]:
    """The red lines of the handovers, and of what was promised at an outreach."""
    if user.may(Can.FOLLOW_HANDOVERS):
        red, page = red_counts(user), reverse("helpdesk:handovers")
        for name, title, tone, why, verb in [
            ("plan", _("Next lesson has no date"), "stop", _("More than five working days"), _("Plan")),
            ("call", _("Not called after the last lesson"), "stop", _("More than two weeks ago"), _("Call")),
            ("tell", _("A lesson is not written down"), "warn", _("More than five working days"), _("Write down")),
            ("course", _("How does the course go?"), "warn", _("The day to ask passed"), _("Ask")),
            ("look_back", _("How is it three months later?"), "warn", _("The day to ask passed"), _("Ask")),
        ]:
            yield Case(red[name], title, tone, why, verb, f"{page}#{name}")
        late = OutreachPromise.objects.to_do(user, Can.FOLLOW_HANDOVERS).filter(by_on__lt=clock.today())
        yield Case(
            late.count(), _("Promised at an outreach"), "warn", _("The day passed"), _("Look"),
            reverse("helpdesk:outreach"),
        )  # fmt: skip
