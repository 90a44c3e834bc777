"""A page may print a document of ours by itself, through a frame that nobody sees; nothing else may be framed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

_POLICY: Mapping[str, Any] = settings.SECURE_CSP
_IN_A_FRAME = {
    "default-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],  # A colleague who was logged out meanwhile is asked in.
    "frame-ancestors": [CSP.SELF],
}

# For the view of a page with `data-print-now`.
prints = csp_override({**_POLICY, "frame-src": [CSP.SELF]})


def printed[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """For the view of the document that such a page prints."""
    framed: Callable[P, HttpResponseBase] = xframe_options_sameorigin(view)
    return csp_override(_IN_A_FRAME)(framed)
