"""Bodies that are too big, sent to the real server over a real connection."""

import http.client
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from serving import ROOT, Served, environment_in, served

pytestmark = [pytest.mark.once, pytest.mark.django_db]
MEGABYTE = 1024 * 1024
SENT = 200 * MEGABYTE
TOO_BIG = "Een bestand mag hoogstens 10 MB groot zijn. Er is niets bewaard."


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("site")
    environment = environment_in(folder)
    collect = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    with served(environment, folder / "log", ready="/stijl/") as running:
        yield running


def memory(process: int) -> int:
    """Bytes that this process and those it started hold now."""
    path = Path("/proc") / str(process)
    children = (path / "task" / str(process) / "children").read_text().split()
    held = next(line for line in (path / "status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(held.split()[1]) * 1024 + sum(memory(int(child)) for child in children)


def pieces(watched: int, most: list[int]) -> Iterator[bytes]:
    """200 MB in pieces; keeps in `most` the largest that the server was meanwhile."""
    for sent in range(0, SENT, MEGABYTE):
        if sent % (20 * MEGABYTE) == 0:
            most.append(memory(watched))
        yield b"x" * MEGABYTE


def send(server: Served, headers: dict[str, str]) -> tuple[int, str, int]:
    """Status, page, and by how many bytes the server grew."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    before = memory(server.process)
    most: list[int] = []
    with closing(connection):
        # The server need not listen to the end: its answer is there already.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST", "/aanmelden/", pieces(server.process, most), headers)
        answer = connection.getresponse()
        page = answer.read().decode()
    return answer.status, page, max([*most, memory(server.process)]) - before


def test_two_hundred_megabytes_are_refused_without_being_held(server):
    status, page, grown = send(server, {"Content-Length": str(SENT)})

    assert (status, TOO_BIG in page, grown < 50 * MEGABYTE) == (413, True, True)


def test_two_hundred_megabytes_without_a_length_are_not_held(server):
    status, page, grown = send(server, {"Transfer-Encoding": "chunked"})

    assert (status, "Digibank" in page, grown < 50 * MEGABYTE) == (403, True, True)


def test_a_body_that_lies_about_its_length_is_read_no_further(server):
    with closing(http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)) as connection:
        connection.request("POST", "/aanmelden/", b"x" * 1000, {"Content-Length": "10"})

        with connection.getresponse() as answer:
            assert answer.status == 403


@pytest.mark.parametrize(("length", "status"), [(10 * MEGABYTE, 403), (10 * MEGABYTE + 1, 413)])
def test_ten_megabytes_are_the_most(length, status):
    client = Client(enforce_csrf_checks=True)

    answer = client.generic("POST", "/stijl/", b"x" * length)

    assert (answer.status_code, "Content-Security-Policy" in answer.headers) == (status, True)


def test_a_thousand_fields_are_too_many_for_one_form():
    answer = Client().post("/weergave/", {f"field-{number}": "x" for number in range(1001)})

    assert (answer.status_code, "Digibank" in answer.content.decode()) == (400, True)
