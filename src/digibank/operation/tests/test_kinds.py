"""What always holds also holds for gifts and lease-purchases, at each moment of their lives; and a breach is found."""

from datetime import timedelta

import pytest

from digibank import clock
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import at_desk
from digibank.lending import actions
from digibank.lending.models import SetPart
from digibank.lending.tests.factories import a_loan, a_paper, a_prepared_loan, came_back, signed_for
from digibank.operation.promises import charges, commitments, loans, signatures
from digibank.organisations.models import Organisation
from digibank.organisations.tests.factories import a_member, a_regulation
from digibank.people.tests.factories import a_person


def broken() -> list[str]:
    return [*loans(), *commitments(), *signatures(), *charges()]


@pytest.fixture(autouse=True)
def generous(town, in_english):
    a_regulation(town, set_weeks=1, gift_text="U verkoopt het niet.", lease_parts=1, lease_part_cents=1000)


@pytest.mark.rule("U-81")
@pytest.mark.parametrize("kind", ["gift", "lease"])
def test_nothing_breaks_from_the_scan_to_the_last_paper(town, desk, depot, actor, kind):
    first = a_prepared_loan(a_person(town), at_desk(desk, depot=depot), kind=kind)
    said = [broken()]
    actions.cancel(first, by=actor)
    said.append(broken())
    second = a_prepared_loan(a_person(town), first.device, kind=kind)
    running = signed_for(actions.keep_contract(second, contract=a_paper(), by=actor))
    said.append(broken())
    if kind == "lease":
        actions.pass_on(running, paper=a_paper("eigendom"), by=actor)
        came_back(a_loan(a_person(town), at_desk(desk, depot=depot), kind=kind))
        said.append(broken())

    assert said == [[]] * len(said)


@pytest.mark.rule("U-84")
def test_nothing_breaks_while_a_set_is_kept_out_back_and_checked(association, town, desk, depot, actor):
    school = a_member(association, name="CVO De Linde", kind=Organisation.Kind.PARTNER)
    laptops = [at_desk(desk, depot=depot) for _number in range(2)]
    first, said = clock.today() + timedelta(days=7), []
    found = actions.ask_set(
        school, desk=desk, device_class=laptops[0].device_class, count=2, from_on=first, last_on=first,
        contact_name="Els Pauwels", contact_phone="014 55 55 55", by=actor,
    )  # fmt: skip
    found = actions.keep_set_contract(actions.promise_set(found, by=actor), contract=a_paper("set"), by=actor)
    said.append(broken())
    with clock.at(clock.now() + timedelta(days=8)):
        found = actions.hand_over_set(found, devices=laptops, signs=found.contract.sha256, by=actor)
        said.append(broken())
        found = actions.receive_set(found, devices=laptops[:1], by=actor)
        said.append(broken())
        parts = dict.fromkeys(SetPart.objects.filter(line__back="here").values_list("pk", flat=True), "present")
        actions.check_set(found, parts=parts, by=actor)
        said.append(broken())

    assert said == [[], [], [], []]


@pytest.mark.rule("U-81")
def test_what_was_given_away_and_stands_at_the_desk_again_is_noticed(town, desk, depot):
    gift = a_loan(a_person(town), at_desk(desk, depot=depot), kind="gift")

    Device.objects.filter(pk=gift.device_id).update(state="at_desk", gone_at=None, gone_from="")

    assert broken() == [
        f"loan {gift.pk} is given and its device at_desk",
        f"device {gift.device_id} is at_desk, is lent 0 times, and was given away 1 times",
    ]
