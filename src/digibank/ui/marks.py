"""The marks of pages: that everybody may open one, and that its address is a secret."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase


def public[View: Callable[..., Any]](view: View) -> View:
    """Say that this page is for everybody. A test asks each view for this mark or for the right it needs."""
    view.public = True  # type: ignore[attr-defined]
    return view


def kept_secret[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """For a page behind a secret address.

    Whoever looks over a shoulder, into a cache or at what a browser tells others, sees nothing of the address.
    """

    @wraps(view)
    def answer_quietly(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        answer = view(*args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": a browser then says of a form that it comes from nowhere, and we refuse it.
        answer["Referrer-Policy"] = "strict-origin"
        return answer

    return answer_quietly
