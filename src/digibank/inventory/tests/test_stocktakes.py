"""Counting a place: what was expected, what was scanned, and what becomes of each difference."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from digibank.audit.models import Actor, Event
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory import actions
from digibank.inventory.models import CountScan, Device, Stocktake
from digibank.inventory.queries import report_of
from digibank.inventory.tests.factories import a_class, a_depot, a_device, at_desk, in_stock
from digibank.organisations.tests.factories import a_desk, an_association

pytestmark = pytest.mark.django_db


@pytest.fixture
def laptops(desk, depot, laptop_class) -> list[Device]:
    return [
        at_desk(desk, laptop_class, depot=depot, vendor="Dell", product=f"Latitude {number}") for number in range(3)
    ]


@pytest.fixture
def stocktake(desk, laptops, actor) -> Stocktake:
    return actions.start_stocktake(desk, by=actor)


def somebody() -> Actor:
    """A colleague whom no other act in the test was done by."""
    return Actor.objects.create(kind=Actor.Kind.USER)


def counted(stocktake, device, *, by=None) -> CountScan:
    text = getattr(device, "number", device)
    return actions.count(stocktake, text=text, once=uuid4(), by=by or an_actor())


def done_scanning(stocktake, *seen, by=None) -> Stocktake:
    for device in seen:
        counted(stocktake, device, by=by)
    return actions.state_missing(stocktake, by=by or an_actor())


def settled(stocktake, device, settled_as, **details):
    line = stocktake.lines.get(device=device)
    return actions.settle(line, settled_as=settled_as, **{"by": an_actor()} | details)


def results(stocktake) -> dict[str, list[Device]]:
    kinds: dict[str, list[Device]] = {}
    for line in stocktake.lines.select_related("device").order_by("device_id"):
        kinds.setdefault(line.result, []).append(line.device)
    return kinds


def refusal(act) -> str:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.rule("H-01")
def test_what_is_expected_is_frozen_when_the_count_begins(stocktake, laptops, desk, depot, laptop_class):
    later = at_desk(desk, laptop_class, depot=depot)

    expected = list(stocktake.lines.order_by("device_id").values_list("device", "position", "stood_at", "expected"))

    assert expected == [(device.pk, "at_desk", desk.pk, True) for device in laptops]
    assert later.pk not in [line[0] for line in expected]
    assert Event.objects.about(stocktake).get().facts == {"devices": 3}


@pytest.mark.rule("H-01")
def test_what_rides_or_is_with_somebody_is_not_expected(desk, depot, laptops, laptop_class, actor):
    riding, lent, unerased = laptops
    actions.send(riding, to=depot, by=actor)
    actions.lend(lent, by=actor)
    actions.lend(unerased, by=actor)
    back = actions.take_back(unerased, place=desk, accessories={}, by=actor)
    third = at_desk(desk, laptop_class, depot=depot)
    actions.lend(third, by=actor)
    actions.send(actions.take_back(third, place=desk, accessories={}, by=actor), to=depot, by=actor)

    stocktake = actions.start_stocktake(desk, by=actor)

    assert [(line.device, line.position) for line in stocktake.lines.all()] == [(back, "quarantine")]


@pytest.mark.rule("H-01")
def test_a_count_may_be_of_one_kind(desk, depot, laptops, actor):
    tablets = a_class("tablet", "Tablet", shape="tablet", accessories=[])
    tablet = at_desk(desk, tablets, depot=depot)

    stocktake = actions.start_stocktake(desk, device_class=tablets, by=actor)
    scan = counted(stocktake, laptops[0])

    assert [line.device for line in stocktake.lines.all()] == [tablet]
    assert (scan.result, scan.said) == ("refused", f"{laptops[0].number} is no Tablet. Only these are counted now.")


@pytest.mark.rule("H-01")
@pytest.mark.parametrize("of_a_kind", [False, True])
def test_there_is_one_open_count_of_a_place_and_kind(desk, laptop_class, actor, of_a_kind):
    kind = laptop_class if of_a_kind else None
    first = actions.start_stocktake(desk, device_class=kind, by=actor)

    said = refusal(lambda: actions.start_stocktake(desk, device_class=kind, by=actor))
    actions.cancel_stocktake(first, because="Opnieuw.", by=actor)

    assert said == "This is being counted already. Go on with that count, or cancel it first."
    assert actions.start_stocktake(desk, device_class=kind, by=actor).is_open


@pytest.mark.rule("H-02")
def test_each_scan_is_kept_and_a_second_one_says_so(stocktake, laptops):
    lies, tom = somebody(), somebody()

    first, again = counted(stocktake, laptops[0], by=lies), counted(stocktake, laptops[0], by=tom)

    line = stocktake.lines.get(device=laptops[0])
    assert [(scan.result, scan.by, scan.line) for scan in (first, again)] == [
        ("found", lies, line), ("twice", tom, line),
    ]  # fmt: skip
    assert (line.result, line.seen_by) == ("found", lies)
    assert again.said.startswith(f"{laptops[0].number} was counted already at ")
    assert {fresh(device).state for device in laptops} == {"at_desk"}


@pytest.mark.rule("H-02")
def test_a_scan_that_is_sent_twice_is_one_scan(stocktake, laptops, actor):
    once = uuid4()

    scans = [actions.count(stocktake, text=laptops[0].number, once=once, by=actor) for _send in range(2)]

    assert (scans[0], CountScan.objects.count()) == (scans[1], 1)


@pytest.mark.rule("H-02")
def test_a_scan_is_never_changed(stocktake, laptops):
    scan = counted(stocktake, laptops[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        CountScan.objects.filter(pk=scan.pk).update(said="Iets anders.")


@pytest.mark.rule("H-02")
@pytest.mark.parametrize(("text", "typed"), [("niets", "niets"), ("85073003328", ""), ("DB-999999-1", "DB-999999-1")])
def test_what_is_no_device_stays_with_its_reason(stocktake, text, typed):
    scan = counted(stocktake, text)

    assert (scan.result, scan.line, scan.typed) == ("refused", None, typed)


@pytest.mark.rule("H-07")
def test_a_device_of_another_association_is_no_device_here(stocktake, laptop_class):
    stranger = a_device(a_depot(an_association("Digibank Elders")), laptop_class)

    assert counted(stocktake, stranger).line is None


def test_a_serial_number_does_as_well(desk, depot, laptop_class, actor):
    device = at_desk(desk, laptop_class, depot=depot, serial="SN-4711")
    stocktake = actions.start_stocktake(desk, by=actor)

    assert counted(stocktake, "sn-4711").line.device == device


@pytest.mark.rule("H-03")
def test_what_was_not_seen_is_missing(stocktake, laptops):
    seen, *unseen = laptops

    done_scanning(stocktake, seen)

    assert (results(stocktake), fresh(stocktake).state) == ({"found": [seen], "missing": unseen}, "settling")


@pytest.mark.rule("H-03")
def test_what_moved_during_the_count_is_not_missing_also_when_it_came_back(stocktake, laptops, desk, depot, actor):
    away, back, missing = laptops
    actions.send(away, to=depot, by=actor)
    actions.send(back, to=depot, by=actor)
    actions.send(actions.arrive(back, place=depot, by=actor), to=desk, by=actor)
    actions.arrive(back, place=desk, by=actor)

    done_scanning(stocktake)

    assert results(stocktake) == {"moved": [away, back], "missing": [missing]}


@pytest.mark.rule("H-03")
def test_what_came_during_the_count_is_no_difference(stocktake, laptops, desk, depot, laptop_class):
    came = at_desk(desk, laptop_class, depot=depot)

    scan = counted(stocktake, came)

    assert (scan.result, scan.said) == ("found", f"{came.number}, {came.title}: it came here during the count.")
    assert done_scanning(stocktake, *laptops).lines.to_settle().count() == 0


@pytest.mark.rule("H-04")
def test_what_was_not_expected_says_where_it_should_be(stocktake, depot, laptop_class):
    stray = in_stock(a_device(depot, laptop_class, vendor="Acer", product="Aspire"))

    scan = counted(stocktake, stray)

    assert (scan.result, scan.line.result, scan.line.stood_at) == ("unexpected", "unexpected", depot)
    assert scan.said == (
        f"{stray.number}, Acer Aspire: not expected here."
        " Our books say: in stock at the depot, Werkplaats, Digibank Wilgerstreek. Set it apart."
    )
    assert fresh(stray).place == depot


@pytest.mark.rule("H-04")
def test_what_is_scanned_after_all_is_found(stocktake, laptops):
    done_scanning(stocktake, *laptops[1:])
    settled(stocktake, laptops[0], "lost")

    counted(stocktake, laptops[0])

    line = stocktake.lines.get(device=laptops[0])
    assert (line.result, line.settled_as, line.settled_by) == ("found", "", None)


@pytest.mark.rule("H-04")
def test_what_stands_at_another_place_is_taken_in_there(stocktake, laptops, depot):
    done_scanning(stocktake, *laptops[1:])

    settled(stocktake, laptops[0], "elsewhere", place=depot)

    assert (fresh(laptops[0]).place, fresh(laptops[0]).state) == (depot, "stock")


@pytest.mark.rule("H-04")
def test_what_was_not_expected_may_belong_here_from_now_on(stocktake, laptops, desk, depot, laptop_class):
    stray = in_stock(a_device(depot, laptop_class))
    done_scanning(stocktake, stray, *laptops)

    settled(stocktake, stray, "taken_in")

    assert (fresh(stray).place, fresh(stray).state) == (desk, "at_desk")
    assert refusal(lambda: settled(stocktake, stray, "noted", remark="Toch niet.")).endswith(
        "is settled already. Reload the page."
    )


@pytest.mark.rule("H-04")
@pytest.mark.parametrize("settled_as", ["here", "noted"])
def test_some_differences_are_only_said(stocktake, laptops, actor, settled_as):
    done_scanning(stocktake, *laptops[1:])

    line = settled(stocktake, laptops[0], settled_as, remark="Bij de reparatie.", by=actor)

    assert (line.settled_as, line.settled_by, line.remark) == (settled_as, actor, "Bij de reparatie.")
    assert fresh(laptops[0]).state == "at_desk"


@pytest.mark.rule("H-04")
@pytest.mark.parametrize(
    ("settled_as", "remark", "said"),
    [
        ("taken_in", "", "Choose what became of"),
        ("noted", "", "Write down what you know about it."),
        ("elsewhere", "", "Choose the other place where it stands."),
        ("noted", "pincode 1234", "This text holds a password or code."),
    ],
)
def test_what_cannot_be_said_of_a_difference_is_refused(stocktake, laptops, settled_as, remark, said):
    done_scanning(stocktake, *laptops[1:])

    assert refusal(lambda: settled(stocktake, laptops[0], settled_as, remark=remark)).startswith(said)


def test_nothing_is_settled_before_the_scanning_is_done(stocktake, laptops):
    said = refusal(lambda: settled(stocktake, laptops[0], "here"))

    assert said == "Differences are settled after the scanning and before the approval. Reload the page."


@pytest.mark.rule("H-05")
def test_what_is_lost_becomes_so_by_the_approval_of_who_did_not_count(stocktake, laptops, actor):
    done_scanning(stocktake, *laptops[1:])
    settled(stocktake, laptops[0], "lost")
    before = fresh(laptops[0]).state

    approver = somebody()
    actions.approve_stocktake(stocktake, by=approver)

    over, lost = fresh(stocktake), fresh(laptops[0])
    assert (before, lost.state, lost.gone_because) == ("at_desk", "lost", f"Not found at count {stocktake.number}.")
    assert (over.state, over.approved_by, over.lost) == ("approved", approver, 1)
    assert refusal(lambda: counted(over, laptops[1])) == "This count is over. Begin a new one to scan again."


@pytest.mark.rule("H-05")
@pytest.mark.parametrize("who", ["began", "scanned", "said that it is lost"])
def test_who_counted_does_not_approve_a_loss(stocktake, laptops, actor, who):
    me = actor if who == "began" else somebody()
    done_scanning(stocktake, *laptops[1:], by=me if who == "scanned" else somebody())
    settled(stocktake, laptops[0], "lost", by=me if who == "said that it is lost" else somebody())

    said = refusal(lambda: actions.approve_stocktake(stocktake, by=me))

    assert said == "Something is lost, and you counted. Ask a colleague who did not count to approve it."
    assert (fresh(stocktake).state, fresh(laptops[0]).state) == ("settling", "at_desk")


@pytest.mark.rule("H-05")
def test_the_database_refuses_losses_approved_by_who_began_the_count(stocktake, laptops):
    done_scanning(stocktake, *laptops)
    over = actions.approve_stocktake(stocktake, by=stocktake.started_by)

    with pytest.raises(IntegrityError), transaction.atomic():
        Stocktake.objects.filter(pk=over.pk).update(lost=1)


def test_without_a_loss_who_counted_may_approve(stocktake, laptops, actor):
    done_scanning(stocktake, *laptops, by=actor)

    assert actions.approve_stocktake(stocktake, by=actor).approved_by == actor


@pytest.mark.rule("H-04")
def test_a_count_with_a_difference_to_settle_is_not_approved(stocktake, laptops, actor):
    done_scanning(stocktake, *laptops[1:])

    said = refusal(lambda: actions.approve_stocktake(stocktake, by=actor))

    assert said == "Differences that are not settled yet: 1. Settle these first."


@pytest.mark.rule("H-05")
def test_what_was_lent_after_it_was_said_to_be_lost_is_not_made_lost(stocktake, laptops, desk, actor):
    done_scanning(stocktake, *laptops[1:])
    settled(stocktake, laptops[0], "lost")
    actions.hold(laptops[0], place=desk, by=actor)

    said = refusal(lambda: actions.approve_stocktake(stocktake, by=somebody()))

    assert said == f"{laptops[0].number} belongs with a loan. Report it with the loan."
    assert fresh(stocktake).state == "settling"


def test_a_cancelled_count_keeps_its_scans_and_loses_nothing(stocktake, laptops, actor):
    counted(stocktake, laptops[0])

    actions.cancel_stocktake(stocktake, because="De balie sluit.", by=actor)

    assert (fresh(stocktake).state, CountScan.objects.count()) == ("cancelled", 1)
    assert {fresh(device).state for device in laptops} == {"at_desk"}


@pytest.mark.rule("H-06")
def test_the_report_tells_each_kind_apart_and_what_has_something_the_matter(
    stocktake, laptops, depot, laptop_class, actor
):
    flagged, missing, whole = laptops
    actions.raise_flag(flagged, kind="investigate", note="Traag.", by=actor)
    actions.check_accessory(whole, kind="charger", state="missing", by=actor)
    stray = in_stock(a_device(depot, laptop_class))
    done_scanning(stocktake, flagged, whole, stray)

    report = report_of(stocktake)

    assert [line.device for line in report.found] == [flagged, whole]
    assert [line.device for line in report.differences] == [missing, stray]
    assert [(line.device, matters) for line, matters in report.wrong] == [
        (flagged, ["to be looked at"]), (whole, ["charger: missing"]),
    ]  # fmt: skip
    assert not report.is_settled


def test_the_words_of_a_count_for_people_who_mend_it(stocktake, laptops):
    scan = counted(stocktake, laptops[0])
    line = stocktake.lines.get(device=laptops[1])

    assert [str(stocktake), str(scan), str(line)] == [
        stocktake.number, f"found {scan.pk}", f"{laptops[1].pk} to count",
    ]  # fmt: skip


def test_what_a_count_of_another_place_began_does_not_stop_this_one(desk, town, actor):
    actions.start_stocktake(desk, by=actor)

    assert actions.start_stocktake(a_desk(town, name="Balie Noord"), by=actor).is_open
