"""Many hands at once, each with a connection of their own: nobody gets the card of another one."""

from functools import partial

import pytest

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.inventory.tests.factories import a_device
from digibank.work.tests.at_once import all_at_once
from digibank.workforce import actions
from digibank.workforce.models import TaskCard
from digibank.workforce.tests.factories import a_card

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, CARDS = 12, 5


@pytest.fixture
def workers(association, depot):
    return [
        a_user(f"w{number}", f"Hand {number}", association, Role.SOCIAL_ECONOMY_WORKER, place=depot).actor
        for number in range(WORKERS)
    ]


def holders() -> list[int]:
    return list(TaskCard.objects.filter(state="taken").values_list("taken_by", flat=True))


@pytest.mark.rule("Y-01")
def test_twelve_at_once_for_five_cards_get_one_each_and_seven_hear_that_there_is_none(depot, laptop_class, workers):
    for _card in range(CARDS):
        a_card(a_device(depot, laptop_class))

    came = all_at_once([partial(actions.take_next, [depot], by=worker) for worker in workers])

    assert came == {"yes": CARDS, "no: There is nothing more to do. Well done.": WORKERS - CARDS}
    assert (len(holders()), len(set(holders()))) == (CARDS, CARDS)


@pytest.mark.rule("Y-01")
def test_one_who_presses_start_many_times_at_once_holds_one_card(depot, laptop_class, workers):
    for _card in range(CARDS):
        a_card(a_device(depot, laptop_class))

    came = all_at_once([partial(actions.take_next, [depot], by=workers[0])] * CARDS)

    assert came == {"yes": 1, "no: You have a task in hand already. Finish that one first.": CARDS - 1}
    assert holders() == [workers[0].pk]


@pytest.mark.rule("Y-01")
def test_one_device_scanned_by_all_at_once_is_of_one_of_them(depot, laptop_class, workers):
    device = a_device(depot, laptop_class)
    a_card(device)

    came = all_at_once([partial(actions.take_scanned, [depot], number=device.number, by=worker) for worker in workers])

    assert came == {"yes": 1, "no: There is no task for this device. Take another one.": WORKERS - 1}


@pytest.mark.rule("Y-01")
def test_two_who_lay_out_the_same_lane_at_once_lay_each_card_once(depot, laptop_class):
    devices = [a_device(depot, laptop_class) for _device in range(CARDS)]

    came = all_at_once([partial(actions.lay_out_lane, [depot], position="received", kind="clean", by=an_actor())] * 4)

    assert came["yes"] == 1
    assert sum(came.values()) == 4
    assert not [told for told in came if told.startswith("error")]
    assert sorted(TaskCard.objects.values_list("device", flat=True)) == [device.pk for device in devices]
