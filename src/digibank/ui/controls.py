"""The plain controls of a form in HTML: letter for letter what Django's own templates make of them.

A form of six fields asked Django for some thirty templates, most of them for the attributes of a control.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape

type Widget = Mapping[str, Any]


def input_of(widget: Widget) -> str:
    """An input of one line."""
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def select_of(widget: Widget) -> str:
    """A list to choose from, in groups or not."""
    groups = "".join(_group(name, options) for name, options, _place in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>{groups}\n</select>'


def textarea_of(widget: Widget) -> str:
    """A box of more lines."""
    value = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def _group(name: object, options: list[Widget]) -> str:
    inside = "".join(
        f'\n  <option value="{_text(option["value"])}"{_attributes(option["attrs"])}>'
        f"{conditional_escape(localize(option['label']))}</option>\n"
        for option in options
    )
    return f'\n  <optgroup label="{_text(name)}">{inside}\n  </optgroup>' if name else inside


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _text(value: object) -> str:
    return conditional_escape(str(value))


_INPUTS = [
    "input", "text", "number", "email", "hidden", "date", "time",
    "password", "search", "tel", "url", "file", "checkbox",
]  # fmt: skip

# By the name of the template that Django would use.
CONTROLS: dict[str, Callable[[Widget], str]] = {f"django/forms/widgets/{kind}.html": input_of for kind in _INPUTS}
CONTROLS["django/forms/widgets/select.html"] = select_of
CONTROLS["django/forms/widgets/textarea.html"] = textarea_of
