"""Pages of the social worker, and what the desk sees of what she gave."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.people.tests.factories import a_person
from digibank.support.models import Entitlement
from digibank.support.tests.factories import a_social_worker, an_entitlement, an_ocmw
from digibank.ui.templatetags.ui import day

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def at(name, *keys):
    return reverse(f"support:{name}", args=keys)


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def as_mia(mia):
    return logged_in(mia)


@pytest.fixture
def colleague_elsewhere(other_town):
    return logged_in(a_social_worker(an_ocmw(other_town), "ria", "Ria Elders"))


def test_a_social_worker_finds_a_resident_gives_something_and_ends_it(as_mia, mia, roza):
    found = as_mia.get(at("residents"), {"q": "roza"})
    until = clock.today() + timedelta(days=90)
    typed = {"once": uuid4(), "kind": "paid", "amount_cents": "25", "valid_from": clock.today(), "valid_until": until}
    given = as_mia.post(at("grant", roza.pk), typed)
    again = as_mia.post(at("grant", roza.pk), typed)
    entitlement = Entitlement.objects.get()
    shown = as_mia.get(at("resident", roza.pk))
    ended = as_mia.post(at("end", entitlement.pk), {"once": uuid4()})

    assert at("resident", roza.pk) in text_of(found)
    assert [(answer.status_code, answer.url) for answer in (given, again)] == [(303, at("resident", roza.pk))] * 2
    assert (entitlement.kind, entitlement.amount_cents, entitlement.typed_by) == ("paid", 2500, mia.actor)
    assert "at most €\u00a025,00 for a loan" in shown.content.decode()
    assert (ended.status_code, Entitlement.objects.get().has_passed) == (303, True)
    assert "Roza Peeters" not in text_of(as_mia.get(at("entitlements")))
    assert "Roza Peeters" in text_of(as_mia.get(at("entitlements"), {"shown": "all"}))


def test_a_broken_rule_is_explained_and_what_was_typed_stays(as_mia, roza):
    given = an_entitlement(roza)
    until = (clock.today() + timedelta(days=9)).isoformat()
    twice = {"kind": "goes_before", "valid_from": clock.today(), "valid_until": until}

    answer = as_mia.post(at("grant", roza.pk), twice)
    as_mia.post(at("end", given.pk))
    stale = as_mia.post(at("end", given.pk))

    assert (answer.status_code, stale.status_code) == (422, 422)
    assert "This holds already in that time." in text_of(answer)
    assert answer.context["form"]["valid_until"].value() == until
    assert "This has ended already. Reload the page." in text_of(stale)


@pytest.mark.rule("Z-02")
def test_only_the_ocmw_that_gave_it_sees_who_gave_what(colleague_elsewhere, as_clerk, as_administrator, roza):
    given = an_entitlement(roza)
    pages = [at("resident", roza.pk), at("grant", roza.pk)]

    elsewhere = [colleague_elsewhere.get(page).status_code for page in pages]
    elsewhere.append(colleague_elsewhere.post(at("end", given.pk)).status_code)
    others = {
        client.get(page).status_code
        for client in (as_clerk, as_administrator)
        for page in [*pages, at("entitlements"), at("residents")]
    }

    assert (elsewhere, others) == ([404, 404, 404], {403})
    for page in (at("entitlements"), at("residents") + "?q=roza"):
        assert "Roza" not in text_of(colleague_elsewhere.get(page)).replace('value="roza"', "")
    assert Entitlement.objects.get().ended_at is None


@pytest.mark.rule("Z-02")
def test_the_desk_sees_what_and_until_when_but_not_from_whom(as_clerk, roza, mia, ocmw):
    given = an_entitlement(roza, "free")
    Entitlement.objects.filter(pk=given.pk).update(typed_by=mia.actor)

    page = text_of(as_clerk.get(reverse("desk:person", args=[roza.pk])))

    assert "Pays no deposit and no fee" in page
    assert f"until {day(given.valid_until)}" in page
    assert [word for word in (ocmw.name, "OCMW", mia.full_name, "Support given") if word in page] == []


@pytest.mark.rule("Z-02")
def test_what_held_once_is_not_shown_at_the_desk(as_clerk, roza):
    an_entitlement(roza, "free", days=5)
    clock.pass_time(days=5)

    assert "Support" not in text_of(as_clerk.get(reverse("desk:person", args=[roza.pk])))


@pytest.mark.rule("Z-05")
def test_a_protected_resident_is_found_by_number_only_and_stands_in_no_list_by_name(as_mia, town):
    hidden = a_person(town, "Roza Verborgen", protected=True)
    an_entitlement(hidden)

    by_name = text_of(as_mia.get(at("residents"), {"q": "verborgen"}))
    by_number = text_of(as_mia.get(at("residents"), {"q": hidden.number}))
    listed = text_of(as_mia.get(at("entitlements")))

    assert "Roza Verborgen" not in by_name
    assert "Roza Verborgen" in by_number
    assert ("Verborgen" in listed, hidden.number in listed) == (False, True)


@pytest.mark.rule("Z-05")
def test_a_protected_resident_of_another_town_answers_as_nobody(colleague_elsewhere, town, ocmw):
    hidden = a_person(town, "Roza Verborgen", protected=True)

    told = [
        TOKEN.sub("", colleague_elsewhere.get(at("residents"), {"q": number}).content.decode()).replace(number, "")
        for number in (hidden.number, "IN-999999-4")
    ]

    assert told[0] == told[1]
    assert colleague_elsewhere.get(at("resident", hidden.pk)).status_code == 404


def test_who_is_not_logged_in_is_sent_to_the_door(client, roza):
    assert client.get(at("entitlements")).status_code == 302


def test_as_many_queries_for_one_as_for_three(as_mia, roza, town, django_assert_num_queries):
    an_entitlement(roza)
    pages = [at("entitlements"), at("residents") + "?q=roza", at("resident", roza.pk)]
    counts = []
    for page in pages:
        with CaptureQueriesContext(
            connection,
        ) as with_one:
            as_mia.get(page)
        counts.append(len(with_one))
    for name in ("Roza Claes", "Roza Maes"):
        an_entitlement(a_person(town, name))
    an_entitlement(roza, "free")
    an_entitlement(roza, "paid", amount_cents=100)

    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            as_mia.get(page)
