"""Whatever file somebody uploads: it is read or refused with a sentence, and damage never makes proof."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.nwipe import read_nwipe_log
from digibank.refurbishment.evidence.signs import contradictions, signs
from digibank.refurbishment.evidence.tests.logs import LAPTOP, NAMES, SERIAL, SIZE, raw

LOGS = st.sampled_from([raw(name) for name in NAMES])
LINES = sorted({line for name in NAMES for line in raw(name).split(b"\n")})
STAMP = b"[2026/11/23 07:41:33]  notice: "
NUMBERS = st.one_of(st.integers(0, 2**70).map(str), st.text("0123456789", min_size=1, max_size=6000)).map(str.encode)
FRAGMENTS = st.one_of(
    st.sampled_from(LINES),
    st.binary(max_size=40),
    NUMBERS.map(lambda n: STAMP + n + b" bytes written to /dev/sda"),
    NUMBERS.map(lambda n: STAMP + b"/dev/sda, sect/blk/dev 512/4096/" + n),
    NUMBERS.map(lambda n: STAMP + b"Starting pass 1/" + n + b", round 1/" + n + b", on /dev/sda"),
    NUMBERS.map(lambda n: STAMP + b"Total Throughput 1 B/s, Fill With Zeros, " + n + b"R+B+VL"),
    NUMBERS.map(lambda n: b"       sda | Erased | 1 MB/s | " + n + b":00:00 | x/y"),
    NUMBERS.map(lambda n: STAMP + b"Found /dev/sda,  ATA, X, " + n + b" GB, S/N=" + n),
)
many = settings(max_examples=200, deadline=None)


def is_accepted(log: bytes) -> bool:
    """Whether nothing in the log contradicts the erasure of the laptop's drive; refusals are no."""
    try:
        run = read_nwipe_log(log)
    except RuleBroken:
        return False
    accepted = False
    for drive in run.drives:
        seen = signs(drive, run, expected_serial=SERIAL, expected_capacity_bytes=SIZE)
        assert all(sign.sentence.endswith(".") for sign in seen)
        accepted |= not contradictions(seen)
    return accepted


@many
@given(st.binary(max_size=2000))
@example(b"\xff\xfe\x00")
@example(STAMP + b"Found /dev/,  ATA, , 0 B, S/N=")
def test_any_bytes_are_read_or_refused(log):
    is_accepted(log)


@many
@given(st.lists(FRAGMENTS, max_size=40))
def test_any_pile_of_log_lines_is_read_or_refused(lines):
    is_accepted(b"\n".join(lines))


@many
@given(LOGS, st.integers(0, 10_000), st.binary(max_size=8), st.integers(0, 200))
def test_any_damage_is_read_or_refused(log, at, patch, length):
    is_accepted(log[:at] + patch + log[at + length :])


@many
@given(st.integers(0, raw(LAPTOP).index(b"Nwipe successfully completed") + len(b"Nwipe successfully complete")))
def test_a_log_cut_off_anywhere_is_never_accepted(at):
    assert not is_accepted(raw(LAPTOP)[:at])


EVIDENCE = [
    line
    for line in raw(LAPTOP).split(b"\n")
    if any(
        piece in line
        for piece in (b"bytes written", b"Verified pass", b"sda | Erased", b"Drive Status", b"Nwipe success")
    )
]


@many
@given(st.lists(st.sampled_from(EVIDENCE), min_size=1, unique=True))
def test_a_log_from_which_evidence_was_taken_is_never_accepted(taken):
    assert not is_accepted(b"\n".join(line for line in raw(LAPTOP).split(b"\n") if line not in taken))


@many
@given(st.integers(0, SIZE - 1))
def test_fewer_bytes_than_the_drive_holds_are_never_accepted(written):
    log = raw(LAPTOP).replace(b"%d bytes written" % SIZE, b"%d bytes written" % written)

    assert not is_accepted(log)


@many
@given(st.text("ABCDEFGHJKLMNP0123456789", min_size=1, max_size=20).filter(lambda serial: serial != SERIAL))
def test_another_serial_is_never_accepted_in_silence(serial):
    run = read_nwipe_log(raw(LAPTOP).replace(SERIAL.encode(), serial.encode()))

    seen = signs(run.drives[0], run, expected_serial=SERIAL, expected_capacity_bytes=SIZE)

    assert seen[6].verdict != "agrees"
