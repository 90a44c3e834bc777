"""What always holds also holds for gifts and lease-purchases, at each moment of their lives; and a breach is found."""

import pytest

from digibank.inventory.models import Device
from digibank.inventory.tests.factories import at_desk
from digibank.lending import actions
from digibank.lending.tests.factories import a_loan, a_paper, a_prepared_loan, came_back, signed_for
from digibank.operation.promises import charges, commitments, loans, signatures
from digibank.organisations.tests.factories import a_regulation
from digibank.people.tests.factories import a_person


def broken() -> list[str]:
    return [*loans(), *commitments(), *signatures(), *charges()]


@pytest.fixture(autouse=True)
def generous(town, in_english):
    a_regulation(town, gift_text="U verkoopt het niet.", lease_parts=1, lease_part_cents=1000)


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


@pytest.mark.rule("U-81")
def test_what_was_given_away_and_stands_at_the_desk_again_is_noticed(town, desk, depot):
    gift = a_loan(a_person(town), at_desk(desk, depot=depot), kind="gift")

    Device.objects.filter(pk=gift.device_id).update(state="at_desk", gone_at=None, gone_from="")

    assert broken() == [
        f"loan {gift.pk} is given and its device at_desk",
        f"device {gift.device_id} is at_desk, has 0 running loans, and was given away 1 times",
    ]
