"""A renewal never passes who waits, nor what the device is kept for; a coordinator may let it once."""

from datetime import date, timedelta

import pytest
from conftest import logged_in
from django.db import IntegrityError, transaction
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.inventory.models import Commitment
from digibank.inventory.tests.factories import a_class
from digibank.lending import actions
from digibank.lending.models import Leave, Renewal
from digibank.lending.tests.factories import a_loan
from digibank.lending.tests.looking import fresh, refusal, verbs
from digibank.lending.tests.waiting import comes, waits
from digibank.organisations.tests.factories import a_desk, a_regulation, an_association

WAITED_FOR = (
    "Somebody waits for a Laptop 15 inch at Uitleendesk, and none is free. Plan the return, or ask the coordinator."
)


@pytest.fixture
def loan(roza, laptop):
    return a_loan(roza, laptop)


@pytest.fixture
def anna(loan, laptop_class, desk):
    """Somebody who waits for one like it, at its desk."""
    return waits("Anna Belt", laptop_class, desk)


@pytest.fixture
def coordinator(association):
    return logged_in(a_user("cora", "Cora Coördinator", association, Role.COORDINATOR))


def why(number="", because="study", note="De opleiding eindigt in juni.", **typed):
    return {"number": number, "because": because, "note": note} | typed


@pytest.mark.rule("U-60")
def test_a_loan_is_not_made_longer_past_who_waits_for_one_like_it(loan, anna, actor):
    said, _field = refusal(lambda: actions.renew(loan, by=actor))

    assert (said, fresh(loan).due_on, Renewal.objects.count()) == (
        WAITED_FOR.replace("Laptop 15 inch", anna.device_class.name), date(2027, 11, 23), 0,
    )  # fmt: skip


@pytest.mark.rule("U-60")
def test_who_waits_and_has_a_free_one_there_keeps_nobody_from_longer(loan, laptop_class, desk, depot, actor):
    waits("Anna Belt", laptop_class, desk)
    comes(laptop_class, desk, depot)

    assert actions.renew(loan, by=actor).due_on == date(2028, 11, 23)


@pytest.mark.rule("U-60")
def test_with_fewer_free_than_who_wait_somebody_would_be_passed(loan, laptop_class, desk, depot, actor):
    for name in ("Anna Belt", "Bob Cools"):
        waits(name, laptop_class, desk)
    comes(laptop_class, desk, depot)

    assert "Somebody waits" in refusal(lambda: actions.renew(loan, by=actor))[0]


@pytest.mark.rule("U-60")
def test_who_waits_at_another_desk_or_for_another_kind_is_not_passed(loan, laptop_class, desk, other_town, actor):
    a_regulation(other_town)
    waits("Anna Belt", laptop_class, a_desk(other_town))
    waits("Bob Cools", a_class("tablet", "tablet"), desk)

    assert actions.renew(loan, by=actor).due_on == date(2028, 11, 23)


@pytest.mark.rule("U-60")
def test_who_has_all_that_the_rules_allow_passes_nobody(loan, roza, laptop_class, desk, actor):
    actions.ask(roza, device_class=laptop_class, desk=desk, by=actor)

    assert actions.renew(loan, by=actor).due_on == date(2028, 11, 23)


@pytest.mark.rule("U-60")
def test_a_device_that_is_kept_for_a_later_day_is_not_lent_longer(loan, laptop, desk, actor):
    later = date(2027, 12, 1)
    Commitment.objects.filter(pk=loan.commitment_id).update(until_on=later)
    Commitment.objects.create(
        kind="transport", device_class=laptop.device_class, device=laptop, place=desk, from_on=later
    )

    said, _field = refusal(lambda: actions.renew(loan, by=actor))

    assert said == (
        f"{laptop.number} is kept for somebody from 1 December 2027. Plan the return, and lend another one."
    )


@pytest.mark.rule("U-60")
def test_the_page_says_beforehand_that_somebody_waits(as_clerk, loan, laptop_class, desk):
    page, renew = reverse("lending:loan", args=[loan.pk]), reverse("lending:renew", args=[loan.pk])
    before = as_clerk.get(page).content.decode()
    waits("Anna Belt", laptop_class, desk)

    after = as_clerk.get(page)

    assert (renew in before, renew in after.content.decode()) == (True, False)
    assert after.context["not_longer"].startswith("Somebody waits for a ")
    assert as_clerk.post(renew).status_code == 422


@pytest.mark.rule("U-61")
def test_a_coordinator_lets_a_loan_be_made_longer_once(loan, anna, actor):
    actions.give_leave(loan, because="study", note="De opleiding eindigt in juni.", by=actor)
    twice, _field = refusal(lambda: actions.give_leave(loan, because="work", note="Toch.", by=actor))
    renewed = actions.renew(loan, by=actor)

    assert (renewed.due_on, twice) == (
        date(2028, 11, 23), "Leave was given already. The desk can make it longer now.",
    )  # fmt: skip
    assert verbs(loan)[-2:] == ["lending.leave_given", "lending.renewed"]


@pytest.mark.rule("U-61")
def test_leave_holds_for_one_time_only(town, roza, laptop, desk, actor):
    a_regulation(town, valid_from=clock.today() - timedelta(days=1), renewals=2)
    loan = a_loan(roza, laptop)
    waits("Anna Belt", laptop.device_class, desk)
    actions.give_leave(loan, because="study", note="De opleiding eindigt in juni.", by=actor)
    actions.renew(loan, by=actor)

    assert "Somebody waits" in refusal(lambda: actions.renew(loan, by=actor))[0]


@pytest.mark.rule("U-61")
@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("  ", ("Write down why. The person who waits may ask.", "note")),
        ("pincode 1234", None),
    ],
)
def test_leave_has_its_reason_and_no_secret(loan, anna, actor, note, said):
    refused = refusal(lambda: actions.give_leave(loan, because="study", note=note, by=actor))

    assert (refused if said else refused[1], Leave.objects.count()) == (said or "note", 0)


@pytest.mark.rule("U-61")
def test_no_leave_is_given_where_nobody_waits_and_it_is_never_changed(loan, laptop_class, desk, actor):
    early, _field = refusal(lambda: actions.give_leave(loan, because="study", note="Nu al.", by=actor))
    waits("Anna Belt", laptop_class, desk)
    actions.give_leave(loan, because="study", note="De opleiding eindigt in juni.", by=actor)

    assert early == "Nobody has to wait for it: the desk can make it longer itself."
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.update(note="Iets anders.")


@pytest.mark.rule("U-61")
def test_a_coordinator_gives_leave_by_number_and_never_sees_who(coordinator, loan, roza, anna):
    page = reverse("lending:give_leave")

    by_name = coordinator.post(page, why(number=roza.name))
    done = coordinator.post(page, why(number=loan.number))

    assert (by_name.status_code, by_name.context["form"].errors["number"]) == (
        422, ["No loan has this number. Look at the number once more."],
    )  # fmt: skip
    assert (done.status_code, done.url) == (303, reverse("lending:ladders_done"))
    shown = coordinator.get(done.url).content.decode()
    assert (loan.number in shown, "De opleiding eindigt in juni." in shown, roza.name in shown) == (True, True, False)


@pytest.mark.rule("U-61")
def test_a_clerk_gives_no_leave_and_a_coordinator_elsewhere_finds_no_loan(as_clerk, loan, anna):
    there = logged_in(a_user("els", "Els Elders", an_association("Digibank Elders"), Role.COORDINATOR))
    page = reverse("lending:give_leave")

    assert (as_clerk.get(page).status_code, there.post(page, why(number=loan.number)).status_code) == (403, 422)
