"""How the log is written: what broke and where, never about whom.

Lines are JSON; on a terminal they are for people. A line of ours says codes and numbers only. A line of a library is
told by its pattern, without what was filled in: Django fills in addresses, a database driver whole rows.
"""

import logging
from collections.abc import Iterator, MutableMapping
from traceback import extract_tb
from typing import Any

import structlog

type Line = MutableMapping[str, Any]

OURS = ("digibank", "config")
CLOCK = logging.Formatter()


class Discreet(structlog.stdlib.ProcessorFormatter):
    """Every line of the log passes here: `people` makes it for people, else it is JSON."""

    def __init__(self, *, people: bool = False) -> None:
        renderer = structlog.dev.ConsoleRenderer() if people else structlog.processors.JSONRenderer(ensure_ascii=False)
        super().__init__(
            processors=[_told, structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[structlog.contextvars.merge_contextvars],
        )

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if not isinstance(record.msg, dict):
            told = logging.makeLogRecord(record.__dict__)
            told.msg, told.args = _words(record), None
            record = told
        return super().format(record)


def configure() -> None:
    """Let structlog hand its lines to Python's own logging, so that there is one way out."""
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def causes(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault and what it came from, step by step; not what was left out on purpose by `raise … from None`."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _words(record: logging.LogRecord) -> str:
    """What is said: of ours everything, of a library the pattern only."""
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    # A library that fills in its sentence itself may have put anything in it.
    return str(record.msg) if record.args else f"said at {record.module}:{record.lineno}"


def _told(_logger: object, _method: str, line: Line) -> Line:
    """When, how grave and by whom, in front; a fault by its kind and its place in the code, without its words."""
    record: logging.LogRecord = line["_record"]
    fault = line.pop("exc_info", None)
    line.pop("stack_info", None)
    faults = list(causes(fault[1])) if isinstance(fault, tuple) else []
    told: Line = {
        "at": CLOCK.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
        "level": record.levelname.lower(),
        "from": record.name,
        "event": line.pop("event"),
        **line,
    }
    if faults:
        told["faults"] = [_kind(one) for one in reversed(faults)]
        told["where"] = [place for one in reversed(faults) for place in _places(one)]
    return told


def _places(fault: BaseException) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(fault.__traceback__)]


def _kind(fault: BaseException) -> str:
    kind = type(fault)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
