"""The stick sends what it kept: to a real server, over lines that break, past servers that are not ours."""

import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from serving import Served, served
from tests.installations import Installation
from tests.stick import Computer, a_laptop

FOUND = """
from digibank.inventory.tests.factories import a_depot
from digibank.organisations.tests.factories import an_association
from digibank.refurbishment.tests.factories import a_station
import json
from digibank.refurbishment import actions
from digibank.audit.tests.factories import an_actor
depot = a_depot(an_association())
station, token = a_station(depot)
ended, gone = a_station(depot, "Tafel 2")
actions.end_station(ended, by=an_actor())
print(json.dumps([token, gone]))
"""
KEPT = """
import json
from digibank.refurbishment.models import IntakeReport
from digibank.files.models import Document
print(json.dumps([[str(report.run) for report in IntakeReport.objects.order_by("run")], Document.objects.count()]))
"""
TOKEN = "t" * 32


@pytest.fixture
def laptop(tmp_path) -> Computer:
    return a_laptop(tmp_path / "laptop")


# To our own server


@pytest.fixture
def installation(transactional_db, tmp_path) -> Iterator[Installation]:
    made = Installation(tmp_path / "installation")
    made.migrate()
    yield made
    made.remove()


@contextmanager
def site(installation: Installation, tmp_path: Path) -> Iterator[tuple[Served, str, str]]:
    """A running server, a token that opens and one that does not."""
    token, gone = json.loads(installation.python(FOUND))
    with served(installation.environment, tmp_path / "server.log", ready="/toestand/leeft/") as server:
        yield server, token, gone


def runs_of(laptop: Computer) -> list[str]:
    return sorted(json.loads(path.read_text())["run"] for path in laptop.reports.rglob("*.json"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("N-02")
def test_what_was_kept_without_a_network_is_sent_later_and_counts_once(installation, laptop, tmp_path):
    for _time in range(3):
        laptop.run("look")
    runs = runs_of(laptop)

    with site(installation, tmp_path) as (server, token, gone):
        known = {"DIGIBANK_ADDRESS": server.url, "DIGIBANK_TOKEN": token}
        wrong = laptop.run("send", **known | {"DIGIBANK_TOKEN": gone})
        still = len(list(laptop.reports.glob("*.json")))
        sent = laptop.run("send", **known)
        for path in (laptop.reports / "sent").iterdir():
            path.rename(laptop.reports / path.name)  # As on a stick where the folder could not be written.
        again = laptop.run("send", **known)
        newest = laptop.run(**known)
        kept = json.loads(installation.python(KEPT))

    assert (wrong.returncode, still) == (1, 3)
    assert "De stationscode werkt niet meer. Vraag uw coördinator een nieuw stationsbestand." in wrong.stdout
    assert [(done.returncode, done.stdout.count("Verstuurd: ")) for done in (sent, again, newest)] == [
        (0, 3),
        (0, 3),
        (0, 1),
    ]
    assert "NU: Het verslag is bij Digibank. Open daar “Binnengekomen met de stick”" in newest.stdout
    assert kept == [runs_of(laptop), 4]
    assert set(runs) < set(kept[0])
    assert list(laptop.reports.glob("*.json")) == []
    log = (tmp_path / "server.log").read_text()
    assert '"page": "refurbishment:upload_intake"' in log
    assert [secret for secret in (token, gone, "5CD6000D1G", "S3TANX0J000417", *runs) if secret in log] == []


def a_slow_sender(server: Served, token: str, beginning: bytes) -> socket.socket:
    """Somebody who announces a report, sends its beginning, and then nothing."""
    line = socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=20)
    head = f"POST /verslagen/intake/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Length: 40000\r\n\r\n"
    line.sendall(head.encode() + beginning)
    return line


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("N-02")
@pytest.mark.rule("N-03")
def test_a_stranger_who_sends_slowly_holds_nobody_up_and_half_a_report_is_not_kept(installation, laptop, tmp_path):
    laptop.run("look")
    (path,) = laptop.reports.glob("*.json")
    beginning = path.read_bytes()[:1000]

    with site(installation, tmp_path) as (server, token, gone):
        strangers = [a_slow_sender(server, gone, beginning) for _time in range(20)]
        answers = {line.recv(100).split(b"\r\n")[0] for line in strangers}
        halfway = a_slow_sender(server, token, beginning)
        done = laptop.run("send", DIGIBANK_ADDRESS=server.url, DIGIBANK_TOKEN=token)
        for line in [*strangers, halfway]:
            line.close()
        kept = json.loads(installation.python(KEPT))

    assert answers == {b"HTTP/1.1 401 Unauthorized"}
    assert (done.returncode, kept) == (0, [runs_of(laptop), 1])


# To servers that are not ours


@dataclass
class Elsewhere:
    """A server that answers as it is told to, and remembers what it heard."""

    answers: Callable[[int], tuple[int, dict[str, str], bytes]]
    heard: list[tuple[str, str, bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def elsewhere(*answers: tuple[int, dict[str, str], bytes], certificate: Path | None = None) -> Iterator[Elsewhere]:
    told = Elsewhere(lambda number: answers[min(number, len(answers) - 1)])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, content = told.answers(len(told.heard))
            told.heard.append((self.path, self.headers["Authorization"], body))
            if not status:  # Heard everything, and then the line broke.
                self.connection.close()
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_told: None  # type: ignore[method-assign]
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    told.url = f"{'https' if certificate else 'http'}://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


OK, BROKEN, LINE_BROKE = (201, {}, b"{}"), (500, {}, b"<h1>Oeps</h1>"), (0, {}, b"")


def waiting(laptop: Computer, count: int = 1) -> None:
    for _time in range(count):
        laptop.run("look")


@pytest.mark.once
@pytest.mark.rule("N-02")
@pytest.mark.parametrize(
    "accidents", [[LINE_BROKE], [BROKEN], [BROKEN, LINE_BROKE], [(429, {"Retry-After": "1"}, b"")]]
)
def test_a_line_that_breaks_or_a_server_that_fails_is_tried_again_with_the_same_run(laptop, accidents):
    waiting(laptop)

    with elsewhere(*accidents, OK) as server:
        done = laptop.run("send", DIGIBANK_ADDRESS=server.url, DIGIBANK_TOKEN=TOKEN)

    assert (done.returncode, len(server.heard)) == (0, len(accidents) + 1)
    assert {(path, authorization) for path, authorization, _body in server.heard} == {
        ("/verslagen/intake/", f"Bearer {TOKEN}")
    }
    assert {body for _path, _authorization, body in server.heard} == {
        path.read_bytes() for path in (laptop.reports / "sent").iterdir()
    }


@pytest.mark.once
@pytest.mark.parametrize(
    ("answer", "sentence", "heard"),
    [
        (BROKEN, "Digibank kon het niet aannemen (500). Het verslag blijft op de stick; verstuur het later.", 4),
        (LINE_BROKE, "Digibank antwoordt niet. Het verslag blijft op de stick; verstuur het later.", 3),
        ((404, {}, b""), "Op dit adres is geen Digibank. Verbeter het in het stationsbestand.", 1),
        ((301, {"Location": "http://127.0.0.1:1/"}, b""), "Digibank kon het niet aannemen (301).", 1),
        ((401, {}, b'{"error": "Nee."}'), "De stationscode werkt niet meer. Vraag uw coördinator een nieuw stationsbestand.", 1),
        ((429, {"Retry-After": "nooit"}, b""), "Te veel verslagen tegelijk. Wacht enkele minuten en verstuur opnieuw.", 3),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_now_stays_and_the_screen_says_why(laptop, answer, sentence, heard):
    waiting(laptop, 2)

    with elsewhere(answer) as server:
        done = laptop.run("send", DIGIBANK_ADDRESS=server.url, DIGIBANK_TOKEN=TOKEN)

    assert (done.returncode, sentence in done.stdout) == (1, True)
    assert "Verslagen die niet bij Digibank zijn: 2" in done.stdout
    assert len(list(laptop.reports.glob("*.json"))) == 2
    assert len(server.heard) <= heard


@pytest.mark.once
def test_what_digibank_refuses_is_put_apart_with_its_sentence_and_the_next_one_is_sent(laptop):
    waiting(laptop, 2)
    said = json.dumps({"error": "Dit is geen verslag.\x1b[2J"}).encode()

    with elsewhere((422, {}, said), OK) as server:
        done = laptop.run("send", DIGIBANK_ADDRESS=server.url, DIGIBANK_TOKEN=TOKEN)

    assert (done.returncode, "Dit is geen verslag.[2J" in done.stdout) == (1, True)
    assert [len(list((laptop.reports / folder).glob("*.json"))) for folder in (".", "refused", "sent")] == [0, 1, 1]


@pytest.mark.once
def test_without_a_network_a_look_keeps_the_report_and_says_so(laptop):
    done = laptop.run(DIGIBANK_ADDRESS="http://127.0.0.1:9", DIGIBANK_TOKEN=TOKEN)

    assert (done.returncode, len(list(laptop.reports.glob("*.json")))) == (0, 1)
    assert "NU: Het verslag staat op de stick" in done.stdout


@pytest.mark.once
def test_a_report_that_cannot_be_kept_is_sent_all_the_same(laptop):
    laptop.reports.write_text("a file where the folder should be")

    with elsewhere(OK) as server:
        done = laptop.run(DIGIBANK_ADDRESS=server.url, DIGIBANK_TOKEN=TOKEN)

    assert (done.returncode, len(server.heard)) == (0, 1)
    assert "NU: Het verslag is bij Digibank." in done.stdout


@pytest.mark.once
@pytest.mark.rule("N-03")
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://digibank.example", "Het adres moet beginnen met https://."),
        ("http://127.0.0.1.digibank.example", "Het adres moet beginnen met https://."),
        ("http://localhost@digibank.example", "Het adres moet beginnen met https://."),
        ("ftp://localhost", "Het adres moet beginnen met https://."),
        ("localhost:8000", "Het adres moet beginnen met https://."),
        ("https://", "Het adres moet beginnen met https://."),
        ("http://[::1", "Het adres moet beginnen met https://."),
        ("http://localhost:poort", "Het adres moet beginnen met https://."),
        ("", "Er is geen adres of geen stationscode."),
    ],
)
def test_a_token_travels_only_where_nobody_can_read_along(laptop, address, sentence):
    waiting(laptop)

    done = laptop.run("send", DIGIBANK_ADDRESS=address, DIGIBANK_TOKEN=TOKEN)

    assert (done.returncode, sentence in done.stderr) == (2, True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate for localhost that nobody signed."""
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    command = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost", "-keyout", str(path), "-out", str(path) + ".crt",
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl is not on this machine, so there is no certificate to try")
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.mark.once
@pytest.mark.rule("N-03")
def test_a_certificate_that_is_not_right_gets_no_token(laptop, certificate):
    waiting(laptop)

    with elsewhere(OK, certificate=certificate) as server:
        wrong = laptop.run("send", DIGIBANK_ADDRESS=server.url, DIGIBANK_TOKEN=TOKEN)
        heard = len(server.heard)
        right = laptop.run("send", DIGIBANK_ADDRESS=server.url, DIGIBANK_TOKEN=TOKEN, DIGIBANK_CERTIFICATE=f"{certificate}.crt")  # fmt: skip
        other_name = server.url.replace("localhost", "127.0.0.1")
        named = laptop.run("send", DIGIBANK_ADDRESS=other_name, DIGIBANK_TOKEN=TOKEN, DIGIBANK_CERTIFICATE=f"{certificate}.crt")  # fmt: skip

    assert (wrong.returncode, heard, "Het certificaat van het adres klopt niet." in wrong.stderr) == (2, 0, True)
    assert (right.returncode, len(server.heard), named.stdout.strip()) == (0, 1, "Er wacht niets om te versturen.")


@pytest.mark.once
@pytest.mark.rule("N-03")
def test_the_token_comes_from_the_file_on_the_stick_and_no_tool_and_no_command_line_sees_it(laptop):
    station = laptop.folder / "stick" / "digibank-station.txt"
    with elsewhere(OK) as server:
        station.write_text(
            f"\ufeff# the station\r\nstation = Tafel = 1\r\naddress = {server.url}/\r\ntoken = {TOKEN}\r\n"
        )
        by_file = laptop.run()
        by_environment = laptop.run(DIGIBANK_TOKEN=TOKEN)
    told = json.loads(server.heard[0][2])

    assert (by_file.returncode, by_environment.returncode, told["station"]) == (0, 0, "Tafel = 1")
    assert [authorization for _path, authorization, _body in server.heard] == [f"Bearer {TOKEN}"] * 2
    everything = b"".join(path.read_bytes() for path in laptop.folder.rglob("*") if path.is_file() and path != station)
    assert TOKEN.encode() not in everything
    assert TOKEN not in by_file.stdout + by_file.stderr


@pytest.mark.once
@pytest.mark.parametrize("token", ["short", "with space " + "x" * 20, "x" * 30 + "\r\nX-Other: 1", "é" * 30])
def test_a_token_that_is_damaged_is_told_and_not_sent(laptop, token):
    (laptop.folder / "stick" / "digibank-station.txt").write_text(f"address = http://127.0.0.1:9\ntoken = {token}\n")

    done = laptop.run("look") if "\r\n" not in token else laptop.run("look", DIGIBANK_TOKEN=token)

    assert (done.returncode, done.stderr.strip()) == (
        2,
        "De code in het stationsbestand is beschadigd. Zet het bestand opnieuw op de stick.",
    )


@pytest.mark.once
def test_a_run_that_is_killed_while_it_sends_loses_nothing(laptop):
    waiting(laptop, 2)
    command = [sys.executable, str(laptop.folder / "stick" / "digibank-intake"), "send"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DIGIBANK_")}

    with elsewhere(OK) as server:
        environment = clean | {"DIGIBANK_ADDRESS": server.url, "DIGIBANK_TOKEN": TOKEN}
        asked, hold = threading.Event(), threading.Event()

        def late(_number: int) -> tuple[int, dict[str, str], bytes]:
            asked.set()
            hold.wait(20)
            return OK

        server.answers = late
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as running:
            assert asked.wait(20)
            running.kill()
        hold.set()
        done = laptop.run("send", DIGIBANK_ADDRESS=server.url, DIGIBANK_TOKEN=TOKEN)

    runs = {json.loads(path.read_text())["run"] for path in (laptop.reports / "sent").iterdir()}
    assert (done.returncode, len(runs)) == (0, 2)
    assert {json.loads(body)["run"] for _path, _authorization, body in server.heard} == runs
