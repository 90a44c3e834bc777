"""The words of the command that operators use, each run as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from serving import free_port
from tests.installations import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_account_founds_the_association_and_may_manage_it(running):
    listed = running.manage("dumpdata", "accounts.membership", "organisations.organisation")

    assert '"role": "administrator"' in listed
    assert '"name": "Kempenland"' in listed


def test_a_second_first_account_is_refused(running):
    again = running.run("-m", "django", "first_account", "piet", "--password", "vier gewone woorden samen")

    assert again.returncode == 1
    assert "There are accounts already." in again.stderr


def test_a_weak_password_founds_nothing(install, migrated):
    installation = install(migrated)

    weak = installation.run("-m", "django", "first_account", "maria", "--password", "kort")

    assert weak.returncode == 1
    assert installation.manage("dumpdata", "organisations").strip() == "[]"


@pytest.mark.once
def test_a_demo_whose_window_is_closed_leaves_nothing_running(tmp_path):
    port = free_port()
    environment = os.environ | {"DIGIBANK_VAR": str(tmp_path), "DIGIBANK_PORT": str(port), "PYTHONPATH": "src"}
    with subprocess.Popen(
        [sys.executable, "tools/demo.py", "--no-region"], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as demo:
        next(line for line in demo.stdout if "answers already" in line)

        demo.send_signal(signal.SIGHUP)

        demo.wait(30)
    until = time.monotonic() + 10
    while answers(port) and time.monotonic() < until:
        time.sleep(0.1)
    assert not answers(port)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
