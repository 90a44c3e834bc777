"""The demo on other days: what chance brings hangs on the calendar, and it must be told on each of them."""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from serving import ROOT, environment_in

AHEAD = 730  # Days.
TELL = """
import sys
from datetime import datetime
import django
django.setup()
from django.core.management import call_command
from digibank import clock
call_command("migrate", verbosity=0)
with clock.at(datetime.fromisoformat(sys.argv[1])):
    call_command("demo")
    call_command("verify")
"""


def demo(chance: random.Random, count: int) -> Iterator[str]:
    """Tell the demo on so many days of the coming two years; what it leaves holds."""
    today = datetime.now(ZoneInfo("Europe/Brussels")).replace(hour=10, minute=0, second=0, microsecond=0)
    for _time in range(count):
        moment = today + timedelta(days=chance.randrange(AHEAD))
        with tempfile.TemporaryDirectory(prefix="digibank-soak-") as folder:
            command = [sys.executable, "-c", TELL, moment.isoformat()]
            environment = environment_in(Path(folder))
            done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            yield f"on {moment:%d/%m/%Y}: {done.stderr.strip().splitlines()[-1]}"
