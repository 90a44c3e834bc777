"""Every kind of list gives the same rows, as people wrote them; and what is no list is refused in a sentence."""

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digibank.errors import RuleBroken
from digibank.sheets.reading import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Sheet, read_sheet
from digibank.sheets.reading.sheet import plain
from digibank.sheets.reading.tests.files import csv_of, ods_of, xlsx_of

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("in_english")]

# A workbook is opened in a process of its own, which takes as long as the machine is busy.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cells(content: bytes) -> list[list[str]]:
    return [list(row.cells) for row in read_sheet(content).tables[0].rows]


def numbers(content: bytes) -> list[int]:
    return [row.number for row in read_sheet(content).tables[0].rows]


def refusal(content: bytes) -> str:
    with pytest.raises(RuleBroken) as no:
        read_sheet(content)
    assert no.value.field == "file"
    return str(no.value)


SHORT = [["Soort", "Merk", "Serienummer"], ["laptop", "Dell", "00123"], ["scherm", "HP"]]
MAKERS = {
    "semicolons": csv_of(),
    "commas": csv_of(sep=","),
    "tabs": csv_of(sep="\t"),
    "with a mark": csv_of(encoding="utf-8-sig"),
    "of Windows": csv_of(encoding="cp1252"),
    "wide letters": csv_of(sep="\t", encoding="utf-16"),
    "old line ends": csv_of().replace(b"\r\n", b"\r"),
    "stated by Excel": b"sep=;\r\n" + csv_of(),
    "Excel": xlsx_of(),
    "LibreOffice": ods_of(),
}


@pytest.mark.rule("T-05")
@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_of_file_gives_the_same_rows(kind):
    assert cells(MAKERS[kind]) == SHORT


def test_a_kind_of_file_is_known_by_what_is_in_it_and_kept_under_a_name_of_ours():
    names = {kind: read_sheet(content).file_name for kind, content in MAKERS.items()}

    assert names == dict.fromkeys(MAKERS, "list.csv") | {"Excel": "list.xlsx", "LibreOffice": "list.ods"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_come_through_in_every_encoding(encoding):
    assert cells("Numéro de série;état\nX;abîmé".encode(encoding)) == [["Numéro de série", "état"], ["X", "abîmé"]]


def test_a_comma_inside_a_cell_does_not_part_it():
    assert cells(b'Soort;Scherm\nlaptop;"15,6"\nscherm;24,1\n') == [
        ["Soort", "Scherm"], ["laptop", "15,6"], ["scherm", "24,1"],
    ]  # fmt: skip


def test_commas_inside_quoted_cells_do_not_part_rows_of_unequal_length():
    assert cells(b'"0";",0"\n"0";"0";","') == [["0", ",0"], ["0", "0", ","]]


def test_a_list_of_one_column_is_a_list():
    assert cells(b"Soort\nlaptop\nlaptop\n") == [["Soort"], ["laptop"], ["laptop"]]


@pytest.mark.rule("T-05")
def test_numbers_and_days_come_out_as_people_wrote_them():
    typed = [
        "00123",
        123.0,
        15.6,
        490154203237518,
        dt.date(2021, 3, 5),
        dt.datetime.fromisoformat("2021-03-05T14:30"),
        dt.time(9, 5),
    ]

    assert cells(xlsx_of([typed])) == [
        ["00123", "123", "15.6", "490154203237518", "05/03/2021", "05/03/2021 14:30", "09:05"]
    ]


def test_a_number_that_lost_its_last_digits_is_not_passed_off_as_whole():
    assert cells(xlsx_of([["x", 35693803564380912345]])) == [["x", "3.56938E+19"]]


@pytest.mark.rule("T-05")
def test_a_formula_is_never_worked_out_and_gives_its_stored_value():
    stored = BytesIO(xlsx_of([["Soort", "Aantal"], ["laptop", "=1+1"]]))
    with zipfile.ZipFile(stored) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>1+1</f><v></v>" in sheet or b"<f>1+1</f><v />" in sheet or b"<f>1+1</f><v/>" in sheet
    for empty in (b"<v></v>", b"<v />", b"<v/>"):
        sheet = sheet.replace(b"<f>1+1</f>" + empty, b"<f>1+1</f><v>7</v>")
    answer = BytesIO()
    with zipfile.ZipFile(answer, "w") as packed:
        for part, content in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            packed.writestr(part, content)

    assert cells(answer.getvalue()) == [["Soort", "Aantal"], ["laptop", "7"]]
    assert cells(stored.getvalue()) == [["Soort", "Aantal"], ["laptop"]]


def test_empty_rows_are_skipped_and_the_others_keep_their_number():
    rows = [[], ["Soort"], [], [" "], ["laptop"], []]

    assert numbers(xlsx_of(rows)) == [2, 5]
    assert numbers(csv_of([row or [""] for row in rows])) == [2, 5]


def test_a_list_that_begins_further_on_keeps_its_rows_and_columns():
    def further(book):
        book.active["C4"] = "Soort"
        book.active["D5"] = "x"

    assert [(row.number, row.cells) for row in read_sheet(xlsx_of([], change=further)).tables[0].rows] == [
        (4, ("", "", "Soort")), (5, ("", "", "", "x")),
    ]  # fmt: skip


def test_hidden_tabs_are_passed_by():
    def hide(book):
        book.active.sheet_state = "hidden"
        shown = book.create_sheet("Toestellen")
        shown.append(["tablet"])

    assert [(table.name, table.rows[0].cells) for table in read_sheet(xlsx_of(change=hide)).tables] == [
        ("Toestellen", ("tablet",))
    ]


def test_what_cannot_be_seen_is_taken_away_and_a_cell_is_one_line():
    assert plain("\u200bDell\u00a0 Latitude\n 5490 ") == "Dell Latitude 5490"


@pytest.mark.parametrize(
    ("content", "begin"),
    [
        (b"", "This file holds no rows."),
        (b";;\n;;\n", "This file holds no rows."),
        (b"%PDF-1.7 list", "This is no list: it looks like a PDF"),
        (b"\x89PNG\r\n", "This is no list: it looks like a PDF"),
        (b"<html><table><tr><td>laptop", "This is a web page"),
        (b"laptop;\x00\x01\x02", "This is no list that we can read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This file is damaged"),
        (b"PK\x03\x04 and nothing more", "This file is damaged"),
        (xlsx_of()[:-40], "This file is damaged"),
        (b"x" * (MOST_BYTES + 1), "This file is larger than 5 MB."),
        (b"x\n" * (MOST_ROWS + 2), "This list has more than 20000 rows."),
        (b";".join([b"x"] * (MOST_COLUMNS + 1)), "Row 1 has more than 60 columns."),
        (b'laptop;"' + b"y;\n" * 1500, "A cell in row 1 is very long."),
    ],
)
def test_what_is_no_list_or_too_large_is_refused_with_what_to_do(content, begin):
    assert refusal(content).startswith(begin)


def packed(parts: dict[str, bytes]) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
    return kept.getvalue()


@pytest.mark.rule("T-05")
def test_a_file_that_grows_too_large_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = packed({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"0" * (101 * 1024 * 1024)})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))

    assert len(bomb) < 200_000
    assert refusal(bomb).startswith("This file becomes far too large")


def test_a_directory_that_lies_about_its_sizes_harms_nobody():
    sheet = b"<worksheet><sheetData><row><c><v>" + b"9" * (90 * 1024 * 1024)
    honest = packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})
    size = (90 * 1024 * 1024 + len(b"<worksheet><sheetData><row><c><v>")).to_bytes(4, "little")

    assert refusal(honest.replace(size, (9).to_bytes(4, "little"))).startswith("This file is damaged")


def test_two_cells_at_the_corners_of_a_sheet_do_not_take_all_memory():
    def far(book):
        book.active["A1"] = "laptop"
        book.active["XFD1048576"] = "x"

    assert refusal(xlsx_of([], change=far)).startswith("This file is damaged or holds more than a list.")


def test_a_word_document_is_no_list():
    assert refusal(packed({"word/document.xml": b"<w/>"})).startswith("This is no list: it looks like a text document")


def test_a_list_with_a_password_is_refused_with_what_to_do():
    locked = bytearray(xlsx_of())
    for at in (locked.find(b"PK\x01\x02") + 8, 6):
        locked[at] |= 1

    assert refusal(bytes(locked)) == "A password is on this file. Save it without a password and send it again."


def read_or_refused(content: bytes) -> None:
    sentences = []
    try:
        assert isinstance(read_sheet(content), Sheet)
    except RuleBroken as no:
        sentences.append(str(no))
    assert all(sentence.endswith(".") for sentence in sentences)


@PATIENT
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    read_or_refused(content)


@PATIENT
@given(st.text(max_size=400), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_text_is_read_or_refused(text, encoding):
    read_or_refused(text.encode(encoding, "surrogatepass"))


BOOKS = [xlsx_of(), ods_of()]


@settings(PATIENT, max_examples=25)
@given(st.sampled_from(BOOKS), st.data())
def test_any_mangled_workbook_is_read_or_refused(book, data):
    mangled = bytearray(book)
    for _round in range(data.draw(st.integers(1, 12))):
        mangled[data.draw(st.integers(0, len(book) - 1))] = data.draw(st.integers(0, 255))

    read_or_refused(bytes(mangled[: data.draw(st.integers(1, len(book)))] if data.draw(st.booleans()) else mangled))


TEXTS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=12).map(plain)
FILLED = TEXTS.filter(bool)


@given(st.lists(st.lists(FILLED, min_size=2, max_size=4), min_size=1, max_size=6))
@settings(PATIENT, max_examples=60)
def test_what_is_written_as_csv_with_quotes_comes_back(rows):
    written = "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)

    assert cells(written.encode()) == rows
