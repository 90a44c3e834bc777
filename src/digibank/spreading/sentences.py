"""Why a line is proposed, in one sentence built from the figures it stands on (policy X-05)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank.spreading.models import ProposalLine


def why(line: ProposalLine) -> str:
    """For example: Boom has 1 free, 4 people wait, Depot has 6 free."""
    return ", ".join(_clauses(line)) + "."


def _clauses(line: ProposalLine) -> Iterator[str]:
    told = line.facts
    # A desk that promised more than it has, has none: how much it is short stands with what it promised.
    yield _("%(place)s has %(count)s free") % {"place": line.to_place.name, "count": max(0, told["free"])}
    if told["free"] < 0:
        yield ngettext(
            "%(count)s promised device is missing there", "%(count)s promised devices are missing there", -told["free"]
        ) % {"count": -told["free"]}
    if told["coming"]:
        yield ngettext(
            "%(count)s is on its way there", "%(count)s are on their way there", told["coming"]
        ) % {"count": told["coming"]}  # fmt: skip
    if told["waits"]:
        yield ngettext("%(count)s person waits", "%(count)s people wait", told["waits"]) % {"count": told["waits"]}
    if told["minimum"]:
        yield _("the minimum is %(count)s") % {"count": told["minimum"]}
    if told["lent"]:
        yield ngettext(
            "%(count)s was lent in four weeks", "%(count)s were lent in four weeks", told["lent"]
        ) % {"count": told["lent"]}  # fmt: skip
    yield _("%(place)s has %(count)s free") % {"place": line.from_place.name, "count": told["there"]}
