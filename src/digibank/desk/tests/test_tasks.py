"""The screen of who works by hand: one task, one step, and nothing around it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.badges.tests.factories import a_badge, a_computer, a_window, come_in
from digibank.desk.board import board_of
from digibank.desk.tasks import FINISH, UNDO
from digibank.donations import actions as donations
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot, a_device, in_stock
from digibank.people.actions import donors
from digibank.refurbishment.models import Handwork
from digibank.workforce.kinds import TaskKind
from digibank.workforce.models import TaskCard
from digibank.workforce.tests.factories import a_card, at_last_step, in_hand, stuck, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday")]

SCREEN, HOME = reverse("desk:task"), reverse("desk:home")
POSTS = ["take_task", "scan_task", "task_done", "task_back", "undo_task"]


@pytest.fixture
def device(depot, laptop_class) -> Device:
    return a_device(depot, laptop_class, vendor="Dell", product="Latitude", accessories=["charger"])


def send(client, name, **typed):
    return client.post(reverse(f"desk:{name}"), {"once": str(uuid4()), **typed})


def shown(client) -> str:
    return " ".join(client.get(SCREEN).content.decode().split())


def state_of(card) -> str:
    return TaskCard.objects.get(pk=card.pk).state


def test_a_whole_task_from_start_to_well_done(as_worker, worker, device):
    card = a_card(device)

    at_start = shown(as_worker)
    send(as_worker, "take_task")
    to_scan = shown(as_worker)
    send(as_worker, "scan_task", number=device.number)
    first = shown(as_worker)
    for step in range(4):
        send(as_worker, "task_done", step=step)
    at_end = shown(as_worker)

    assert "<h1>Take a device</h1>" in at_start
    assert ("<h1>Scan the device</h1>" in to_scan, device.number in to_scan) == (True, True)
    assert [said for said in ("<h1>Look for damage</h1>", "Right device.", "Step 1 of 4") if said not in first] == []
    assert [said for said in ("Well done.", device.number, "Not done yet") if said not in at_end] == []
    assert state_of(card) == "done"
    work = Handwork.objects.get()
    assert (work.device, work.kind, work.card, work.done_by) == (device, "cleaned", card, worker.actor)
    verbs = Event.objects.filter(actor=worker.actor).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["workforce.taken", "workforce.done", "refurbishment.cleaned"]


def test_the_wrong_device_is_said_in_big_words_and_nothing_moves(as_worker, worker, device, depot):
    card = taken(device, worker.actor)

    refused = send(as_worker, "scan_task", number=a_device(depot).number)
    empty = send(as_worker, "scan_task", number="")

    assert refused.status_code == empty.status_code == 422
    assert 'class="task-told stop wide" role="alert"' in refused.content.decode()
    assert f"Wrong device. Look for {device.number}." in refused.content.decode()
    assert "Scan the label of the device." in empty.content.decode()
    assert TaskCard.objects.get(pk=card.pk).scanned_at is None


def test_a_scan_at_the_start_takes_the_card_of_that_device(as_worker, device, depot):
    card, other = a_card(device), a_device(depot)

    none = send(as_worker, "take_task", number=other.number)
    found = send(as_worker, "take_task", number=device.number)

    assert (none.status_code, "There is no task for this device." in none.content.decode()) == (422, True)
    assert (found.status_code, found["Location"], state_of(card)) == (303, SCREEN, "taken")
    assert "<h1>Look for damage</h1>" in shown(as_worker)


def test_steps_go_on_and_back_and_an_old_page_is_no_second_step(as_worker, worker, device):
    in_hand(device, worker.actor)

    send(as_worker, "task_done", step=0)
    second = shown(as_worker)
    stale = send(as_worker, "task_done", step=0)
    back = send(as_worker, "task_back", step=1)

    assert "<h1>Clean the screen</h1>" in second
    assert (stale.status_code, "This step was done already." in stale.content.decode()) == (422, True)
    assert (back.status_code, "<h1>Look for damage</h1>" in shown(as_worker)) == (303, True)


def test_done_is_taken_back_within_a_minute(as_worker, worker, device):
    card = at_last_step(device, worker.actor)
    send(as_worker, "task_done", step=card.steps_done)

    undone = send(as_worker, "undo_task")

    assert (undone.status_code, state_of(card)) == (303, "taken")
    assert "<h1>Let it dry</h1>" in shown(as_worker)
    assert Handwork.objects.get().undone_at == clock.now()
    assert not Handwork.objects.standing().exists()


def test_after_a_minute_done_stays_done(as_worker, worker, device):
    card = at_last_step(device, worker.actor)
    send(as_worker, "task_done", step=card.steps_done)

    with clock.at(clock.now() + timedelta(minutes=2)):
        page, refused = shown(as_worker), send(as_worker, "undo_task")

    assert "Not done yet" not in page
    assert (refused.status_code, "longer ago than a minute" in refused.content.decode()) == (422, True)
    assert state_of(card) == "done"


@pytest.mark.rule("Y-05")
@pytest.mark.parametrize("kind", TaskKind)
def test_each_kind_of_task_ends_with_the_verb_of_its_chapter_and_comes_back(worker, depot, laptop_class, kind):
    at_hand = a_device(depot, laptop_class)
    card = at_last_step(in_stock(at_hand) if kind == TaskKind.PACK else at_hand, worker.actor, kind)

    FINISH[kind](card, by=worker.actor)
    ended = state_of(card)
    UNDO[kind](TaskCard.objects.get(pk=card.pk), by=worker.actor)

    assert (ended, state_of(card)) == ("done", "taken")


@pytest.mark.rule("Y-04")
def test_help_is_a_picture_and_reaches_the_technicians(as_worker, worker, technician, device, depot):
    card = in_hand(device, worker.actor)
    other = a_card(a_device(depot))

    page = as_worker.get(reverse("desk:ask_help")).content.decode()
    empty = send(as_worker, "ask_help", what="")
    asked = send(as_worker, "ask_help", what="broken")
    after = shown(as_worker)

    assert page.count('name="what"') == 4
    assert (empty.status_code, "Choose a picture." in empty.content.decode()) == (422, True)
    assert (asked.status_code, state_of(card)) == (303, "stuck")
    assert "Help comes." in after
    assert "<h1>Take a device</h1>" in after
    case = board_of(technician).cases[0]
    assert (case.count, case.title, case.url) == (
        1, "Help asked with a task card", reverse("refurbishment:task_cards"),
    )  # fmt: skip
    assert state_of(other) == "open"


def test_when_nothing_waits_the_screen_says_so(as_worker):
    page, refused = shown(as_worker), send(as_worker, "take_task")

    assert "<h1>Nothing more to do. Well done.</h1>" in page
    assert (refused.status_code, "There is nothing more to do. Well done." in refused.content.decode()) == (422, True)


def test_without_a_card_in_hand_each_act_leads_back_to_the_screen(as_worker):
    answers = {
        name: send(as_worker, name, step=0) for name in ("scan_task", "task_done", "task_back", "undo_task", "ask_help")
    }

    assert {name: (answer.status_code, answer["Location"]) for name, answer in answers.items()} == dict.fromkeys(
        answers, (302, SCREEN)
    )


@pytest.mark.rule("Y-02")
def test_no_client_data_no_search_and_no_menu_stand_on_the_screen(as_worker, worker, depot, association, laptop_class):
    donor = donors.register(organisation=association, name="Drukkerij De Zetter", is_legal_person=True, by=an_actor())
    donation = donations.register(depot, donor=donor, by=an_actor())
    device = donations.add_device(donation, device_class=laptop_class, vendor="Dell", by=an_actor())
    in_hand(device, worker.actor)

    page = as_worker.get(SCREEN).content.decode()

    assert [word for word in ("Zetter", "Dell", donation.number, 'type="search"', "<nav") if word in page] == []
    assert as_worker.get(HOME, {"q": "Zetter"})["Location"] == SCREEN


@pytest.mark.rule("Y-02")
def test_who_works_by_hand_opens_nothing_else(as_worker, device):
    others = [
        "inventory:devices", "refurbishment:board", "refurbishment:task_cards", "people:people", "lending:loans",
        "donations:donations", "comms:messages", "agenda:week", "logistics:transfers", "desk:organisations",
    ]  # fmt: skip

    assert {name: as_worker.get(reverse(name)).status_code for name in others} == dict.fromkeys(others, 403)
    assert as_worker.get(reverse("desk:device", args=[device.pk])).status_code == 403


@pytest.mark.rule("Y-02")
def test_cards_of_another_depot_are_not_there(as_worker, association, laptop_class):
    away = a_device(a_depot(association, name="Tweede"), laptop_class)
    card = a_card(away)

    assert "Nothing more to do." in shown(as_worker)
    assert send(as_worker, "take_task").status_code == 422
    assert send(as_worker, "take_task", number=away.number).status_code == 422
    assert state_of(card) == "open"


def test_other_colleagues_do_no_tasks(as_technician, as_clerk, client):
    for who in (as_technician, as_clerk):
        assert [who.get(SCREEN).status_code, *(send(who, name).status_code for name in POSTS)] == [403] * 6
    assert client.get(SCREEN).status_code == 302


def test_more_cards_ask_no_more_of_the_database(as_worker, depot, device):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_worker.get(SCREEN)
        return len(asked)

    a_card(device)
    queries()
    one = queries()
    for _card in range(2):
        a_card(a_device(depot))

    assert queries() == one


@pytest.mark.rule("Y-02")
def test_a_badge_opens_the_task_at_the_computer_of_the_depot(depot, worker, device):
    a_card(device)
    _computer, secret = a_computer(depot, name="Tafel 2")
    window = a_window(secret)
    _badge, content = a_badge(worker)

    entered = come_in(window, content)
    led = window.get(entered["Location"])
    page = window.get(SCREEN).content.decode()
    taken_here = send(window, "take_task")

    assert (entered["Location"], led["Location"]) == (HOME, SCREEN)
    assert ("Tafel 2" in page, "<h1>Take a device</h1>" in page) == (True, True)
    assert (taken_here.status_code, TaskCard.objects.get().taken_by) == (303, worker.actor)


def test_who_waits_for_help_is_seen_by_technicians_of_that_depot_only(technician, worker, device, other_town):
    stuck(device, worker.actor)
    neighbour = a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN)

    assert board_of(technician).cases[0].title == "Help asked with a task card"
    assert board_of(neighbour).cases == []
