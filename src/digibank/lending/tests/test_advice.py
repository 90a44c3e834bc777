"""The table of what becomes of a scanned device: one row for each case, and what each row says."""

import pytest

from digibank.lending.advice import CAN_BE_UNDONE, DONE_WORDS, HOW, TABLE, Advice, At, How, Waits, Where, cases, row_of

pytestmark = pytest.mark.once

NAMES = {"number": "DB-000001-3", "name": "HP ProBook", "place": "Balie", "phone": "014", "list": "TR-000001-3"}

# Where it is, who waits, who scans: the case, and what the table says of it.
CASES = [
    ("lent_here", "nobody", "desk", "take_back"),
    ("lent_here", "elsewhere", "desk", "take_back"),
    ("lent_elsewhere", "here", "desk", "take_back_for"),
    ("lent_elsewhere", "nobody", "depot", "take_back_for"),
    ("prepared_here", "here", "desk", "finish"),
    ("prepared_elsewhere", "here", "desk", "call_desk"),
    ("shelf_here", "nobody", "desk", "leave"),
    ("shelf_here", "here", "desk", "answer"),
    ("shelf_here", "elsewhere", "desk", "send_on"),
    ("shelf_here", "elsewhere", "depot", "send_on"),
    ("shelf_elsewhere", "nobody", "desk", "bring_home"),
    ("shelf_elsewhere", "nobody", "depot", "bring_home"),
    ("shelf_elsewhere", "here", "desk", "keep_here"),
    ("shelf_elsewhere", "elsewhere", "desk", "send_to_waiting"),
    ("listed_here", "here", "desk", "with_the_list"),
    ("kept_back_here", "here", "desk", "to_workshop"),
    ("kept_back_elsewhere", "nobody", "desk", "to_workshop"),
    ("kept_back_here", "nobody", "depot", "to_bench"),
    ("kept_back_elsewhere", "nobody", "depot", "take_in"),
    ("to_erase_here", "here", "desk", "to_workshop"),
    ("to_erase_elsewhere", "here", "desk", "to_workshop"),
    ("to_erase_here", "nobody", "depot", "to_bench"),
    ("to_erase_elsewhere", "nobody", "depot", "take_in"),
    ("coming_here", "nobody", "desk", "receive"),
    ("coming_here", "here", "desk", "receive_for"),
    ("coming_here", "elsewhere", "desk", "receive"),
    ("coming_here", "elsewhere", "depot", "receive"),
    ("unerased_coming", "here", "desk", "receive_apart"),
    ("unerased_coming", "nobody", "depot", "receive"),
    ("coming_elsewhere", "here", "desk", "stop_over"),
    ("coming_elsewhere", "nobody", "depot", "stop_over"),
    ("going_home", "nobody", "desk", "stop_over"),
    ("going_home", "here", "desk", "take_out"),
    ("going_home", "elsewhere", "depot", "stop_over"),
    ("unlisted_ride", "here", "desk", "call_start"),
    ("bench_here", "nobody", "depot", "to_bench"),
    ("bench_elsewhere", "nobody", "depot", "take_in"),
    ("bench_here", "here", "desk", "apart"),
    ("bench_elsewhere", "here", "desk", "apart"),
    ("gone", "nobody", "desk", "find"),
    ("left_us", "nobody", "depot", "refuse"),
    ("in_a_set", "here", "desk", "refuse"),
]


@pytest.mark.rule("U-50")
def test_every_case_has_exactly_one_row():
    rows = {case: [row for row in TABLE if row.fits(*case)] for case in cases()}

    assert {case: len(fitting) for case, fitting in rows.items() if len(fitting) != 1} == {}
    assert len(rows) == len(Where) * (len(Waits) * len(At) - 1)


@pytest.mark.rule("U-50")
def test_every_row_is_the_row_of_a_case():
    used = {row_of(*case) for case in cases()}

    assert [row.advice for row in TABLE if row not in used] == []


@pytest.mark.rule("U-50")
@pytest.mark.parametrize(("where", "waits", "at", "advice"), CASES, ids=["-".join(case[:3]) for case in CASES])
def test_the_table_says(where, waits, at, advice):
    assert row_of(Where(where), Waits(waits), At(at)).advice == advice


def test_each_row_of_the_table_is_in_the_cases_above():
    named = {row_of(Where(where), Waits(waits), At(at)) for where, waits, at, _advice in CASES}

    assert [row.advice for row in TABLE if row not in named] == []


def test_each_advice_is_given_and_says_how_it_is_done():
    assert {row.advice for row in TABLE} == set(Advice) == set(HOW)


def test_what_somebody_decides_has_words_for_when_it_is_done():
    assert set(DONE_WORDS) == {advice for advice, how in HOW.items() if how == How.BY_BUTTON}


def test_what_is_received_or_taken_back_cannot_be_undone():
    assert {"receive", "receive_for", "stop_over", "take_out", "take_back", "find"} & set(CAN_BE_UNDONE) == set()


def test_each_sentence_begins_with_the_device():
    words = [str(words) % NAMES for words in (*(row.words for row in TABLE), *DONE_WORDS.values())]

    assert [said for said in words if not said.startswith("DB-000001-3, HP ProBook: ")] == []
