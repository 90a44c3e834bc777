"""Watches requests: each gets a number, one line in the log and a place in the figures.

A line names the page by its name in the code, never by its address: addresses hold numbers, and questions hold names.
"""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from digibank.operation.figures import ERRORS, REQUESTS

logger = structlog.stdlib.get_logger("digibank.requests")

KNOWN_METHODS = ("GET", "HEAD", "POST")
BROKEN = 500


def watch(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware. What asks how we are, and files that never change, are not written down."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        began = time.perf_counter()
        try:
            answer = get_response(request)
            answer["X-Request-ID"] = number
            if _counts(request):
                _write_down(request, answer.status_code, time.perf_counter() - began)
        finally:
            structlog.contextvars.clear_contextvars()
        return answer

    return middleware


def _counts(request: HttpRequest) -> bool:
    match = request.resolver_match
    return not (match.app_name == "operation" if match else request.path.startswith(settings.STATIC_URL))


def _write_down(request: HttpRequest, status: int, seconds: float) -> None:
    page = request.resolver_match.view_name if request.resolver_match else "unknown"
    method = request.method if request.method in KNOWN_METHODS else "other"
    # Only when somebody asked already: a line in the log is no reason to open a session.
    user = getattr(request, "_cached_user", None)
    REQUESTS.labels(page, method, str(status)).observe(seconds)
    if status >= BROKEN:
        ERRORS.labels(page).inc()
    logger.info(
        "request", page=page, method=method, status=status, ms=round(seconds * 1000, 1),
        actor=getattr(user, "actor_id", None),
    )  # fmt: skip
