"""What may happen to a file on its way: accidents to its bytes, and other values where a tool wrote its own."""

import json
import random
from typing import Any

TELLING = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\n", b"=", b"0", b"-", b"\xff", b"\0", b"9" * 5000]
STRANGE: list[Any] = [None, True, -1, 0, 1.5, 2**63, 10**19, "", "9" * 400, "/dev/sda", "usb", "<filter>", [], {}, [[]]]


def mangled(chance: random.Random, whole: list[bytes]) -> bytes:
    """One of the files, after one to four accidents."""
    raw = chance.choice(whole)
    for _accident in range(chance.randint(1, 4)):
        raw = chance.choice(ACCIDENTS)(chance, raw, chance.choice(whole))
    return raw


def _cut(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _lose(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + raw[at + chance.randint(0, 400) :]


def _repeat(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    at, length = chance.randint(0, len(raw)), chance.randint(1, 400)
    return raw[: at + length] + raw[at : at + length] * chance.randint(1, 40) + raw[at + length :]


def _put_in(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + chance.choice(TELLING) + raw[at:]


def _fall_over(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    changed = bytearray(raw)
    for _byte in range(min(len(changed), chance.randint(1, 8))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _run_into(chance: random.Random, raw: bytes, other: bytes) -> bytes:
    return raw[: chance.randint(0, len(raw))] + other[chance.randint(0, len(other)) :]


def _nest(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    return chance.choice([b"[", b'{"children":[', b'{"a":']) * chance.randint(1, 5000) + raw


def _say_otherwise(chance: random.Random, raw: bytes, other: bytes) -> bytes:
    """Another value at one place of a tree; a text there, such as a report inside a snapshot, is mangled itself."""
    try:
        tree = json.loads(raw)
    except (ValueError, RecursionError):
        return _put_in(chance, raw, other)
    return json.dumps(_with_another_value(chance, tree, other)).encode()


def _with_another_value(chance: random.Random, value: Any, other: bytes) -> Any:
    deeper = chance.random() < 0.9
    if isinstance(value, dict) and value and deeper:
        key = chance.choice(sorted(value))
        return {**value, key: _with_another_value(chance, value[key], other)}
    if isinstance(value, list) and value and deeper:
        at = chance.randrange(len(value))
        return [*value[:at], _with_another_value(chance, value[at], other), *value[at + 1 :]]
    if isinstance(value, str) and value and deeper:
        accident = chance.choice([_cut, _lose, _repeat, _put_in, _say_otherwise])
        return accident(chance, value.encode(errors="replace"), other).decode(errors="replace")
    return chance.choice(STRANGE)


ACCIDENTS = [_cut, _lose, _repeat, _put_in, _fall_over, _run_into, _nest, _say_otherwise, _say_otherwise]
