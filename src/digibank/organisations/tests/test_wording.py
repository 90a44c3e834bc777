from datetime import date, time

import pytest

from digibank.organisations.models import LAST, OpeningHours, Stop
from digibank.organisations.windows import HoursKind
from digibank.organisations.wording import told

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("in_english")]

FRIDAY = {"weekday": 4, "opens": time(13, 30), "closes": time(16)}


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({}, "every Friday, 13.30 to 16"),
        ({"week_of_month": LAST}, "every last Friday of the month, 13.30 to 16"),
        (
            {"every_weeks": 2, "anchor_on": date(2027, 1, 4)},
            "Friday every 2 weeks, counted from the week of 4 January 2027, 13.30 to 16",
        ),
        (
            {"valid_from": date(2027, 7, 1), "valid_until": date(2027, 9, 1)},
            "every Friday, 13.30 to 16, from 1 July 2027, until 1 September 2027, and no longer then",
        ),
        ({"kind": HoursKind.APPOINTMENT}, "every Friday, 13.30 to 16, by appointment only"),
        ({"stop": Stop(name="Markt")}, "every Friday, 13.30 to 16, at Markt"),
    ],
)
@pytest.mark.rule("OH-01")
def test_a_rule_reads_as_a_colleague_says_it(rule, sentence):
    assert told(OpeningHours(**FRIDAY | rule)) == sentence
