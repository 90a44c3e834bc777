"""What is shown before a list comes in is what happens when it does: all of it, once, or nothing."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from digibank.errors import RuleBroken
from digibank.sheets import actions
from digibank.sheets.kinds import OUT, Reason
from digibank.sheets.models import Plan, PlanRow

pytestmark = pytest.mark.django_db

LIST = "Kleur;Naam\nrood;An\nblauw;Bo\nrood;An\npaars;Cas\n;Dirk\nrood;Elisabeth\n"


def rows(plan) -> list[tuple]:
    return [(row.number, row.verdict, row.item.get("name", ""), row.reasons) for row in plan.rows.all()]


def counts(plan) -> tuple[int, int, int, int]:
    plan.refresh_from_db()
    return plan.coming, plan.wrong, plan.known, plan.out


@pytest.fixture
def commit(kind, actor):
    def carry_out(plan, sheet, **told):
        return actions.commit(plan, kind=kind, sheet=sheet, by=actor, **{"seen": plan.digest} | told)

    return carry_out


@pytest.mark.rule("T-01")
def test_a_preview_gives_each_row_a_verdict_with_its_reason_and_writes_nothing(previewed, drawer):
    plan, _sheet = previewed(LIST)

    assert rows(plan) == [
        (2, "coming", "An", []),
        (3, "coming", "Bo", []),
        (4, "known", "", [["name", "double", "2"]]),
        (5, "wrong", "", [["colour", "unknown_word", "paars"]]),
        (6, "wrong", "", [["colour", "missing", ""]]),
        (7, "wrong", "", [["name", "too_long", "8"], ["name", "long_name", "5"]]),
    ]
    assert (counts(plan), plan.asked, drawer.balls) == ((2, 3, 1, 0), {"colour": {"paars": 1, "": 1}}, [])


def test_each_reason_is_a_sentence_of_the_kind_or_of_all_kinds(kind):
    told = [Reason("name", "too_long", "8"), Reason("name", "long_name", "5"), Reason("", "left_out")]

    assert [kind.sentence(reason) for reason in told] == [
        "“Name” is longer than 8 signs. Make it shorter.", "“Name” is longer than 5.", "You leave out this row.",
    ]  # fmt: skip


@pytest.mark.rule("T-02")
def test_what_comes_in_is_exactly_what_was_shown(previewed, commit, drawer, actor):
    plan, sheet = previewed(LIST)
    promised = [row.item for row in plan.rows.filter(verdict="coming")]

    done = commit(plan, sheet)

    assert drawer.balls == promised == [{"name": "An", "colour": "red"}, {"name": "Bo", "colour": "blue"}]
    assert (done.is_committed, done.committed_by) == (True, actor)


@pytest.mark.rule("T-02")
def test_when_the_database_changed_since_the_preview_nothing_comes_in(previewed, commit, drawer, kind, actor):
    plan, sheet = previewed(LIST)
    drawer.balls.append({"name": "Bo", "colour": "red"})

    with pytest.raises(RuleBroken, match="The list changed since the preview"):
        commit(plan, sheet)

    assert (len(drawer.balls), counts(plan)) == (1, (2, 3, 1, 0))
    again = actions.look_again(plan, kind=kind, sheet=sheet, by=actor)
    assert [row for row in rows(again) if row[0] == 3] == [(3, "known", "", [["name", "lies_here", ""]])]
    commit(again, sheet)
    assert [ball["name"] for ball in drawer.balls] == ["Bo", "An"]


@pytest.mark.rule("T-02")
def test_when_a_colleague_chose_otherwise_meanwhile_nothing_comes_in(previewed, commit, drawer, kind, actor):
    plan, sheet = previewed(LIST)
    seen = plan.digest
    actions.leave_out(plan, kind=kind, sheet=sheet, numbers=[2], by=actor)

    with pytest.raises(RuleBroken, match="Look again"):
        commit(plan, sheet, seen=seen)

    assert drawer.balls == []


@pytest.mark.rule("T-03")
def test_a_list_comes_in_once_however_often_it_is_sent(previewed, commit, drawer):
    plan, sheet = previewed(LIST)
    commit(plan, sheet)

    commit(plan, sheet)
    again, _sheet = previewed(LIST)
    commit(again, sheet)

    assert (again.pk, len(drawer.balls), Plan.objects.count()) == (plan.pk, 2, 1)


def test_the_same_file_for_another_record_is_another_plan(previewed):
    assert previewed(LIST, about=7)[0].pk != previewed(LIST, about=8)[0].pk


def test_an_open_list_that_is_sent_again_is_judged_anew(previewed, drawer):
    previewed(LIST)
    drawer.balls.append({"name": "An", "colour": "red"})

    again, _sheet = previewed(LIST)

    assert counts(again) == (1, 3, 2, 0)


@pytest.mark.rule("T-04")
def test_a_failure_at_the_last_row_leaves_nothing(previewed, commit, kind, read, actor):
    """Each row of the table below stands for what a chapter writes."""
    document, _read = read("x;y")

    def write(about, items, by):
        for number, item in enumerate(items):
            if item["name"] == "Zoe":
                raise ZeroDivisionError("the last row breaks")
            Plan.objects.create(
                kind="tests.written", about=number, document=document, made_by=by, tab=0, heading_row=0, digest="0" * 64
            )

    plan, sheet = previewed("Kleur;Naam\n" + "\n".join(f"rood;n{n}" for n in range(60)) + "\nrood;Zoe")
    breaking = type(kind)(**{**vars(kind), "commit": write})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.commit(plan, kind=breaking, sheet=sheet, seen=plan.digest, by=actor)

    plan.refresh_from_db()
    assert (Plan.objects.filter(kind="tests.written").count(), plan.is_committed) == (0, False)


def test_without_a_row_that_comes_in_there_is_nothing_to_do(previewed, commit):
    plan, sheet = previewed("Kleur;Naam\npaars;An\n")

    with pytest.raises(RuleBroken, match="No row of this list comes in"):
        commit(plan, sheet)


@pytest.mark.parametrize(
    ("text", "place", "columns"),
    [
        ("Nom;Couleur\nAn;rood", (0, 1), {"colour": 1, "name": 0}),
        ("Our list\n\nNAAM van de bal;De kleur\nAn;rood", (0, 3), {"colour": 1, "name": 0}),
        ("name of the ball\tnaam\tcolour", (0, 1), {"colour": 2, "name": 0}),
        ("An;rood\nBo;blauw", (0, 0), {}),
    ],
)
def test_the_headings_are_found_and_understood_in_three_languages(previewed, text, place, columns):
    plan, _sheet = previewed(text)

    assert ((plan.tab, plan.heading_row), plan.columns) == (place, columns)


def test_a_list_without_headings_loses_no_row_and_shows_what_stands_in_its_columns(previewed, kind, actor):
    plan, sheet = previewed("An;rood\nBo;blauw")
    assert (plan.titles, counts(plan)) == (["A: An", "B: rood"], (0, 2, 0, 0))

    actions.choose(plan, kind=kind, sheet=sheet, columns={"name": 0, "colour": 1}, by=actor)

    assert counts(plan) == (2, 0, 0, 0)


def test_a_column_is_chosen_once(previewed, kind, actor):
    plan, sheet = previewed(LIST)

    with pytest.raises(RuleBroken, match="“Colour” is a column that you chose twice") as no:
        actions.choose(plan, kind=kind, sheet=sheet, columns={"colour": 0, "name": 0}, by=actor)

    assert no.value.field == "colour"


def test_a_word_is_asked_once_and_its_answer_holds_for_all_rows(previewed, kind, actor):
    plan, sheet = previewed("Kleur;Naam\nPaars;An\npaars;Bo\nPAARS;Cas\nroze;Dirk\n;Eva")
    assert plan.asked == {"colour": {"paars": 3, "roze": 1, "": 1}}

    plan = actions.choose(
        plan, kind=kind, sheet=sheet, answers={"colour": {"paars": "blue", "roze": OUT, "": "red"}}, by=actor
    )

    assert (counts(plan), plan.asked) == ((4, 0, 0, 1), {})
    assert rows(plan)[3] == (5, "left_out", "", [["colour", "word_left_out", "roze"]])
    assert {row.item.get("colour") for row in plan.rows.all()} == {"blue", "red", None}


def test_when_the_first_of_two_is_left_out_the_second_comes_in(previewed, kind, actor):
    plan, sheet = previewed(LIST)

    plan = actions.leave_out(plan, kind=kind, sheet=sheet, numbers=[2], by=actor)
    assert [row[1] for row in rows(plan)][:3] == ["left_out", "coming", "coming"]

    plan = actions.take_along(plan, kind=kind, sheet=sheet, numbers=[2, 3], by=actor)
    assert [row[1] for row in rows(plan)][:3] == ["coming", "coming", "known"]


def test_about_a_list_that_came_in_nothing_changes_any_more(previewed, commit, kind, actor):
    plan, sheet = previewed(LIST)
    commit(plan, sheet)

    with pytest.raises(RuleBroken, match="This list was read in already"):
        actions.choose(plan, kind=kind, sheet=sheet, columns={}, by=actor)


@pytest.mark.rule("T-03")
def test_the_database_itself_keeps_a_plan_that_was_carried_out(previewed, commit):
    plan, sheet = previewed(LIST)
    Plan.objects.filter(pk=plan.pk).update(heading_row=1)
    commit(plan, sheet)

    for change in (lambda: Plan.objects.filter(pk=plan.pk).update(coming=99), _without_rows):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert counts(plan) == (2, 3, 1, 0)


def _without_rows():
    PlanRow.objects.all().delete()
    Plan.objects.all().delete()


def test_a_sheet_of_another_file_is_a_mistake_of_ours(previewed, read, kind, actor):
    plan, _sheet = previewed(LIST)
    _document, other = read("Kleur\nrood")

    with pytest.raises(ValueError, match="another file"):
        actions.look_again(plan, kind=kind, sheet=other, by=actor)


def test_looking_again_without_a_change_leaves_no_trace(previewed, kind, actor):
    plan, sheet = previewed(LIST)
    keys = [row.pk for row in plan.rows.all()]

    actions.look_again(plan, kind=kind, sheet=sheet, by=actor)

    assert [row.pk for row in plan.rows.all()] == keys


def test_a_long_list_takes_no_more_questions_to_the_database_than_a_short_one(previewed, commit, drawer):
    asked = []
    for length in (1, 600):
        text = "Kleur;Naam\n" + "\n".join(f"rood;{length}-{n}" for n in range(length))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            plan, sheet = previewed(text)
            commit(plan, sheet)
        asked.append(len(queries))

    assert (asked[0], drawer.times_asked) == (asked[1], 4)
