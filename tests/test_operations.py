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


def test_one_account_is_the_first_and_founds_the_association_and_a_weak_password_founds_nothing(install, migrated):
    told = install(migrated).inside("found")

    weak, first, again = told["said"]
    assert (weak[0], first[0]) == ("1", "0")
    assert again.startswith("1 There are accounts already.")
    assert told["founded"] == [[0, 0, 0], [1, 1, 1], [1, 1, 1]]
    assert told["first"] == ["administrator", "Kempenland"]


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
