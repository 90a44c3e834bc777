"""Is a known hole in one of our libraries? Asks the advisory service about both lists: ./digibank audit.

Ends with 0 when none is known, 1 when one is, 3 when the service cannot be reached or knows nothing at all.
"""

import json
import subprocess
import sys
import tempfile

from serving import ROOT

PROGRAM = ROOT / ".tools" / "audit" / "bin" / "pip-audit"
LOCKS = ["requirements.lock", "requirements-dev.lock"]
# Has holes since 2014. An index that copies PyPI without its advisories knows of none: its word is worth nothing.
KNOWN_BAD = "jinja2==2.4.1"
FINE, HOLES, UNKNOWN = 0, 1, 3


def main() -> int:
    """Try the service on a library that is known to be bad, then ask about each list; return the worst."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as probe:
        probe.write(f"{KNOWN_BAD}\n")
        probe.flush()
        answer, _said = _ask(probe.name, "--no-deps")
    if answer == UNKNOWN:
        print("The advisory service gave no answer, so nothing is known. Is this machine on the internet?")
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
    command = [str(PROGRAM), "--requirement", requirements, "--disable-pip", "--progress-spinner", "off"]
    command += ["--format", "json", *options]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    answer, holes = weighed(done.stdout)
    return answer, "\n".join(holes) or f"nothing is known.\n{done.stdout[-600:]}{done.stderr[-600:]}"


def weighed(answer: str) -> tuple[int, list[str]]:
    """What pip-audit's JSON says, and each hole in it. Anything else than a word about every library is no answer."""
    try:
        libraries = json.loads(answer)["dependencies"]
        holes = [f"{one['name']} {one['version']}: {hole['id']}" for one in libraries for hole in one.get("vulns", ())]
        unknown = not libraries or any("vulns" not in one for one in libraries)
    except (ValueError, LookupError, TypeError):
        return UNKNOWN, []
    if holes:
        return HOLES, holes
    return (UNKNOWN if unknown else FINE), []


if __name__ == "__main__":
    sys.exit(main())
