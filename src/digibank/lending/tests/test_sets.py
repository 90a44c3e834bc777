"""Sets for organisations: asked, promised without overselling, scanned out and in, checked."""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import uuid4

import pytest

from digibank import clock
from digibank.inventory.models import Commitment, Device, Supply
from digibank.inventory.models.commitments import most_at_once
from digibank.inventory.queries import free_by_desk_and_class
from digibank.inventory.tests.factories import at_desk
from digibank.lending import actions
from digibank.lending.models import DeviceSet, SetPart
from digibank.lending.tests.conftest import TODAY
from digibank.lending.tests.factories import a_paper, a_prepared_loan, a_request
from digibank.lending.tests.looking import fresh, position, refusal, verbs
from digibank.organisations.models import Organisation
from digibank.organisations.tests.factories import a_member, a_regulation
from digibank.people.models import Contact
from digibank.people.tests.factories import a_person

FIRST, LAST = TODAY + timedelta(days=7), TODAY + timedelta(days=13)


def on(day: date):
    """Noon of that day."""
    return clock.at(datetime.combine(day, time(12), clock.BRUSSELS))


@pytest.fixture
def school(association) -> Organisation:
    return a_member(association, name="CVO De Linde", kind=Organisation.Kind.PARTNER)


@pytest.fixture
def rules(town):
    return a_regulation(town, set_weeks=3, no_show_months=3, devices_per_household=9, deposit_cents=0)


@pytest.fixture
def laptops(desk, depot, laptop_class, rules) -> list[Device]:
    return [at_desk(desk, laptop_class, depot=depot) for _number in range(3)]


@pytest.fixture
def ask(school, desk, laptop_class, rules, actor):
    def asked(**details) -> DeviceSet:
        about = {"desk": desk, "device_class": laptop_class, "count": 2, "from_on": FIRST, "last_on": LAST}
        about |= {"contact_name": "Els Pauwels", "contact_phone": "014 55 55 55", "by": actor}
        return actions.ask_set(school, **about | details)

    return asked


@pytest.fixture
def promised(ask, laptops, actor) -> DeviceSet:
    return actions.promise_set(ask(), by=actor)


def with_contract(device_set: DeviceSet, actor) -> DeviceSet:
    return actions.keep_set_contract(device_set, contract=a_paper("set"), by=actor)


@pytest.fixture
def out(promised, laptops, actor) -> DeviceSet:
    signed = with_contract(promised, actor)
    with on(FIRST):
        return actions.hand_over_set(signed, devices=laptops[:2], signs=signed.contract.sha256, by=actor)


@pytest.mark.rule("U-83")
def test_a_set_is_asked_with_who_answers_for_it_and_answered_within_seven_working_days(ask, school):
    first, second = ask(), ask()

    assert (first.state, first.answer_by_on, first.organisation) == ("asked", date(2026, 12, 2), school)
    assert Contact.objects.get() == first.contact == second.contact
    with on(date(2026, 12, 2)):
        assert fresh(first).is_unanswered is False
    with on(date(2026, 12, 3)):
        assert fresh(first).is_unanswered is True


@pytest.mark.rule("U-83")
@pytest.mark.parametrize(
    ("days", "said", "field"),
    [
        ((6, 10), "A set is asked 7 days ahead. The first day that can be kept is 30/11/2026.", "from_on"),
        ((7, 29), "A set is lent for 3 weeks at most. Choose a last day until 21/12/2026.", "last_on"),
        ((7, 6), "A set is lent for 3 weeks at most. Choose a last day until 21/12/2026.", "last_on"),
    ],
)
def test_too_late_and_too_long_are_explained(ask, days, said, field):
    first, last = (TODAY + timedelta(days=number) for number in days)

    assert refusal(lambda: ask(from_on=first, last_on=last)) == (said, field)


@pytest.mark.rule("U-83")
def test_where_the_rules_offer_no_sets_none_is_asked(school, desk, regulation, laptop_class, actor):
    said, _field = refusal(
        lambda: actions.ask_set(
            school, desk=desk, device_class=laptop_class, count=1, from_on=FIRST, last_on=LAST, contact_name="Els",
            contact_phone="014", by=actor,
        )
    )  # fmt: skip

    assert said == "The rules offer no sets to organisations."


@pytest.mark.rule("U-83")
def test_a_set_is_refused_with_a_reason_and_nothing_is_kept(ask, actor):
    no = actions.refuse_set(ask(), reason="Er zijn er te weinig.", by=actor)

    assert (no.state, no.reason, Commitment.objects.count()) == ("refused", "Er zijn er te weinig.", 0)
    assert refusal(lambda: actions.promise_set(no, by=actor))[0].startswith("This is not possible now")


@pytest.mark.rule("U-84")
def test_a_promised_set_keeps_so_many_of_the_class_for_its_days(promised, town, desk, laptop_class):
    kept = Commitment.objects.open().values_list("kind", "from_on", "until_on", "device")

    assert list(kept) == [("promise", FIRST, LAST + timedelta(days=1), None)] * 2
    assert Supply.objects.get().free() == 1
    assert free_by_desk_and_class([town.pk])[desk.pk, laptop_class.pk] == 1


@pytest.mark.rule("U-84")
def test_what_is_kept_for_one_week_is_kept_for_another_set_in_another_week(promised, ask, actor):
    same_week = refusal(lambda: actions.promise_set(ask(from_on=LAST, last_on=LAST), by=actor))
    week_after = actions.promise_set(ask(from_on=LAST + timedelta(days=1), last_on=LAST + timedelta(days=7)), by=actor)

    assert same_week == ("Of Laptop 15 inch 1 can be kept in that time. Promise fewer, or say no.", "count")
    assert (week_after.state, Supply.objects.get().free()) == ("promised", 1)


@pytest.mark.rule("U-84")
def test_who_borrows_for_longer_never_takes_what_is_kept_for_a_set(promised, town, laptops):
    a_prepared_loan(a_person(town), laptops[0])

    said, _field = refusal(lambda: a_prepared_loan(a_person(town, "Farid"), laptops[1]))
    asked = a_request(a_person(town, "Jan"), laptops[0].device_class, laptops[0].place)

    assert said.startswith("Every free Laptop 15 inch here is promised to somebody else.")
    assert asked.state == "waiting"


@pytest.mark.rule("U-84")
def test_a_set_that_is_called_off_is_free_for_others(promised, actor):
    actions.cancel_set(promised, by=actor)

    assert (Supply.objects.get().free(), Commitment.objects.open().count()) == (3, 0)


@pytest.mark.once
@pytest.mark.rule("U-84")
def test_the_most_at_once_is_what_counting_each_day_says():
    chance = Random(5)
    for _round in range(300):
        periods = []
        for _number in range(chance.randrange(8)):
            begins = TODAY + timedelta(days=chance.randrange(-5, 20))
            ends = begins + timedelta(days=chance.randrange(1, 9))
            periods.append((begins, chance.choice([ends, ends, None])))
        start = TODAY + timedelta(days=chance.randrange(10))
        end = start + timedelta(days=chance.randrange(1, 12))
        days = [start + timedelta(days=number) for number in range((end - start).days)]
        counted = [sum(b <= day and (e is None or day < e) for b, e in periods) for day in days]

        assert most_at_once(periods, start, end) == max(counted)


@pytest.mark.rule("U-85")
def test_a_set_leaves_as_one_act_with_the_contract_that_was_signed(out, laptops, desk):
    assert (out.state, out.signed_sha256) == ("out", out.contract.sha256)
    assert [position(laptop) for laptop in laptops] == ["lent", "lent", "at_desk"]
    assert [line.device for line in out.lines.all()] == laptops[:2]
    assert sorted(Commitment.objects.open().values_list("kind", flat=True)) == ["loan", "loan"]
    assert SetPart.objects.filter(line__device_set=out).count() == 4
    assert verbs(out)[-1] == "lending.set_handed_over"


@pytest.mark.rule("U-85")
def test_what_is_not_exactly_the_set_does_not_leave(promised, laptops, actor):
    signed = with_contract(promised, actor)
    signs = signed.contract.sha256

    def no(devices, signs=signs, day=FIRST):
        with on(day):
            return refusal(lambda: actions.hand_over_set(signed, devices=devices, signs=signs, by=actor))

    assert no(laptops) == ("3 devices were scanned and 2 were promised. Scan exactly these.", "scans")
    assert no([laptops[0], laptops[0]])[1] == "scans"
    assert no(laptops[:2], "0" * 64)[0].startswith("This is not the contract that lies ready.")
    assert no(laptops[:2], day=TODAY)[0] == "It is kept from 30/11/2026 on. Give it on that day or later."
    assert [position(laptop) for laptop in laptops] == ["at_desk"] * 3


@pytest.mark.rule("U-85")
def test_when_one_device_cannot_go_none_goes(promised, laptops, town, actor):
    signed = with_contract(promised, actor)
    a_prepared_loan(a_person(town), laptops[1])

    with on(FIRST):
        said, _field = refusal(
            lambda: actions.hand_over_set(signed, devices=laptops[:2], signs=signed.contract.sha256, by=actor)
        )

    assert said == f"{laptops[1].number} is kept for somebody else. Take another one."
    assert (position(laptops[0]), fresh(signed).state) == ("at_desk", "promised")


@pytest.mark.rule("U-86")
def test_what_comes_back_is_erased_again_and_waits_for_a_look_of_at_most_48_hours(out, laptops, actor):
    with on(LAST):
        back = actions.receive_set(out, devices=laptops[:1], by=actor)

    assert (back.state, position(laptops[0]), position(laptops[1])) == ("back", "quarantine", "lent")
    with on(LAST + timedelta(days=2)):
        in_time = fresh(back).is_unchecked
    with on(LAST + timedelta(days=3)):
        too_late = fresh(back).is_unchecked
    assert (in_time, too_late) == (False, True)


@pytest.mark.rule("U-86")
def test_a_check_lists_what_is_missing_and_a_device_that_did_not_come_is_lost(out, laptops, actor):
    actions.receive_set(out, devices=laptops[:1], by=actor)
    parts = {part.pk: "present" for part in SetPart.objects.filter(line__device=laptops[0])}
    charger = SetPart.objects.get(line__device=laptops[0], kind="charger")

    incomplete, field = refusal(lambda: actions.check_set(out, parts={}, by=actor))
    checked = actions.check_set(out, parts=parts | {charger.pk: "missing"}, by=actor)

    assert (incomplete, field) == ("Say of each part that went along how it came back.", "parts")
    assert (checked.state, [line.back for line in checked.lines.all()]) == ("checked", ["here", "missing"])
    assert (fresh(charger).back, laptops[0].accessories.get(kind="charger").state) == ("missing", "missing")
    assert (position(laptops[1]), Commitment.objects.open().count()) == ("lost", 0)


@pytest.mark.rule("U-86")
def test_only_what_is_out_with_the_set_is_received(out, laptops, actor):
    stranger, _field = refusal(lambda: actions.receive_set(out, devices=laptops[2:], by=actor))
    nothing = refusal(lambda: actions.receive_set(out, devices=[], by=actor))

    assert stranger == f"{laptops[2].number} is not out with this set. Take it off the list."
    assert (nothing, fresh(out).state) == (("Nothing was scanned. Scan the label of each device.", "scans"), "out")


@pytest.mark.rule("U-86")
def test_a_device_of_a_set_that_is_scanned_like_any_return_is_sent_to_its_set(out, laptops, desk, actor):
    scan = actions.scan_in(desk, text=laptops[0].number, once=uuid4(), by=actor, whole=True)

    assert scan.said.endswith(
        "an organisation has it, with a set. Receive it with that set at Uitleendesk, Wilgerdonk."
    )
    assert (scan.advice, position(laptops[0]), fresh(out).state) == ("refuse", "lent", "out")


@pytest.mark.rule("U-87")
def test_nobody_came_is_written_down_after_the_first_day_and_counts_for_some_months(promised, ask, school, actor):
    with on(FIRST):
        too_early, _field = refusal(lambda: actions.note_no_show(promised, by=actor))
    with on(FIRST + timedelta(days=1)):
        actions.note_no_show(promised, by=actor)
        no = refusal(lambda: ask(from_on=FIRST + timedelta(days=20), last_on=FIRST + timedelta(days=21)))
    with on(date(2027, 3, 1)):
        again = ask(from_on=date(2027, 3, 10), last_on=date(2027, 3, 12))

    assert too_early == "The first day is not over yet. Wait until tomorrow, or call."
    assert no == ("Nobody fetched the last set. From 01/03/2027 this organisation can ask one again.", "organisation")
    assert (again.state, Commitment.objects.open().count()) == ("asked", 0)
