"""The pages of sets: from what an organisation asks to the check after it came back."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.inventory.tests.factories import at_desk
from digibank.lending import actions
from digibank.lending.models import DeviceSet, SetPart
from digibank.lending.tests.conftest import TODAY
from digibank.lending.tests.looking import fresh
from digibank.organisations.models import Organisation
from digibank.organisations.tests.factories import a_member, a_regulation

FIRST = TODAY + timedelta(days=7)


def url(name, *keys) -> str:
    return reverse(f"lending:{name}", args=keys)


def send(client, address, **typed):
    return client.post(address, {"once": str(uuid4())} | typed)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def on_the_first_day():
    return clock.at(datetime.combine(FIRST, time(12), clock.BRUSSELS))


@pytest.fixture
def laptops(town, desk, depot, laptop_class):
    a_regulation(town, set_weeks=3)
    return [at_desk(desk, laptop_class, depot=depot) for _number in range(2)]


@pytest.fixture
def asked(association, laptops, clerk) -> DeviceSet:
    school = a_member(association, name="CVO De Linde", kind=Organisation.Kind.PARTNER)
    return actions.ask_set(
        school, desk=laptops[0].place, device_class=laptops[0].device_class, count=2, from_on=FIRST, last_on=FIRST,
        contact_name="Els Pauwels", contact_phone="014 55 55 55", by=clerk.actor,
    )  # fmt: skip


@pytest.mark.rule("U-83")
def test_a_clerk_writes_down_what_an_organisation_asks(as_clerk, association, laptops):
    school = a_member(association, name="CVO De Linde", kind=Organisation.Kind.PARTNER)
    typed = {"organisation": school.pk, "desk": laptops[0].place_id, "device_class": laptops[0].device_class_id}
    typed |= {"count": 2, "last_on": FIRST, "contact_name": "Els Pauwels", "contact_phone": "014 55 55 55"}

    too_late = send(as_clerk, url("ask_set"), **typed, from_on=TODAY)
    good = send(as_clerk, url("ask_set"), **typed, from_on=FIRST)

    found = DeviceSet.objects.get()
    assert (too_late.status_code, list(too_late.context["form"].errors)) == (422, ["from_on"])
    assert (good.status_code, good["Location"]) == (303, url("set", found.pk))
    assert "Organisations ask a set" in text_of(as_clerk.get(reverse("desk:home")))


@pytest.mark.rule("U-85")
@pytest.mark.usefixtures("small_papers")
def test_a_set_goes_the_whole_way_with_a_scanner(as_clerk, asked, laptops):
    steps = [send(as_clerk, url("promise_set", asked.pk)), send(as_clerk, url("make_set_contract", asked.pk))]
    paper = as_clerk.get(url("set_contract", asked.pk))
    scans = "\n".join(laptop.number for laptop in laptops)
    with on_the_first_day():
        signs = as_clerk.get(url("hand_over_set", asked.pk)).context["form"]["signs"].value()
        unknown = send(as_clerk, url("hand_over_set", asked.pk), scans="DB-999999-0", signs=signs)
        too_few = send(as_clerk, url("hand_over_set", asked.pk), scans=laptops[0].number, signs=signs)
        steps.append(send(as_clerk, url("hand_over_set", asked.pk), scans=scans, signs=signs))
        steps.append(send(as_clerk, url("receive_set", asked.pk), scans=scans))
        parts = {f"part_{part.pk}": "present" for part in SetPart.objects.all()}
        steps.append(send(as_clerk, url("check_set", asked.pk), **parts))

    assert [step.status_code for step in steps] == [303] * 5
    assert (paper.content[:4], fresh(asked).state) == (b"%PDF", "checked")
    assert (unknown.status_code, too_few.status_code) == (422, 422)
    assert "2 were promised" in text_of(too_few)


@pytest.mark.rule("U-83")
def test_a_set_is_refused_or_called_off_and_a_second_answer_is_explained(as_clerk, asked):
    silent = send(as_clerk, url("refuse_set", asked.pk), reason="")
    no = send(as_clerk, url("refuse_set", asked.pk), reason="Er zijn er te weinig.")
    late = send(as_clerk, url("cancel_set", asked.pk))

    assert (silent.status_code, no.status_code, late.status_code) == (422, 303, 422)
    assert "Er zijn er te weinig." in text_of(as_clerk.get(url("set", asked.pk)))


@pytest.mark.rule("U-87")
def test_nobody_came_is_a_button_from_the_day_after(as_clerk, asked, clerk):
    actions.promise_set(asked, by=clerk.actor)
    before = text_of(as_clerk.get(url("set", asked.pk)))
    early = send(as_clerk, url("note_no_show", asked.pk))
    with clock.at(datetime.combine(FIRST + timedelta(days=1), time(12), clock.BRUSSELS)):
        after = text_of(as_clerk.get(url("set", asked.pk)))
        noted = send(as_clerk, url("note_no_show", asked.pk))

    assert ("Nobody came" in before, "Nobody came" in after) == (False, True)
    assert (early.status_code, noted.status_code) == (422, 303)


def test_a_stranger_finds_no_set_and_others_may_not_come_in(as_stranger, as_technician, asked):
    opened = ["set", "set_contract", "refuse_set", "hand_over_set", "receive_set", "check_set"]
    sent = ["promise_set", "cancel_set", "note_no_show", "make_set_contract"]
    seen = {name: as_stranger.get(url(name, asked.pk)).status_code for name in opened}
    seen |= {name: send(as_stranger, url(name, asked.pk)).status_code for name in sent}

    assert set(seen.values()) == {404}
    assert as_technician.get(url("sets")).status_code == 403
    assert asked.number not in text_of(as_stranger.get(url("sets")))


def test_the_list_asks_as_many_questions_for_three_as_for_one(as_clerk, asked):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            as_clerk.get(url("sets"))
        return len(caught)

    queries()
    one = queries()
    for _number in range(2):
        asked.pk = None
        asked.save()

    assert queries() == one
