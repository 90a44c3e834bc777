"""Councils vote lending rules; the law and its index fix amounts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import (
    BorrowRule,
    DatedAmount,
    LadderStep,
    Organisation,
    QueueRule,
    Regulation,
    RegulationTranslation,
    in_paragraphs,
)


@transaction.atomic
def adopt_regulation(
    organisation: Organisation,
    *,
    valid_from: date,
    by: Actor,
    points: Mapping[str, int] | None = None,
    proofs: Mapping[str, tuple[str, int]] | None = None,
    ladder: Mapping[str, int] | None = None,
    **rules: Any,
) -> Regulation:
    """Write down the version that the council voted; the version before holds until then (policy O-01).

    `points` says what each criterion gives on the waiting list; what is left out or zero gives none.
    `proofs` says for each criterion of who may borrow whether all or one of the group shows it, and for how many months
    that is good (policy U-70).
    `ladder` says after how many days late each means is used; without it the usual ladder holds (policy U-62).
    """
    if ladder:
        _refuse_same_day(ladder)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    latest = organisation.regulations.order_by("-number").first()
    if latest and latest.valid_from >= valid_from:
        raise RuleBroken(
            _("A later version holds from %(day)s. Choose a day after that.")
            % {"day": f"{latest.valid_from:%d/%m/%Y}"},
            field="valid_from",
        )
    organisation.regulations.filter(valid_until__isnull=True).update(valid_until=valid_from)
    regulation = Regulation.objects.create(
        organisation=organisation, number=latest.number + 1 if latest else 1, valid_from=valid_from, **rules
    )
    QueueRule.objects.bulk_create(
        QueueRule(regulation=regulation, criterion=criterion, points=count)
        for criterion, count in (points or {}).items()
        if count
    )
    BorrowRule.objects.bulk_create(
        BorrowRule(regulation=regulation, criterion=criterion, needs=needs, months=months)
        for criterion, (needs, months) in (proofs or {}).items()
    )
    LadderStep.objects.bulk_create(
        LadderStep(regulation=regulation, means=means, after_days=days) for means, days in (ladder or {}).items()
    )
    record("organisations.regulation_adopted", regulation, by=by, about=[organisation], number=regulation.number)
    return regulation


@transaction.atomic
def translate_regulation(
    regulation: Regulation, *, language: str, text: str, translated_by: str, by: Actor
) -> RegulationTranslation:
    """Keep what these rules say in another language, and who translated them; only the Dutch text holds (policy U-93).

    Each paragraph has its own, so that a reader finds rule 3 as rule 3.
    """
    told, voted = len(in_paragraphs(text)), len(regulation.paragraphs())
    if told != voted:
        raise RuleBroken(
            _("The translation has %(told)s paragraphs and the rules have %(voted)s. Leave an empty line between each.")
            % {"told": told, "voted": voted},
            field="text",
        )
    kept = RegulationTranslation.objects.create(
        regulation=regulation, language=language, text=text, translated_by=translated_by, typed_by=by
    )
    owner = regulation.organisation
    record("organisations.regulation_translated", regulation, by=by, about=[owner], language=language)
    return kept


@transaction.atomic
def set_amount(code: str, *, cents: int, valid_from: date, source: str, by: Actor) -> DatedAmount:
    """Let an amount hold from this day; the amount before it holds until then (policy O-02)."""
    if DatedAmount.objects.filter(code=code, valid_from__gte=valid_from).exists():
        raise RuleBroken(_("A later amount is known already. Choose a later day."), field="valid_from")
    with refusing(
        DatedAmount, "one_amount_at_a_time", _("Someone else just set this amount. Reload the page and look.")
    ):
        DatedAmount.objects.filter(code=code, valid_until__isnull=True).update(valid_until=valid_from)
        amount = DatedAmount.objects.create(code=code, cents=cents, valid_from=valid_from, source=source)
    record("organisations.amount_set", amount, by=by, code=code, cents=cents, valid_from=valid_from)
    return amount


def _refuse_same_day(ladder: Mapping[str, int]) -> None:
    """Each step has a day of its own: two at once would be more than anybody asked for."""
    seen: set[int] = set()
    for means, days in ladder.items():
        if days in seen:
            raise RuleBroken(
                _("Two steps cannot fall on the same day. Choose another number of days."), field=f"ladder_{means}"
            )
        seen.add(days)
