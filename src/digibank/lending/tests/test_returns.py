"""The device comes back, or nobody has it any more."""

from datetime import date

import pytest

from digibank.comms.models import Message
from digibank.inventory import actions as inventory
from digibank.inventory.models import Commitment, Device
from digibank.lending import actions, queries
from digibank.lending.models import Loss, Return
from digibank.lending.tests.conftest import TODAY
from digibank.lending.tests.factories import a_loan, a_prepared_loan, a_request, came_back
from digibank.lending.tests.looking import fresh, position, refusal, told, verbs
from digibank.organisations.tests.factories import a_desk

WHOLE = {"bag": "present", "charger": "present"}


def parts_of(loan) -> dict[str, str]:
    return dict(loan.parts.values_list("kind", "back"))


@pytest.mark.rule("U-07")
def test_a_return_says_how_the_device_and_each_part_came_back(roza, laptop, desk, town, actor):
    loan, other_desk = a_loan(roza, laptop), a_desk(town, name="Balie De Brug")

    back = actions.take_back(
        loan, place=other_desk, condition="damaged", note="Kras.", parts=WHOLE | {"bag": "missing"}, by=actor
    )

    assert str(back) == f"damaged {back.pk}"
    assert (back.place, back.condition, back.note, back.checked_by) == (other_desk, "damaged", "Kras.", actor)
    assert (fresh(loan).state, parts_of(loan)) == ("returned", WHOLE | {"bag": "missing"})
    assert (position(laptop), fresh(laptop).place, fresh(laptop).open_media) == ("quarantine", other_desk, 1)
    assert not Commitment.objects.open().exists()
    assert verbs(loan)[-1] == "lending.taken_back"


@pytest.mark.rule("U-07")
def test_the_borrower_gets_to_know_what_came_back_and_what_is_missing(roza, laptop):
    came_back(a_loan(roza, laptop), bag="missing")

    message = Message.objects.get(template="lending/returned")
    assert message.body == (
        f"You brought back the Dell Latitude with number {laptop.number}. Thank you.\n\n"
        "This came back with it: charger.\n\n"
        "This is still missing: bag. Please bring it too.\n\n"
        "We erase the device. Nothing of yours stays on it."
    )
    assert message.short == f"Device {laptop.number} is back. This is still missing: bag. Uitleendesk"


@pytest.mark.rule("U-07")
@pytest.mark.parametrize("parts", [{}, {"charger": "present"}, WHOLE | {"mouse": "present"}])
def test_each_part_that_went_along_is_looked_at(roza, laptop, desk, actor, parts):
    loan = a_loan(roza, laptop)

    no = refusal(lambda: actions.take_back(loan, place=desk, condition="ok", parts=parts, by=actor))

    assert no == ("Say of each part that went along how it came back.", "parts")
    assert (fresh(loan).state, position(laptop), Return.objects.count()) == ("running", "lent", 0)


def test_a_note_holds_no_secrets(roza, laptop, desk, actor):
    loan = a_loan(roza, laptop)

    _said, field = refusal(
        lambda: actions.take_back(loan, place=desk, condition="ok", note="pincode 1234", parts=WHOLE, by=actor)
    )

    assert (field, fresh(loan).state) == ("note", "running")


def test_a_device_comes_back_once(roza, laptop, desk, actor):
    loan = came_back(a_loan(roza, laptop))

    said, _field = refusal(lambda: actions.take_back(loan, place=desk, condition="ok", parts=WHOLE, by=actor))

    assert "the state is “returned”" in said
    assert told() == [("lending/handed_over", "Roza Peeters"), ("lending/returned", "Roza Peeters")]


@pytest.mark.parametrize("stolen", [False, True])
def test_what_is_gone_ends_the_loan_and_comes_back_all_the_same(roza, laptop, actor, stolen):
    loan, state = a_loan(roza, laptop), "stolen" if stolen else "lost"
    if stolen:
        gone = actions.report_stolen(loan, police_report="AN.12.L3.004711", note="Op de trein.", by=actor)
    else:
        gone = actions.report_lost(loan, note="Op de trein.", by=actor)
    at_loss = (gone.state, gone.is_open, position(laptop), list(Commitment.objects.open()))

    came_back(loan, bag="missing")

    loss = Loss.objects.get()
    assert at_loss == (state, False, state, [loan.commitment])
    assert not Commitment.objects.open().exists()
    assert (loss.stolen, loss.police_report, loss.note) == (stolen, "AN.12.L3.004711" * stolen, "Op de trein.")
    assert (fresh(loan).state, position(laptop), fresh(laptop).open_media) == ("returned", "quarantine", 1)
    assert laptop.accessories.get(kind="bag").state == "missing"
    assert str(loss) == f"{state} {loss.pk}"


@pytest.mark.rule("I-09")
@pytest.mark.parametrize("written_off", [False, True])
def test_a_lost_device_comes_back_with_its_loan_and_by_no_other_way(roza, laptop, desk, actor, written_off):
    loan = actions.report_lost(a_loan(roza, laptop), by=actor)
    if written_off:
        inventory.write_off(laptop, because="Een jaar weg.", by=actor)

    said, _field = refusal(lambda: inventory.report_found(laptop, place=desk, by=actor))
    came_back(loan)

    assert said == f"{laptop.number} belongs with a loan. Report it with the loan."
    assert (fresh(loan).state, position(laptop), fresh(laptop).gone_at) == ("returned", "quarantine", None)
    assert not Commitment.objects.open().exists()


def test_who_lost_a_device_may_borrow_another_one(roza, laptop, second_laptop, actor):
    actions.report_lost(a_loan(roza, laptop), by=actor)

    loan = a_loan(roza, second_laptop)

    assert (loan.state, position(second_laptop), position(laptop)) == ("running", "lent", "lost")


@pytest.mark.parametrize("field", ["note", "police_report"])
def test_a_loss_holds_no_secrets(roza, laptop, actor, field):
    loan = a_loan(roza, laptop)
    written = {"note": "", "police_report": "4711"} | {field: "pincode 1234"}

    no = refusal(lambda: actions.report_stolen(loan, by=actor, **written))

    assert (no[1], fresh(loan).state) == (field, "running")


def test_only_what_is_with_a_borrower_can_be_lost(roza, laptop, actor):
    loan = a_prepared_loan(roza, laptop)

    said, _field = refusal(lambda: actions.report_lost(loan, by=actor))

    assert "This is not possible now" in said
    assert Device.objects.get().state == "at_desk"


def test_the_story_of_a_loan_is_told_in_order(roza, laptop, laptop_class, desk, actor):
    asked = a_request(roza, laptop_class, desk)
    loan = a_loan(roza, laptop, request=asked)
    actions.renew(loan, by=actor)
    actions.report_lost(loan, by=actor)
    came_back(loan)

    told_so = [(moment.on, moment.title) for moment in queries.story(fresh(loan))]

    titles = ["Asked.", "Prepared.", "Signed and handed over.", "Made longer.", "Lost.", "Back."]
    assert told_so == [(TODAY, title) for title in titles]


def test_the_story_of_a_loan_that_never_began_is_short(roza, laptop, actor):
    loan = actions.cancel(a_prepared_loan(roza, laptop), by=actor)

    assert [moment.title for moment in queries.story(loan)] == ["Prepared.", "Cancelled."]
    assert loan.ended_at.date() == date(2026, 11, 23)
