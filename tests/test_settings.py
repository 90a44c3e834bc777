"""The settings refuse what would leave a door open; tried as an operator meets it, before anything starts."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from digibank.operation.dumping import way_to

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PUBLIC = {"DIGIBANK_HOSTS": "digibank.example.org", "DIGIBANK_SECRET_KEY": "long and random" * 5}


def run_with(tmp_path: Path, program: str, **told: str) -> subprocess.CompletedProcess[str]:
    """A process of its own with these variables and no other of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGIBANK_", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, "-c", program],
        env=kept | {"PYTHONPATH": str(SOURCE), "DIGIBANK_VAR": str(tmp_path)} | told,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def read_with(tmp_path: Path, **told: str) -> str:
    """The last line of what the settings say to these variables; empty when they take them."""
    said = run_with(tmp_path, "import config.settings", **told).stderr
    return said.strip().rpartition("\n")[2].partition(": ")[2]


def database_settings(tmp_path: Path, **told: str) -> str:
    """The settings of the databases, as JSON."""
    return run_with(tmp_path, "import json, config.settings as all; print(json.dumps(all.DATABASES))", **told).stdout


@pytest.mark.rule("S-01")
def test_the_second_lock_is_never_switched_off_where_others_can_reach_the_site(tmp_path):
    off = {"DIGIBANK_SECOND_FACTOR": "0"}

    said = [read_with(tmp_path, **off), read_with(tmp_path, **PUBLIC), read_with(tmp_path, **off, **PUBLIC)]

    assert said == [
        "",
        "",
        "DIGIBANK_SECOND_FACTOR is 0, but others can reach this site by DIGIBANK_HOSTS. Take the 0 away.",
    ]


def test_others_never_reach_a_site_without_a_secret_of_its_own(tmp_path):
    said = read_with(tmp_path, DIGIBANK_HOSTS=PUBLIC["DIGIBANK_HOSTS"])

    assert said == "Set DIGIBANK_SECRET_KEY to a long random text before others can reach this site."


TLS = "sslmode=verify-full&sslrootcert=/etc/ssl/town.pem&sslcert=/etc/ssl/us.pem&sslkey=/etc/ssl/us.key"


def test_the_way_to_database_and_copy_stays_as_safe_as_it_was_asked(tmp_path):
    database, copy = f"postgresql://us@db/digibank?{TLS}", f"postgresql://us@copy/digibank?{TLS}&currentSchema=town"

    told = json.loads(database_settings(tmp_path, DATABASE_URL=database, DIGIBANK_REPLICA_URL=copy))

    asked = dict(pair.split("=") for pair in TLS.split("&"))
    assert told["default"]["OPTIONS"] == asked
    assert told["reports"]["OPTIONS"] == asked | {
        "connect_timeout": 2,
        "options": "-c search_path=town -c default_transaction_read_only=on -c statement_timeout=5000",
    }
    assert way_to(told["default"]) == {
        "PGHOST": "db", "PGUSER": "us", "PGDATABASE": "digibank", "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/etc/ssl/town.pem", "PGSSLCERT": "/etc/ssl/us.pem", "PGSSLKEY": "/etc/ssl/us.key",
    }  # fmt: skip


def test_a_log_in_outside_is_set_wholly_or_not_at_all(tmp_path):
    said = read_with(tmp_path, DIGIBANK_OIDC_NAME="Aanmelden elders")

    assert said == "DIGIBANK_OIDC_NAME is set. Set DIGIBANK_OIDC_URL, _CLIENT and _SECRET as well."


# A note between our own programs, that nobody sets.
OURS = {"DIGIBANK_TEST_RUN", "DIGIBANK_RECORDING"}


def test_every_variable_that_something_reads_stands_in_the_list():
    files = [ROOT / "digibank", *(ROOT / "tools").rglob("*.py"), *(ROOT / "src").rglob("*.py")]
    listed = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE))

    read = {name for file in files for name in re.findall(r"DIGIBANK_\w*[A-Z0-9]\b", file.read_text())}

    assert len(listed) > 30
    assert read - OURS - listed == set()
