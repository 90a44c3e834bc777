"""What all tests share: quick settings, and a standing cast of people who work in two towns that do not exist."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from tests.migrated import migrated_copy

from digibank import clock
from digibank.accounts.factors import SESSION_KEY
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda.tests.factories import NOW, a_help_point
from digibank.audit.models import Actor
from digibank.audit.tests.factories import an_actor
from digibank.guards import LettersIndexed
from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.tests.factories import a_class, a_depot, at_desk
from digibank.operation.schema import our_models
from digibank.organisations.models import Organisation, Place
from digibank.organisations.tests.factories import a_desk, a_member, an_association
from digibank.people.models import Person
from digibank.people.tests.factories import a_person
from digibank.ui.tests import small_papers as papers
from digibank.work.tests.databases import fresh_database

ROOT = Path(__file__).resolve().parent


def pytest_configure():
    """Processes that tests start find compiled Python, as those of ./digibank do: else each start takes seconds."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / "var" / "compiled"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    # A slow machine is no wrong answer.
    hypothesis.settings.register_profile("digibank", deadline=None)
    hypothesis.settings.load_profile("digibank")


DATABASE = {"db", "transactional_db", "django_db_setup", "django_db_blocker"}
TAKES_LONG = {"site", "browser", "made", "migrated"}


@pytest.hookimpl(tryfirst=True)  # Before pytest-xdist looks which tests belong together.
def pytest_collection_modifyitems(items):
    """What touches no database is the same on each: once is enough. What takes long to make is made in one process."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not item.get_closest_marker("django_db") and not fixtures & DATABASE:
            item.add_marker(pytest.mark.once)
        if fixtures & TAKES_LONG:
            item.add_marker(pytest.mark.xdist_group("site" if "site" in fixtures else item.path.name))


def pytest_sessionstart():
    """The collector of unused objects passes by what is imported, which stays; tests are a tenth faster."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the tests begin with a copy that is migrated already."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Emptying the tables after a transactional test passes by the guards, which refuse every DELETE on SQLite."""
    if connection.vendor != "sqlite":
        return
    migrated_copy(connection.settings_dict["TEST"]["NAME"])
    empty = connection.ops.execute_sql_flush

    def empty_past_the_guards(statements):
        connection.ensure_connection()
        connection.connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
        try:
            empty(statements)
            for table in tables_of_letters():
                connection.connection.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")
        finally:
            connection.connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, True)

    connection.ops.execute_sql_flush = empty_past_the_guards


def tables_of_letters() -> list[str]:
    """What SQLite keeps beside a column to search in; its triggers did not hear that the table was emptied."""
    guards = [guard for model in our_models() for guard in model._meta.constraints]
    return [guard.name for guard in guards if isinstance(guard, LettersIndexed)]


@pytest.fixture(autouse=True)
def documents_folder(settings, tmp_path):
    """Documents that a test stores are its own."""
    settings.DOCUMENTS = tmp_path / "documents"
    return settings.DOCUMENTS


@pytest.fixture
def small_papers() -> Iterator[None]:
    """Papers are empty sheets with their words as title: for tests about what happens to a paper, not how it looks."""
    with papers.small_papers():
        yield


@pytest.fixture
def papers_drawn_once() -> Iterator[None]:
    """Real papers on SQLite; small ones when the test runs again on the other database, which draws nothing."""
    with nullcontext() if connection.vendor == "sqlite" else papers.small_papers():
        yield


@pytest.fixture
def in_english(settings) -> Iterator[None]:
    """Tests compare the sentences of the code, not their translation; pages and papers speak it too."""
    settings.LANGUAGE_CODE = "en"
    settings.LANGUAGES = [("en", "English")]
    with translation.override("en"):
        yield


@pytest.fixture
def on_a_monday() -> Iterator[None]:
    """It is Monday 23 November 2026, 9 o'clock in Brussels."""
    with clock.at(NOW):
        yield


@pytest.fixture
def actor(db) -> Actor:
    return an_actor()


@pytest.fixture
def association(db) -> Organisation:
    return an_association()


@pytest.fixture
def town(association) -> Organisation:
    return a_member(association, name="Wilgerdonk")


@pytest.fixture
def other_town(association) -> Organisation:
    return a_member(association, name="Hazelven")


@pytest.fixture
def desk(town) -> Place:
    return a_desk(town)


@pytest.fixture
def depot(association) -> Place:
    return a_depot(association)


@pytest.fixture
def a_resident(db) -> Callable[..., Person]:
    """Makes residents, also for tests of apps that know no persons: `a_resident(town, "Roza Hier")`."""
    return a_person


@pytest.fixture
def database_of_its_own(django_db_setup, django_db_blocker, tmp_path) -> Iterator[str]:
    """The address of a database for the processes that a test starts; the test is marked as transactional."""
    with django_db_blocker.unblock(), fresh_database(tmp_path) as address:
        yield address


@pytest.fixture
def help_point(association) -> Place:
    """A help point of the OCMW of the town."""
    return a_help_point(a_member(association, name="OCMW Wilgerdonk", kind=Organisation.Kind.OCMW))


@pytest.fixture
def laptop(desk, depot, laptop_class) -> Device:
    """A laptop that lies at the desk and may be lent."""
    return at_desk(desk, laptop_class, depot=depot, vendor="Dell", product="Latitude")


@pytest.fixture
def laptop_class(db) -> DeviceClass:
    return a_class()


@pytest.fixture
def administrator(association) -> User:
    return a_user("ada", "Ada Beheer", association, Role.ADMINISTRATOR)


@pytest.fixture
def coordinator(association) -> User:
    return a_user("cor", "Cor Streek", association, Role.COORDINATOR)


@pytest.fixture
def technician(association) -> User:
    return a_user("tine", "Tine Schroef", association, Role.TECHNICIAN)


@pytest.fixture
def worker(association, depot) -> User:
    return a_user("sam", "Sam Handig", association, Role.SOCIAL_ECONOMY_WORKER, place=depot)


@pytest.fixture
def clerk(town, desk) -> User:
    return a_user("lies", "Lies Loket", town, Role.LENDING_CLERK, place=desk)


@pytest.fixture
def stranger(other_town) -> User:
    return a_user("hugo", "Hugo Buur", other_town, Role.LENDING_CLERK)


@pytest.fixture
def elsewhere(db) -> User:
    """The administrator of another association altogether."""
    return a_user("eva", "Eva Elders", an_association("Digibank Elders"), Role.ADMINISTRATOR)


def logged_in(user: User, **options: Any) -> Client:
    """Somebody who showed password and second lock; `options` are those of Django's test client."""
    client = Client(**options)
    client.force_login(user)
    session = client.session
    session[SESSION_KEY] = user.pk
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session["account_authentication_methods"] = [
        {"method": way, "at": clock.now().timestamp()} for way in ("password", "mfa")
    ]
    session.save()
    return client


@pytest.fixture
def as_administrator(administrator) -> Client:
    return logged_in(administrator)


@pytest.fixture
def as_coordinator(coordinator) -> Client:
    return logged_in(coordinator)


@pytest.fixture
def as_technician(technician) -> Client:
    return logged_in(technician)


@pytest.fixture
def as_worker(worker) -> Client:
    return logged_in(worker)


@pytest.fixture
def as_clerk(clerk) -> Client:
    return logged_in(clerk)


@pytest.fixture
def as_stranger(stranger) -> Client:
    return logged_in(stranger)
