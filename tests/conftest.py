"""Installations that are made once and copied by the tests that need one."""

from collections.abc import Iterator

import pytest

from tests.installations import STORE, Installation


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Installation]:
    """An installation where nobody has an account yet; to copy, not to use."""
    installation = Installation(tmp_path_factory.mktemp("migrated") / "var")
    with django_db_blocker.unblock():
        installation.migrate()
    yield installation
    installation.remove()


@pytest.fixture(scope="module")
def founded(tmp_path_factory, migrated) -> Iterator[Installation]:
    """An installation with an administrator and a stored document; to copy, not to use."""
    installation = Installation(tmp_path_factory.mktemp("founded") / "var", like=migrated)
    installation.manage(
        "first_account", "maria", "--password", "vier gewone woorden samen", "--association", "Kempenland"
    )
    installation.python(STORE)
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


@pytest.fixture
def running(install, founded) -> Installation:
    """An installation with an administrator and a stored document."""
    return install(founded)
