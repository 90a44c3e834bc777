"""Lists as people make them, written by other programs than the one that reads them."""

from io import BytesIO

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

ROWS = [["Soort", "Merk", "Serienummer"], ["laptop", "Dell", "00123"], ["scherm", "HP", ""]]


def csv_of(rows=ROWS, *, sep=";", encoding="utf-8") -> bytes:
    return "\r\n".join(sep.join(row) for row in rows).encode(encoding)


def xlsx_of(rows=ROWS, *, change=lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def ods_of(rows=ROWS, **attributes) -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Lijst")
    for row in rows:
        line = TableRow(**attributes)
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
