"""What is left of a message when its worker dies in each phase, and what becomes of it."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from tests.killing.installation import ROOT, Postbox

RUN = "import django; django.setup(); from tests.killing import phases; phases.main()"
QUEUED, TAKEN, SENDING = ["queued", False, []], ["queued", True, []], ["sending", True, []]
SENT, UNCERTAIN = ["sent", False, ["sent"]], ["uncertain", False, ["lost_sight"]]
# Of the e-mail and the text message: what the dead worker left, and what the next one made of it.
EXPECTED = {
    "the job is claimed": ([QUEUED, QUEUED], [SENT, SENT]),
    "the message is claimed": ([TAKEN, QUEUED], [SENT, SENT]),
    "about to send an e-mail": ([SENDING, QUEUED], [SENT, SENT]),
    "the e-mail is sent": ([SENDING, QUEUED], [SENT, SENT]),
    "about to send a text message": ([SENT, SENDING], [SENT, UNCERTAIN]),
    "the text message is sent": ([SENT, SENDING], [SENT, UNCERTAIN]),
    "half written down": ([SENDING, QUEUED], [SENT, SENT]),
    "the job lets go": ([SENT, SENT], [SENT, SENT]),
}
HEARD_TWICE = 2  # The e-mail that was sent and not written down, and the one that was half written down.


@pytest.fixture
def postbox():
    box = Postbox()
    box.start()
    yield box
    box.stop()


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("V-04")
def test_a_worker_that_dies_in_any_phase_loses_nothing_and_sends_nothing_twice(database_of_its_own, tmp_path, postbox):
    environment = os.environ | {
        "DATABASE_URL": database_of_its_own,
        "DIGIBANK_VAR": str(tmp_path),
        "DIGIBANK_MAIL_HOST": "127.0.0.1",
        "DIGIBANK_MAIL_PORT": str(postbox.port),
        "DIGIBANK_MAIL_TLS": "none",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }

    done = subprocess.run(
        [sys.executable, "-c", RUN], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    keys, jobs = told.pop("keys"), told.pop("jobs")
    assert {phase: death["died by"] for phase, death in told.items()} == dict.fromkeys(EXPECTED, signal.SIGKILL)
    assert {phase: (death["left"], death["ends"]) for phase, death in told.items()} == EXPECTED
    assert jobs == [["", 0, ""]]
    heard = Counter(email["id"] for email in postbox.heard)
    assert sorted(heard) == sorted(f"<{key}@{next(iter(heard)).partition('@')[2]}" for key in keys)
    assert sorted(heard.values()) == [1] * (len(EXPECTED) - HEARD_TWICE) + [2] * HEARD_TWICE
    # A text message stands in a file of its own, so one that went twice would stand there once: its state says it.
    texts = list((tmp_path / "sms").glob("*.json"))
    assert len(texts) == len(EXPECTED) - 1
