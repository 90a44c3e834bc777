"""A device is scanned in somewhere: what the table says is done, once, and can be undone while nothing left."""

from uuid import uuid4

import pytest

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions as inventory
from digibank.inventory.models import Commitment
from digibank.inventory.tests.factories import a_depot, a_device, at_desk, in_stock
from digibank.lending import actions
from digibank.lending.models import Return
from digibank.lending.queries import short_at
from digibank.lending.tests.factories import a_loan, a_prepared_loan, a_request, came_back
from digibank.lending.tests.looking import fresh, refusal, told, verbs
from digibank.lending.tests.scanning import (
    asked_ride,
    called_back,
    decided,
    gone,
    lent,
    open_line,
    ride_of,
    riding,
    scanned,
    stands,
)
from digibank.logistics import actions as logistics
from digibank.logistics.models import Scan, StopOver
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, a_regulation, an_association
from digibank.people.tests.factories import a_person


@pytest.fixture
def brook(other_town) -> Place:
    """The desk of the other town of the association."""
    a_regulation(other_town)
    return a_desk(other_town, name="Balie De Beek", phone="014 11 11 11")


@pytest.fixture
def fien(other_town, brook):
    return a_person(other_town, "Fien Elders")


@pytest.fixture
def waits_in_brook(fien, brook, laptop_class):
    """Somebody waits for a laptop in the other town, where none is."""
    return a_request(fien, laptop_class, brook)


@pytest.mark.rule("U-50")
def test_what_is_lent_here_waits_for_somebody_to_look_at_it(roza, laptop, desk):
    loan = a_loan(roza, laptop)

    scan = scanned(desk, laptop)

    assert (scan.result, scan.advice, scan.left_as) == ("waits", "take_back", "lent_here")
    assert scan.said == f"{laptop.number}, Dell Latitude: lent here. Look at it together and take it back."
    assert (lent(loan), stands(laptop)) == ("running", ("lent", "Uitleendesk"))


@pytest.mark.rule("U-54")
def test_what_the_colleague_says_is_whole_is_taken_back_at_once_and_put_on_the_list_to_the_workshop(roza, laptop, desk):
    loan = a_loan(roza, laptop)

    scan = scanned(desk, laptop, whole=True)

    back = Return.objects.get(loan=loan)
    assert (scan.result, scan.advice, scan.left_as) == ("done", "take_back", "listed_here")
    assert (back.condition, back.place, dict(loan.parts.values_list("kind", "back"))) == (
        "ok", desk, {"bag": "present", "charger": "present"},
    )  # fmt: skip
    assert (lent(loan), stands(laptop)) == ("returned", ("quarantine", "Uitleendesk"))
    assert ride_of(laptop) == ("Uitleendesk", "Werkplaats", "asked")


@pytest.mark.rule("U-53")
def test_ten_returns_ride_to_the_workshop_on_one_list(roza, laptop, second_laptop, farid, desk):
    a_loan(roza, laptop)
    a_loan(farid, second_laptop)

    for device in (laptop, second_laptop):
        scanned(desk, device, whole=True)

    assert open_line(laptop).transfer == open_line(second_laptop).transfer


@pytest.mark.rule("U-51")
def test_what_another_desk_lent_is_taken_back_at_this_one_and_the_trail_says_so(roza, laptop, brook):
    loan = a_loan(roza, laptop)
    scan = scanned(brook, laptop)

    back = actions.take_back_scanned(
        scan,
        condition="damaged",
        note="Kras.",
        parts={"bag": "missing", "charger": "present"},
        once=uuid4(),
        by=scan.by,
    )

    assert scan.said == (
        f"{laptop.number}, Dell Latitude: lent by Uitleendesk, Wilgerdonk. Take it back here. That desk gets to know."
    )
    assert (back.place, back.condition, lent(loan)) == (brook, "damaged", "returned")
    assert verbs(loan)[-2:] == ["lending.taken_back", "lending.taken_back_elsewhere"]
    assert told()[-1] == ("lending/returned", "Roza Peeters")
    assert stands(laptop) == ("quarantine", "Balie De Beek")
    assert ride_of(laptop) == ("Balie De Beek", "Werkplaats", "asked")


def test_a_depot_takes_back_as_well_and_sends_nothing(roza, laptop, depot):
    a_loan(roza, laptop)

    scan = scanned(depot, laptop, whole=True)

    assert (scan.advice, stands(laptop), ride_of(laptop)) == ("take_back_for", ("quarantine", "Werkplaats"), None)


def test_what_was_lost_while_it_was_lent_comes_back_with_its_loan(roza, laptop, desk, actor):
    loan = actions.report_lost(a_loan(roza, laptop), by=actor)

    scan = scanned(desk, laptop, whole=True)

    assert (scan.advice, lent(loan), stands(laptop)) == ("take_back", "returned", ("quarantine", "Uitleendesk"))


def test_a_return_with_an_unsafe_battery_stands_although_it_may_not_ride(roza, laptop, desk, actor):
    loan = a_loan(roza, laptop)
    inventory.raise_flag(laptop, kind="unsafe_battery", by=actor)

    scanned(desk, laptop, whole=True)

    assert (lent(loan), ride_of(laptop)) == ("returned", None)


@pytest.mark.rule("U-52")
def test_a_return_frees_only_what_came_back(roza, farid, laptop, second_laptop, desk):
    first, second = a_loan(roza, laptop), a_loan(farid, second_laptop)

    scanned(desk, laptop, whole=True)

    assert (lent(first), lent(second)) == ("returned", "running")
    assert list(Commitment.objects.open().values_list("device", flat=True)) == [second_laptop.pk]


@pytest.mark.rule("U-50")
def test_what_is_kept_for_somebody_here_is_given_to_nobody_else(roza, laptop, desk):
    loan = a_prepared_loan(roza, laptop)

    scan = scanned(desk, laptop)

    assert (scan.advice, scan.result, lent(loan)) == ("finish", "done", "prepared")


@pytest.mark.rule("U-50")
def test_what_is_kept_for_somebody_elsewhere_is_set_apart_and_that_desk_is_called(roza, laptop, brook):
    a_prepared_loan(roza, laptop)

    scan = scanned(brook, laptop)

    assert scan.advice == "call_desk"
    assert scan.said == (
        f"{laptop.number}, Dell Latitude: kept for somebody at Uitleendesk, Wilgerdonk."
        " Set it apart and call 014 00 00 00."
    )
    assert (stands(laptop), ride_of(laptop)) == (("at_desk", "Uitleendesk"), None)


@pytest.mark.rule("U-50")
def test_what_stands_where_it_belongs_stays(laptop, desk):
    scan = scanned(desk, laptop)

    assert (scan.advice, scan.result, ride_of(laptop)) == ("leave", "done", None)


@pytest.mark.rule("U-50")
def test_on_the_shelf_here_it_is_for_who_waits_here(roza, laptop, desk, actor):
    request = asked_before_it_was_ready(roza, laptop, actor)

    scan = scanned(desk, laptop)

    assert (scan.advice, request.state) == ("answer", "waiting")


def asked_before_it_was_ready(person, laptop, actor):
    """Somebody asked when nothing was free here; then the laptop was ready."""
    flag = inventory.raise_flag(laptop, kind="investigate", note="Traag.", by=actor)
    request = a_request(person, laptop.device_class, laptop.place)
    inventory.clear_flag(flag, how="Nagekeken.", by=actor)
    return request


@pytest.mark.rule("U-50")
def test_on_the_shelf_here_it_may_be_sent_to_where_somebody_waits(laptop, desk, waits_in_brook):
    scan = scanned(desk, laptop)
    before = ride_of(laptop)

    done = decided(scan)

    assert (scan.advice, scan.result, before) == ("send_on", "waits", None)
    assert ride_of(laptop) == ("Uitleendesk", "Balie De Beek", "asked")
    assert (done.result, done.left_as, done.line) == ("done", "listed_here", open_line(laptop))


@pytest.mark.rule("U-56")
def test_who_waits_elsewhere_gets_one_device_and_not_all_of_them(laptop, second_laptop, desk, waits_in_brook):
    decided(scanned(desk, laptop))

    assert scanned(desk, second_laptop).advice == "leave"


@pytest.mark.rule("U-50")
def test_what_belongs_elsewhere_is_put_on_the_list_home(laptop, brook):
    scan = scanned(brook, laptop)

    assert (scan.advice, scan.result, scan.stood_at.name) == ("bring_home", "done", "Uitleendesk")
    assert (stands(laptop), ride_of(laptop)) == (
        ("at_desk", "Balie De Beek"), ("Balie De Beek", "Uitleendesk", "asked"),
    )  # fmt: skip
    assert open_line(laptop).transfer.number in scan.said


@pytest.mark.rule("U-50")
def test_what_belongs_at_a_desk_and_lies_in_the_depot_rides_home_from_stock(laptop, depot):
    scanned(depot, laptop)

    assert (stands(laptop), ride_of(laptop)) == (
        ("stock", "Werkplaats"), ("Werkplaats", "Uitleendesk", "asked"),
    )  # fmt: skip


@pytest.mark.rule("U-50")
def test_what_belongs_elsewhere_may_be_kept_where_somebody_waits(laptop, brook, waits_in_brook):
    scan = scanned(brook, laptop)
    before = stands(laptop)

    decided(scan)

    assert (scan.advice, scan.result, before) == ("keep_here", "waits", ("at_desk", "Uitleendesk"))
    assert (stands(laptop), ride_of(laptop)) == (("at_desk", "Balie De Beek"), None)


@pytest.mark.rule("U-50")
def test_what_belongs_elsewhere_rides_to_where_somebody_waits(laptop, town, waits_in_brook):
    third = a_desk(town, name="Balie Noord")

    scan = scanned(third, laptop)

    assert (scan.advice, ride_of(laptop)) == ("send_to_waiting", ("Balie Noord", "Balie De Beek", "asked"))


@pytest.mark.rule("L-11")
def test_what_is_promised_where_it_belongs_goes_to_nobody_who_waits_elsewhere(
    roza, laptop, desk, brook, waits_in_brook
):
    """Neither from its own shelf nor when it turns up at the desk of who waits."""
    a_request(roza, laptop.device_class, desk)

    scans = [scanned(place, laptop) for place in (desk, brook)]

    assert [(scan.result, scan.advice) for scan in scans] == [("done", "leave"), ("done", "bring_home")]
    assert ride_of(laptop) == ("Balie De Beek", "Uitleendesk", "asked")


@pytest.mark.rule("L-10")
def test_a_list_at_its_own_desk_loses_what_turned_up_elsewhere(laptop, desk, depot, brook):
    transfer = asked_ride(laptop, depot)

    scanned(brook, laptop)

    assert [line.outcome for line in transfer.lines.all()] == ["left_out"]
    assert ride_of(laptop) == ("Balie De Beek", "Uitleendesk", "asked")


@pytest.mark.rule("U-50")
def test_what_is_on_a_list_here_is_put_with_what_leaves(laptop, desk, depot):
    transfer = asked_ride(laptop, depot)

    scan = scanned(desk, laptop)

    assert (scan.advice, transfer.number in scan.said) == ("with_the_list", True)


@pytest.mark.rule("U-50")
@pytest.mark.parametrize("somewhere", ["here", "elsewhere"])
def test_what_is_kept_back_goes_to_the_workshop(laptop, desk, brook, actor, somewhere):
    inventory.raise_flag(laptop, kind="investigate", note="Valt uit.", by=actor)
    here = desk if somewhere == "here" else brook

    scan = scanned(here, laptop)

    assert (scan.advice, ride_of(laptop)) == ("to_workshop", (here.name, "Werkplaats", "asked"))


@pytest.mark.rule("U-50")
@pytest.mark.parametrize("somewhere", ["here", "elsewhere"])
def test_what_is_not_erased_goes_to_the_workshop(roza, laptop, desk, brook, somewhere):
    came_back(a_loan(roza, laptop))
    here = desk if somewhere == "here" else brook

    scan = scanned(here, laptop)

    assert (scan.advice, ride_of(laptop)) == ("to_workshop", (here.name, "Werkplaats", "asked"))


@pytest.mark.rule("U-50")
def test_at_the_depot_what_is_not_erased_or_not_ready_goes_to_the_bench(laptop_class, depot, association):
    other = a_depot(association, name="Tweede werkplaats")
    here, there = a_device(depot, laptop_class), a_device(other, laptop_class)

    assert (scanned(depot, here).advice, scanned(depot, there).advice) == ("to_bench", "take_in")
    assert (stands(here), stands(there)) == (("received", "Werkplaats"), ("received", "Werkplaats"))


@pytest.mark.rule("U-50")
def test_what_is_not_ready_and_lies_at_a_desk_is_set_apart(laptop_class, depot, desk):
    device = a_device(depot, laptop_class)

    scan = scanned(desk, device)

    assert (scan.advice, stands(device)) == ("apart", ("received", "Werkplaats"))


@pytest.mark.rule("U-50")
def test_what_was_to_come_here_is_received(laptop_class, depot, desk):
    transfer = riding(in_stock(a_device(depot, laptop_class)), desk)
    (line,) = transfer.lines.all()

    scan = scanned(desk, line.device)

    line.refresh_from_db()
    assert (scan.advice, line.outcome, stands(line.device)) == ("receive", "arrived", ("at_desk", "Uitleendesk"))
    transfer.refresh_from_db()
    assert transfer.state == "arrived"


@pytest.mark.rule("U-50")
def test_what_comes_for_who_waits_here_says_so(roza, laptop_class, depot, desk):
    transfer = riding(in_stock(a_device(depot, laptop_class)), desk)
    a_request(roza, laptop_class, desk)

    scan = scanned(desk, transfer.lines.get().device)

    assert (scan.advice, scan.said.endswith("Somebody waits for one here. Promise it.")) == ("receive_for", True)


@pytest.mark.rule("U-50")
@pytest.mark.rule("L-05")
def test_what_was_called_back_and_is_not_erased_is_received_where_it_left_and_set_apart(roza, laptop, desk, depot):
    came_back(a_loan(roza, laptop))
    called_back(riding(fresh(laptop), depot))

    scan = scanned(desk, laptop)

    assert (scan.advice, stands(laptop)) == ("receive_apart", ("quarantine", "Uitleendesk"))
    assert ride_of(laptop) == ("Uitleendesk", "Werkplaats", "asked")


@pytest.mark.rule("L-08")
def test_what_is_on_its_way_elsewhere_rides_on_and_was_seen_here(laptop_class, depot, desk, brook, actor):
    transfer = riding(in_stock(a_device(depot, laptop_class)), desk)
    (line,) = transfer.lines.all()

    scan = scanned(brook, line.device, by=actor)

    seen = StopOver.objects.get()
    assert (seen.line, seen.place, seen.by) == (line, brook, actor)
    assert (scan.advice, stands(line.device), ride_of(line.device)[2]) == (
        "stop_over", ("in_transit", "Werkplaats"), "sent",
    )  # fmt: skip


@pytest.mark.rule("L-05")
@pytest.mark.rule("L-09")
def test_what_was_called_back_may_stay_where_somebody_waits(laptop_class, depot, desk, brook, waits_in_brook):
    transfer = called_back(riding(in_stock(a_device(depot, laptop_class)), desk))
    (line,) = transfer.lines.all()
    scan = scanned(brook, line.device)

    decided(scan)

    line.refresh_from_db()
    transfer.refresh_from_db()
    assert (scan.advice, scan.result) == ("take_out", "waits")
    assert (line.outcome, stands(line.device), transfer.state) == (
        "taken_out", ("at_desk", "Balie De Beek"), "cancelled",
    )  # fmt: skip


@pytest.mark.rule("L-05")
def test_what_was_called_back_rides_on_when_nobody_waits_and_is_received_where_it_left(
    laptop_class, depot, desk, brook
):
    transfer = called_back(riding(in_stock(a_device(depot, laptop_class)), desk))
    device = transfer.lines.get().device

    advice = [scanned(place, device).advice for place in (brook, desk, depot)]

    assert advice == ["stop_over", "stop_over", "receive"]
    assert stands(device) == ("stock", "Werkplaats")


def test_a_ride_without_a_list_is_asked_after_where_it_left(laptop_class, depot, desk, actor):
    device = in_stock(a_device(depot, laptop_class))
    inventory.send(device, to=desk, by=actor)

    assert scanned(desk, device).advice == "call_start"


@pytest.mark.rule("U-50")
def test_what_was_gone_is_reported_found_by_who_has_it_in_hand(laptop, brook):
    gone(laptop)
    scan = scanned(brook, laptop)

    decided(scan)

    assert (scan.advice, scan.result) == ("find", "waits")
    assert (stands(laptop), ride_of(laptop)) == (
        ("quarantine", "Balie De Beek"), ("Balie De Beek", "Werkplaats", "asked"),
    )  # fmt: skip


def test_what_left_us_is_refused_nothing(laptop_class, depot, actor):
    device = a_device(depot, laptop_class)
    inventory.return_to_donor(device, because="Te oud.", by=actor)

    scan = scanned(depot, device)

    assert (scan.advice, scan.result) == ("refuse", "done")


@pytest.mark.rule("U-55")
def test_a_second_scan_says_so_and_does_nothing(laptop, brook, actor):
    first = scanned(brook, laptop, by=actor)
    before = Event.objects.filter(verb__startswith="logistics.").count()

    scan, third = (scanned(brook, laptop, by=actor) for _again in range(2))

    assert (scan.result, scan.said) == ("twice", f"{laptop.number} was scanned already. {first.said}")
    assert third.said == scan.said
    assert Event.objects.filter(verb__startswith="logistics.").count() == before


@pytest.mark.rule("L-07")
def test_a_scan_that_is_sent_twice_is_one_scan(laptop, brook, actor):
    once = uuid4()

    first, again = (actions.scan_in(brook, text=laptop.number, once=once, by=actor) for _send in range(2))

    assert (first, Scan.objects.count()) == (again, 1)


@pytest.mark.rule("U-55")
def test_what_a_scan_did_is_undone_while_nothing_left(laptop, brook, actor):
    scan = scanned(brook, laptop)

    actions.undo_scan(scan, by=actor)

    assert (stands(laptop), ride_of(laptop)) == (("at_desk", "Uitleendesk"), None)
    assert refusal(lambda: actions.undo_scan(scan, by=actor))[0].startswith("This cannot be undone any more.")


@pytest.mark.rule("U-55")
def test_what_left_is_not_undone(laptop, brook, actor):
    scan = scanned(brook, laptop)
    logistics.send(open_line(laptop).transfer, by=actor)

    said, _field = refusal(lambda: actions.undo_scan(scan, by=actor))

    assert said == "This transfer left already. Count the device when it is received."


def test_what_changed_since_the_scan_is_not_decided_by_its_button(laptop, desk, roza, waits_in_brook):
    scan = scanned(desk, laptop)
    a_prepared_loan(roza, laptop)

    said, _field = refusal(lambda: decided(scan))

    assert said == f"Something changed with {laptop.number}. Scan it again to see what is possible now."


def test_there_is_nothing_to_decide_where_the_table_decides(laptop, desk):
    scan = scanned(desk, laptop)

    assert refusal(lambda: decided(scan))[0] == f"There is nothing to decide about {laptop.number}."


def test_only_what_is_lent_is_taken_back(laptop, desk):
    scan = scanned(desk, laptop)

    said, _field = refusal(
        lambda: actions.take_back_scanned(scan, condition="ok", parts={}, once=uuid4(), by=an_actor())
    )

    assert said == f"{laptop.number} is not lent any more. Scan it again."


@pytest.mark.rule("U-57")
@pytest.mark.parametrize(
    ("text", "kept", "said"),
    [
        ("DB-999999-1", "DB-999999-1", "No device here has this number."),
        ("boodschappen", "boodschappen", "No device here has this number."),
        ("85073003328", "", "This is no label of ours, and we may not keep what it says."),
    ],
)
def test_what_is_no_label_of_ours_stays_with_its_reason_and_without_secrets(desk, actor, text, kept, said):
    scan = actions.scan_in(desk, text=text, once=uuid4(), by=actor)

    assert (scan.result, scan.device, scan.typed) == ("refused", None, kept)
    assert scan.said.startswith(said)


@pytest.mark.rule("U-57")
def test_the_card_of_a_resident_is_no_label_and_is_not_kept(desk, roza, actor):
    scan = actions.scan_in(desk, text=roza.number, once=uuid4(), by=actor)

    assert (scan.typed, scan.said) == ("", "This is the card of a resident. Scan the label on the device.")


@pytest.mark.rule("U-57")
def test_a_device_of_another_association_is_no_device_of_ours(desk, laptop_class, actor):
    stranger = a_device(a_depot(an_association("Digibank Elders")), laptop_class)

    assert scanned(desk, stranger).device is None


def test_a_serial_number_does_where_the_device_stands(laptop_class, desk, depot):
    device = at_desk(desk, laptop_class, depot=depot, serial="SN-4711")

    assert (scanned(desk, device, text="sn-4711").device, scanned(depot, device, text="SN-4711").device) == (
        device, None,
    )  # fmt: skip


@pytest.mark.rule("U-56")
def test_short_is_where_more_people_wait_than_devices_are_free_or_ride(fien, laptop, second_laptop, desk, brook):
    everywhere = Place.objects.all()
    nobody = short_at(laptop, desk, everywhere)
    a_request(fien, laptop.device_class, brook)
    somebody = short_at(laptop, desk, everywhere)
    asked_ride(second_laptop, brook)

    assert (nobody, somebody, short_at(laptop, desk, everywhere)) == (None, brook, None)


def test_without_a_workshop_nothing_is_sent_and_the_colleague_knows_whom_to_call(desk, laptop, depot, actor):
    inventory.raise_flag(laptop, kind="investigate", note="Traag.", by=actor)
    Place.objects.filter(pk=depot.pk).update(given_up_on="2026-01-01")

    scan = scanned(desk, laptop)

    assert (scan.result, scan.said) == ("refused", "There is no workshop to send it to. Call the coordinator.")
