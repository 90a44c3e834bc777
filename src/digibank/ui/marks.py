"""The mark of a page that everybody may open."""

from collections.abc import Callable
from typing import Any


def public[View: Callable[..., Any]](view: View) -> View:
    """Say that this page is for everybody. A test asks each view for this mark or for the right it needs."""
    view.public = True  # type: ignore[attr-defined]
    return view
