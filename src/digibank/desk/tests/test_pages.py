from datetime import date, timedelta
from uuid import uuid4, uuid5

import pytest
from conftest import logged_in
from django.urls import reverse

from digibank import clock
from digibank.accounts.models import Post
from digibank.organisations import actions
from digibank.organisations.models import Closure, DatedAmount, Organisation, Place, Regulation
from digibank.organisations.tests.factories import a_desk, a_regulation, open_on

pytestmark = pytest.mark.django_db

OF_ORGANISATION = ["organisation", "open_place", "adopt_regulation"]
OF_PLACE = ["place", "edit_place", "set_hours", "close_days"]
OTHERS = ["organisations", "add_organisation", "amounts"]
ALL = [*OF_ORGANISATION, *OF_PLACE, *OTHERS, "regulation", "translate_regulation", "reopen_days"]

ADDRESS = {"street": "Wilgenlaan 1", "postcode": "2399", "town": "Wilgerdonk", "phone": "014 00 00 00"}
RULES = {
    "voted_on": "2026-01-15",
    "valid_from": "2026-03-01",
    "loan_months": 6,
    "renewals": 1,
    "devices_per_household": 2,
    "deposit_cents": "12,50",
    "fee_cents": "5",
    "instalments": 3,
    "may_waive": "on",
    "text": "U leent een toestel.",
}


def at(name, *keys):
    return reverse(f"desk:{name}", args=keys)


def send(client, address, **typed):
    return client.post(address, {"once": uuid4()} | typed)


# It works


def test_organisations_are_listed_with_the_association_first(as_administrator, association, town, other_town, desk):
    answer = as_administrator.get(at("organisations"))

    assert answer.status_code == 200
    assert list(answer.context["organisations"]) == [association, other_town, town]


def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    as_administrator, request, django_assert_num_queries, django_assert_max_num_queries
):
    request.getfixturevalue("desk")
    as_administrator.get(at("organisations"))
    with django_assert_max_num_queries(12) as with_one:
        as_administrator.get(at("organisations"))
    a_desk(request.getfixturevalue("other_town"))
    a_desk(request.getfixturevalue("town"), name="Tweede desk")

    with django_assert_num_queries(len(with_one)):
        as_administrator.get(at("organisations"))


def test_every_page_opens(as_administrator, town, desk):
    regulation = a_regulation(town)
    open_on(desk, (0, "09:00", "12:00"), (0, "13:00", "16:00"))
    addresses = [at(name) for name in OTHERS]
    addresses += [at(name, town.pk) for name in OF_ORGANISATION]
    addresses += [at(name, desk.pk) for name in OF_PLACE if name != "close_days"]
    addresses += [at("regulation", regulation.pk), at("translate_regulation", regulation.pk)]

    assert {as_administrator.get(address).status_code for address in addresses} == {200}


def test_an_organisation_joins(as_administrator, association):
    answer = send(as_administrator, at("add_organisation"), name="Hazelven", kind="ocmw")

    joined = Organisation.objects.get(name="Hazelven")
    assert (answer.status_code, answer.url) == (303, at("organisation", joined.pk))
    assert (joined.kind, joined.association) == ("ocmw", association)


def test_an_organisation_gets_another_name(as_administrator, town):
    answer = send(as_administrator, at("organisation", town.pk), name="Groot-Wilgerdonk", version=1)

    assert (answer.status_code, answer.url) == (303, at("organisation", town.pk))
    assert Organisation.objects.get(pk=town.pk).name == "Groot-Wilgerdonk"


def test_a_place_opens_once_however_often_the_page_is_sent(as_administrator, town):
    typed = ADDRESS | {"once": uuid4(), "name": "Hulp", "kind": "help_point"}

    first = as_administrator.post(at("open_place", town.pk), typed)
    second = as_administrator.post(at("open_place", town.pk), typed)

    place = Place.objects.get()
    assert (first.status_code, first.url) == (second.status_code, second.url) == (303, at("place", place.pk))


def test_a_place_is_edited(as_administrator, desk):
    answer = send(
        as_administrator, at("edit_place", desk.pk), **ADDRESS | {"name": "Desk", "town": "Hazelven", "version": 1}
    )

    desk.refresh_from_db()
    assert (answer.status_code, desk.name, desk.town, desk.version) == (303, "Desk", "Hazelven", 2)


@pytest.mark.rule("OH-12")
def test_a_point_copied_from_a_map_is_kept_shown_and_refused_with_a_reason(in_english, as_administrator, desk):
    details, address = ADDRESS | {"name": "Desk"}, at("edit_place", desk.pk)

    words = send(as_administrator, address, **details | {"on_the_map": "bij de kerk", "version": 1})
    abroad = send(as_administrator, address, **details | {"on_the_map": "48.8566, 2.3522", "version": 1})
    kept = send(as_administrator, address, **details | {"on_the_map": "51.2987142, 4.5821", "version": 1})

    assert (words.status_code, abroad.status_code, kept.status_code) == (422, 422, 303)
    assert "Write two numbers as a map shows them" in words.content.decode()
    assert "This point does not lie in Belgium." in abroad.content.decode()
    assert "51.298714, 4.582100" in as_administrator.get(kept.url).content.decode()
    assert as_administrator.get(address).context["form"]["on_the_map"].value() == "51.298714, 4.582100"


def test_the_hours_of_a_week_are_set(as_administrator, desk):
    answer = send(as_administrator, at("set_hours", desk.pk), opens_0_0="09:00", closes_0_0="12:00")

    assert (answer.status_code, answer.url) == (303, at("place", desk.pk))
    assert [str(hours.opens) for hours in desk.opening_hours.all()] == ["09:00:00"]


def test_days_are_closed_and_opened_after_all_and_a_double_send_leads_on(as_administrator, desk):
    closed = send(
        as_administrator, at("close_days", desk.pk), from_on="2026-07-20", last_on="2026-07-21", reason="Verlof"
    )
    closure = Closure.objects.get()
    typed = {"once": uuid4()}

    first = as_administrator.post(at("reopen_days", closure.pk), typed)
    second = as_administrator.post(at("reopen_days", closure.pk), typed)

    assert (closed.status_code, closure.until_on) == (303, date(2026, 7, 22))
    assert (first.status_code, first.url) == (second.status_code, second.url) == (303, at("place", desk.pk))
    assert not Closure.objects.exists()


def test_a_key_that_is_no_key_is_refused(as_administrator, desk, actor):
    day = date(2026, 7, 20)
    closure = actions.close_days(desk, from_on=day, last_on=day, reason="Verlof", by=actor)

    answer = as_administrator.post(at("reopen_days", closure.pk), {"once": "no key"})

    assert (answer.status_code, answer.context["place"]) == (422, desk)
    assert Closure.objects.get() == closure


def test_days_that_cannot_be_opened_again_say_why(as_administrator, clerk, desk, actor):
    day = date(2026, 7, 20)
    closure = actions.close_days(desk, from_on=day, last_on=day, reason="Verlof", by=actor)
    address, key = at("reopen_days", closure.pk), uuid4()
    Post.objects.create(key=uuid5(key, address), user=clerk, answer="/balie/")

    answer = as_administrator.post(address, {"once": key})

    assert (answer.status_code, answer.context["refused"].non_field_errors()[0]) == (
        422, "Een collega stuurde deze pagina al. Open ze opnieuw en verstuur ze dan."
    )  # fmt: skip
    assert "Een collega stuurde deze pagina al." in answer.content.decode()
    assert Closure.objects.get() == closure


def test_a_regulation_is_adopted_and_the_next_begins_with_what_holds(as_administrator, town):
    answer = send(as_administrator, at("adopt_regulation", town.pk), **RULES)

    adopted = Regulation.objects.get()
    assert (answer.status_code, answer.url) == (303, at("regulation", adopted.pk))
    assert (adopted.organisation, adopted.deposit_cents, adopted.loan_months) == (town, 1250, 6)
    assert (adopted.fee_cents, adopted.instalments, adopted.may_waive) == (500, 3, True)
    form = as_administrator.get(at("adopt_regulation", town.pk)).context["form"]
    assert (form["loan_months"].value(), form["deposit_cents"].value()) == (6, "12,50")


@pytest.mark.rule("U-32")
def test_the_points_of_the_waiting_list_are_part_of_a_version(as_administrator, town):
    typed = RULES | {"points_week": 2, "points_own_resident": "", "points_partner": 0, "entitled_share_percent": 25}
    answer = send(as_administrator, at("adopt_regulation", town.pk), **typed)
    too_much = send(as_administrator, at("adopt_regulation", town.pk), **typed | {"entitled_share_percent": 101})

    adopted = Regulation.objects.get()
    assert answer.status_code == 303
    assert dict(adopted.queue_rules.values_list("criterion", "points")) == {"week": 2}
    assert adopted.entitled_share_percent == 25
    assert (too_much.status_code, list(too_much.context["form"].errors)) == (422, ["entitled_share_percent"])
    form = as_administrator.get(at("adopt_regulation", town.pk)).context["form"]
    assert (form["points_week"].value(), form["points_partner"].value()) == (2, 0)
    page = as_administrator.get(at("regulation", adopted.pk)).content.decode()
    assert ("2 punten" in page or "2 points" in page, "25 %" in page) == (True, True)


@pytest.mark.rule("U-62")
def test_the_ladder_of_late_loans_is_part_of_a_version(as_administrator, town):
    first = as_administrator.get(at("adopt_regulation", town.pk)).context["form"]
    typed = RULES | {"ladder_message": 3, "ladder_phone": "", "ladder_letter": 21}
    answer = send(as_administrator, at("adopt_regulation", town.pk), **typed)
    same_day = RULES | {"valid_from": "2026-05-01", "ladder_message": 7, "ladder_letter": 7}
    refused = send(as_administrator, at("adopt_regulation", town.pk), **same_day)

    adopted = Regulation.objects.get()
    assert [first[f"ladder_{means}"].value() for means in ("message", "phone", "referrer", "letter")] == [1, 14, 28, 42]
    assert (answer.status_code, [str(step) for step in adopted.ladder]) == (303, ["3 message", "21 letter"])
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["ladder_letter"])
    form = as_administrator.get(at("adopt_regulation", town.pk)).context["form"]
    assert [form[f"ladder_{means}"].value() for means in ("message", "phone", "letter")] == [3, "", 21]


@pytest.mark.rule("U-62")
def test_a_version_without_a_ladder_of_its_own_has_the_usual_one(as_administrator, town):
    send(as_administrator, at("adopt_regulation", town.pk), **RULES)

    adopted = Regulation.objects.get()
    assert [str(step) for step in adopted.ladder] == ["1 message", "14 phone", "28 referrer", "42 letter"]
    assert as_administrator.get(at("regulation", adopted.pk)).status_code == 200


@pytest.mark.rule("Z-04")
def test_an_ocmw_says_which_municipality_it_serves(as_administrator, association, town, other_town):
    send(as_administrator, at("add_organisation"), name="OCMW Wilgerdonk", kind="ocmw", serves=town.pk)
    ocmw = Organisation.objects.get(kind="ocmw")
    first = ocmw.serves
    wrong = send(as_administrator, at("add_organisation"), name="Los", kind="partner", serves=town.pk)

    send(as_administrator, at("organisation", ocmw.pk), name=ocmw.name, serves=other_town.pk, version=1)

    assert (first, Organisation.objects.get(pk=ocmw.pk).serves) == (town, other_town)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["serves"])
    assert "serves" not in as_administrator.get(at("organisation", town.pk)).context["form"].fields


def test_an_amount_is_set(as_administrator):
    answer = send(
        as_administrator, at("amounts"), code="social_internet_month", cents="19", valid_from="2026-03-01", source="KB"
    )

    assert (answer.status_code, answer.url) == (303, at("amounts"))
    assert [amount.cents for amount in DatedAmount.objects.all()] == [1900]


# A broken rule is explained, and what was typed stays


def test_a_name_that_is_taken_is_explained(as_administrator, town, other_town, desk):
    added = send(as_administrator, at("add_organisation"), name="wilgerdonk", kind="ocmw")
    renamed = send(as_administrator, at("organisation", other_town.pk), name="Wilgerdonk", version=1)
    opened = send(as_administrator, at("open_place", town.pk), **ADDRESS, name=desk.name, kind="depot")

    for answer in (added, renamed, opened):
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    assert renamed.context["form"]["name"].value() == "Wilgerdonk"


def test_a_stale_page_overwrites_nothing(as_administrator, town, desk, actor):
    actions.edit_organisation(town, version=1, name="Nieuw-Wilgerdonk", by=actor)
    actions.edit_place(desk, version=1, name="Balie", by=actor)

    renamed = send(as_administrator, at("organisation", town.pk), name="Oud-Wilgerdonk", version=1)
    moved = send(as_administrator, at("edit_place", desk.pk), **ADDRESS | {"name": "Loket", "version": 1})
    without_version = send(as_administrator, at("edit_place", desk.pk), **ADDRESS | {"name": "Loket"})

    assert [answer.status_code for answer in (renamed, moved, without_version)] == [422, 422, 422]
    assert moved.context["form"]["name"].value() == "Loket"
    assert (Organisation.objects.get(pk=town.pk).name, Place.objects.get().name) == ("Nieuw-Wilgerdonk", "Balie")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"opens_0_0": "09:00"}, "closes_0_0"),
        ({"closes_0_0": "09:00"}, "opens_0_0"),
        ({"opens_0_0": "12:00", "closes_0_0": "09:00"}, "__all__"),
        ({"opens_0_0": "09:00", "closes_0_0": "12:00", "opens_0_1": "11:00", "closes_0_1": "13:00"}, "__all__"),
    ],
)
def test_impossible_hours_are_explained(typed, field, as_administrator, desk):
    answer = send(as_administrator, at("set_hours", desk.pk), **typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not desk.opening_hours.exists()


def test_days_that_end_before_they_begin_are_explained(as_administrator, desk):
    answer = send(
        as_administrator, at("close_days", desk.pk), from_on="2026-07-20", last_on="2026-07-19", reason="Verlof"
    )

    form = answer.context["closure_form"]
    assert (answer.status_code, list(form.errors), form["reason"].value()) == (422, ["last_on"], "Verlof")


def test_a_regulation_before_the_last_one_is_explained(as_administrator, town):
    a_regulation(town, valid_from=clock.today() + timedelta(days=300))

    answer = send(as_administrator, at("adopt_regulation", town.pk), **RULES)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["valid_from"])
    assert answer.context["form"]["deposit_cents"].value() == "12,50"


def test_an_amount_before_a_later_one_is_explained(as_administrator):
    typed = {"code": "social_internet_month", "cents": "19", "valid_from": "2026-03-01", "source": "KB"}
    send(as_administrator, at("amounts"), **typed)

    answer = send(as_administrator, at("amounts"), **typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["valid_from"])


# Strangers


def key_of(name):
    return [] if name in OTHERS else [1]


@pytest.mark.parametrize("name", ALL)
def test_who_is_not_logged_in_is_asked_to(name, client):
    address = at(name, *key_of(name))

    answer = client.post(address)

    assert (answer.status_code, answer.url) == (302, f"{reverse('accounts:log_in')}?next={address}")


@pytest.mark.parametrize("name", ALL)
def test_who_lacks_the_right_is_refused(name, as_clerk):
    assert as_clerk.post(at(name, *key_of(name))).status_code == 403


def test_what_belongs_to_another_association_is_not_there(elsewhere, town, desk, actor):
    client = logged_in(elsewhere)
    day = date(2026, 7, 20)
    closure = actions.close_days(desk, from_on=day, last_on=day, reason="Verlof", by=actor)
    addresses = [at(name, town.pk) for name in OF_ORGANISATION] + [at(name, desk.pk) for name in OF_PLACE]
    voted = a_regulation(town)
    addresses += [at("regulation", voted.pk), at("translate_regulation", voted.pk), at("reopen_days", closure.pk)]

    answers = [
        send(client, a, from_on="2026-07-20") if "sluit" in a or "dicht" in a else client.get(a) for a in addresses
    ]

    assert [answer.status_code for answer in answers] == [404] * len(addresses)
    assert list(client.get(at("organisations")).context["organisations"]) == [elsewhere.memberships.get().organisation]


@pytest.mark.parametrize("name", ["close_days", "reopen_days"])
def test_acts_need_a_sent_form(name, as_administrator):
    assert as_administrator.get(at(name, 1)).status_code == 405
