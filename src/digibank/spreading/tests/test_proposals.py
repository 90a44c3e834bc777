"""Proposals: what is in them and what never is; accepted, changed, dropped, taken back, replaced."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digibank import clock
from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device, at_desk, in_stock
from digibank.lending.tests.waiting import waits
from digibank.logistics import actions as logistics
from digibank.logistics.models import Transfer
from digibank.logistics.tests.factories import asked, sent
from digibank.organisations.models import Place
from digibank.spreading import actions
from digibank.spreading.actions import Change
from digibank.spreading.flows import LineState, ProposalState
from digibank.spreading.jobs import propose_this_morning
from digibank.spreading.models import Proposal, ProposalLine, ProposedDevice
from digibank.spreading.needs import Standing, State
from digibank.spreading.proposing import draft
from digibank.spreading.sentences import why
from digibank.spreading.solving import Tier

pytestmark = pytest.mark.django_db


def ready(depot, kind, count=1):
    parts = list(kind.expected_accessories())
    return [in_stock(a_device(depot, kind, accessories=parts)) for _ in range(count)]


def shown(proposal):
    return [(line.from_place.name, line.to_place.name, line.count, line.reason) for line in proposal.lines.all()]


def devices_in(proposal):
    return set(ProposedDevice.objects.filter(line__proposal=proposal).values_list("device", flat=True))


@pytest.mark.rule("X-02")
@pytest.mark.rule("X-05")
def test_who_waits_gets_what_stands_in_the_depot_and_the_line_says_why(proposed, depot, boom, laptop_class):
    ready(depot, laptop_class, 6)
    at_desk(boom, laptop_class, depot=depot)  # Promised at once to the first who asks.
    for name in ("An", "Bo", "Cé", "Dré"):
        waits(name, laptop_class, boom)

    found = proposed()

    assert shown(found) == [("Werkplaats", "Boom", 3, "waiting")]
    assert why(found.lines.get()) == "Boom has 0 free, 3 people wait, Werkplaats has 6 free."


@pytest.mark.rule("X-02")
def test_a_promise_comes_before_who_waits_elsewhere(*, proposed, depot, boom, geel, laptop_class, actor):
    promised = at_desk(boom, laptop_class, depot=depot)
    inventory.promise(laptop_class, place=boom, by=actor)
    inventory.lose(promised, by=actor)
    waits("An", laptop_class, geel)
    ready(depot, laptop_class)

    found = proposed()

    assert shown(found) == [("Werkplaats", "Boom", 1, "promised")]
    assert why(found.lines.get()) == "Boom has 0 free, 1 promised device is missing there, Werkplaats has 1 free."


@pytest.mark.rule("X-02")
def test_whoever_waits_longest_is_in_front_and_who_can_come_to_two_desks_counts_once(
    proposed, depot, boom, geel, laptop_class
):
    waits("An", laptop_class, geel, also_at=[boom])
    waits("Bo", laptop_class, boom)
    ready(depot, laptop_class, 1)

    first = proposed()
    ready(depot, laptop_class, 4)

    assert shown(first) == [("Werkplaats", "Geel", 1, "waiting")]
    assert shown(proposed()) == [("Werkplaats", "Boom", 1, "waiting"), ("Werkplaats", "Geel", 1, "waiting")]


@pytest.mark.rule("X-02")
def test_what_rides_there_already_is_taken_off(proposed, depot, boom, laptop_class, minimum):
    one, two, *_more = ready(depot, laptop_class, 4)
    minimum(boom, 3)
    asked(depot, boom, one)
    sent(asked(depot, boom, two))

    found = proposed()

    assert shown(found) == [("Werkplaats", "Boom", 1, "minimum")]
    assert why(found.lines.get()) == (
        "Boom has 0 free, 2 are on their way there, the minimum is 3, Werkplaats has 2 free."
    )


@pytest.mark.rule("X-03")
def test_a_desk_gives_what_it_has_above_its_minimum_and_nothing_of_what_somebody_waits_for(
    *, proposed, depot, boom, geel, laptop_class, minimum
):
    for _ in range(4):
        at_desk(boom, laptop_class, depot=depot)
    minimum(boom, 2)
    waits("An", laptop_class, boom)
    for name in ("Bo", "Cé", "Dré"):
        waits(name, laptop_class, geel)

    assert shown(proposed()) == [("Boom", "Geel", 1, "waiting")]


@pytest.mark.rule("X-01")
def test_what_is_kept_lent_flagged_incomplete_in_quarantine_or_on_a_list_is_never_proposed(
    *, proposed, depot, boom, geel, laptop_class, actor
):
    flagged, listed, incomplete, free = ready(depot, laptop_class, 4)
    inventory.raise_flag(flagged, kind="broken", note="scherm", by=actor)
    asked(depot, geel, listed)
    inventory.check_accessory(incomplete, kind="charger", state="missing", by=actor)
    kept, lent, back = (at_desk(boom, laptop_class, depot=depot) for _ in range(3))
    inventory.hold(kept, place=boom, by=actor)
    inventory.lend(lent, by=actor)
    inventory.take_back(inventory.lend(back, by=actor), place=boom, accessories={}, by=actor)
    a_device(depot, laptop_class)
    for name in ("An", "Bo", "Cé", "Dré", "Els", "Fé"):
        waits(name, laptop_class, geel)

    assert devices_in(proposed()) == {free.pk}


@pytest.mark.rule("X-06")
def test_what_is_accepted_is_one_transfer_for_each_way_and_nothing_moves_yet(
    *, proposed, depot, boom, geel, laptop_class, actor
):
    devices = ready(depot, laptop_class, 3)
    waits("An", laptop_class, boom)
    waits("Bo", laptop_class, boom)
    waits("Cé", laptop_class, geel)
    found = proposed()

    rides = actions.accept(found, lines=list(found.lines.all()), by=actor)

    assert [(ride.to_place.name, ride.state, ride.lines.count()) for ride in rides] == [
        ("Boom", "asked", 2),
        ("Geel", "asked", 1),
    ]
    assert {line.state for line in found.lines.all()} == {LineState.ACCEPTED}
    assert {device.state for device in Device.objects.filter(pk__in=[one.pk for one in devices])} == {"stock"}
    assert Event.objects.filter(verb="spreading.accepted").count() == 2


@pytest.mark.rule("X-06")
def test_lines_of_two_classes_for_one_desk_ride_together(proposed, depot, boom, laptop_class, actor):
    tablet = inventory.add_class(code="tablet", name="Tablet", shape="tablet", accessories=[], by=actor)
    ready(depot, laptop_class)
    ready(depot, tablet)
    waits("An", laptop_class, boom)
    waits("Bo", tablet, boom)
    found = proposed()

    rides = actions.accept(found, lines=list(found.lines.all()), by=actor)

    assert [ride.lines.count() for ride in rides] == [2]


@pytest.mark.rule("X-06")
def test_a_line_that_cannot_ride_any_more_is_refused_by_itself(*, proposed, depot, boom, geel, laptop_class, actor):
    first, second = ready(depot, laptop_class, 2)
    waits("An", laptop_class, boom)
    waits("Bo", laptop_class, geel)
    found = proposed()
    gone = found.lines.get(devices__device=first)
    inventory.raise_flag(first, kind="broken", note="scherm", by=actor)

    rides = actions.accept(found, lines=list(found.lines.all()), by=actor)

    assert [list(ride.lines.values_list("device", flat=True)) for ride in rides] == [[second.pk]]
    with pytest.raises(RuleBroken, match=f"Something is the matter with {first.number}. Change or drop the line."):
        actions.accept(found, lines=[gone], by=actor)
    gone.refresh_from_db()
    assert (gone.state, Transfer.objects.count()) == (LineState.OPEN, 1)


@pytest.mark.rule("X-03")
def test_a_desk_is_not_emptied_below_what_it_promised_meanwhile_or_its_minimum(
    *, proposed, depot, boom, geel, laptop_class, minimum, actor
):
    at_desk(boom, laptop_class, depot=depot)
    waits("An", laptop_class, geel)
    found = proposed()
    line = found.lines.get()
    minimum(boom, 1)

    with pytest.raises(RuleBroken, match=r"Boom needs what it has: 1 free, at least 1 stay."):
        actions.accept(found, lines=[line], by=actor)
    minimum(boom, 0)
    inventory.promise(laptop_class, place=boom, by=actor)
    with pytest.raises(RuleBroken, match=r"Boom needs what it has: 0 free, at least 0 stay."):
        actions.accept(found, lines=[line], by=actor)


def test_a_line_may_ride_to_another_desk_with_fewer_and_what_was_proposed_stays(
    *, proposed, depot, boom, geel, laptop_class, actor
):
    first, _second = ready(depot, laptop_class, 2)
    waits("An", laptop_class, boom)
    waits("Bo", laptop_class, boom)
    found = proposed()
    line = found.lines.get()

    (ride,) = actions.accept(found, lines=[line], changes={line.pk: Change(geel, 1)}, by=actor)

    line.refresh_from_db()
    assert (ride.to_place, [one.device for one in ride.lines.all()]) == (geel, [first])
    assert (line.to_place, line.count, line.sent_to, line.sent_count, line.was_changed) == (boom, 2, geel, 1, True)


@pytest.mark.parametrize(
    ("to", "count", "sentence"),
    [
        ("depot", 1, "The devices are there already. Choose another desk."),
        ("boom", 3, "At most 2 are proposed here. Choose fewer, or drop the line."),
        ("help_point", 1, "Choose a lending desk that is in use."),
    ],
)
def test_a_change_that_is_impossible_is_explained(
    *, proposed, depot, boom, town, laptop_class, actor, to, count, sentence
):
    ready(depot, laptop_class, 2)
    waits("An", laptop_class, boom)
    waits("Bo", laptop_class, boom)
    line = proposed().lines.get()
    help_point = Place.objects.create(organisation=town, kind="help_point", name="Digipunt", postcode="2000")
    place = {"depot": depot, "boom": boom, "help_point": help_point}[to]

    with pytest.raises(RuleBroken, match=sentence):
        actions.accept(line.proposal, lines=[line], changes={line.pk: Change(place, count)}, by=actor)


@pytest.mark.rule("X-07")
def test_an_answer_is_taken_back_as_long_as_nothing_left(proposed, depot, boom, laptop_class, actor):
    ready(depot, laptop_class)
    waits("An", laptop_class, boom)
    line = proposed().lines.get()
    (ride,) = actions.accept(line.proposal, lines=[line], by=actor)

    line = actions.undo(line, by=actor)
    ride.refresh_from_db()

    assert (line.state, line.transfer, ride.state) == (LineState.OPEN, None, "cancelled")
    assert ride.cancelled_because == "The proposal was taken back."
    (again,) = actions.accept(line.proposal, lines=[line], by=actor)
    logistics.send(again, by=actor)
    with pytest.raises(RuleBroken, match=f"{again.number} left already, or is over."):
        actions.undo(line, by=actor)


@pytest.mark.rule("X-07")
def test_of_a_transfer_with_two_lines_only_what_is_taken_back_comes_off(proposed, depot, boom, laptop_class, actor):
    tablet = inventory.add_class(code="tablet", name="Tablet", shape="tablet", accessories=[], by=actor)
    ready(depot, laptop_class)
    ready(depot, tablet)
    waits("An", laptop_class, boom)
    waits("Bo", tablet, boom)
    found = proposed()
    (ride,) = actions.accept(found, lines=list(found.lines.all()), by=actor)

    actions.undo(found.lines.first(), by=actor)
    ride.refresh_from_db()

    assert (ride.state, sorted(ride.lines.values_list("outcome", flat=True))) == ("asked", ["left_out", "open"])


def test_a_line_is_dropped_with_a_reason_that_holds_no_secret_and_that_is_undone(
    proposed, depot, boom, laptop_class, actor
):
    ready(depot, laptop_class)
    waits("An", laptop_class, boom)
    line = proposed().lines.get()

    with pytest.raises(RuleBroken):
        actions.drop(line, because="Pincode 1234", by=actor)
    line = actions.drop(line, because="De bus is vol.", by=actor)

    assert (line.state, line.because, line.may_be_undone) == (LineState.DROPPED, "De bus is vol.", True)
    assert actions.undo(line, by=actor).because == ""


@pytest.mark.rule("X-08")
def test_the_next_morning_replaces_what_was_not_answered_and_what_was_done_stays(
    *, proposed, depot, boom, geel, laptop_class, actor
):
    ready(depot, laptop_class, 2)
    waits("An", laptop_class, boom)
    waits("Bo", laptop_class, geel)
    first = proposed()
    accepted, left = first.lines.all()
    actions.accept(first, lines=[accepted], by=actor)

    second = proposed()
    first.refresh_from_db()

    assert (first.state, second.state) == (ProposalState.REPLACED, ProposalState.OPEN)
    assert [line.state for line in first.lines.all()] == [LineState.ACCEPTED, LineState.REPLACED]
    assert shown(second) == [("Werkplaats", left.to_place.name, 1, "waiting")]
    with pytest.raises(RuleBroken, match=r"A newer proposal replaced this one."):
        actions.accept(first, lines=[left], by=actor)


@pytest.mark.rule("X-05")
def test_the_database_keeps_what_was_proposed_as_it_was(proposed, depot, boom, laptop_class):
    ready(depot, laptop_class)
    waits("An", laptop_class, boom)
    line = proposed().lines.get()

    for rows, change in [
        (ProposalLine.objects.filter(pk=line.pk), {"count": 7}),
        (ProposalLine.objects.filter(pk=line.pk), {"facts": {}}),
        (ProposedDevice.objects.filter(line=line), {"line": line.pk}),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProposedDevice.objects.filter(line=line).delete()


@pytest.mark.rule("X-08")
def test_each_morning_from_six_there_is_one_proposal_for_each_association_with_desks(association, boom, actor):
    with clock.at(clock.now() - timedelta(hours=3, minutes=1)):
        assert propose_this_morning(actor) == 0

    assert (propose_this_morning(actor), propose_this_morning(actor)) == (1, 0)
    clock.pass_time(days=1)
    assert propose_this_morning(actor) == 1
    assert [one.state for one in Proposal.objects.all()] == [ProposalState.OPEN, ProposalState.REPLACED]


def test_a_minimum_that_a_colleague_changed_meanwhile_is_not_overwritten(boom, laptop_class, minimum, actor):
    minimum(boom, 2)

    with pytest.raises(RuleBroken, match=r"Someone else changed this just now."):
        actions.set_minimums(boom, counts={laptop_class: 5}, seen="", by=actor)
    minimum(boom, 0)

    assert not boom.minimums.exists()


# Random towns: figures of three desks and a depot; no database is asked.

FIGURES = st.builds(
    dict, here=st.integers(0, 6), promised=st.integers(0, 4), coming=st.integers(0, 3), minimum=st.integers(0, 4),
    lent=st.integers(0, 9), waits=st.lists(st.integers(0, 50), max_size=5).map(tuple),
)  # fmt: skip


@pytest.mark.rule("X-01")
@pytest.mark.rule("X-03")
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FIGURES, min_size=3, max_size=3), st.integers(0, 8))
def test_whatever_the_figures_no_rule_is_broken_and_no_device_lies_idle_while_somebody_waits(figures, stock):
    desks = {key: Place(pk=key, kind="lending_desk", name=str(key), organisation_id=key) for key in (1, 2, 3)}
    places = desks | {9: Place(pk=9, kind="depot", name="9", organisation_id=9)}
    standings = {(key, 5): Standing(**one) for key, one in zip(desks, figures, strict=True)} | {
        (9, 5): Standing(here=stock)
    }
    devices = {(key, 5): [(key * 100 + n, 9) for n in range(at.here)] for (key, _kind), at in standings.items()}
    state = State(places, {5: None}, devices, standings)

    lines = draft(state)

    given_by = {key: sum(len(one.devices) for one in lines if one.from_place == key) for key in places}
    got_by = {key: sum(len(one.devices) for one in lines if one.to_place == key) for key in places}
    chosen = [device for one in lines for device in one.devices]
    assert len(chosen) == len(set(chosen))
    assert all(device in [key for key, _owner in devices[one.from_place, 5]] for one in lines for device in one.devices)
    for key in desks:
        at = standings[key, 5]
        if given_by[key]:
            assert at.free - given_by[key] >= at.minimum + len(at.waits)
        assert not (given_by[key] and got_by[key])
        wanted = max(0, at.promised + len(at.waits) + at.minimum - at.here - at.coming)
        assert got_by[key] <= wanted
    spare = sum(len(state.spares(5)) for _ in [0]) - len(chosen)
    unmet = sum(
        len([need for need in state.needs(5) if need.desk == key and need.tier != Tier.MINIMUM]) - got_by[key]
        for key in desks
        if got_by[key] < len([need for need in state.needs(5) if need.desk == key and need.tier != Tier.MINIMUM])
    )
    assert not (spare and unmet)
    assert draft(state) == lines
