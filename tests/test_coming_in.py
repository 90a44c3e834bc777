"""Coming in, over HTTP: two web processes that count tries together, and a real OpenID provider."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests
from django.utils.translation import gettext

from serving import Served, free_port, served
from tests.installations import Installation
from tests.openid import CLIENT, NAME, PASSWORD, SECRET, STRONG

ROOT = Path(__file__).resolve().parents[1]
LOG_IN = "/aanmelden/"
OUTSIDE = "/aanmelden/elders/"
SECOND_LOCK = "/mijn-account/tweede-slot/"
CAREFUL = "/beheer/collegas/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def installation(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Installation]:
    """An installation with one administrator, and a log-in outside at an address where nobody serves yet."""
    made = Installation(tmp_path_factory.mktemp("coming_in") / "var")
    with django_db_blocker.unblock():
        made.migrate()
    made.environment |= {
        "DIGIBANK_OIDC_NAME": "Aanmelden elders",
        "DIGIBANK_OIDC_URL": f"http://127.0.0.1:{free_port()}",
        "DIGIBANK_OIDC_CLIENT": CLIENT,
        "DIGIBANK_OIDC_SECRET": SECRET,
        "DIGIBANK_OIDC_SECOND_FACTOR": STRONG,
    }
    made.python(PREPARE, PASSWORD)
    yield made
    with django_db_blocker.unblock():
        made.remove()


PREPARE = """
import sys
from django.core.management import call_command
call_command("collectstatic", "--no-input", "--verbosity", "0")
call_command("first_account", "maria", "--password", sys.argv[1])
"""


@contextmanager
def site_and_provider(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[Served, subprocess.Popen[str]]]:
    """A site, and the provider of its settings as a process; they start side by side."""
    url = environment["DIGIBANK_OIDC_URL"]
    command = [sys.executable, "-m", "tests.openid", url.rsplit(":", 1)[1]]
    with (
        (tmp_path / "provider").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            with served(environment, tmp_path / "site") as site:
                process.stdin.write(f"{site.url}{OUTSIDE}terug/\n")
                process.stdin.flush()
                wait_for(f"{url}/.well-known/openid-configuration")
                yield site, process
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    for _ in range(150):
        with suppress(requests.ConnectionError):
            requests.get(address, timeout=20)
            return
        time.sleep(0.2)


def sent(visitor: requests.Session, page: requests.Response, **typed: str) -> requests.Response:
    """Send the first form of a page, with what hides in it."""
    form = next(form for form in re.findall("<form.*?</form>", page.text, re.DOTALL) if "csrf" in form)
    fields = re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
    action = re.match(r'<form[^>]*action="(/[^"]*)"', form)
    address = requests.compat.urljoin(page.url, action[1]) if action else page.url
    return visitor.post(address, data=dict(fields) | typed, headers={"Referer": page.url}, timeout=20)


def entered(site: Served, password: str) -> requests.Response:
    visitor = requests.Session()
    page = visitor.get(site.url + LOG_IN, timeout=20)
    answer = sent(visitor, page, username="maria", password=password)
    answer.visitor = visitor
    return answer


def back_from_outside(visitor: requests.Session, address: str, *, factors: int = 1) -> requests.Response:
    """Go outside, log in there, and come back."""
    page = sent(visitor, visitor.get(address, timeout=20), login=NAME)
    for _ in range(factors):
        page = sent(visitor, page, password=PASSWORD)
    return page


@pytest.mark.rule("S-05")
def test_tries_are_counted_for_two_processes_together(installation, tmp_path):
    environment = installation.environment
    with served(environment, tmp_path / "one") as one, served(environment, tmp_path / "two") as two:
        right = entered(two, PASSWORD)
        wrong = [entered(site, "iets anders").status_code for site in (one, two, one, two, one)]
        locked = [entered(site, PASSWORD).status_code for site in (one, two)]
    installation.manage("shell", "--no-imports", "--command", LIFT)

    assert right.url.endswith("/mijn-account/tweede-slot/?next=/balie/")
    assert wrong == [422] * 5
    assert locked == [422] * 2


LIFT = """
from digibank.accounts import actions
from digibank.accounts.models import User
maria = User.objects.get()
actions.lift_lock_out(maria, by=maria.actor)
"""


@pytest.mark.rule("S-09")
def test_a_log_in_outside_opens_only_the_account_that_connected_it(installation, tmp_path):
    weak, strong = requests.Session(), requests.Session()
    with site_and_provider(installation.environment, tmp_path) as (site, provider):
        unknown = back_from_outside(requests.Session(), site.url + OUTSIDE)
        inside = entered(site, PASSWORD)
        connected = back_from_outside(inside.visitor, f"{site.url}/mijn-account/elders/")
        known = back_from_outside(weak, f"{site.url}{OUTSIDE}?next=/mijn-account/")
        refused = weak.get(site.url + CAREFUL, timeout=20)
        provider.send_signal(signal.SIGUSR1)
        known_well = back_from_outside(strong, f"{site.url}{OUTSIDE}?next={CAREFUL}", factors=2)
        stored = installation.manage("shell", "--no-imports", "--command", KEPT).split("\n")

    assert [(answer.status_code, answer.url.partition("?")[0]) for answer in (unknown, connected, known)] == [
        (403, f"{site.url}{OUTSIDE}terug/"),
        (200, f"{site.url}{SECOND_LOCK}"),
        (200, f"{site.url}/mijn-account/"),
    ]
    refusal = f"<h1>{gettext('This log-in does not open an account')}</h1>"
    assert (refusal in unknown.text, "/mijn-account/elders/weg/" in connected.text) == (True, True)
    assert (refused.status_code, refused.url) == (200, f"{site.url}{SECOND_LOCK}?next={CAREFUL}")
    assert (known_well.status_code, known_well.url) == (200, f"{site.url}{CAREFUL}")
    assert stored[:4] == ["1 {}", "outside 1", "outside 0", "password 0"]


KEPT = """
from allauth.socialaccount.models import SocialAccount
from digibank.accounts.models import User
from digibank.audit.models import Event
account = SocialAccount.objects.get()
print(User.objects.count(), account.extra_data)
for event in Event.objects.filter(verb="accounts.logged_in").order_by("-pk")[:3]:
    print(event.facts["first"], event.facts["second"])
"""
