"""A signature as it is drawn: strokes of numbers. The browser sends nothing else; the picture is made here."""

import json
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken

WIDTH, HEIGHT = 1000, 600  # The pad, however large it is on the screen.
MOST_STROKES, MOST_POINTS = 200, 5000
LONGEST_TEXT = 60_000
LEAST_INK = 150  # A tap or a slip of the finger is no signature.
MARGIN, PEN = 20, 7

type Stroke = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Drawing:
    """What somebody drew on the pad, stroke by stroke."""

    strokes: tuple[Stroke, ...]

    def svg(self) -> bytes:
        """The drawing as a picture that is no larger than its ink."""
        across = [x for stroke in self.strokes for x, _y in stroke]
        down = [y for stroke in self.strokes for _x, y in stroke]
        left, top = min(across) - MARGIN, min(down) - MARGIN
        width, height = max(across) + MARGIN - left, max(down) + MARGIN - top
        lines = "".join(_line(stroke) for stroke in self.strokes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}">'
            f'<path d="{lines}" fill="none" stroke="#000" stroke-width="{PEN}" stroke-linecap="round"'
            ' stroke-linejoin="round"/></svg>'
        ).encode()


def read_drawing(text: str) -> Drawing:
    """The drawing that the pad sent: [[x, y, x, y, …], …], whole numbers on the pad.

    Raises RuleBroken when it is something else, or when hardly anything was drawn.
    """
    strokes = _strokes_in(text) if text else ()
    if sum(dist(one, other) for stroke in strokes for one, other in pairwise(stroke)) < LEAST_INK:
        raise RuleBroken(_("Nothing to see was drawn yet. Write your name on the pad, or sign on paper."))
    return Drawing(strokes)


def _strokes_in(text: str) -> tuple[Stroke, ...]:
    unclear = RuleBroken(_("The drawing did not arrive well. Erase it and draw it again, or sign on paper."))
    if len(text) > LONGEST_TEXT:
        raise unclear
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise unclear from error
    if not isinstance(sent, list) or len(sent) > MOST_STROKES or not all(_is_stroke(stroke) for stroke in sent):
        raise unclear
    if sum(len(stroke) for stroke in sent) > 2 * MOST_POINTS:
        raise unclear
    return tuple(tuple(zip(stroke[::2], stroke[1::2], strict=True)) for stroke in sent)


def _is_stroke(sent: Any) -> bool:
    if not isinstance(sent, list) or not sent or len(sent) % 2:
        return False
    # A bool counts as a number in Python, not here.
    if not all(type(number) is int for number in sent):
        return False
    return all(0 <= x <= WIDTH for x in sent[::2]) and all(0 <= y <= HEIGHT for y in sent[1::2])


def _line(stroke: Stroke) -> str:
    (x, y), *rest = stroke
    # A dot is a line of no length, with a round end.
    return f"M{x} {y}" + ("".join(f"L{x} {y}" for x, y in rest) or "h.1")
