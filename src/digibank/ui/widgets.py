"""Answers with a drawing and a word of help."""

from typing import Any

from django import forms


class Shelves(forms.RadioSelect):
    """One answer of several. `icons` and `hints` are by value: Shelves(icons={"me": "person"})."""

    def __init__(self, *, icons: dict[str, str] | None = None, hints: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.icons = icons or {}
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The answer as Django makes it, with its icon and hint."""
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"icon": self.icons.get(str(value), ""), "hint": self.hints.get(str(value), "")}
