"""Every page tells the browser how little may happen in it: each example is opened and its headers are read."""

import re

import pytest
from django.conf import settings
from django.test import Client

from digibank.files.answers import document_response
from digibank.files.tests.factories import a_document
from tests.examples import PAGES, Example
from tests.test_examples import client_of

pytestmark = pytest.mark.django_db
OFF = {"microphone", "geolocation", "payment", "usb", "serial", "midi", "display-capture"}
LOOSE = re.compile(r"'unsafe-|\*|\bhttps?:|\bblob:|'strict-dynamic'")
# What holds when a directive is not named.
FALLS_BACK = ("script-src", "style-src", "img-src", "font-src", "connect-src", "object-src", "frame-src", "worker-src")


def policy_of(answer) -> dict[str, str]:
    text = answer.headers["Content-Security-Policy"]
    return {name: " ".join(values) for name, *values in (part.split() for part in text.split(";"))}


def complaints(answer, *, for_one: bool) -> list[str]:
    """What is loose in the headers of this answer."""
    policy, headers = policy_of(answer), answer.headers
    powers = dict(part.strip().split("=") for part in headers["Permissions-Policy"].split(","))
    wanted = {
        "content policy is loose": not LOOSE.search(headers["Content-Security-Policy"]),
        "nothing is allowed unless named": policy["default-src"] == "'none'",
        "no plugins": policy.get("object-src", policy["default-src"]) == "'none'",
        "scripts are our own": policy.get("script-src", "'none'") in ("'self'", "'none'"),
        "no base": policy["base-uri"] == "'none'",
        "forms stay here": policy["form-action"] in ("'self'", "'none'"),
        "not framed": policy["frame-ancestors"] in ("'none'", "'self'"),
        "nosniff": headers["X-Content-Type-Options"] == "nosniff",
        "referrer": headers["Referrer-Policy"] in ("same-origin", "strict-origin"),
        "opener": headers["Cross-Origin-Opener-Policy"] == "same-origin",
        "used by ourselves": headers["Cross-Origin-Resource-Policy"] == "same-origin",
        "old browsers frame nothing": headers["X-Frame-Options"] in ("DENY", "SAMEORIGIN"),
        "camera": powers.pop("camera") == "(self)",
        "powers": set(powers.values()) == {"()"} and powers.keys() >= OFF,
        "says what it runs on": not {"Server", "X-Powered-By"} & set(headers),
        "kept by the browser": not for_one or "no-store" in headers.get("Cache-Control", ""),
        "found by a search engine": not for_one or "noindex" in headers.get("X-Robots-Tag", ""),
    }
    return [what for what, holds in wanted.items() if not holds] + loose_cookies(answer)


def loose_cookies(answer) -> list[str]:
    """How a page looks may be read by its script; all other cookies are for the server."""
    return [
        f"cookie {name}"
        for name, cookie in answer.cookies.items()
        if cookie["samesite"] not in ("Lax", "Strict")
        or bool(cookie["secure"]) != settings.SESSION_COOKIE_SECURE
        or (not cookie["httponly"] and name not in ("look", "keys"))
    ]


def opened(example: Example, made):
    return client_of(example).get(example.opened_at(made))


@pytest.mark.once
@pytest.mark.rule("V-02")
@pytest.mark.usefixtures("small_papers")
def test_every_page_says_how_little_may_happen_in_it(made):
    pages = {(example.by, example.opened_at(made)): example for example in PAGES}

    loose = {
        example.title: found
        for example in pages.values()
        if (found := complaints(opened(example, made), for_one=bool(example.by) or example.name.startswith("accounts")))
    }

    assert loose == {}


@pytest.mark.parametrize("address", ["/bestaat-niet/", "/static/ui/mark.svg"])
def test_also_where_there_is_no_page(client, address):
    answer = client.get(address)

    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cross-Origin-Resource-Policy"]) == (
        "nosniff",
        "same-origin",
    )
    assert "camera=(self)" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("media_type", ["text/plain", "image/png", "text/html", "image/svg+xml", "application/json"])
def test_a_document_is_alone_in_its_box(media_type):
    answer = document_response(a_document(media_type=media_type))

    assert policy_of(answer) == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "sandbox": "",
    }


def test_over_https_cookies_and_the_browser_insist_on_it(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 31_536_000, True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    plain = Client().get("/aanmelden/")
    safe = Client(headers={"X-Forwarded-Proto": "https"}).get("/aanmelden/")

    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/aanmelden/")
    assert safe.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (safe.status_code, loose_cookies(safe), safe.cookies["csrftoken"]["secure"]) == (200, [], True)
    assert complaints(safe, for_one=True) == []
