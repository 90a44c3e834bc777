"""What campaigns and audits conclude from what others write: each must be able to say no."""

import json

import pytest

import audit
from digibank.lending.tests.races_late import CAMPAIGNS
from soaking.race import RUN
from soaking.scan import faults

LINE = {"at": "2026-11-23T10:00:00+0100", "level": "info", "from": "digibank.requests", "event": "request"}
FINE = {"name": "django", "version": "6.1", "vulns": []}
BAD = {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"]}]}
SKIPPED = {"name": "elsewhere", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ([FINE], (audit.FINE, [])),
        ([FINE, BAD], (audit.HOLES, ["jinja2 2.4.1: PYSEC-2014-8"])),
        ([SKIPPED, BAD], (audit.HOLES, ["jinja2 2.4.1: PYSEC-2014-8"])),
        ([FINE, SKIPPED], (audit.UNKNOWN, [])),
        ([], (audit.UNKNOWN, [])),
    ],
)
def test_an_audit_believes_only_a_word_about_every_library(said, answer):
    assert audit.weighed(json.dumps({"dependencies": said, "fixes": []})) == answer


@pytest.mark.parametrize("said", ["", "ERROR: certificate verify failed", "[]", "{}", "null", '{"dependencies": 3}'])
def test_an_audit_that_fails_in_any_way_knows_nothing(said):
    assert audit.weighed(said) == (audit.UNKNOWN, [])


def test_the_long_campaign_runs_every_race_that_the_suite_runs():
    assert {one.name for one in RUN} == set(CAMPAIGNS)


def test_a_scan_counts_each_answer_and_each_line_that_tells_of_a_fault():
    answered = [LINE | {"page": "lending:loan", "status": status} for status in (200, 404, 422, 500, 503)]
    error = {"level": "error", "from": "django.request", "event": "%s: %s"}
    log = [json.dumps(line) for line in (*answered, error, {"level": "warning", "event": "slow"})]

    found = faults("\n".join([*log, "Fatal Python error: Segmentation fault"]))

    assert found == [*answered[3:], error, {"level": "error", "event": "Fatal Python error: Segmentation fault"}]
