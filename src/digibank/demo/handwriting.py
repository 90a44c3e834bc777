"""Signatures that look as if somebody wrote them, each name always the same one."""

from math import cos, pi, sin
from random import Random

from digibank.lending.drawings import HEIGHT, WIDTH, Drawing

LEFT, STEP, POINTS_A_LETTER = 80, 42, 10
FEWEST_LETTERS, MOST_LETTERS = 3, 16


def a_signature(name: str) -> Drawing:
    """A line with a loop for each letter, and a stroke under it."""
    hand = Random(name)  # noqa: S311  it imitates a hand, and guards nothing
    letters = max(FEWEST_LETTERS, min(MOST_LETTERS, len(name)))
    slant, base = hand.uniform(-0.12, 0.04), hand.uniform(300, 380)
    written = []
    for letter in range(letters):
        tall = hand.uniform(30, 60) if letter else hand.uniform(130, 190)
        wide = hand.uniform(18, 34)
        for number in range(POINTS_A_LETTER):
            turn = 2 * pi * number / POINTS_A_LETTER
            across = LEFT + STEP * (letter + number / POINTS_A_LETTER) + wide * sin(turn)
            written.append(_point(across, base + slant * across - tall * (1 - cos(turn)) / 2))
    end = LEFT + STEP * letters
    under = [_point(across, base + 70 + slant * across) for across in (LEFT, (LEFT + end) / 2, end)]
    return Drawing((tuple(written), tuple(under)))


def _point(across: float, down: float) -> tuple[int, int]:
    return min(WIDTH, max(0, round(across))), min(HEIGHT, max(0, round(down)))
