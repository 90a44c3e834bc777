"""A server that is told to stop answers who asked already. For a worker see work/tests/test_processes.py."""

import os
import signal
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from serving import environment_in, served
from tests.slow import ASKED


def asked(address: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.status, answer.read()


def wait_until(holds) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def is_closed(address: str) -> bool:
    try:
        asked(address)
    except OSError:
        return True
    return False


@pytest.mark.once
@pytest.mark.rule("K-11")
def test_a_server_that_is_told_to_stop_ends_the_request_that_is_under_way(tmp_path):
    page = "/toestand/leeft/"
    with (
        ThreadPoolExecutor() as visitor,
        served(environment_in(tmp_path), tmp_path / "log", application="tests.slow:application", ready=page) as server,
    ):
        answer = visitor.submit(asked, f"{server.url}{page}?{ASKED}")
        wait_until((tmp_path / "began").exists)

        os.kill(server.process, signal.SIGTERM)

        assert answer.result(30) == (200, b"ok\n")
        wait_until(lambda: is_closed(server.url + page))
