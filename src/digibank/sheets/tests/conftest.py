"""Sentences are compared in the language of the code."""

import pytest

from digibank.files import actions as files
from digibank.sheets import actions
from digibank.sheets.reading import read_sheet
from digibank.sheets.tests.kinds import Drawer


@pytest.fixture(autouse=True)
def in_the_language_of_the_code(in_english) -> None:
    """Sentences are compared in the language of the code."""


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def kind(drawer):
    return drawer.kind()


@pytest.fixture
def read(actor):
    """Makes a document of a text, and reads it."""

    def store(text: str):
        content = text.encode()
        sheet = read_sheet(content)
        return files.store(content, media_type=sheet.media_type, name=sheet.file_name, by=actor), sheet

    return store


@pytest.fixture
def previewed(read, kind, actor):
    """Makes the plan of a text; gives it with what was read."""

    def preview(text: str, about: int = 7):
        document, sheet = read(text)
        return actions.preview(document, kind=kind, about=about, sheet=sheet, by=actor), sheet

    return preview
