"""What processes remember together."""

from django.core.cache import cache

from digibank.accounts.models import Kept


def test_what_is_kept_stands_in_the_database_for_every_process(db):
    cache.set("tried", [1, 2], 60)

    assert cache.get("tried") == [1, 2]
    assert cache.add("tried", [3], 60) is False
    assert Kept.objects.count() == 1


def test_a_page_of_the_desk_keeps_nothing(as_clerk):
    as_clerk.get("/balie/")

    assert Kept.objects.count() == 0
