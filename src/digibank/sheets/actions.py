"""What happens to a list: it is previewed, chosen about, and carried out exactly as it was shown."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.sheets.headings import place_of, recognised, rows_below, titles_of
from digibank.sheets.judging import Judged, digest_of, judged, kept, unknown_words
from digibank.sheets.kinds import Kind
from digibank.sheets.models import Plan, PlanRow, Verdict
from digibank.sheets.reading import Sheet

BATCH = 1_000


@transaction.atomic
def preview(document: Document, *, kind: Kind, about: int, sheet: Sheet, by: Actor) -> Plan:
    """Make the plan of a list: what would come of each row. The same list for the same record is the same plan.

    `sheet` is what was read from the document, before the transaction.
    """
    _refuse_another(document, sheet)
    known = Plan.objects.filter(kind=kind.code, about=about, document=document).select_for_update().first()
    if known:
        return known if known.is_committed else _judged_again(known, kind, sheet)
    place = place_of(sheet, kind)
    table = sheet.tables[place.tab]
    headings = next((row.cells for row in table.rows if row.number == place.heading_row), ())
    plan = Plan(
        kind=kind.code,
        about=about,
        document=document,
        made_by=by,
        tab=place.tab,
        heading_row=place.heading_row,
        titles=titles_of(table, place),
        columns=recognised(headings, kind.columns),
    )
    _judged_again(plan, kind, sheet)
    record("sheets.previewed", plan, by=by, rows=plan.total, coming=plan.coming)
    return plan


@transaction.atomic
def choose(
    plan: Plan,
    *,
    kind: Kind,
    sheet: Sheet,
    by: Actor,
    columns: Mapping[str, int] | None = None,
    answers: Mapping[str, Mapping[str, str]] | None = None,
) -> Plan:
    """Say which column is which, and what unknown words mean; answers are added to those given before."""
    plan = _open_plan(plan)
    if columns is not None:
        _refuse_twice(kind, columns)
        plan.columns = dict(columns)
    for name, words in (answers or {}).items():
        given = plan.answers.get(name, {}) | words
        plan.answers[name] = {word: code for word, code in given.items() if code}
    _judged_again(plan, kind, sheet)
    record("sheets.chosen", plan, by=by, coming=plan.coming)
    return plan


@transaction.atomic
def leave_out(plan: Plan, *, kind: Kind, sheet: Sheet, numbers: Iterable[int], by: Actor) -> Plan:
    """Leave these rows of the list out; rows of before that are not named stay out."""
    return _with_left_out(plan, kind, sheet, set(plan.left_out) | set(numbers), by=by)


@transaction.atomic
def take_along(plan: Plan, *, kind: Kind, sheet: Sheet, numbers: Iterable[int], by: Actor) -> Plan:
    """Take rows along after all that were left out."""
    return _with_left_out(plan, kind, sheet, set(plan.left_out) - set(numbers), by=by)


@transaction.atomic
def look_again(plan: Plan, *, kind: Kind, sheet: Sheet, by: Actor) -> Plan:
    """Judge the rows by what the database holds now; nothing is written down when nothing changed."""
    plan = _locked(plan)
    before = plan.digest
    if plan.is_committed or _judged_again(plan, kind, sheet).digest == before:
        return plan
    record("sheets.looked_again", plan, by=by, coming=plan.coming)
    return plan


@transaction.atomic
def commit(plan: Plan, *, kind: Kind, sheet: Sheet, seen: str, by: Actor) -> Plan:
    """Carry the plan out as it was shown: all rows that come in, or none. A plan that was carried out stays as it is.

    `seen` is the digest of the plan on the page. Raises RuleBroken when the rows would be judged otherwise now than
    they were shown (policy T-02), or when no row comes in.
    """
    plan = _locked(plan)
    if plan.is_committed:
        return plan
    rows = _judge(plan, kind, sheet)
    if not plan.digest == seen == digest_of(rows):
        raise RuleBroken(_("The list changed since the preview. Nothing was read in. Look again at what comes in."))
    coming = [row.item for row in rows if row.verdict == Verdict.COMING]
    if not coming:
        raise RuleBroken(_("No row of this list comes in. Look at the reasons, or choose the columns."))
    kind.commit(plan.about, coming, by)
    plan.committed_at, plan.committed_by = clock.now(), by
    plan.save(update_fields=["committed_at", "committed_by"])
    record("sheets.committed", plan, by=by, rows=len(coming))
    return plan


@transaction.atomic
def forget_rows(plan: Plan, *, by: Actor) -> Plan:
    """Keep no longer what stood in the rows of a list; how many there were and what became of them stays."""
    plan = _locked(plan)
    plan.rows.update(cells={}, item={}, reasons=[])
    if not plan.is_committed:
        plan.titles, plan.asked, plan.answers = [], {}, {}
        plan.save(update_fields=["titles", "asked", "answers"])
    record("sheets.forgotten", plan, by=by, rows=plan.total)
    return plan


def _with_left_out(plan: Plan, kind: Kind, sheet: Sheet, numbers: set[int], *, by: Actor) -> Plan:
    plan = _open_plan(plan)
    plan.left_out = sorted(numbers)
    _judged_again(plan, kind, sheet)
    record("sheets.chosen", plan, by=by, coming=plan.coming)
    return plan


def _locked(plan: Plan) -> Plan:
    """The plan as it is now; nobody else chooses or carries it out until the transaction ends."""
    return Plan.objects.select_related("document").select_for_update(of=("self",)).get(pk=plan.pk)


def _open_plan(plan: Plan) -> Plan:
    plan = _locked(plan)
    if plan.is_committed:
        raise RuleBroken(_("This list was read in already. Nothing about it changes any more."))
    return plan


def _judge(plan: Plan, kind: Kind, sheet: Sheet) -> list[Judged]:
    _refuse_another(plan.document, sheet)
    # It was read before the transaction: what was forgotten meanwhile is not written down again.
    if plan.document.is_forgotten:
        raise RuleBroken(_("This list is not kept any more. Send it again."))
    rows = rows_below(sheet.tables[plan.tab], heading_row=plan.heading_row)
    return judged(kind, plan.about, rows, columns=plan.columns, answers=plan.answers, left_out=plan.left_out)


def _judged_again(plan: Plan, kind: Kind, sheet: Sheet) -> Plan:
    """Judge every row and keep that, when it is other than what is kept."""
    rows = _judge(plan, kind, sheet)
    digest = digest_of(rows)
    changed = digest != plan.digest
    count: dict[str, int] = dict.fromkeys(Verdict.values, 0)
    for row in rows:
        count[row.verdict] += 1
    plan.digest, plan.asked = digest, unknown_words(kind, rows)
    plan.coming, plan.wrong = count[Verdict.COMING], count[Verdict.WRONG]
    plan.known, plan.out = count[Verdict.KNOWN], count[Verdict.LEFT_OUT]
    plan.save()
    if changed:
        _keep_rows(plan, rows)
    return plan


def _keep_rows(plan: Plan, rows: list[Judged]) -> None:
    plan.rows.all().delete()
    new = kept(rows)
    for row in new:
        row.plan = plan
    PlanRow.objects.bulk_create(new, batch_size=BATCH)


def _refuse_another(document: Document, sheet: Sheet) -> None:
    """What was read must be this document: a mistake of ours, never of a person."""
    if sheet.sha256 != document.sha256:
        raise ValueError(f"The sheet was read from another file than document {document.pk}.")


def _refuse_twice(kind: Kind, columns: Mapping[str, int]) -> None:
    for name, index in columns.items():
        if any(other != name and columns[other] == index for other in columns):
            raise RuleBroken(
                _("“%(column)s” is a column that you chose twice. Choose another one.")
                % {"column": kind.label_of(name)},
                field=name,
            )
