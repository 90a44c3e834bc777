"""Whatever happens to a report on its way, the reader answers with facts or with a refusal, never with an accident."""

import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digibank.errors import RuleBroken
from digibank.inventory.hardware import (
    Battery,
    DiskHealth,
    IntakeRun,
    Machine,
    Medium,
    Snapshot,
    read_battery,
    read_dmidecode,
    read_intake,
    read_inxi,
    read_lsblk,
    read_lshw,
    read_report,
    read_smartctl,
    read_snapshot,
    sentence,
)
from digibank.inventory.hardware.tests.reports import FIXTURES

REPORTS = [path.read_bytes() for path in sorted(FIXTURES.iterdir()) if path.name != "PROVENANCE.md"]
TREES = [json.loads(raw) for raw in REPORTS if raw.lstrip()[:1] in (b"{", b"[")]
READERS = [
    read_lshw, read_dmidecode, read_inxi, read_lsblk, read_smartctl, read_snapshot, read_battery, read_intake,
]  # fmt: skip
SNAPSHOTS = [tree["data"] for tree in TREES if isinstance(tree, dict) and "data" in tree]
TEXTS = [(data, tool) for data in SNAPSHOTS for tool, output in sorted(data.items()) if isinstance(output, str)]
INNER_TREES = [
    (data, tool, json.loads(data[tool]) if isinstance(data[tool], str) else data[tool])
    for data in SNAPSHOTS
    for tool in sorted(data)
    if tool in ("lshw", "inxi", "smart", "smartctl")
]
OFTEN = settings(deadline=None, max_examples=200, database=None)
# A snapshot is several reports at once.
LESS_OFTEN = settings(OFTEN, max_examples=80)

positions = st.integers(min_value=0, max_value=40_000)
bytes_that_matter = st.sampled_from(
    [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\n", b"=", b"0", b"-", b"\xff", b"\0"]
)
numbers = st.one_of(st.integers(), st.integers(min_value=2**60), st.floats(), st.booleans())
values = st.recursive(
    st.one_of(st.none(), numbers, st.text(max_size=20), st.sampled_from(["/dev/sda", "disk", "usb@1:1", "/dev/nvme0"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


def check_answer(reader, raw):
    """Let the reader answer; fails when that is neither facts nor a refusal."""
    try:
        facts = reader(raw)
    except RuleBroken:
        return
    if isinstance(facts, IntakeRun):
        assert len(facts.station) <= 40
        facts = tuple(
            fact
            for piece in facts.pieces
            for fact in (piece.facts if isinstance(piece.facts, tuple) else [piece.facts] if piece.facts else [])
        )
    for fact in facts if isinstance(facts, tuple) else (facts,):
        assert isinstance(fact, Battery | DiskHealth | Machine | Snapshot)
        assert_storable(fact)


def assert_storable(fact):
    if isinstance(fact, Snapshot):
        assert {health.serial for health in fact.disks} <= {medium.serial for medium in fact.machine.media} - {""}
        for inner in (fact.machine, *fact.disks, *fact.batteries):
            assert_storable(inner)
    for field in fields(fact):
        value = getattr(fact, field.name)
        assert not isinstance(value, str) or (value.isprintable() and len(value) <= 300)
        assert not isinstance(value, int) or 0 <= value < 2**63
    if isinstance(fact, Battery):
        assert fact.health_percent is None or fact.health_percent <= 100
    if isinstance(fact, Machine):
        for medium in fact.media:
            assert isinstance(medium, Medium)
            assert_storable(medium)
    for code in getattr(fact, "remarks", ()) + getattr(fact, "reasons", ()):
        assert sentence(code)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_answers_every_report(reader):
    for raw in REPORTS:
        check_answer(reader, raw)


@OFTEN
@given(raw=st.sampled_from(REPORTS), start=positions, length=positions)
def test_a_report_that_is_cut(raw, start, length):
    check_answer(read_report, raw[:length])
    check_answer(read_report, raw[start:])
    check_answer(read_report, raw[:start] + raw[start + length % 100 :])


@OFTEN
@given(raw=st.sampled_from(REPORTS), flips=st.lists(st.tuples(positions, st.integers(0, 255)), min_size=1, max_size=5))
def test_a_report_with_bytes_that_fell_over(raw, flips):
    mangled = bytearray(raw)
    for position, byte in flips:
        mangled[position % len(mangled)] = byte

    check_answer(read_report, bytes(mangled))


@OFTEN
@given(raw=st.sampled_from(REPORTS), places=st.lists(st.tuples(positions, bytes_that_matter), min_size=1, max_size=4))
def test_a_report_with_signs_put_in(raw, places):
    for position, sign in places:
        at = position % len(raw)
        raw = raw[:at] + sign + raw[at:]

    check_answer(read_report, raw)


@OFTEN
@given(first=st.sampled_from(REPORTS), second=st.sampled_from(REPORTS), start=positions, stop=positions)
def test_two_reports_that_ran_into_each_other(first, second, start, stop):
    check_answer(read_report, first[: start % len(first)] + second[stop % len(second) :])
    check_answer(read_report, first + second)


@OFTEN
@given(
    raw=st.sampled_from(REPORTS),
    levels=st.integers(1, 5_000),
    opening=st.sampled_from([b"[", b'{"children":[', b'{"a":']),
)
def test_a_report_that_is_nested(raw, levels, opening):
    closing = {b"[": b"]", b'{"children":[': b"]}", b'{"a":': b"}"}[opening]

    check_answer(read_report, opening * levels + raw + closing * levels)
    check_answer(read_report, opening * levels)


@OFTEN
@given(data=st.data(), tree=st.sampled_from(TREES), value=values)
def test_a_report_with_another_value_somewhere(data, tree, value):
    changed = put_somewhere(data, tree, value)

    for reader in (read_report, *READERS):
        check_answer(reader, json.dumps(changed).encode())


@LESS_OFTEN
@given(chosen=st.sampled_from(TEXTS), start=positions, length=positions, sign=bytes_that_matter)
def test_a_snapshot_of_which_one_report_is_damaged(chosen, start, length, sign):
    reports, tool = chosen
    output, junk = reports[tool], sign.decode("latin-1")
    at = start % len(output)

    for damaged in (output[:at], output[:at] + junk + output[at:], output[:at] + output[at + length % 400 :]):
        check_answer(read_report, json.dumps({"type": "Snapshot", "data": {**reports, tool: damaged}}).encode())


@LESS_OFTEN
@given(data=st.data(), chosen=st.sampled_from(INNER_TREES), value=values)
def test_a_snapshot_with_another_value_in_one_report(data, chosen, value):
    reports, tool, tree = chosen
    changed = put_somewhere(data, tree, value)

    for output in (changed, json.dumps(changed)):
        check_answer(read_report, json.dumps({"type": "Snapshot", "data": {**reports, tool: output}}).encode())


@OFTEN
@given(text=st.text(max_size=200), size=st.text(max_size=20))
def test_a_text_that_looks_like_firmware(text, size):
    check_answer(
        read_report, f"# dmidecode 3.4\nSystem Information\n\tSerial Number: {text}\n".encode(errors="replace")
    )
    check_answer(read_report, f"# dmidecode 3.4\nMemory Device\n\tSize: {size}\n\t{text}\n".encode(errors="replace"))


@OFTEN
@given(raw=st.binary(max_size=300))
def test_bytes_that_never_were_a_report(raw):
    for reader in (read_report, *READERS):
        check_answer(reader, raw)
        check_answer(reader, b"# dmidecode 3.4\nSystem Information\n\t" + raw)
        check_answer(reader, b'[{"000#1#0#Machine":' + raw)
        check_answer(reader, b'{"format":"digibank-intake","version":1,' + raw)
        check_answer(reader, b'{"smartctl":' + raw)
        check_answer(reader, b"POWER_SUPPLY_NAME=BAT0\n" + raw)
        check_answer(reader, b"  native-path: BAT0\n  battery\n" + raw)


def put_somewhere(data, tree, value):
    """A copy of the tree in which one value, at a place of hypothesis' choice, is another."""
    if isinstance(tree, dict) and tree and data.draw(st.integers(0, 5)):
        key = data.draw(st.sampled_from(sorted(tree)))
        return {**tree, key: put_somewhere(data, tree[key], value)}
    if isinstance(tree, list) and tree and data.draw(st.integers(0, 5)):
        at = data.draw(st.integers(0, len(tree) - 1))
        return [*tree[:at], put_somewhere(data, tree[at], value), *tree[at + 1 :]]
    return value
