"""How long the morning's proposal takes to solve: two thousand devices of one class, ten desks."""

import time
from random import Random

from digibank.spreading.solving import Need, Spare, Tier, spread

DEVICES, NEEDS, DESKS = 2_000, 1_500, 10
TARGET = 2.0  # Seconds.


def measured() -> tuple[str, bool]:
    """A line to print, and whether it was in time. The solver is loaded before: a worker loads it once."""
    chance = Random(5)  # noqa: S311  no secret
    spares = [
        Spare(number, 100 + number % 3, f"2{number % 4}00", chance.randrange(8), from_desk=number % 3 == 0)
        for number in range(DEVICES)
    ]
    needs = [
        Need(chance.choice(list(Tier)), chance.randrange(900), number % DESKS, number, f"2{number % 4}00", number % 8)
        for number in range(NEEDS)
    ]
    spread(spares[:1], needs[:1])
    began = time.perf_counter()
    pairs = spread(spares, needs)
    seconds = time.perf_counter() - began
    figures = f"{'proposal of a morning':28}{seconds:9.2f}{TARGET:8.2f}"
    return f"{figures}   seconds, {len(pairs)} of {DEVICES} devices over {DESKS} desks", seconds <= TARGET
