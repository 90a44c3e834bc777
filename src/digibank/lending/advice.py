"""What becomes of a device that is scanned in: one table, and for each case exactly one row (policy U-50).

Where it stands, whether somebody waits for one of its kind, and what kind of place scans it: that decides. The sentence
is what the colleague with the scanner reads. What is done stands in `actions/scans.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from itertools import product

from django.utils.translation import gettext_lazy as _


class Where(StrEnum):
    """Where a device is, seen from the place that scans it. What comes from a loan is not erased (policy I-07)."""

    LENT_HERE = auto()
    LENT_ELSEWHERE = auto()
    PREPARED_HERE = auto()
    PREPARED_ELSEWHERE = auto()
    SHELF_HERE = auto()
    SHELF_ELSEWHERE = auto()
    LISTED_HERE = auto()
    KEPT_BACK_HERE = auto()
    KEPT_BACK_ELSEWHERE = auto()
    TO_ERASE_HERE = auto()
    TO_ERASE_ELSEWHERE = auto()
    COMING_HERE = auto()
    UNERASED_COMING = auto()
    COMING_ELSEWHERE = auto()
    GOING_HOME = auto()
    UNLISTED_RIDE = auto()
    BENCH_HERE = auto()
    BENCH_ELSEWHERE = auto()
    GONE = auto()
    LEFT_US = auto()
    IN_A_SET = auto()


class Waits(StrEnum):
    """For whom one of this kind is short: at this desk, else at another one of the association."""

    NOBODY = auto()
    HERE = auto()
    ELSEWHERE = auto()


class At(StrEnum):
    """Who scans: a depot, where is erased and mended, or any other place."""

    DESK = auto()
    DEPOT = auto()


class Advice(StrEnum):
    """What is to be done with it."""

    TAKE_BACK = auto()
    TAKE_BACK_FOR = auto()
    FINISH = auto()
    CALL_DESK = auto()
    LEAVE = auto()
    ANSWER = auto()
    SEND_ON = auto()
    KEEP_HERE = auto()
    BRING_HOME = auto()
    SEND_TO_WAITING = auto()
    WITH_THE_LIST = auto()
    TO_WORKSHOP = auto()
    TO_BENCH = auto()
    TAKE_IN = auto()
    RECEIVE = auto()
    RECEIVE_FOR = auto()
    RECEIVE_APART = auto()
    STOP_OVER = auto()
    TAKE_OUT = auto()
    CALL_START = auto()
    APART = auto()
    FIND = auto()
    REFUSE = auto()


class How(Enum):
    """Whether something is done by the scan itself, by one button after it, or by nobody."""

    AT_ONCE = auto()
    BY_BUTTON = auto()
    NOTHING = auto()


HOW = {
    Advice.TAKE_BACK: How.BY_BUTTON,
    Advice.TAKE_BACK_FOR: How.BY_BUTTON,
    Advice.FINISH: How.NOTHING,
    Advice.CALL_DESK: How.NOTHING,
    Advice.LEAVE: How.NOTHING,
    Advice.ANSWER: How.NOTHING,
    # From one's own shelf, or from the books of another desk: somebody decides.
    Advice.SEND_ON: How.BY_BUTTON,
    Advice.KEEP_HERE: How.BY_BUTTON,
    Advice.TAKE_OUT: How.BY_BUTTON,
    Advice.FIND: How.BY_BUTTON,
    Advice.BRING_HOME: How.AT_ONCE,
    Advice.SEND_TO_WAITING: How.AT_ONCE,
    Advice.TO_WORKSHOP: How.AT_ONCE,
    Advice.TAKE_IN: How.AT_ONCE,
    Advice.RECEIVE: How.AT_ONCE,
    Advice.RECEIVE_FOR: How.AT_ONCE,
    Advice.RECEIVE_APART: How.AT_ONCE,
    Advice.STOP_OVER: How.AT_ONCE,
    Advice.WITH_THE_LIST: How.NOTHING,
    Advice.TO_BENCH: How.NOTHING,
    Advice.CALL_START: How.NOTHING,
    Advice.APART: How.NOTHING,
    Advice.REFUSE: How.NOTHING,
}

TAKES_BACK = (Advice.TAKE_BACK, Advice.TAKE_BACK_FOR)
PROPOSES = (Advice.BRING_HOME, Advice.SEND_TO_WAITING, Advice.TO_WORKSHOP)
CAN_BE_UNDONE = (*PROPOSES, Advice.SEND_ON, Advice.KEEP_HERE, Advice.TAKE_IN)


@dataclass(frozen=True)
class Row:
    """One line of the table: for these cases this advice, in these words."""

    where: tuple[Where, ...]
    waits: tuple[Waits, ...]
    at: tuple[At, ...]
    advice: Advice
    words: object

    def fits(self, where: Where, waits: Waits, at: At) -> bool:
        """Whether this is the row of the case."""
        return where in self.where and waits in self.waits and at in self.at


ANY, EITHER = tuple(Waits), tuple(At)
NOBODY, HERE, ELSEWHERE, NOT_HERE = (Waits.NOBODY,), (Waits.HERE,), (Waits.ELSEWHERE,), (Waits.NOBODY, Waits.ELSEWHERE)
DESK, DEPOT = (At.DESK,), (At.DEPOT,)

# Each sentence may name: the device (number, name), the place it belongs or goes to (place, phone), a list (list).
TABLE = (
    Row((Where.LENT_HERE,), ANY, EITHER, Advice.TAKE_BACK,
        _("%(number)s, %(name)s: lent here. Look at it together and take it back.")),
    Row((Where.LENT_ELSEWHERE,), ANY, EITHER, Advice.TAKE_BACK_FOR,
        _("%(number)s, %(name)s: lent by %(place)s. Take it back here. That desk gets to know.")),
    Row((Where.PREPARED_HERE,), ANY, EITHER, Advice.FINISH,
        _("%(number)s, %(name)s: kept for somebody at this desk. Give it to nobody else.")),
    Row((Where.PREPARED_ELSEWHERE,), ANY, EITHER, Advice.CALL_DESK,
        _("%(number)s, %(name)s: kept for somebody at %(place)s. Set it apart and call %(phone)s.")),
    Row((Where.SHELF_HERE,), NOBODY, EITHER, Advice.LEAVE,
        _("%(number)s, %(name)s: it stands where it belongs. There is nothing to do.")),
    Row((Where.SHELF_HERE,), HERE, DESK, Advice.ANSWER,
        _("%(number)s, %(name)s: somebody waits for one here. Promise it.")),
    Row((Where.SHELF_HERE,), ELSEWHERE, EITHER, Advice.SEND_ON,
        _("%(number)s, %(name)s: somebody waits for one at %(place)s. You may send it there.")),
    Row((Where.SHELF_ELSEWHERE,), NOBODY, EITHER, Advice.BRING_HOME,
        _("%(number)s, %(name)s: it belongs at %(place)s. It is on list %(list)s to ride there.")),
    Row((Where.SHELF_ELSEWHERE,), HERE, DESK, Advice.KEEP_HERE,
        _("%(number)s, %(name)s: it belongs at %(place)s, and somebody waits for one here. You may keep it.")),
    Row((Where.SHELF_ELSEWHERE,), ELSEWHERE, EITHER, Advice.SEND_TO_WAITING,
        _("%(number)s, %(name)s: somebody waits for one at %(place)s. It is on list %(list)s to ride there.")),
    Row((Where.LISTED_HERE,), ANY, EITHER, Advice.WITH_THE_LIST,
        _("%(number)s, %(name)s: it is on list %(list)s to %(place)s. Put it with what leaves.")),
    Row((Where.KEPT_BACK_HERE, Where.KEPT_BACK_ELSEWHERE), ANY, DESK, Advice.TO_WORKSHOP,
        _("%(number)s, %(name)s: something is the matter with it. It is on list %(list)s to %(place)s.")),
    Row((Where.TO_ERASE_HERE, Where.TO_ERASE_ELSEWHERE), ANY, DESK, Advice.TO_WORKSHOP,
        _("%(number)s, %(name)s: it is to be erased first. It is on list %(list)s to %(place)s. Set it apart.")),
    Row((Where.KEPT_BACK_HERE,), ANY, DEPOT, Advice.TO_BENCH,
        _("%(number)s, %(name)s: something is the matter with it. Take it to the bench.")),
    Row((Where.TO_ERASE_HERE,), ANY, DEPOT, Advice.TO_BENCH,
        _("%(number)s, %(name)s: it is to be erased. Put it with what is to be erased.")),
    Row((Where.BENCH_HERE,), ANY, DEPOT, Advice.TO_BENCH,
        _("%(number)s, %(name)s: it is being made ready. Take it to the bench.")),
    Row((Where.KEPT_BACK_ELSEWHERE, Where.TO_ERASE_ELSEWHERE, Where.BENCH_ELSEWHERE), ANY, DEPOT, Advice.TAKE_IN,
        _("%(number)s, %(name)s: our books had it at %(place)s. It is here now. Take it to the bench.")),
    Row((Where.COMING_HERE,), NOT_HERE, EITHER, Advice.RECEIVE,
        _("%(number)s, %(name)s: it came with list %(list)s and is here now.")),
    Row((Where.COMING_HERE,), HERE, DESK, Advice.RECEIVE_FOR,
        _("%(number)s, %(name)s: it came with list %(list)s. Somebody waits for one here. Promise it.")),
    Row((Where.UNERASED_COMING,), ANY, DESK, Advice.RECEIVE_APART,
        _("%(number)s, %(name)s: it came back with its list and is to be erased. Set it apart: list %(list)s.")),
    Row((Where.UNERASED_COMING,), ANY, DEPOT, Advice.RECEIVE,
        _("%(number)s, %(name)s: it came with list %(list)s. Put it with what is to be erased.")),
    Row((Where.COMING_ELSEWHERE,), ANY, EITHER, Advice.STOP_OVER,
        _("%(number)s, %(name)s: on its way to %(place)s. Let it ride on. We wrote down that it was here.")),
    Row((Where.GOING_HOME,), NOT_HERE, EITHER, Advice.STOP_OVER,
        _("%(number)s, %(name)s: on its way back to %(place)s. Let it ride on. We wrote down that it was here.")),
    Row((Where.GOING_HOME,), HERE, DESK, Advice.TAKE_OUT,
        _("%(number)s, %(name)s: on its way back to %(place)s, and somebody waits for one here. You may keep it.")),
    Row((Where.UNLISTED_RIDE,), ANY, EITHER, Advice.CALL_START,
        _("%(number)s, %(name)s: it left %(place)s without a list. Set it apart and call %(phone)s.")),
    Row((Where.BENCH_HERE, Where.BENCH_ELSEWHERE), ANY, DESK, Advice.APART,
        _("%(number)s, %(name)s: it is not ready yet. Set it apart and call %(place)s: %(phone)s.")),
    Row((Where.GONE,), ANY, EITHER, Advice.FIND,
        _("%(number)s, %(name)s: it was gone. Is it the one in your hand? Then report it found.")),
    Row((Where.LEFT_US,), ANY, EITHER, Advice.REFUSE,
        _("%(number)s, %(name)s: it left us for good. Set it apart and call the workshop.")),
    Row((Where.IN_A_SET,), ANY, EITHER, Advice.REFUSE,
        _("%(number)s, %(name)s: an organisation has it, with a set. Receive it with that set at %(place)s.")),
)  # fmt: skip

# What is said after what somebody decided, or after a return.
DONE_WORDS = {
    Advice.TAKE_BACK: _("%(number)s, %(name)s: taken back. It rides to the workshop to be erased: %(place)s."),
    Advice.TAKE_BACK_FOR: _("%(number)s, %(name)s: taken back for its desk. Set it apart to be erased: %(place)s."),
    Advice.SEND_ON: _("%(number)s, %(name)s: it is on list %(list)s to %(place)s."),
    Advice.KEEP_HERE: _("%(number)s, %(name)s: it belongs here now. Promise it to who waits."),
    Advice.TAKE_OUT: _("%(number)s, %(name)s: it stays here. Promise it to who waits."),
    Advice.FIND: _("%(number)s, %(name)s: found again. It is to be erased: %(place)s."),
}


def cases() -> Iterator[tuple[Where, Waits, At]]:
    """Every case there is. Nobody asks for a device at a depot, so nobody waits there."""
    for where, waits, at in product(Where, Waits, At):
        if (waits, at) != (Waits.HERE, At.DEPOT):
            yield where, waits, at


def row_of(where: Where, waits: Waits, at: At) -> Row:
    """The one row of this case."""
    (row,) = (row for row in TABLE if row.fits(where, waits, at))
    return row
