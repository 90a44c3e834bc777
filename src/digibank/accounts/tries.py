"""How often a log-in may be tried: counted for all processes together, in the shared cache (policy S-05).

First one address with one name is locked, so that nobody locks out a colleague from elsewhere. Only much later the
name is locked for every address, and even then not for an address from which this name came in before.
"""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit as codes
from allauth.core.internal.ratelimit import RateLimitUsage, consume
from django.core.cache import cache
from django.http import HttpRequest

from digibank import clock
from digibank.accounts.models import User
from digibank.numbers import fingerprint

APP = "digibank.accounts"
WAIT_MINUTES = 15
LIMITS = {"here": "5/15m/key", "name": "30/1h/key", "address": "60/15m/key"}
KNOWN_FOR = 90 * 24 * 3600  # Seconds during which an address is known for a name.
LIFTED_FOR = 24 * 3600


class TooMany(Exception):
    """This name or this address was tried too often; `is_first` when nobody was told so in this quarter."""

    def __init__(self, *, is_first: bool) -> None:
        super().__init__()
        self.is_first = is_first


def take(request: HttpRequest, name: str) -> list[RateLimitUsage]:
    """Count one try of this name from where the request comes from, or raise TooMany. An unknown name counts alike."""
    name, address = name.strip().lower(), _address(request)
    keys = {"here": f"{_name_key(name)}|{address}", "address": address}
    if not cache.get(_known(name, address)):
        keys["name"] = _name_key(name)
    taken = []
    for action, key in keys.items():
        usage = consume(request, app=APP, action=action, config=LIMITS, key=key)
        if usage is None:
            raise TooMany(is_first=cache.add(f"told:{fingerprint(action + key)}", 1, WAIT_MINUTES * 60))
        taken.append(usage)
    return taken


def give_back(request: HttpRequest, name: str, taken: list[RateLimitUsage]) -> None:
    """It was the right password: the try does not count, and this address is known for this name."""
    for usage in taken:
        usage.rollback()
    cache.set(_known(name.strip().lower(), _address(request)), 1, KNOWN_FOR)


def lift(user: User) -> None:
    """Forget all failed tries of this colleague: of the password from everywhere, and of codes."""
    cache.set(_lifted(user.username), clock.now().isoformat(), LIFTED_FOR)
    codes.clear(None, action="login_failed", key=f"mfa-auth-user-{user.pk}")


def _name_key(name: str) -> str:
    """Lifting gives a name a new key, under which nothing is counted yet."""
    return f"{name}|{cache.get(_lifted(name), '')}"


def _lifted(name: str) -> str:
    return f"lifted:{fingerprint(name)}"


def _known(name: str, address: str) -> str:
    return f"known:{fingerprint(name + '|' + address)}"


def _address(request: HttpRequest) -> str:
    address: str = get_adapter(request).get_client_ip(request)
    return address
