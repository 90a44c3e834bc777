import pytest


@pytest.fixture(autouse=True)
def folder(documents_folder):
    return documents_folder
