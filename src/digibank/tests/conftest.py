import pytest
from django.db import connection

from digibank.tests.scratch import TABLES


@pytest.fixture(scope="module")
def scratch(django_db_setup, django_db_blocker):
    """The tables of scratch.py, made outside any transaction and gone after the module."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in TABLES:
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in TABLES:
                editor.delete_model(model)
