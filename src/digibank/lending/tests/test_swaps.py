"""A device is swapped during the loan: what stays, what comes back, and with whom which device was."""

from datetime import date

import pytest
from conftest import logged_in
from django.db import IntegrityError, transaction
from django.urls import reverse

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions as inventory
from digibank.inventory.models import Accessory, Device
from digibank.inventory.tests.factories import a_class, at_desk, erased
from digibank.lending import actions, jobs
from digibank.lending.calendars import life_of
from digibank.lending.custody import custody_of, devices_of
from digibank.lending.models import Loan, Return, Swap
from digibank.lending.swap_slips import swap_slip_context
from digibank.lending.tests.factories import ALL_PARTS, a_loan, a_prepared_loan, a_request, came_back
from digibank.lending.tests.looking import fresh, position, refusal, told, verbs, wrong
from digibank.lending.tests.test_updates import with_updates_until
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import open_on

WHOLE = dict.fromkeys(ALL_PARTS, "present")


@pytest.fixture
def loan(roza, laptop):
    return a_loan(roza, laptop)


@pytest.fixture
def swapped(loan, second_laptop, actor):
    """The loan ten days later, with the other laptop."""
    clock.pass_time(days=10)
    swap_to(loan, second_laptop, actor, condition="broken", note="Scherm blijft zwart.")
    return fresh(loan)


def swap_to(loan, device, actor, **details):
    about = {"parts": ALL_PARTS, "condition": "ok", "back": WHOLE} | details
    return actions.swap(loan, device=device, by=actor, **about)


@pytest.mark.rule("U-67")
def test_a_swap_goes_on_with_the_same_loan_and_the_old_device_is_to_be_erased(loan, swapped, laptop, second_laptop):
    assert (swapped.device, swapped.due_on, swapped.number) == (second_laptop, date(2027, 11, 23), loan.number)
    assert (swapped.regulation, swapped.state, Return.objects.count()) == (loan.regulation, "running", 0)
    assert [position(device) for device in (laptop, second_laptop)] == ["quarantine", "lent"]
    assert (swapped.commitment.device, fresh(loan.commitment).released_at is None) == (second_laptop, False)
    assert told()[-1] == ("lending/swapped", "Roza Peeters")
    assert verbs(loan)[-1] == "lending.swapped"
    assert wrong() == []


@pytest.mark.rule("U-67")
def test_money_and_renewals_stay_with_the_loan(town, loan, second_laptop, actor):
    before = [(charge.kind, charge.cents, charge.paid_cents) for charge in loan.charges.all()]
    actions.renew(loan, by=actor)
    swap_to(loan, second_laptop, actor)

    after = fresh(loan)
    assert (before != [], [(c.kind, c.cents, c.paid_cents) for c in after.charges.all()]) == (True, before)
    assert (after.due_on, after.renewals_left()) == (date(2028, 11, 23), 0)


@pytest.mark.rule("U-68")
def test_each_device_keeps_with_whom_it_was_from_when_until_when(swapped, clerk, laptop, second_laptop):
    clock.pass_time(days=5)
    back = came_back(swapped)

    first, second = date(2026, 11, 23), date(2026, 12, 3)
    assert [(one.device, one.from_on, one.until_on) for one in devices_of(back)] == [
        (laptop, first, second), (second_laptop, second, date(2026, 12, 8)),
    ]  # fmt: skip
    assert [(one.loan, one.from_on, one.until_on) for one in custody_of(laptop)] == [(swapped, first, second)]
    assert [(one.from_on, one.until_on, one.what) for one in life_of(laptop, clerk) if one.what != "repaired"][:1] == [
        (first, second, "lent")
    ]
    assert (second, date(2026, 12, 8), "lent") in [
        (one.from_on, one.until_on, one.what) for one in life_of(second_laptop, clerk)
    ]
    assert "kept for somebody" not in [one.what for one in life_of(laptop, clerk)]
    assert list(Loan.objects.of_device(laptop)) == list(Loan.objects.of_device(second_laptop)) == [swapped]
    assert list(Loan.objects.matching(laptop.number)) == [swapped]
    assert wrong() == []


@pytest.mark.rule("U-68")
def test_a_swap_back_is_another_swap(swapped, laptop, second_laptop, actor):
    _made_ready_again(laptop)
    swap_to(swapped, fresh(laptop), actor)

    assert (fresh(swapped).device, Swap.objects.count()) == (laptop, 2)
    assert [one.from_on for one in custody_of(laptop)] == [date(2026, 11, 23), date(2026, 12, 3)]
    assert [one.until_on for one in custody_of(laptop)] == [date(2026, 12, 3), None]
    assert wrong() == []


@pytest.mark.rule("U-67")
def test_what_is_promised_to_others_or_lent_or_of_another_kind_does_not_go_along(
    loan, farid, depot, second_laptop, actor
):
    tablet = at_desk(loan.desk, a_class("tablet", "tablet"), depot=depot)
    other_kind, field = refusal(lambda: swap_to(loan, tablet, actor))
    a_request(farid, second_laptop.device_class, loan.desk)
    promised, _field = refusal(lambda: swap_to(loan, second_laptop, actor))

    assert (other_kind.startswith("A "), field, promised.startswith("Every free ")) == (True, "scan", True)
    assert (fresh(loan).device, Swap.objects.count(), wrong()) == (loan.device, 0, [])


@pytest.mark.rule("U-67")
def test_only_a_running_loan_is_swapped(farid, roza, laptop, second_laptop, actor):
    prepared = a_prepared_loan(roza, laptop)

    said, _field = refusal(lambda: swap_to(prepared, second_laptop, actor))

    assert said == "Only the device of a running loan can be swapped. Reload the page."


@pytest.mark.rule("U-17")
@pytest.mark.rule("U-68")
def test_a_loan_never_outlives_the_updates_of_the_device_it_is_swapped_for(loan, second_laptop, desk, actor):
    open_on(desk, (0, "09:00", "12:00"))
    with_updates_until(second_laptop, date(2027, 5, 14), actor)

    said, field = refusal(lambda: swap_to(loan, second_laptop, actor))
    swap = swap_to(loan, second_laptop, actor, accepts_earlier=True)

    assert (said, field) == (
        f"{second_laptop.number} gets security updates until 10 May 2027 only. Take another one, or tick that the loan"
        " ends then.", "accepts_earlier",
    )  # fmt: skip
    assert (swap.was_due_on, swap.due_on, fresh(loan).due_on) == (
        date(2027, 11, 23),
        date(2027, 5, 10),
        date(2027, 5, 10),
    )


@pytest.mark.rule("U-68")
def test_what_gets_updates_for_too_short_a_time_does_not_go_along_at_all(loan, second_laptop, actor):
    with_updates_until(second_laptop, date(2026, 12, 1), actor)

    said, _field = refusal(lambda: swap_to(loan, second_laptop, actor, accepts_earlier=True))

    assert said.startswith(f"{second_laptop.number} gets no security updates after 1 December 2026.")


@pytest.mark.rule("U-67")
def test_of_each_part_it_is_said_how_it_came_back_and_what_is_missing_is_told(loan, second_laptop, laptop, actor):
    silent, field = refusal(lambda: swap_to(loan, second_laptop, actor, back={"bag": "present"}))
    swap = swap_to(loan, second_laptop, actor, back={"bag": "damaged", "charger": "missing"})

    assert (silent, field) == ("Say of each part that went along how it came back.", "parts")
    assert [str(part) for part in swap.parts.all()] == ["bag damaged", "charger missing"]
    assert dict(laptop.accessories.values_list("kind", "state")) == {"bag": "damaged", "charger": "missing"}
    assert [(part.kind, part.given, part.back) for part in fresh(loan).parts.all()] == [
        ("bag", True, ""), ("charger", True, ""),
    ]  # fmt: skip


@pytest.mark.rule("U-67")
def test_after_a_swap_the_loan_ends_as_any_other(swapped, second_laptop, actor):
    actions.report_lost(swapped, by=actor)
    lost = position(second_laptop)
    found = came_back(swapped, charger="missing")

    assert (lost, position(second_laptop), found.state) == ("lost", "quarantine", "returned")
    assert [(part.kind, part.back) for part in found.parts.all()] == [("bag", "present"), ("charger", "missing")]
    assert wrong() == []


@pytest.mark.rule("U-68")
def test_a_swap_is_never_changed_and_its_note_may_fade(swapped):
    Swap.objects.update(note="")

    with pytest.raises(IntegrityError), transaction.atomic():
        Swap.objects.update(condition="ok")
    with pytest.raises(IntegrityError), transaction.atomic():
        Swap.objects.all().delete()


@pytest.mark.rule("U-69")
def test_a_set_whose_charger_is_still_with_an_earlier_borrower_is_not_lent(loan, farid, laptop, actor):
    came_back(loan, charger="missing")
    _made_ready_again(laptop)

    without, _field = refusal(lambda: a_prepared_loan(farid, fresh(laptop)))
    unticked, _field = refusal(lambda: a_prepared_loan(farid, fresh(laptop), parts=["bag"]))
    is_free = Device.objects.free_at(laptop.place).filter(pk=laptop.pk).exists()
    inventory.check_accessory(laptop, kind="charger", state="present", by=actor)

    assert without == unticked == f"The charger of {laptop.number} is missing. Add one first."
    assert (is_free, a_prepared_loan(farid, fresh(laptop)).state) == (False, "prepared")


@pytest.mark.rule("U-69")
def test_a_charger_that_stayed_behind_at_a_swap_keeps_its_device_from_being_lent(
    loan, farid, laptop, second_laptop, actor
):
    swap_to(loan, second_laptop, actor, back={"bag": "present", "charger": "missing"})
    _made_ready_again(laptop)

    said, _field = refusal(lambda: a_prepared_loan(farid, fresh(laptop)))

    assert said == f"The charger of {laptop.number} is missing. Add one first."


@pytest.mark.rule("U-69")
def test_a_part_that_is_still_out_cannot_be_given_along(loan, farid, laptop):
    came_back(loan, bag="missing")
    _made_ready_again(laptop)

    said, field = refusal(lambda: a_prepared_loan(farid, fresh(laptop)))

    assert (said, field) == ("The bag of this device is not here. Untick it, or add one first.", "parts")
    assert Accessory.objects.get(device=laptop, kind="bag").state == "missing"


def _made_ready_again(device) -> None:
    """It rode to the workshop, was erased, made ready and checked, and is back on the shelf of its desk."""
    by, desk, depot = an_actor(), device.place, Place.objects.get(kind="depot")
    inventory.send(fresh(device), to=depot, by=by)
    inventory.arrive(fresh(device), place=depot, by=by)
    for medium in device.media.inside().to_erase():
        erased(medium)
    for act in (inventory.pass_gate, inventory.install, inventory.approve):
        act(fresh(device), by=by)
    inventory.send(fresh(device), to=desk, by=by)
    inventory.arrive(fresh(device), place=desk, by=by)


def typed(device, **details):
    about = {"scan": device.number, "parts": ["bag", "charger"], "part_bag": "present", "part_charger": "present"}
    return about | {"condition": "broken", "note": "Scherm blijft zwart.", "asked_well": "1"} | details


@pytest.mark.rule("U-67")
def test_a_clerk_swaps_on_one_page_and_the_paper_lies_ready(as_clerk, loan, laptop, second_laptop, small_papers):
    page = reverse("lending:swap", args=[loan.pk])
    opened = as_clerk.get(page)
    answer = as_clerk.post(page, typed(second_laptop))

    swap = Swap.objects.get()
    shown = " ".join(as_clerk.get(answer.url).content.decode().split())
    assert (opened.status_code, answer.status_code, answer.url) == (200, 303, reverse("lending:loan", args=[loan.pk]))
    assert (swap.old, swap.new, swap.condition) == (laptop, second_laptop, "broken")
    assert (swap.files_saved, swap.signed_out) == ("yes", "yes")
    assert (laptop.number in shown, "Swapped during this loan" in shown) == (True, True)
    assert as_clerk.get(reverse("lending:swap_slip", args=[swap.pk])).status_code == 200


@pytest.mark.rule("U-67")
def test_a_swap_that_cannot_be_is_explained_at_the_field_and_what_was_typed_stays(
    as_clerk, loan, laptop, second_laptop
):
    page = reverse("lending:swap", args=[loan.pk])

    own = as_clerk.post(page, typed(laptop))
    secret = as_clerk.post(page, typed(second_laptop, note="pincode 1234"))

    assert (own.status_code, list(own.context["form"].errors)) == (422, ["scan"])
    assert (secret.status_code, list(secret.context["form"].errors)) == (422, ["note"])
    assert ("Scherm blijft zwart." in own.content.decode(), Swap.objects.count()) == (True, 0)


@pytest.mark.rule("U-96")
def test_what_is_swapped_out_and_still_locked_is_kept_back(as_clerk, loan, laptop, second_laptop, small_papers):
    answers = {"asked_well": None, "files_saved": "helped", "signed_out": "locked"}
    typed_well = {key: value for key, value in (typed(second_laptop) | answers).items() if value}

    as_clerk.post(reverse("lending:swap", args=[loan.pk]), typed_well)

    assert [flag.kind for flag in laptop.flags.open()] == ["locked_account"]
    assert Swap.objects.get().signed_out == "locked"


def test_strangers_find_neither_the_page_nor_the_paper(stranger, swapped, actor, small_papers):
    jobs.write_missing_papers(actor)
    neighbour, swap = logged_in(stranger), Swap.objects.get()

    assert neighbour.get(reverse("lending:swap", args=[swapped.pk])).status_code == 404
    assert neighbour.get(reverse("lending:swap_slip", args=[swap.pk])).status_code == 404


@pytest.mark.rule("U-67")
def test_the_worker_makes_the_paper_that_a_page_could_not(swapped, actor, small_papers):
    clock.pass_time(minutes=2)
    made = jobs.write_missing_papers(actor)

    swap = Swap.objects.get()
    assert (made >= 1, swap.slip.document.name, verbs(swapped)[-1]) == (True, "swap-slip.pdf", "lending.swap_slip_made")


@pytest.mark.rule("U-67")
def test_the_paper_says_what_came_back_what_goes_along_and_until_when(swapped, laptop, second_laptop):
    facts = dict(swap_slip_context(Swap.objects.get())["facts"])

    assert facts == {
        "You": facts["You"],
        "You brought back": f"Dell Latitude, {laptop.number}",
        "The device is": "broken, it does not work",
        "Own files saved": "not asked",
        "Signed out of own accounts": "not asked",
        "We saw": "Scherm blijft zwart.",
        "You get": f"Dell Inspiron, {second_laptop.number}",
        "With it": "bag, charger",
        "Bring back by": "Tuesday 23 November 2027",
        "When": facts["When"],
    }
