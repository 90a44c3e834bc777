"""What happens to a task card, and what the database itself refuses."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import GRANTS, Can, Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot, a_device, at_desk, in_stock
from digibank.organisations.tests.factories import an_association
from digibank.workforce import actions
from digibank.workforce.models import TaskCard
from digibank.workforce.queries import Today, in_hand, own_depots, today_at
from digibank.workforce.tests.factories import a_card, at_last_step, stuck, taken
from digibank.workforce.tests.factories import in_hand as scanned

pytestmark = pytest.mark.django_db


def state_of(card) -> str:
    return TaskCard.objects.get(pk=card.pk).state


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="workforce.").order_by("pk").values_list("verb", flat=True))


def no(act) -> str:
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value)


def refused_by_the_database(card, **changes) -> bool:
    try:
        with transaction.atomic():
            TaskCard.objects.filter(pk=card.pk).update(**changes)
    except IntegrityError:
        return True
    return False


def test_a_card_goes_from_hand_to_hand_and_the_trail_tells_it(device, worker, technician):
    card = stuck(device, worker.actor)
    card = actions.lay_out_again(card, by=technician.actor)
    anew = (card.state, card.taken_by, card.taken_at, card.scanned_at, card.steps_done, card.help_asked)
    card = actions.take_next([card.place], by=worker.actor)
    actions.ask_help(card, what="other", by=worker.actor)
    card = actions.withdraw(card, because="Het toestel is weg.", by=technician.actor)

    assert anew == ("open", None, None, None, 0, "")
    assert (card.state, card.ended_at, card.withdrawn_because) == ("withdrawn", clock.now(), "Het toestel is weg.")
    assert verbs() == [
        "workforce.laid_out", "workforce.taken", "workforce.help_asked", "workforce.laid_out_again",
        "workforce.taken", "workforce.help_asked", "workforce.withdrawn",
    ]  # fmt: skip


@pytest.mark.rule("Y-01")
def test_a_device_has_one_card_of_a_kind(device):
    card = a_card(device)

    assert no(lambda: a_card(device)) == f"This card lies ready for {device.number} already."
    assert a_card(device, "label").kind == "label"
    actions.withdraw(card, because="Dubbel.", by=an_actor())
    assert a_card(device).state == "open"


@pytest.mark.rule("Y-01")
def test_who_holds_a_card_takes_no_other_one(device, depot, worker, second_worker):
    held, waits = taken(device, worker.actor), a_card(a_device(depot))

    refused = no(lambda: actions.take_next([depot], by=worker.actor))
    theirs = actions.take_next([depot], by=second_worker.actor)

    assert refused == "You have a task in hand already. Finish that one first."
    assert (theirs, state_of(held)) == (waits, "taken")
    assert no(lambda: actions.take_next([depot], by=an_actor())) == "There is nothing more to do. Well done."


@pytest.mark.rule("Y-01")
def test_the_database_itself_refuses_what_can_never_be(device, depot, worker, technician):
    held = taken(device, worker.actor)
    other = a_card(a_device(depot))
    now = clock.now()

    assert refused_by_the_database(other, state="taken", taken_by=worker.actor, taken_at=now)
    assert refused_by_the_database(other, state="taken")
    assert refused_by_the_database(other, taken_by=technician.actor)
    assert refused_by_the_database(held, steps_done=1)
    assert refused_by_the_database(held, state="stuck")
    assert refused_by_the_database(held, state="done")
    assert refused_by_the_database(held, ended_at=now)
    assert refused_by_the_database(other, state="withdrawn", ended_at=now)
    assert refused_by_the_database(other, device=device)


def test_the_card_that_waits_longest_is_taken_first(device, depot, worker):
    later = a_device(depot)
    with clock.at(clock.now() + timedelta(minutes=5)):
        second = a_card(later)
    first = a_card(device)

    assert actions.take_next([depot], by=worker.actor) == first
    assert state_of(second) == "open"


def test_another_device_than_the_one_on_the_card_is_refused(device, depot, worker):
    card, other = taken(device, worker.actor), a_device(depot)

    sentence = f"Wrong device. Look for {device.number}."
    assert no(lambda: actions.scan(card, number=other.number, by=worker.actor)) == sentence
    assert no(lambda: actions.scan(card, number="fiets", by=worker.actor)) == sentence
    assert actions.scan(card, number=device.number.lower(), by=worker.actor).scanned_at == clock.now()


def test_who_scans_a_device_without_a_card_hears_it(device, depot, worker):
    card, other = a_card(device), a_device(depot)

    none = "There is no task for this device. Take another one."
    assert no(lambda: actions.take_scanned([depot], number=other.number, by=worker.actor)) == none
    assert no(lambda: actions.take_scanned([depot], number="fiets", by=worker.actor)) == none
    assert actions.take_scanned([depot], number=device.number, by=worker.actor) == card


def test_steps_are_done_one_by_one_and_back_and_a_page_that_is_sent_twice_is_one_step(device, worker):
    by = worker.actor
    unscanned = taken(device, by)
    first = no(lambda: actions.do_step(unscanned, step=0, by=by))
    card = actions.scan(unscanned, number=device.number, by=by)

    card = actions.do_step(card, step=0, by=by)
    twice = no(lambda: actions.do_step(card, step=0, by=by))
    two = actions.do_step(card, step=1, by=by)
    back = actions.step_back(two, step=2, by=by)

    assert first == "Scan the device first."
    assert twice == "This step was done already. Look at the screen and go on."
    assert (two.steps_done, back.steps_done, str(back.step.title)) == (2, 1, "Clean the screen")
    assert no(lambda: actions.finish(back, by=by)) == "This task has more steps. Do the step on the screen."
    assert actions.step_back(actions.step_back(back, step=1, by=by), step=0, by=by).steps_done == 0


def test_nobody_goes_on_with_a_card_of_somebody_else(device, worker, second_worker, technician):
    card, by = scanned(device, worker.actor), second_worker.actor
    gone = "This task is not yours any more. Take another one."

    for act in (
        lambda: actions.do_step(card, step=0, by=by),
        lambda: actions.step_back(card, step=0, by=by),
        lambda: actions.scan(card, number=device.number, by=by),
        lambda: actions.ask_help(card, what="other", by=by),
        lambda: actions.finish(card, by=by),
    ):
        assert no(act) == gone
    actions.lay_out_again(card, by=technician.actor)
    assert no(lambda: actions.do_step(card, step=0, by=worker.actor)) == gone


@pytest.mark.rule("Y-03")
def test_no_step_leaves_a_moment_behind(device, worker):
    at_last_step(device, worker.actor)

    assert verbs() == ["workforce.laid_out", "workforce.taken"]
    assert [field.name for field in TaskCard._meta.fields if field.name.endswith("_at")] == [
        "laid_out_at", "taken_at", "scanned_at", "ended_at",
    ]  # fmt: skip


@pytest.mark.rule("Y-03")
def test_the_day_is_counted_for_all_of_a_depot_together(device, depot, worker, second_worker):
    label, other = at_last_step(device, worker.actor, "label"), a_device(depot)
    a_card(other)
    before = today_at([depot])

    actions.stick_label(label, by=worker.actor)
    after = today_at([depot])
    taken(a_device(depot), second_worker.actor)

    assert (before, after, today_at([depot])) == (Today(0, 2), Today(1, 2), Today(1, 3))
    with clock.at(clock.now() + timedelta(days=1)):
        assert today_at([depot]) == Today(0, 2)


@pytest.mark.rule("Y-04")
def test_who_asks_for_help_takes_another_card_meanwhile(device, depot, worker):
    card = stuck(device, worker.actor, what="not_found")
    other = a_card(a_device(depot))

    assert (card.state, card.help_asked, card.taken_by) == ("stuck", "not_found", worker.actor)
    assert actions.take_next([depot], by=worker.actor) == other


def test_a_card_of_somebody_who_went_home_is_laid_out_again(device, worker, technician):
    card = scanned(device, worker.actor)

    assert actions.lay_out_again(card, by=technician.actor).state == "open"


def test_a_card_is_not_taken_away_without_a_reason_nor_from_somebodys_hands(device, worker, technician):
    card = a_card(device)

    assert no(lambda: actions.withdraw(card, because=" ", by=technician.actor)) == (
        "Write down why the card is taken away."
    )
    secret = no(lambda: actions.withdraw(card, because="pincode 1234", by=technician.actor))
    assert secret.startswith("This text holds a password or code.")
    held = actions.take_next([card.place], by=worker.actor)
    assert "the state is “being done”" in no(lambda: actions.withdraw(held, because="Weg.", by=technician.actor))


@pytest.mark.rule("Y-05")
def test_a_label_that_was_stuck_on_is_told_and_taken_back_within_a_minute(device, worker):
    card = actions.stick_label(at_last_step(device, worker.actor, "label"), by=worker.actor)
    done = (card.state, card.steps_done, card.ended_at)

    undone = actions.undo_label(card, by=worker.actor)

    told = Event.objects.about(device).filter(verb__startswith="inventory.label").order_by("pk")
    assert done == ("done", 2, clock.now())
    assert (undone.state, undone.steps_done, undone.ended_at) == ("taken", 1, None)
    assert [(event.verb, event.actor) for event in told] == [
        ("inventory.labelled", worker.actor), ("inventory.label_undone", worker.actor),
    ]  # fmt: skip


@pytest.mark.rule("Y-05")
def test_done_stays_done_after_a_minute_for_others_and_when_another_task_is_in_hand(
    device, depot, worker, second_worker
):
    card = actions.stick_label(at_last_step(device, worker.actor, "label"), by=worker.actor)
    late = "This is longer ago than a minute. Ask a technician."

    assert no(lambda: actions.undo_label(card, by=second_worker.actor)) == late
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert no(lambda: actions.undo_label(card, by=worker.actor)) == late
    again = a_card(device, "label")
    assert no(lambda: actions.undo_label(card, by=worker.actor)) == (
        "This card lies ready again. Take it from the start."
    )
    actions.withdraw(again, because="Toch niet.", by=an_actor())
    taken(a_device(depot), worker.actor)
    assert no(lambda: actions.undo_label(card, by=worker.actor)) == (
        "You have another task in hand. Finish that one first."
    )


@pytest.mark.rule("Y-06")
@pytest.mark.parametrize(("kind", "allowed"), [("clean", False), ("label", True), ("pack", True)])
def test_a_card_is_laid_out_only_where_its_task_makes_sense(depot, laptop_class, kind, allowed):
    ready = in_stock(a_device(depot, laptop_class))

    if allowed:
        assert a_card(ready, kind).place == depot
    else:
        assert no(lambda: a_card(ready, kind)) == (
            f"{ready.number} does not need this now: in stock at the depot. Choose another task."
        )


@pytest.mark.rule("Y-06")
def test_no_card_is_laid_out_outside_a_depot(desk, depot, laptop_class):
    away = at_desk(desk, laptop_class, depot=depot)

    assert no(lambda: a_card(away, "pack")) == (
        f"{away.number} is not in a workshop now. Let it arrive at a depot first."
    )


@pytest.mark.rule("Y-06")
def test_nobody_gets_a_device_with_an_unsafe_battery(device, depot, worker):
    card = a_card(device)
    flag = inventory.raise_flag(device, kind="unsafe_battery", by=an_actor())

    sentence = f"The battery of {device.number} is unsafe. A technician takes it out first."
    assert no(lambda: a_card(device, "label")) == sentence
    assert no(lambda: actions.take_next([depot], by=worker.actor)) == "There is nothing more to do. Well done."
    inventory.clear_flag(flag, how="Batterij eruit.", by=an_actor())
    assert actions.take_next([depot], by=worker.actor) == card


@pytest.mark.rule("Y-06")
def test_a_device_that_left_or_is_past_its_task_is_not_handed_out(device, depot, worker):
    a_card(device)
    inventory.lose(device, because="Niet in het rek.", by=an_actor())

    assert no(lambda: actions.take_next([depot], by=worker.actor)) == "There is nothing more to do. Well done."


def test_a_lane_gets_a_card_for_each_device_that_has_none(device, depot, association, technician):
    has_one, unsafe, elsewhere = a_device(depot), a_device(depot), a_device(a_depot(association, name="Tweede"))
    a_card(has_one)
    inventory.raise_flag(unsafe, kind="unsafe_battery", by=an_actor())
    also = a_device(depot)

    cards = actions.lay_out_lane([depot], position="received", kind="clean", by=technician.actor)

    assert [card.device for card in cards] == [device, also]
    assert {card.laid_out_by for card in cards} == {technician.actor}
    assert not TaskCard.objects.filter(device=elsewhere).exists()
    none = "Each device here has this card already, or cannot have it. Choose another task."
    for kind in ("clean", "pack"):
        again = partial(actions.lay_out_lane, [depot], position="received", kind=kind, by=technician.actor)
        assert no(again) == none


@pytest.mark.rule("Y-02")
def test_one_sees_the_depots_of_the_own_role_only(association, depot, town, worker):
    second = a_depot(association, name="Tweede werkplaats")
    everywhere = a_user("ann", "Ann Overal", association, Role.SOCIAL_ECONOMY_WORKER)
    stranger = a_user("eve", "Eve Elders", an_association("Elders"), Role.SOCIAL_ECONOMY_WORKER)
    at_town = a_user("tom", "Tom Stad", town, Role.SOCIAL_ECONOMY_WORKER)

    seen = {user.username: list(own_depots(user)) for user in (worker, everywhere, stranger, at_town)}
    at_counter = User.objects.get(pk=everywhere.pk)
    at_counter.confine_to(second)

    assert seen == {"sam": [depot], "ann": [second, depot], "eve": [], "tom": []}
    assert list(own_depots(at_counter)) == [second]


@pytest.mark.rule("Y-02")
def test_who_works_by_hand_may_do_tasks_and_nothing_else():
    assert GRANTS[Role.SOCIAL_ECONOMY_WORKER] == {Can.SEE_OWN_WORK, Can.DO_TASKS}
    assert [role for role, rights in GRANTS.items() if Can.DO_TASKS in rights] == [Role.SOCIAL_ECONOMY_WORKER]


def test_what_somebody_holds_is_found_with_its_device(device, worker, second_worker):
    card = taken(device, worker.actor)

    assert (in_hand(worker), in_hand(second_worker)) == (card, None)
    assert in_hand(worker).device == Device.objects.get(pk=device.pk)


@pytest.mark.rule("Y-06")
def test_nobody_goes_on_with_a_device_that_left_or_is_not_safe_any_more(device, depot, worker):
    by, leave = worker.actor, "Leave this device. Press Help."
    card = at_last_step(device, by, "label")
    inventory.write_off(device, because="Broken.", by=an_actor())
    gone = no(lambda: actions.stick_label(card, by=by))
    inventory.restore(Device.objects.get(pk=device.pk), by=an_actor())
    inventory.raise_flag(device, kind="unsafe_battery", by=an_actor())
    unsafe = no(lambda: actions.stick_label(card, by=by))
    step = no(lambda: actions.do_step(card, step=card.steps_done, by=by))

    assert (gone, unsafe, step) == (leave, leave, leave)
    assert not Event.objects.filter(verb="inventory.labelled").exists()
    assert actions.ask_help(card, what="other", by=by).state == "stuck"
