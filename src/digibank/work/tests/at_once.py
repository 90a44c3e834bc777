"""Many colleagues at the same moment, each with a connection of their own."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

from django.db import connection

from digibank.errors import RuleBroken

LONGEST_WAIT_SECONDS = 60


def all_at_once(acts: Iterable[Callable[[], object]]) -> Counter:
    """Do all acts at the same moment; counts what came of them."""
    waiting = list(acts)
    barrier = Barrier(len(waiting))
    # The clock of the test is set in each thread too.
    contexts = [copy_context() for _act in waiting]

    def run(act: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait(LONGEST_WAIT_SECONDS)
            return outcome(act)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(waiting)) as pool:
        done = [pool.submit(context.run, run, act) for context, act in zip(contexts, waiting, strict=True)]
        return Counter(future.result() for future in done)


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except RuleBroken as refused:
        return f"no: {refused}"
    except Exception as error:  # noqa: BLE001  whatever goes wrong is what this test counts
        return f"error: {error!r}"
    return "yes"
