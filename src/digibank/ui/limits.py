"""How often something may be sent from one address: counted in the database, for all processes at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from digibank import clock

type Subject = Callable[[HttpRequest], str]


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds; per address, or per what `subject` reads from the request."""

    times: int
    seconds: int
    subject: Subject | None = None
    methods: tuple[str, ...] = ("POST",)


def limited[View: Callable[..., Any]](
    times: int, *, seconds: int, subject: Subject | None = None, methods: tuple[str, ...] = ("POST",)
) -> Callable[[View], View]:
    """State how often a page may be sent to: beyond that it answers 429 and says from when it may be again.

    A whole town may come from one address, so a limit per address is wide. A narrow one hangs on a subject,
    such as the name that is tried.
    """
    limit = Limit(times, seconds, subject, methods)

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wait = take(f"{view.__module__}.{view.__name__}", request, limit) if request.method in methods else 0
            if wait:
                return too_often(wait)
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer

        counted.limits = (limit, *getattr(view, "limits", ()))  # type: ignore[attr-defined]
        return counted  # type: ignore[return-value]

    return decorate


def take(page: str, request: HttpRequest, limit: Limit) -> int:
    """Count one time more and return 0; or count nothing and return after how many seconds it may be again."""
    whose = limit.subject(request) if limit.subject else address_of(request)
    return count(f"{page}|{limit.times}/{limit.seconds}|{whose}", limit.times, limit.seconds)


def count(what: str, times: int, seconds: int) -> int:
    """As `take`, for anything that has a name. Of any number of processes at once exactly `times` get a 0."""
    with _alone_at(what) as key:
        now = clock.now().timestamp()
        # What lies in the future was counted before the clock was set back: it holds nobody up.
        earlier: list[float] = [at for at in cache.get(key, []) if now - seconds < at <= now]
        if len(earlier) >= times:
            return max(1, ceil(earlier[0] + seconds - now))
        cache.set(key, [*earlier, now], seconds)
    return 0


def take_back(what: str, seconds: int) -> None:
    """One of those that `count` counted does not count after all."""
    with _alone_at(what) as key:
        cache.set(key, cache.get(key, [])[:-1], seconds)


@contextmanager
def _alone_at(what: str) -> Iterator[str]:
    """Hold up whoever counts the same until the transaction ends. SQLite has one writer: IMMEDIATE made it us."""
    digest = sha256(what.encode()).digest()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            number = int.from_bytes(digest[:8], signed=True)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        yield f"limit:{digest.hex()}"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: the address that the outermost proxy of ours saw. A home's IPv6 network is one.

    What stands further to the left in X-Forwarded-For was written by whoever sent it, and is not read.
    """
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    address = seen[-proxies] if proxies and len(seen) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return str(found) if found.version == 4 else str(ip_network(f"{found}/64", strict=False))  # noqa: PLR2004


def too_often(wait: int) -> HttpResponseBase:
    """The page that says from when it may be again."""
    again = f"{(clock.now() + timedelta(seconds=wait + 59)).astimezone(clock.BRUSSELS):%H:%M}"
    answer = HttpResponse(render_to_string("429.html", {"again": again}), status=429)
    answer["Retry-After"] = str(wait)
    return answer
