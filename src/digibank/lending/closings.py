"""The paper about a day of a till that was closed."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.lending import actions
from digibank.lending.models import ClosingPaper, TillDay, Way
from digibank.lending.slips import given_name
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import euro, moment


def write_closing_paper(day: TillDay, *, by: Actor) -> ClosingPaper:
    """Print and keep the paper of a closed day, once. Printing takes a moment, so nothing is locked meanwhile."""
    kept: ClosingPaper | None = getattr(day, "paper", None)
    if kept:
        return kept
    name = f"{day.code.replace('/', '-')}.pdf"
    paper = files.store(closing_pdf(day), media_type="application/pdf", name=name, by=by)
    return actions.keep_closing_paper(day, document=paper, by=by)


def closing_pdf(day: TillDay) -> bytes:
    """The paper, in Dutch."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf("lending/closing_paper.html", closing_context(day))


def by_way(day: TillDay) -> list[tuple[str, int, int, int]]:
    """For each way of paying: its words, how many entries, what came in and what went out in cents."""
    rows = day.payments.order_by().values("way").annotate(
        many=Count("pk"),
        came=Sum("cents", filter=Q(cents__gt=0), default=0),
        went=Sum("cents", filter=Q(cents__lt=0), default=0),
    )  # fmt: skip
    found = {row["way"]: (row["many"], row["came"], -row["went"]) for row in rows}
    return [(str(way.label), *found.get(way.value, (0, 0, 0))) for way in Way]


def closing_context(day: TillDay) -> dict[str, Any]:
    """What stands on the paper."""
    assert day.closed_at is not None
    assert day.closed_by is not None
    place = day.till.place
    facts = [
        (_("Opened"), moment(day.opened_at)),
        (_("Closed"), moment(day.closed_at)),
        (_("It began with"), euro(day.start_cents)),
        (_("There should be"), euro(day.expected_cents)),
        (_("Counted"), euro(day.counted_cents)),
        (_("Difference"), euro(day.difference_cents)),
        (_("Taken away"), euro(day.banked_cents)),
        (_("Left for the next day"), euro(day.left_cents)),
    ]
    return {
        "service": f"{place.name}, {place.organisation.name}",
        "date": day.closed_at,
        "reference": day.code,
        "facts": [*facts, (_("Because"), day.because)] if day.because else facts,
        "ways": [(words, many, euro(came), euro(went)) for words, many, came, went in by_way(day)],
        "signers": [(f"{given_name(day.closed_by)}, {place.name}", _("I counted the till."))],
    }
