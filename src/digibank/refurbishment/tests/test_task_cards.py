"""Task cards as technicians lay them out, and what was done by hand as a quality check sees it."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device
from digibank.refurbishment import actions
from digibank.refurbishment.models import Handwork
from digibank.refurbishment.queries import handwork_now, of_device
from digibank.refurbishment.tests.factories import back_from_a_loan, checked, installed
from digibank.workforce.models import TaskCard
from digibank.workforce.tests.factories import a_card, at_last_step, stuck, taken

pytestmark = pytest.mark.django_db

CARDS = reverse("refurbishment:task_cards")


@pytest.fixture
def neighbour(other_town):
    return logged_in(a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN))


def url(name, key=None):
    return reverse(f"refurbishment:{name}", args=[] if key is None else [key])


def send(client, address, **typed):
    return client.post(address, {"once": str(uuid4()), **typed})


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def state_of(card) -> str:
    return TaskCard.objects.get(pk=card.pk).state


def cleaned(device, by) -> Handwork:
    return actions.note_handwork(at_last_step(device, by), by=by)


def test_a_card_is_laid_out_from_the_card_of_a_device(as_technician, technician, device):
    laid = send(as_technician, url("lay_out", device.pk), kind="clean")
    twice = send(as_technician, url("lay_out", device.pk), kind="clean")
    page = text_of(as_technician.get(url("device", device.pk)))

    card = TaskCard.objects.get()
    assert (laid.status_code, laid["Location"]) == (303, url("device", device.pk))
    assert (card.device, card.kind, card.laid_out_by) == (device, "clean", technician.actor)
    assert (twice.status_code, f"This card lies ready for {device.number} already." in text_of(twice)) == (422, True)
    assert "lies ready" in page
    assert ('value="clean"' in page, 'value="label"' in page) == (False, True)


def test_a_lane_is_laid_out_at_once(as_technician, depot, device):
    a_card(device)
    also = a_device(depot)
    lane = url("lay_out_lane", "received")

    page = text_of(as_technician.get(lane))
    laid = send(as_technician, lane, kind="clean")
    none = send(as_technician, lane, kind="clean")
    unfit = send(as_technician, lane, kind="pack")

    assert ("1 device without a card" in page, "2 devices without a card" in page) == (True, True)
    assert (laid.status_code, laid["Location"]) == (303, CARDS)
    assert list(TaskCard.objects.values_list("device", flat=True)) == [device.pk, also.pk]
    assert (none.status_code, "Each device here has this card already" in text_of(none)) == (422, True)
    assert unfit.status_code == 422


def test_there_are_no_cards_for_what_is_no_lane(as_technician):
    assert [as_technician.get(url("lay_out_lane", lane)).status_code for lane in ("lent", "fiets")] == [404, 404]


@pytest.mark.rule("Y-04")
def test_who_asks_for_help_stands_on_the_board_and_the_card_is_laid_out_again(as_technician, worker, device):
    card = stuck(device, worker.actor)

    board = text_of(as_technician.get(url("board")))
    page = text_of(as_technician.get(CARDS))
    again = send(as_technician, url("lay_out_again", card.pk))
    late = send(as_technician, url("lay_out_again", card.pk))

    assert "1 person asks for help with a task card." in board
    assert [said for said in ("Something is broken", "Sam Handig", device.number) if said not in page] == []
    assert (again.status_code, state_of(card)) == (303, "open")
    assert (late.status_code, "the state is “lies ready”" in text_of(late)) == (422, True)


@pytest.mark.rule("Y-04")
def test_a_card_is_taken_away_with_the_reason(as_technician, worker, device):
    card = stuck(device, worker.actor)
    address = url("withdraw_card", card.pk)

    opened = as_technician.get(address)
    empty = send(as_technician, address, because="")
    done = send(as_technician, address, because="Gaat naar de afvoer.")

    assert (opened.status_code, empty.status_code, done.status_code) == (200, 422, 303)
    assert TaskCard.objects.get().withdrawn_because == "Gaat naar de afvoer."


def test_a_technician_of_another_organisation_finds_no_card(neighbour, worker, device):
    card = stuck(device, worker.actor)

    pages = {
        "list": device.number in text_of(neighbour.get(CARDS)),
        "device": send(neighbour, url("lay_out", device.pk), kind="label").status_code,
        "again": send(neighbour, url("lay_out_again", card.pk)).status_code,
        "withdraw": neighbour.get(url("withdraw_card", card.pk)).status_code,
        "lane": send(neighbour, url("lay_out_lane", "received"), kind="label").status_code,
    }

    assert pages == {"list": False, "device": 404, "again": 404, "withdraw": 404, "lane": 422}
    assert state_of(card) == "stuck"


def test_others_lay_out_no_cards(as_clerk, as_worker, device):
    for who in (as_clerk, as_worker):
        assert who.get(CARDS).status_code == who.get(url("lay_out_lane", "received")).status_code == 403
        assert send(who, url("lay_out", device.pk), kind="clean").status_code == 403


def test_more_cards_ask_no_more_of_the_database(as_technician, depot, device, worker, association):
    def queries(address) -> int:
        with CaptureQueriesContext(connection) as asked:
            as_technician.get(address)
        return len(asked)

    def one_of_each(at):
        each = a_user(f"w{at.pk}", "Hand", association, Role.SOCIAL_ECONOMY_WORKER, place=depot)
        stuck(at, each.actor)
        taken(a_device(depot), each.actor)
        a_card(at, "label")

    one_of_each(device)
    queries(CARDS)
    one = queries(CARDS), queries(url("board"))
    for _time in range(2):
        one_of_each(a_device(depot))

    assert (queries(CARDS), queries(url("board"))) == one


@pytest.mark.rule("Y-05")
def test_a_quality_check_sees_who_cleaned_it_and_when(as_colleague, technician, worker, device, medium):
    installed(device, technician.actor)
    work = cleaned(device, worker.actor)

    page = text_of(as_colleague.get(url("device", device.pk)))

    check = page[page.index("<h2>Check</h2>") : page.index("</form>", page.index("<h2>Check</h2>"))]
    assert ("Cleaned by hand" in check, "Sam Handig" in check) == (True, True)
    assert "Cleaned by hand" in page[page.index("What was done") :]
    assert of_device(device).handwork == [work]


@pytest.mark.rule("Y-05")
@pytest.mark.usefixtures("medium")
def test_what_was_cleaned_before_a_loan_is_not_clean_now(technician, colleague, worker, device, desk):
    installed(device, technician.actor)
    cleaned(device, worker.actor)
    checked(device, colleague.actor)
    before = handwork_now(device, of_device(device))

    clock.pass_time(days=30)
    back = back_from_a_loan(Device.objects.get(pk=device.pk), desk, technician.actor)

    assert [work.kind for work in before] == ["cleaned"]
    assert (of_device(back).handwork, handwork_now(back, of_device(back))) == (before, [])


@pytest.mark.rule("Y-05")
def test_the_database_itself_keeps_what_was_done_by_hand(worker, device):
    work = cleaned(device, worker.actor)

    for change in (
        lambda: Handwork.objects.filter(pk=work.pk).update(kind="packed"),
        lambda: Handwork.objects.filter(pk=work.pk).delete(),
        lambda: Handwork.objects.create(device=device, kind="cleaned", card=work.card, done_by=worker.actor),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    undone = actions.undo_handwork(work.card, by=worker.actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handwork.objects.filter(pk=undone.pk).update(undone_at=None)
    assert of_device(device).handwork == []
