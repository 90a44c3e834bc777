"""A device is lost, stolen or written off; it turns up again, or the write-off was a mistake."""

from datetime import timedelta

import pytest

from digibank import clock
from digibank.inventory import actions
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Commitment, Device
from digibank.inventory.tests.factories import a_device, a_medium, at_desk, in_stock
from digibank.inventory.tests.looking import media_of, refusal, verbs

GOING = {
    actions.lose: (Position.LOST, "inventory.lost"),
    actions.steal: (Position.STOLEN, "inventory.stolen"),
    actions.write_off: (Position.WRITTEN_OFF, "inventory.written_off"),
}


@pytest.fixture
def ready(depot, laptop_class):
    return in_stock(a_device(depot, laptop_class))


@pytest.fixture
def lent(desk, depot, laptop_class, actor):
    device = at_desk(desk, laptop_class, depot=depot)
    actions.hold(device, place=desk, by=actor)
    return actions.lend(device, by=actor)


def kept(device):
    """What stands on the device about being gone."""
    found = Device.objects.get(pk=device.pk)
    return found.state, found.gone_from, found.gone_because, found.gone_at is not None


@pytest.mark.rule("I-08")
@pytest.mark.parametrize("act", GOING)
def test_what_is_gone_keeps_since_when_from_where_and_why(ready, actor, act):
    state, verb = GOING[act]

    act(ready, because="Fell off the van", by=actor)

    assert kept(ready) == (state, Position.STOCK, "Fell off the van", True)
    assert verbs(ready)[-1] == verb


@pytest.mark.parametrize("act", GOING)
def test_the_reason_holds_no_secrets(ready, actor, act):
    _sentence, field = refusal(lambda: act(ready, because="pincode 1234", by=actor))

    assert (field, kept(ready)) == ("because", (Position.STOCK, "", "", False))


@pytest.mark.rule("I-07")
@pytest.mark.parametrize("act", [actions.lose, actions.steal])
def test_what_is_gone_ends_its_ride_and_comes_back_to_be_erased(ready, desk, depot, actor, act):
    actions.send(ready, to=desk, by=actor)

    act(ready, by=actor)
    found = actions.find(ready, place=depot, by=actor)

    assert (found.open_media, found.place) == (1, depot)
    assert kept(ready) == (Position.QUARANTINE, "", "", False)
    assert not Commitment.objects.open().filter(device=ready).exists()


def test_a_device_may_be_written_off_with_its_media_still_on_the_list(device, actor):
    a_medium(device)

    actions.write_off(device, by=actor)

    device.refresh_from_db()
    assert (device.state, device.open_media) == (Position.WRITTEN_OFF, 1)
    assert refusal(lambda: actions.write_off(device, by=actor))[0].startswith("This is not possible now")


@pytest.mark.parametrize("act", [actions.report_lost, actions.report_stolen])
def test_what_a_loan_keeps_is_reported_with_the_loan(lent, actor, act):
    said = refusal(lambda: act(lent, because="Left on the bus", by=actor))

    assert said == (f"{lent.number} belongs with a loan. Report it with the loan.", None)
    assert kept(lent) == (Position.LENT, "", "", False)


def test_what_a_loan_keeps_is_found_with_the_loan(lent, desk, actor):
    actions.lose(lent, by=actor)

    said = refusal(lambda: actions.report_found(lent, place=desk, by=actor))

    assert said == (f"{lent.number} belongs with a loan. Report it with the loan.", None)


@pytest.mark.parametrize(
    ("act", "state"), [(actions.report_lost, Position.LOST), (actions.report_stolen, Position.STOLEN)]
)
def test_what_no_loan_keeps_is_reported_and_found_again(ready, desk, actor, act, state):
    gone = act(ready, because="Not on the shelf", by=actor)
    gone_as = gone.state
    found = actions.report_found(gone, place=desk, by=actor)

    assert (gone_as, found.state, found.place) == (state, Position.QUARANTINE, desk)


@pytest.mark.rule("I-08")
def test_a_write_off_of_today_is_undone_and_the_media_stay_as_they_were(ready, actor):
    actions.write_off(ready, because="The wrong one", by=actor)

    actions.restore(ready, by=actor)

    assert kept(ready) == (Position.RECEIVED, "", "", False)
    assert media_of(ready) == [("ssd", "S1", MediumState.ERASED)]
    assert verbs(ready)[-1] == "inventory.restored"
    assert actions.pass_gate(ready, by=actor).state == Position.ERASED


@pytest.mark.rule("I-07")
def test_what_was_in_quarantine_is_there_again(lent, desk, actor):
    actions.take_back(lent, place=desk, accessories={}, by=actor)
    actions.write_off(lent, because="The screen is broken", by=actor)

    restored = actions.restore(lent, by=actor)

    assert (restored.state, restored.open_media) == (Position.QUARANTINE, 1)


@pytest.mark.rule("I-08")
def test_a_write_off_of_another_day_stays_but_what_turns_up_is_erased_again(ready, depot, actor):
    actions.write_off(ready, because="Broken", by=actor)

    with clock.at(clock.now() + timedelta(days=1)):
        said = refusal(lambda: actions.restore(ready, by=actor))
        found = actions.find(ready, place=depot, by=actor)

    assert said == (
        f"{ready.number} was written off on an earlier day. Is it still here? Then choose “Found again”.",
        None,
    )
    assert (found.state, found.open_media) == (Position.QUARANTINE, 1)


@pytest.mark.rule("I-08")
def test_what_was_lost_before_it_was_written_off_is_found_and_not_restored(ready, actor):
    actions.lose(ready, by=actor)
    actions.write_off(ready, because="Gone for a year", by=actor)

    said = refusal(lambda: actions.restore(ready, by=actor))

    assert said == (
        f"{ready.number} was gone before it was written off. Is it here again? Then choose “Found again”.",
        None,
    )


def test_only_a_write_off_is_undone(ready, actor):
    sentence, _field = refusal(lambda: actions.restore(ready, by=actor))

    assert sentence.startswith("This is not possible now: the state is “in stock at the depot”.")
