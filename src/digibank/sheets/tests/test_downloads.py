"""Lists that go out: nothing in them is a formula, and what was refused can be mended and sent again."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digibank.sheets.downloads import as_csv, harmless, refused_csv, sample_csv
from digibank.sheets.reading import read_sheet
from digibank.sheets.reading.sheet import plain


def lines(content: bytes) -> list[str]:
    """The rows as text; each cell stands in quotes."""
    rows = content.decode("utf-8-sig").splitlines()
    assert all(row.startswith('"') and row.endswith('"') for row in rows)
    return [row[1:-1].replace('";"', ";") for row in rows]


@pytest.mark.django_db
@pytest.mark.rule("T-01")
def test_the_rows_that_do_not_come_in_go_out_as_they_stood_with_the_reason(previewed, kind):
    plan, sheet = previewed("Kleur;Leeg;Naam\nrood;;An\npaars;kast 3;Bo\nrood;;An\n")

    assert lines(refused_csv(plan, kind, sheet)) == [
        "Kleur;Leeg;Naam;why",
        "paars;kast 3;Bo;We do not know “paars”. Say above the list what it is.",
        "rood;;An;The same stands in row 2 already.",
    ]


@pytest.mark.django_db
def test_what_was_mended_is_read_as_the_first_list_was(previewed, kind):
    plan, sheet = previewed("Kleur;Naam\npaars;=An\n")

    mended, _sheet = previewed(refused_csv(plan, kind, sheet).decode("utf-8-sig").replace("paars", "rood"))

    assert [(row.cells, row.verdict) for row in mended.rows.all()] == [({"colour": "rood", "name": "=An"}, "coming")]


@pytest.mark.rule("T-06")
@pytest.mark.parametrize("cell", ["=1+1", "+32470", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_a_cell_that_a_spreadsheet_takes_for_a_formula_is_made_harmless(cell):
    assert harmless(cell) == f"'{cell}"
    assert lines(as_csv([["x", cell.strip()]]))[0].startswith(("x;'", "x;\"'"))


@pytest.mark.rule("T-06")
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.text(max_size=10).map(plain).filter(bool), min_size=2, max_size=3), min_size=1, max_size=4))
def test_our_files_come_back_as_they_were_and_hold_no_formula(rows):
    rows = [[plain(cell) or "x" for cell in row] for row in rows]
    written = as_csv(rows)

    back = [list(row.cells) for row in read_sheet(written).tables[0].rows]

    assert back == [[cell if not cell.startswith("'") else plain(cell) for cell in row] for row in rows]


@pytest.mark.django_db
def test_the_sample_names_each_column_and_comes_in_as_it_is(previewed, kind):
    plan, _sheet = previewed(sample_csv(kind, [("rood", "An")]).decode("utf-8-sig"))

    assert (plan.columns, plan.coming) == ({"colour": 0, "name": 1}, 1)
