"""The record as JSON, in the form that docs/policy/reuse-record.md describes; and read back from a stored copy."""

import json
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import get_language

from digibank import clock
from digibank.refurbishment.reuse.facts import Outcome, ReuseRecord, Step, StepKind

SCHEMA = "digibank.reuse-record"
VERSION = 1


def as_json(record: ReuseRecord) -> bytes:
    """The record for machines. The same record gives the same bytes."""
    told = {
        "schema": SCHEMA,
        "version": VERSION,
        "language": get_language(),
        "made_on": record.made_on.isoformat(),
        "centre": record.centre,
        "code": record.code,
        "device": {
            "name": record.name,
            "class": record.device_class,
            "maker": record.maker,
            "product": record.product,
            "serial": record.serial,
            "eee_category": record.eee_category,
            "made_in": record.made_in,
        },
        "position": record.position,
        "steps": [_step(step) for step in record.steps],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(content: bytes) -> ReuseRecord:
    """The record of a stored copy of this version."""
    told = json.loads(content)
    device = told["device"]
    return ReuseRecord(
        centre=told["centre"],
        code=told["code"],
        name=device["name"],
        device_class=device["class"],
        maker=device["maker"],
        product=device["product"],
        serial=device["serial"],
        eee_category=device["eee_category"],
        made_in=device["made_in"],
        position=told["position"],
        made_on=date.fromisoformat(told["made_on"]),
        steps=tuple(_read(step) for step in told["steps"]),
    )


def _step(step: Step) -> dict[str, Any]:
    return {
        "on": step.on.isoformat(),
        "kind": step.kind.value,
        "outcome": step.outcome.value,
        "title": step.title,
        "text": step.text,
        "facts": dict(step.facts),
    }


def _read(told: dict[str, Any]) -> Step:
    return Step(
        at=datetime.combine(date.fromisoformat(told["on"]), time(), clock.BRUSSELS),
        kind=StepKind(told["kind"]),
        title=told["title"],
        text=told["text"],
        outcome=Outcome(told["outcome"]),
        facts=told["facts"],
    )
