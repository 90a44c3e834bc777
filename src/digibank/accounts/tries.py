"""How often a log-in may be tried: counted for all processes together, in the shared cache (policy S-05).

First one address with one name is locked, so that nobody locks out a colleague from elsewhere. Only much later the
name is locked for every address, and even then not for an address from which this name came in before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.numbers import fingerprint
from digibank.ui.limits import address_of, count, take_back
from digibank.ui.templatetags.ui import hour, moment

QUARTER, HOUR, DAY = 15 * 60, 3600, 24 * 3600  # In seconds.
LIMITS = {"here": (5, QUARTER), "address": (60, QUARTER), "name": (30, HOUR)}
CODES = ((5, QUARTER), (20, DAY))
KNOWN_FOR = 90 * DAY  # How long an address is known for a name.
CODE_HOLDS = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD  # From too early until too late.

type Limit = tuple[str, int, int]
"""What is counted, how often it may be, and in how many seconds."""


class TooMany(ValidationError):
    """This was tried too often, and says from when it may be again; `is_first` when it was not said lately."""

    def __init__(self, wait: int, *, is_first: bool) -> None:
        sentence = _("This was tried too often. Try again from %(moment)s, or ask your administrator to lift it.")
        super().__init__(sentence % {"moment": _from_when(wait)}, code="too_many_login_attempts")
        self.is_first = is_first


def take(request: HttpRequest, name: str) -> list[Limit]:
    """Count one try of this name from where the request comes from, or raise TooMany. An unknown name counts alike."""
    name, address = name.strip().lower(), address_of(request)
    keys = {"here": f"{_name_key(name)}|{address}", "address": address}
    if not cache.get(_known(name, address)):
        keys["name"] = _name_key(name)
    return _take([(f"log-in|{kind}|{key}", *LIMITS[kind]) for kind, key in keys.items()])


def give_back(request: HttpRequest, name: str, taken: list[Limit]) -> None:
    """It was the right password: the try does not count, and this address is known for this name."""
    _give_back(taken)
    cache.set(_known(name.strip().lower(), address_of(request)), 1, KNOWN_FOR)


@contextmanager
def code_of(user: User) -> Iterator[None]:
    """Count one try of a code of this colleague, or raise TooMany. It does not count when the block raises nothing."""
    taken = _take([(f"code|{seconds}|{_name_key(user.username)}", times, seconds) for times, seconds in CODES])
    yield
    _give_back(taken)


def spend(user: User, code: str) -> None:
    """Let a code that was right open nothing more (policy S-03): allauth remembers it for one period only."""
    cache.set(TOTP(Authenticator(user=user))._get_used_cache_key(code), 1, CODE_HOLDS)


def lift(user: User) -> None:
    """Forget all failed tries of this colleague: of the password from everywhere, and of codes."""
    cache.set(_lifted(user.username), clock.now().isoformat(), DAY)


def _take(limits: list[Limit]) -> list[Limit]:
    """Count all of these, or none of them when one is full: then it may be again when the last of them says so."""
    waits = {limit: count(*limit) for limit in limits}
    full = {what: wait for (what, _times, _seconds), wait in waits.items() if wait}
    if full:
        _give_back([limit for limit, wait in waits.items() if not wait])
        is_first = [cache.add(f"told:{fingerprint(what)}", 1, QUARTER) for what in full]
        raise TooMany(max(full.values()), is_first=any(is_first))
    return limits


def _give_back(limits: list[Limit]) -> None:
    for what, _times, seconds in limits:
        take_back(what, seconds)


def _from_when(wait: int) -> str:
    """As 10.24 uur, with the day when that is not today; rounded up to the minute."""
    again = (clock.now() + timedelta(seconds=wait + 59)).astimezone(clock.BRUSSELS)
    return hour(again) if again.date() == clock.today() else moment(again)


def _name_key(name: str) -> str:
    """Lifting gives a name a new key, under which nothing is counted yet."""
    return f"{name}|{cache.get(_lifted(name), '')}"


def _lifted(name: str) -> str:
    return f"lifted:{fingerprint(name)}"


def _known(name: str, address: str) -> str:
    return f"known:{fingerprint(name + '|' + address)}"
