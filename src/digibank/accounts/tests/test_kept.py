"""What processes remember together."""

import base64
import json
import os
import pickle
from datetime import timedelta

import pytest
from django.core.cache import cache

from digibank import clock
from digibank.accounts.jobs import forget_what_is_over
from digibank.accounts.models import Kept
from digibank.audit.actions import job_actor


def test_what_is_kept_stands_in_the_database_for_every_process(db):
    cache.set("tried", [1, 2], 60)

    assert cache.get("tried") == [1, 2]
    assert cache.add("tried", [3], 60) is False
    assert Kept.objects.count() == 1


def test_what_is_kept_holds_for_its_time_and_is_then_let_go(db, on_a_monday):
    cache.set("short", "a", 60)
    cache.set("long", {"b": 1}, 3600)
    cache.set("for_ever", 2.5, None)

    clock.pass_time(seconds=61)
    held = {key: cache.get(key, "gone") for key in ("short", "long", "for_ever")}
    told = (cache.add("short", "c", 60), cache.touch("long", 120), cache.touch("nothing"), cache.delete("for_ever"))
    clock.pass_time(seconds=90)
    let_go = forget_what_is_over(job_actor("test"))

    assert held == {"short": "gone", "long": {"b": 1}, "for_ever": 2.5}
    assert told == (True, True, False, True)
    assert (let_go, list(Kept.objects.values_list("cache_key", flat=True))) == (1, [":1:long"])


@pytest.mark.rule("S-11")
def test_however_much_is_kept_nothing_is_forgotten_before_its_time(db):
    cache.set("known", 1, 3600)
    later = clock.now() + timedelta(hours=1)
    Kept.objects.bulk_create(
        (Kept(cache_key=f":1:a{number}", value="1", expires=later) for number in range(60_000)), batch_size=5000
    )

    cache.set("one_more", 1, 60)

    assert (cache.get("known"), Kept.objects.count()) == (1, 60_002)


class Hostile:
    """What runs a program when it is read in Python's own way of keeping things."""

    def __init__(self, proof):
        self.proof = proof

    def __reduce__(self):
        return (os.mkdir, (self.proof,))


@pytest.mark.rule("S-11")
def test_a_row_that_somebody_put_there_never_runs(db, tmp_path):
    proof = tmp_path / "it-ran"
    value = base64.b64encode(pickle.dumps(Hostile(str(proof)))).decode()
    Kept.objects.create(cache_key=":1:tried", value=value, expires=clock.now() + timedelta(hours=1))

    with pytest.raises(json.JSONDecodeError):
        cache.get("tried")

    assert not proof.exists()


def test_a_page_of_the_desk_keeps_nothing(as_clerk):
    as_clerk.get("/balie/")

    assert Kept.objects.count() == 0
