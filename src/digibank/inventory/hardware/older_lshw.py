"""JSON as older builds of lshw write it: right but for its commas.

Known faults: objects that follow each other without a comma or without a list around them; a comma behind the
last object; and child objects that stand in their parent without the word "children" (lyonel/lshw 28 and 48).
Any other fault stays a fault.
"""

import re
from collections.abc import Callable
from typing import Any

_TOKEN = re.compile(r'\s*+(?:("(?:[^"\\]++|\\.)*+")|([\[\]{}:,])|([^\s\[\]{}:,"]++))', re.DOTALL)


class NotJson(Exception):
    """The text goes wrong at position `at`."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def read_loosely(text: str, decode: Callable[[str], Any], make: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    """The one value in the text, or a list of all objects when several stand side by side.

    `decode` reads a string, number or word; `make` turns the members of an object into a value.
    Raises NotJson at the first fault that is not a known one.
    """
    return _Reader(text, decode, make).everything()


class _Reader:
    """Walks over the tokens of one text. Nesting was limited before, so calling itself is safe."""

    def __init__(self, text: str, decode: Callable[[str], Any], make: Callable[[list[tuple[str, Any]]], Any]) -> None:
        self.text, self.decode, self.make = text.rstrip(), decode, make
        self.at, self.mark = 0, ""
        self._next()

    def everything(self) -> Any:
        values = [self._value()]
        while self._comma_or_object(values[-1], end=""):
            values.append(self._value())
        if self.mark:
            raise NotJson(self.at)
        return values[0] if len(values) == 1 else values

    def _next(self) -> None:
        self.at += len(self.mark)
        if self.at >= len(self.text):
            self.mark, self.at = "", len(self.text)
            return
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            # Only an open string is no token: it began after this white space.
            raise NotJson(self.at + len(self.text[self.at :]) - len(self.text[self.at :].lstrip()))
        self.mark = match[match.lastindex or 0]
        self.at = match.end() - len(self.mark)

    def _expect(self, wanted: str) -> None:
        if self.mark != wanted:
            raise NotJson(self.at)
        self._next()

    def _value(self) -> Any:
        if self.mark == "{":
            return self._object()
        if self.mark == "[":
            return self._list()
        return self._plain()

    def _plain(self) -> Any:
        try:
            value = self.decode(self.mark)
        except ValueError as error:
            raise NotJson(self.at) from error
        self._next()
        return value

    def _list(self) -> list[Any]:
        self._expect("[")
        values: list[Any] = []
        if self.mark != "]":
            values.append(self._value())
            while self._comma_or_object(values[-1], end="]"):
                values.append(self._value())
        self._expect("]")
        return values

    def _object(self) -> Any:
        self._expect("{")
        members: list[tuple[str, Any]] = []
        while self.mark.startswith('"'):
            members.append(self._member())
            if self.mark != ",":
                break
            self._next()
        children = self._stray_children()
        if children:
            members.append(("children", children))
        self._expect("}")
        return self.make(members)

    def _member(self) -> tuple[str, Any]:
        name = self._plain()
        self._expect(":")
        return name, self._value()

    def _stray_children(self) -> list[Any]:
        children: list[Any] = []
        while self.mark == "{":
            children.append(self._object())
            self._comma_or_object(children[-1], end="}")
        return children

    def _comma_or_object(self, before: Any, *, end: str) -> bool:
        """Go past the commas behind a value; whether another value follows. Behind an object any number will do."""
        if not isinstance(before, dict):
            if self.mark != ",":
                return False
            self._next()
            return True
        had_comma = self.mark == ","
        while self.mark == ",":
            self._next()
        return self.mark != end if had_comma else self.mark == "{"
