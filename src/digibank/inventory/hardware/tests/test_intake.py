"""What the intake stick wrote is read tool by tool; what one reader refuses does not spoil the rest."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digibank.errors import RuleBroken
from digibank.inventory.hardware import IntakeRun, read_battery, read_intake, read_lshw, read_report, read_smartctl
from digibank.inventory.hardware.tests.reports import computer, refusal, report
from digibank.inventory.hardware.tests.test_mangled import check_answer, put_somewhere, values

WHOLE = report("laptop_hp_probook.intake.json")
TREE = json.loads(WHOLE)
OFTEN = settings(deadline=None, max_examples=200, database=None)
AGAIN = "Make the report again and choose the new file."


def changed(**fields) -> bytes:
    return json.dumps(TREE | fields).encode()


def with_tool(tool, output, **fields) -> IntakeRun:
    said = {"tool": tool, "subject": "", "problem": "", "output": output} | fields
    return read_intake(changed(tools=[said]))


def wrong(field):
    return f"The field “{field}” in this file cannot be right. {AGAIN}"


def test_a_run_gives_what_the_readers_of_its_tools_give():
    run = read_intake(WHOLE)

    assert run == read_report(WHOLE)
    assert (run.run, run.station) == (UUID("0d1b0a5e-4c1f-4a86-9a37-2f1d0b1e5c07"), "Tafel 1")
    assert run.made_at == datetime(2026, 11, 23, 6, 12, 40, tzinfo=UTC)
    machine, by_itself = run.machine, read_lshw(report("laptop_hp_probook.lshw.json"))
    assert machine == by_itself
    assert run.disks == (read_smartctl(report("laptop_hp_probook_ssd.smartctl.json")),)
    assert run.batteries == read_battery(report("laptop_hp_probook.uevent"))
    assert run.says_something


def test_what_no_reader_knows_is_kept_as_text():
    piece = with_tool("dmidecode", "System Information\n").pieces[0]

    assert (piece.said, piece.facts, piece.refusal) == ("System Information\n", None, "")


def test_what_a_reader_refuses_is_told_and_the_rest_is_read(in_english):
    tools = [*TREE["tools"], {"tool": "lshw", "output": "{"}, {"tool": "smartctl", "output": "smartctl 7.3"}]

    run = read_intake(changed(tools=tools))

    assert [piece.refusal for piece in run.pieces if piece.refusal] == [
        f"This file stops halfway. {AGAIN}",
        "This is not a report of smartctl. Make one with smartctl -x -j and choose that file.",
    ]
    assert run.machine


def test_a_tool_that_said_nothing_has_no_facts_and_no_refusal():
    run = with_tool("lshw", " \n", problem="missing")

    assert (run.pieces[0].problem, run.pieces[0].facts, run.pieces[0].refusal) == ("missing", None, "")
    assert (run.machine, run.disks, run.batteries, run.says_something) == (None, (), (), False)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"format": "something"}, "This is not a report of the intake stick. Choose the file that the stick made."),
        ({"version": 2}, "This report is of another version of the intake stick. Make the stick again with the newest script."),
        ({"version": "1"}, "This report is of another version of the intake stick. Make the stick again with the newest script."),
        ({"run": "1"}, wrong("run")),
        ({"run": None}, wrong("run")),
        ({"run": 5}, wrong("run")),
        ({"made_at": "yesterday"}, wrong("made_at")),
        ({"made_at": "2026-11-23T06:12:40"}, wrong("made_at")),
        ({"made_at": "0001-01-01T00:00:00+14:00"}, wrong("made_at")),
        ({"made_at": "9999-12-31T23:59:59-14:00"}, wrong("made_at")),
        ({"station": ["Tafel"]}, wrong("station")),
        ({"tools": {}}, wrong("tools")),
        ({"tools": ["lshw"]}, wrong("tools")),
        ({"tools": [{"tool": "lshw", "output": 5}]}, wrong("output")),
        ({"tools": [{"tool": 5}]}, wrong("tool")),
        ({"tools": [{}] * 201}, "This report of the intake stick lists more than 200 tools. Run the stick again."),
        ({"left_out": ["/dev/sda"]}, wrong("left_out")),
        ({"left_out": [{"path": 5}]}, wrong("path")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_run_is_said_in_one_sentence(fields, sentence):
    assert refusal(read_intake, changed(**fields)) == sentence


def test_a_report_of_another_tool_is_no_run():
    assert refusal(read_intake, report("laptop_hp_probook.lshw.json")).startswith("This is not a report of the intake")
    assert refusal(read_intake, b"hello").startswith("This is not a report of the intake")


@OFTEN
@given(data=st.data(), value=values)
def test_a_run_with_another_value_somewhere_is_read_or_refused(data, value):
    check_answer(read_intake, json.dumps(put_somewhere(data, TREE, value)).encode())


@OFTEN
@given(
    said=st.one_of(st.text(max_size=300), st.just(json.dumps(computer()))),
    tool=st.sampled_from(["lshw", "smartctl", "battery", "lsblk", "x"]),
)
def test_whatever_a_tool_said_its_words_stay_as_they_were(said, tool):
    try:
        run = read_intake(changed(tools=[{"tool": tool, "output": said}]))
    except RuleBroken:
        return

    assert run.pieces[0].said == said
