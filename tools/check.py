"""Everything CI asks besides the tests: style, types, layers, migrations, translations, generated pages, lock."""

import subprocess
import sys
import time
from pathlib import Path

PYTHON = sys.executable
CHECKS: dict[str, list[str]] = {
    "style": [PYTHON, "-m", "ruff", "check", "--quiet"],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet"],
    "types": [PYTHON, "-m", "mypy"],
    "layers": [str(Path(PYTHON).with_name("lint-imports"))],
    "django": [PYTHON, "-m", "django", "check", "--fail-level", "WARNING"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "translations": [PYTHON, "tools/translations.py"],
    "reference": [PYTHON, "tools/reference.py", "--check"],
    "styles": [PYTHON, "-m", "django", "styles", "--check"],
    "hosts": [PYTHON, "tools/hosts.py"],
}


def main(names: list[str]) -> int:
    """Run the named checks, or all; say in one line each how it went and show what failed."""
    failed = []
    for name, command in CHECKS.items():
        if names and name not in names:
            continue
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    print(f"{len(names or CHECKS) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
