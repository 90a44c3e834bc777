"""wapiti and sqlmap against the example site, logged out and as a clerk. Their libraries are theirs: .tools/scan.

Nothing leaves this machine: what needs a server elsewhere (ssrf, xxe, log4shell) or a list from elsewhere is left out.
"""

import csv
import json
import os
import random
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from serving import ROOT, environment_in, fill, served

PROGRAMS = ROOT / ".tools" / "scan" / "bin"
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,shellshock,sql,"
    "timesql,upload,xss"
)
CLERK = "fatima"
REPORTS = ROOT / "var" / "scan"
LEAVE = "afmelden"
FAULT = 500
# A scanner that brings a cookie of its own drops ours for forms; with none, each form it sends is only refused.
FORMS = f"csrftoken={secrets.token_hex(16)}"
ENTER = (
    "from django.test import Client; from digibank.accounts.models import User; client = Client();"
    " client.force_login(User.objects.get(username='{user}')); print(client.cookies['sessionid'].value)"
)


@dataclass(frozen=True)
class Target:
    """The site as somebody sees it: nobody, or who this cookie belongs to."""

    url: str
    who: str
    cookie: str
    starts: list[str]


def scan(_chance: random.Random, count: int) -> Iterator[str]:
    """So many minutes of scanning, divided over two scanners and two visitors. Reports stay in var/scan."""
    if not (PROGRAMS / "wapiti").exists():
        raise SystemExit("The scanners are not there yet: run ./digibank soak scan, which fetches them.")
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    seconds = max(30, count * 60 // 4)
    folder = Path(tempfile.mkdtemp(prefix="digibank-scan-"))
    try:
        environment = environment_in(folder) | {"DIGIBANK_SECOND_FACTOR": "0"}
        rows = json.loads(fill(environment))["pages"]
        with served(environment, folder / "log") as site:
            targets = list(_targets(environment, rows, site.url))
            known = _break_once(targets[-1], folder)
            for target in targets:
                yield from _wapiti(target, seconds)
                yield from _sqlmap(target, seconds)
        yield from _broken((folder / "log").read_text(), known)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _targets(environment: dict[str, str], rows: list[dict[str, Any]], url: str) -> Iterator[Target]:
    for who in ("", CLERK):
        starts = sorted({row["opens"] for row in rows if row["by"] == who and row["answers"] == 200})
        yield Target(url, who or "nobody", f"sessionid={_session(environment, who)}; {FORMS}" if who else "", starts)


def _session(environment: dict[str, str], user: str) -> str:
    command = [str(ROOT / ".venv" / "bin" / "python"), "-m", "django", "shell", "--no-imports", "--command"]
    entered = subprocess.run(
        [*command, ENTER.format(user=user)], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return entered.stdout.strip()


def _wapiti(target: Target, seconds: int) -> Iterator[str]:
    report = REPORTS / f"wapiti-{target.who}.json"
    each = max(5, seconds * 3 // 4 // (MODULES.count(",") + 1))
    words = [
        "--url", f"{target.url}/", "--scope", "domain", "--module", MODULES, "--max-scan-time", str(seconds // 4),
        "--max-attack-time", str(each), "--max-links-per-page", "60", "--flush-session", "--no-bugreport", "--format",
        "json", "--output", str(report), "--exclude", f"{target.url}/{LEAVE}/",
        "--store-session", str(REPORTS / "session"), "--tasks", "4",
    ]  # fmt: skip
    for start in target.starts:
        words += ["--start", target.url + start]
    if target.cookie:
        words += ["--header", f"Cookie: {target.cookie}"]
    _run("wapiti", words, target, seconds * 2)
    if not report.exists():
        yield f"wapiti made no report of the site for {target.who}; see {REPORTS}"
        return
    found = json.loads(report.read_text())
    for kind in ("vulnerabilities", "anomalies"):
        for name, cases in found[kind].items():
            for case in cases:
                if case["level"] > 0:
                    yield f"wapiti, {target.who}: {name}, level {case['level']}: {case['path']} {case['info']}"


def _sqlmap(target: Target, seconds: int) -> Iterator[str]:
    folder = REPORTS / f"sqlmap-{target.who}"
    starts = REPORTS / f"addresses-{target.who}.txt"
    asked = [start if "?" in start else f"{start}?q=1" for start in target.starts]
    starts.write_text("".join(f"{target.url}{start}\n" for start in asked))
    words = [
        "-m", str(starts), "--batch", "--level", "2", "--risk", "1", "--smart", "--timeout", "10", "--retries", "0",
        "--output-dir", str(folder), "--disable-coloring", "--flush-session", "--forms",
        "--csrf-token", "csrfmiddlewaretoken", "--ignore-code", "*", "--answers", "continue=Y,quit=n",
    ]  # fmt: skip
    words += ["--cookie", target.cookie] if target.cookie else []
    _run("sqlmap", words, target, seconds)
    for results in folder.glob("results-*.csv"):
        with results.open() as lines:
            for row in csv.DictReader(lines):
                if row.get("Technique(s)"):
                    yield f"sqlmap, {target.who}: {row}"


def _run(program: str, words: list[str], target: Target, seconds: int) -> None:
    """Run a scanner for at most so long; what it had found by then counts."""
    log = REPORTS / f"{program}-{target.who}.log"
    home = {"PYTHONUNBUFFERED": "1", "HOME": str(REPORTS), "PATH": os.environ["PATH"], "XDG_DATA_HOME": str(REPORTS)}
    with log.open("w") as lines:
        try:
            subprocess.run(
                [PROGRAMS / program, *words], cwd=REPORTS, env=home, check=False, stdin=subprocess.DEVNULL,
                stdout=lines, stderr=subprocess.STDOUT, timeout=seconds + 20,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            lines.write("\nStopped: the time was over.\n")


def _break_once(target: Target, folder: Path) -> int:
    """Break the server on purpose; how many faults its log tells of then. A count that sees none is worth nothing."""
    paper = next(start for start in target.starts if start.endswith("/contract.pdf"))
    documents, aside = folder / "documents", folder / "aside"
    documents.rename(aside)
    try:
        status = requests.get(target.url + paper, headers={"Cookie": target.cookie}, timeout=60).status_code
    finally:
        aside.rename(documents)
    known = faults((folder / "log").read_text())
    if status != FAULT or {line.get("status") or line["level"] for line in known} != {FAULT, "error"}:
        raise SystemExit(f"A page was broken on purpose: it answered {status} and its log tells of {known}.")
    return len(known)


def _broken(log: str, known: int) -> Iterator[str]:
    """A scanner may break nothing: each fault in the log of the server, but for the known ones, is a finding."""
    found = faults(log)[known:]
    if found:
        (REPORTS / "server.log").write_text(log)
        pages = sorted({line["page"] for line in found if "page" in line})
        yield f"the server itself broke: {len(found)} lines, on {pages}; see {REPORTS / 'server.log'}"


def faults(log: str) -> list[dict[str, Any]]:
    """What the log of the server tells of faults: answers of 500 or more, errors, and what is no line of ours."""
    lines = [_read(line) for line in log.splitlines()]
    return [line for line in lines if line.get("status", 0) >= FAULT or line["level"] in ("error", "critical")]


def _read(line: str) -> dict[str, Any]:
    """A line of ours is JSON; anything else was written past it, as when a process dies."""
    try:
        read = json.loads(line)
    except ValueError:
        read = None
    return read if isinstance(read, dict) and "level" in read else {"level": "error", "event": line}
