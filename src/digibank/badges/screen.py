"""The ways to the counter screen, and what each of them tells the browser to forget."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse

WITH_PASSWORD = "met-wachtwoord"  # noqa: S105  # A word in an address.

# Not the cookies: the computer would forget that it is a shared one.
FORGET = '"cache", "storage"'


def lead_to_counter(why: str = "") -> HttpResponse:
    """To the counter screen; what the browser kept of whoever was here goes."""
    return _forgetting(reverse("badges:counter", query={"waarom": why} if why else None))


def password_address() -> str:
    """Where somebody logs in with a password, also at a shared computer."""
    return f"{resolve_url(settings.LOGIN_URL)}?{WITH_PASSWORD}=1"


def lead_to_code() -> HttpResponse:
    """To the code of the badge that was scanned; what the browser kept of whoever was here goes."""
    return _forgetting(reverse("badges:code"))


def _forgetting(address: str) -> HttpResponse:
    headers = {"Clear-Site-Data": FORGET, "Cache-Control": "no-store"}
    return HttpResponseRedirect(address, status=303, headers=headers)
