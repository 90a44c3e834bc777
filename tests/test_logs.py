"""What the machine writes in its log is read by whoever keeps the machine, so it names no resident."""

from logging import ERROR, LogRecord
from logging.config import DictConfigurator

import pytest
from django.conf import settings
from django.db import IntegrityError

from digibank.people.models import Person

pytestmark = pytest.mark.once

NAME = "Roza Peeters"


def written(fault: Exception) -> list[str]:
    """The lines of the log about this fault."""
    formatter = DictConfigurator(settings.LOGGING).configure_formatter({**settings.LOGGING["formatters"]["plain"]})
    caught = (type(fault), fault, fault.__traceback__)
    record = LogRecord("digibank.work", ERROR, "", 1, "Job %s failed", ("comms-send-due",), caught)
    return formatter.format(record).splitlines()


def looks_up(*, hidden: bool) -> None:
    try:
        int(NAME)
    except ValueError as error:
        raise LookupError(f"No way leads to {NAME}") from None if hidden else error


def test_a_fault_is_told_without_the_words_it_was_about():
    with pytest.raises(LookupError) as raised:
        looks_up(hidden=False)

    said = written(raised.value)

    assert said[0].endswith("ERROR digibank.work Job comms-send-due failed")
    assert [line for line in said[1:] if not line.startswith(" ")] == ["ValueError", "LookupError"]
    assert "    int(NAME)" in said
    assert NAME not in "\n".join(said)


def test_a_fault_that_hides_its_cause_hides_it_in_the_log_too():
    with pytest.raises(LookupError) as raised:
        looks_up(hidden=True)

    assert [line for line in written(raised.value)[1:] if not line.startswith(" ")] == ["LookupError"]


def test_what_the_database_quotes_of_a_row_is_not_told(town):
    with pytest.raises(IntegrityError) as raised:
        Person.objects.create(home=town, name=NAME, birth_year=1066, prefers="card", search=NAME)

    said = written(raised.value)

    assert said[-1] == "django.db.utils.IntegrityError"
    assert NAME not in "\n".join(said)
