"""What takes long is made once for the tests of a module: example records, and installations to copy."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from digibank.ui.tests.small_papers import small_papers
from tests.installations import Installation
from tests.records import Made, build


@pytest.fixture(scope="module")
def records_of_the_module(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[tuple[Made, Path]]:
    """The example records and the folder of their documents; what a test does to them is undone after it."""
    folder = tmp_path_factory.mktemp("records") / "documents"
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DOCUMENTS=folder), small_papers():
            made = build()
        yield made, folder
        transaction.set_rollback(True)


@pytest.fixture
def made(records_of_the_module, documents_folder, db) -> Made:
    """The example records, as if they were made for this test."""
    rows, folder = records_of_the_module
    shutil.copytree(folder, documents_folder)
    return deepcopy(rows)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Installation]:
    """An installation where nobody has an account yet; to copy, not to use."""
    installation = Installation(tmp_path_factory.mktemp("migrated") / "var")
    with django_db_blocker.unblock():
        installation.migrate()
    yield installation
    installation.remove()


@pytest.fixture
def install(tmp_path, django_db_setup):
    made = []

    def new(like: Installation | None = None) -> Installation:
        made.append(Installation(tmp_path / f"installation-{len(made)}", like))
        return made[-1]

    yield new
    for installation in made:
        installation.remove()
