"""Is a known hole in one of our libraries? Asks the advisory service about both lists: ./digibank audit.

Ends with 0 when none is known, 1 when one is, 3 when the service cannot be reached or knows nothing at all.
"""

import subprocess
import sys
import tempfile

from serving import ROOT

PROGRAM = ROOT / ".tools" / "audit" / "bin" / "pip-audit"
LOCKS = ["requirements.lock", "requirements-dev.lock"]
# Has holes since 2014. An index that copies PyPI without its advisories knows of none: its word is worth nothing.
KNOWN_BAD = "jinja2==2.4.1"
FINE, HOLES, UNKNOWN = 0, 1, 3
NO_WAY_OUT = ("ConnectionError", "ServiceError", "Max retries", "Failed to establish", "timed out")


def main() -> int:
    """Try the service on a library that is known to be bad, then ask about each list; return the worst."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as probe:
        probe.write(f"{KNOWN_BAD}\n")
        probe.flush()
        answer, _said = _ask(probe.name, "--no-deps")
    if answer == UNKNOWN:
        print("The advisory service cannot be reached, so nothing is known. Is this machine on the internet?")
        return UNKNOWN
    if answer == FINE:
        print(
            f"The index knows no hole in {KNOWN_BAD}, so it has no advisories, and nothing is known. Ask PyPI itself."
        )
        return UNKNOWN
    return max(_told(lock) for lock in LOCKS)


def _told(lock: str) -> int:
    answer, said = _ask(lock, "--require-hashes")
    print(f"{lock}: no known hole." if answer == FINE else f"{lock}:\n{said}")
    return answer


def _ask(requirements: str, *options: str) -> tuple[int, str]:
    command = [str(PROGRAM), "--requirement", requirements, "--disable-pip", "--progress-spinner", "off", *options]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode == 0:
        return FINE, said
    return UNKNOWN if any(sign in said for sign in NO_WAY_OUT) else HOLES, said


if __name__ == "__main__":
    sys.exit(main())
