"""The waste register, line by line, and the figures of a year."""

from datetime import UTC, date, datetime

import pytest

from digibank import clock
from digibank.donations import actions as donations
from digibank.inventory import actions as inventory
from digibank.inventory.tests.factories import a_depot, a_device
from digibank.refurbishment.tests.factories import a_destroyed_drive, a_recycler, collected, lent_once, waste
from digibank.refurbishment.waste import Figure, Period, Stream, figures, register, year_of

DAY = date(2026, 11, 23)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def short(lines) -> list[tuple[object, ...]]:
    return [(line.stream, line.code, line.category, line.pieces, line.grams, line.where) for line in lines]


@pytest.mark.rule("Q-06")
def test_the_register_tells_what_came_in_and_where_it_went(depot, desk, laptop_class, actor):
    reused, scrapped, returned = (a_device(depot, laptop_class) for _time in range(3))
    lent_once(reused, desk, actor)
    inventory.return_to_donor(returned, because="Locked", by=actor)
    drive = a_destroyed_drive(a_device(depot, laptop_class))
    taken = collected(depot, waste(scrapped), drives=[drive], loose_grams={"drives": 600, "batteries": 900})

    lines = register([depot], NOVEMBER)

    came = [(Stream.IN, scrapped.number, 2, 1, 2350, "")] + [
        (Stream.IN, device.number, 2, 1, None, "") for device in (reused, returned, drive.device)
    ]
    firm = "Scrap & Co (OVAM 1)"
    assert short(lines) == [
        *sorted(came, key=lambda line: line[1]),
        (Stream.OUT, taken.number, 6, 1, 600, firm),
        (Stream.OUT, taken.number, None, None, 900, firm),
        (Stream.OUT, reused.number, 2, 1, None, "to reuse"),
        (Stream.OUT, scrapped.number, 2, 1, 2350, firm),
        (Stream.OUT, returned.number, 2, 1, None, "back to the donor"),
    ]
    assert {line.on for line in lines} == {DAY}
    assert {line.document for line in lines} == {"", "IF-1"}


@pytest.mark.rule("Q-06")
def test_a_second_loan_is_no_second_reuse(depot, desk, laptop_class, actor):
    device = a_device(depot, laptop_class)
    lent_once(device, desk, actor)
    inventory.pass_gate(device, by=actor)
    inventory.approve(inventory.install(device, by=actor), by=actor)
    with clock.at(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        inventory.send(device, to=desk, by=actor)
        inventory.arrive(device, place=desk, by=actor)
        inventory.hold(device, place=desk, by=actor)
        inventory.lend(device, by=actor)

    this_year = [line.where for line in register([depot], year_of(2026)) if line.stream == Stream.OUT]
    next_year = register([depot], year_of(2027))

    assert (this_year, next_year) == (["to reuse"], [])


@pytest.mark.rule("Q-06")
def test_what_never_came_in_or_was_kept_after_all_is_not_in_it(depot, actor):
    donations.register(depot, donor=None, remarks="Two were refused at the door", by=actor)
    waste(a_device(depot))

    lines = register([depot], NOVEMBER)

    assert [line.stream for line in lines] == [Stream.IN]


@pytest.mark.rule("Q-06")
def test_a_depot_tells_its_own_lines_only(depot, association):
    elsewhere = a_depot(association, name="Second depot")
    collected(depot, waste(a_device(depot)))
    a_recycler(elsewhere, name="Other", registration="OVAM 2")
    waste(a_device(elsewhere))

    assert [line.stream for line in register([depot], NOVEMBER)] == [Stream.IN, Stream.OUT]
    assert [line.stream for line in register([elsewhere], NOVEMBER)] == [Stream.IN]
    assert len(register([depot, elsewhere], NOVEMBER)) == 3


@pytest.mark.rule("Q-06")
def test_a_day_begins_and_ends_in_brussels(depot, laptop_class):
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        a_device(depot, laptop_class)

    assert [line.on for line in register([depot], year_of(2027))] == [date(2027, 1, 1)]
    assert register([depot], year_of(2026)) == []


@pytest.mark.rule("Q-08")
def test_the_figures_of_a_year_are_the_lines_added_up(depot, desk, laptop_class, actor):
    for _time in range(2):
        lent_once(a_device(depot, laptop_class, accessories=["charger"]), desk, actor)
    first, second = (waste(a_device(depot, laptop_class), grams=grams) for grams in (2000, 1500))
    company = waste(a_device(depot, laptop_class), grams=3000, origin="professional")
    collected(depot, first, second, company, loose_grams={"cables": 400})

    assert figures(register([depot], year_of(2026))) == [
        Figure("came in", 2, "", pieces=2, grams=0, unweighed=2),
        Figure("came in", 2, "household", pieces=2, grams=3500, unweighed=0),
        Figure("came in", 2, "professional", pieces=1, grams=3000, unweighed=0),
        Figure("to reuse", 2, "", pieces=2, grams=0, unweighed=2),
        Figure("Scrap & Co (OVAM 1)", 2, "household", pieces=2, grams=3500, unweighed=0),
        Figure("Scrap & Co (OVAM 1)", 2, "professional", pieces=1, grams=3000, unweighed=0),
        Figure("Scrap & Co (OVAM 1)", 6, "", pieces=0, grams=400, unweighed=0),
    ]
