"""What stands in deploy/ fits the code: all that can be read of it without a container or a root."""

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch

import pytest
import requests
import yaml

from serving import served
from tests.installations import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yml").read_text())
UNITS = sorted((DEPLOY / "systemd").iterdir())
INSTALL = (ROOT / "docs/operations/install.md").read_text()
# The main version of PostgreSQL in each Debian that our image may start from.
DEBIAN = {"bookworm": 15, "trixie": 17}


def only(pattern: str, text: str) -> str:
    """What stands in the one place where the text fits the pattern."""
    (found,) = re.findall(pattern, text, re.MULTILINE)
    return found


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("https", ["0", "1"])
def test_the_health_check_asks_under_a_name_that_the_site_answers_to(install, migrated, tmp_path, https):
    hosts = only(r"^\${DIGIBANK_HOSTS:-(.*)}$", COMPOSE["services"]["web"]["environment"]["DIGIBANK_HOSTS"])
    names = {"0": hosts, "1": "digibank.example, www.digibank.example"}[https]
    here = install(migrated)
    here.environment |= {"DIGIBANK_HOSTS": names, "DIGIBANK_HTTPS": https, "DIGIBANK_SECRET_KEY": "long and random" * 5}
    proxy = {"Host": names.split(",")[0], "X-Forwarded-Proto": "https"}

    with served(here.environment, tmp_path / "log", ready="/toestand/leeft/", said_by_proxy=proxy) as site:
        under_its_address = requests.get(f"{site.url}/toestand/leeft/", timeout=20).ok
        healthy = _health(here.environment, site.url)
    over = _health(here.environment, site.url)

    assert (under_its_address, healthy.returncode, healthy.stderr) == (False, 0, "")
    assert over.returncode != 0


def _health(environment: dict[str, str], url: str) -> subprocess.CompletedProcess[str]:
    words = re.findall(r'"([^"]+)"', only(r"^HEALTHCHECK .*CMD \[(.*)\]$", DOCKERFILE))
    environment = environment | {"DIGIBANK_PORT": url.rpartition(":")[2]}
    return subprocess.run(
        [sys.executable, *words[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_worker_waits_for_a_healthy_site_and_is_asked_nothing_itself():
    worker = COMPOSE["services"]["worker"]

    assert worker["depends_on"] == {"web": {"condition": "service_healthy"}}
    assert worker["healthcheck"] == {"disable": True}
    assert (worker["ports"], worker["volumes"]) == ([], COMPOSE["services"]["web"]["volumes"])


def test_an_image_gets_nothing_that_this_machine_keeps_for_itself():
    left_out = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    made_here = [line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line and line[0] != "#"]
    secret = [".git", "var", "deploy/.env", "backups/today.tar", "src/db.sqlite3", "locale/nl/LC_MESSAGES/django.mo"]

    def is_left_out(path: str) -> bool:
        return any(fnmatch(path, pattern.removeprefix("**/")) or fnmatch(path, pattern) for pattern in left_out)

    assert "COPY . ." in DOCKERFILE
    assert [path for path in [*made_here, *secret] if not is_left_out(path)] == []
    needed = ["src/config/settings.py", "tools/serve.py", "tools/healthy.py", "requirements.lock", "locale"]
    assert [path for path in needed if is_left_out(path)] == []


def test_the_client_of_postgresql_in_the_image_is_not_older_than_its_server():
    """Else every backup would be refused: digibank.operation.dumping.check_program."""
    server = int(only(r"^postgres:(\d+)$", COMPOSE["services"]["database"]["image"]))
    client = int(only(r"postgresql-client-(\d+)", DOCKERFILE))
    debian = only(r"^FROM python:3\.13-slim-(\w+)$", DOCKERFILE)

    assert (client >= server, DEBIAN[debian]) == (True, client)


def test_every_setting_in_deploy_is_one_of_ours():
    listed = (ROOT / "docs/reference/settings.md").read_text()
    files = [DEPLOY / "Dockerfile", DEPLOY / "compose.yml", *UNITS]

    named = {name for file in files for name in re.findall(r"\bD(?:IGIBANK|ATABASE)_\w+", file.read_text())}

    assert len(named) >= 5
    assert [name for name in sorted(named) if f"`{name}`" not in listed] == []


def test_every_word_of_ours_in_deploy_and_in_its_page_exists():
    words = set(re.findall(r"^    (\w[\w|]*)\)", (ROOT / "digibank").read_text(), re.MULTILINE))
    known = {word for some in words for word in some.split("|")}
    used = {word for unit in UNITS for word in re.findall(r"/digibank/digibank (\w+)", unit.read_text())}
    commands = re.findall(r"python -m django (\w+)", INSTALL) + COMPOSE["services"]["worker"]["command"][3:]
    scripts = re.findall(r"tools/\w+\.py", DOCKERFILE)

    assert used == {"serve", "work", "backup"}
    assert used - known == set()
    assert set(commands) == {"backup", "restore", "work"}
    assert set(commands) - known == set()
    assert [script for script in scripts if not (ROOT / script).exists()] == []


def test_systemd_reads_every_unit(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    for unit in UNITS:
        named = tmp_path / unit.name.replace("@.", "@1.")
        named.write_text(unit.read_text().replace("/opt/digibank/digibank", str(ROOT / "digibank")))

    for unit in sorted(tmp_path.iterdir()):
        told = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
        )

        assert (told.returncode, [line for line in told.stderr.splitlines() if unit.name in line]) == (0, [])
