"""The settings refuse what would leave a door open; tried as an operator meets it, before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"
PUBLIC = {"DIGIBANK_HOSTS": "digibank.example.org", "DIGIBANK_SECRET_KEY": "long and random" * 5}


def read_with(tmp_path: Path, **told: str) -> str:
    """The last line of what the settings say to these variables; empty when they take them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGIBANK_", "DATABASE_URL"))}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env=kept | {"PYTHONPATH": str(SOURCE), "DIGIBANK_VAR": str(tmp_path)} | told,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stderr.strip().rpartition("\n")[2].partition(": ")[2]


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


def test_a_log_in_outside_is_set_wholly_or_not_at_all(tmp_path):
    said = read_with(tmp_path, DIGIBANK_OIDC_NAME="Aanmelden elders")

    assert said == "DIGIBANK_OIDC_NAME is set. Set DIGIBANK_OIDC_URL, _CLIENT and _SECRET as well."
