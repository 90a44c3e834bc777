"""At a return two short things are asked: are own files saved, and are you signed out of your accounts?"""

from uuid import uuid4

import pytest
from django.urls import reverse

from digibank.inventory.models import DeviceFlag, FlagKind
from digibank.lending import actions
from digibank.lending.models import Asked, Return
from digibank.lending.slips import slip_context, slip_pdf
from digibank.lending.tests.factories import a_loan
from digibank.lending.tests.looking import fresh
from digibank.logistics.models import TransferLine
from digibank.ui.tests.reading_paper import text_of

WHOLE = {"bag": "present", "charger": "present"}
AS_SEEN = {"part_bag": "present", "part_charger": "present", "condition": "ok"}


def told(back) -> tuple[str, str]:
    facts = {str(term): str(words) for term, words in slip_context(back)["facts"]}
    return facts["Own files saved"], facts["Signed out of own accounts"]


def brought(client, loan, desk, **typed):
    return client.post(reverse("lending:take_back", args=[loan.pk]), AS_SEEN | {"place": desk.pk} | typed)


def answers() -> tuple[str, str]:
    back = Return.objects.get()
    return back.files_saved, back.signed_out


@pytest.mark.rule("U-95")
@pytest.mark.usefixtures("small_papers")
def test_the_common_answer_is_the_one_button_that_takes_it_back(as_clerk, roza, laptop, desk):
    loan = a_loan(roza, laptop)
    page = as_clerk.get(reverse("lending:take_back", args=[loan.pk]))

    answer = brought(as_clerk, loan, desk, asked_well="1")

    form = page.context["form"]
    assert (form["files_saved"].value(), form["signed_out"].value()) == (None, None)
    assert (answer.status_code, answers()) == (303, ("yes", "yes"))


@pytest.mark.rule("U-95")
@pytest.mark.usefixtures("small_papers")
def test_what_was_chosen_stays_whichever_button_sends_it(as_clerk, roza, laptop, desk):
    loan = a_loan(roza, laptop)

    brought(as_clerk, loan, desk, files_saved="no_matter", asked_well="1")

    assert answers() == ("no_matter", "yes")
    assert told(fresh(loan).returned) == ("does not matter", "yes")


@pytest.mark.rule("U-95")
def test_what_was_not_asked_is_asked_first(as_clerk, roza, laptop, desk):
    loan = a_loan(roza, laptop)

    answer = brought(as_clerk, loan, desk, files_saved="helped")

    said = "Ask this and choose the answer, or say that nobody is there to ask."
    assert (answer.status_code, answer.context["form"].errors) == (422, {"signed_out": [said]})
    assert fresh(loan).state == "running"


@pytest.mark.rule("U-95")
@pytest.mark.usefixtures("small_papers")
def test_nobody_who_is_there_to_ask_is_no_answer(as_clerk, roza, laptop, desk):
    loan = a_loan(roza, laptop)

    brought(as_clerk, loan, desk, files_saved="not_asked", signed_out="not_asked")

    assert told(fresh(loan).returned) == ("not asked", "not asked")


@pytest.mark.rule("U-95")
def test_a_pile_that_is_scanned_in_says_that_nothing_was_asked(roza, laptop, desk, actor):
    loan = a_loan(roza, laptop)

    actions.scan_in(desk, text=laptop.number, once=uuid4(), whole=True, by=actor)

    assert answers() == ("not_asked", "not_asked")
    assert told(fresh(loan).returned) == ("not asked", "not asked")


@pytest.mark.rule("U-95")
def test_what_is_scanned_and_looked_at_is_asked_as_well(roza, laptop, desk, actor):
    a_loan(roza, laptop)
    scan = actions.scan_in(desk, text=laptop.number, once=uuid4(), by=actor)

    asked = Asked(files_saved="helped", signed_out="helped")
    actions.take_back_scanned(scan, condition="ok", parts=WHOLE, asked=asked, once=uuid4(), by=actor)

    assert answers() == ("helped", "helped")


@pytest.mark.once
@pytest.mark.rule("U-96")
def test_what_is_still_locked_to_an_account_is_kept_back_and_rides_to_the_workshop(roza, laptop, desk, actor):
    loan = a_loan(roza, laptop)
    scan = actions.scan_in(desk, text=laptop.number, once=uuid4(), by=actor)

    locked = Asked(files_saved="yes", signed_out="locked")
    back = actions.take_back_scanned(scan, condition="ok", parts=WHOLE, asked=locked, once=uuid4(), by=actor)

    flags = list(laptop.flags.open().values_list("kind", flat=True))
    assert (flags, fresh(laptop).state) == ([FlagKind.LOCKED_ACCOUNT], "quarantine")
    assert TransferLine.objects.get(device=laptop).transfer.to_place.kind == "depot"
    words = text_of(slip_pdf(back))
    assert "It is still locked to your account. Please come and sign out." in words
    assert told(fresh(loan).returned)[1] == "no, still locked to an account"


@pytest.mark.rule("U-96")
def test_a_lock_that_is_known_already_does_not_stop_a_return(roza, laptop, desk, actor):
    loan = a_loan(roza, laptop)
    DeviceFlag.objects.create(device=laptop, kind=FlagKind.LOCKED_ACCOUNT, raised_by=actor)

    actions.take_back(loan, place=desk, condition="ok", parts=WHOLE, asked=Asked(signed_out="locked"), by=actor)

    assert laptop.flags.open().filter(kind=FlagKind.LOCKED_ACCOUNT).count() == 1
