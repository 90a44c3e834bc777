"""Run all tests: everything on SQLite, then every database test again on PostgreSQL."""

import os
import subprocess
import sys
import time

from postgres import server

# `./digibank test --coverage`: models, flows and actions to the last branch. It makes the first run half as long again.
COVERAGE = ["--cov", "--cov-config=tools/coverage.ini", "--cov-report=term"]


def pytest(title: str, database_url: str | None, *options: str) -> int:
    """One run of the tests; no tests chosen (such as by -k) is no failure."""
    print(f"\n{title}", flush=True)
    environment = os.environ | {"DIGIBANK_TEST_RUN": "1"}
    environment.pop("DATABASE_URL", None)
    if database_url:
        environment["DATABASE_URL"] = database_url
    code = subprocess.run([sys.executable, "-m", "pytest", *options], env=environment, check=False).returncode
    return 0 if code == 5 else code


def main(options: list[str]) -> int:
    """Both runs, even when the first fails, so that one look shows all."""
    began = time.monotonic()
    alone = any(option.startswith(("-n", "--pdb")) for option in options)
    parallel = [] if alone else ["-n", "2", "--dist", "loadgroup"]
    covered = COVERAGE if "--coverage" in options else []
    options = [option for option in options if option != "--coverage"]
    codes = [pytest("All tests, on SQLite", None, *parallel, *covered, *options)]
    with server() as address:
        codes.append(pytest("The database tests again, on PostgreSQL", address, *parallel, "-m", "not once", *options))
    print(f"\nAll in {time.monotonic() - began:.0f} seconds.")
    return max(codes)


sys.exit(main(sys.argv[1:]))
