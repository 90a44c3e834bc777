"""Files of others, read into rows of plain texts: CSV, XLSX, XLS and ODS, known by what is in them, not by their name.

A file gives a sheet, or a refusal that says what is wrong and what to do. Nothing in a file is carried out, and
nothing outside it is opened. Nothing here knows the database.
"""

from digibank.sheets.reading.sheet import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    Sheet,
    Table,
    read_sheet,
)

__all__ = ["LONGEST_CELL", "MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "Row", "Sheet", "Table", "read_sheet"]
