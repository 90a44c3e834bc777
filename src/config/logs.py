"""How the log is written: what broke and where, never about whom."""

import logging
from collections.abc import Iterator
from traceback import format_tb
from types import TracebackType

type Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Tells a fault by its kind and its place in the code.

    The words of a fault are left out: a database quotes the whole row that it refuses, a mail server the address.
    """

    def formatException(self, ei: Caught) -> str:  # noqa: N802  the name is Python's
        """The faults that led to this one, each under the lines where it rose."""
        return "".join(_told(fault) for fault in reversed(list(_causes(ei[1])))).rstrip()


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault and what it came from, step by step."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _told(fault: BaseException) -> str:
    kind = type(fault)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return "".join(format_tb(fault.__traceback__)) + f"{name}\n"
