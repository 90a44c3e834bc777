"""What an OCMW gives: until when it holds, who may give it, and what nobody can write down."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, models, transaction

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.accounts.rights import GRANTS, Can, Role
from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.people.tests.factories import a_person
from digibank.support import actions
from digibank.support.models import Entitlement
from digibank.support.queries import Held, entitlement_for, held_by, supported_by
from digibank.support.tests.factories import an_entitlement, an_ocmw

TODAY = date(2026, 11, 23)
LATER = TODAY + timedelta(days=100)


def refusal(act):
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value), refused.value.field


@pytest.mark.rule("Z-03")
def test_what_is_given_holds_from_its_first_day_until_its_last(roza, ocmw):
    begins = TODAY + timedelta(days=5)
    given = an_entitlement(roza, valid_from=begins, valid_until=LATER)

    days = [begins - timedelta(days=1), begins, LATER - timedelta(days=1), LATER]

    held = Held(given.pk, "goes_before", None, LATER)
    assert [entitlement_for(roza, "goes_before", on=day) for day in days] == [None, held, held, None]
    assert entitlement_for(roza, "free", on=begins) is None


@pytest.mark.rule("Z-03")
def test_what_is_ended_holds_no_more_from_that_day_and_did_hold_before(roza, ocmw, actor):
    given = an_entitlement(roza)
    clock.pass_time(days=10)
    ended = actions.end(given, by=actor)

    before, day = TODAY + timedelta(days=9), TODAY + timedelta(days=10)

    assert (ended.ended_at, ended.has_passed) == (clock.now(), True)
    assert [bool(entitlement_for(roza, "goes_before", on=on)) for on in (before, day)] == [True, False]
    assert entitlement_for(roza, "goes_before") is None
    assert refusal(lambda: actions.end(given, by=actor)) == ("This has ended already. Reload the page.", None)
    assert (
        refusal(lambda: actions.end(an_ended(roza, actor), by=actor))[0] == "This has ended already. Reload the page."
    )


def an_ended(person, actor):
    """One of which the last day has passed."""
    given = an_entitlement(person, "free", days=1)
    clock.pass_time(days=1)
    return given


def test_what_was_ended_can_be_given_again(roza, actor):
    actions.end(an_entitlement(roza), by=actor)

    assert an_entitlement(roza).ended_at is None


def test_of_several_the_highest_amount_counts_and_the_words_say_it(roza, town):
    an_entitlement(roza, "paid", amount_cents=2500)
    higher = an_entitlement(roza, "paid", amount_cents=4000, organisation=an_ocmw(town, "OCMW Tweede"))

    found = entitlement_for(roza, "paid")

    assert (found.key, found.amount_cents) == (higher.pk, 4000)
    assert [held.words for held in held_by(roza)] == [
        "deposit and fee are paid for, up to €\u00a040,00",
        "deposit and fee are paid for, up to €\u00a025,00",
    ]


@pytest.mark.rule("Z-03")
@pytest.mark.parametrize(
    ("details", "said", "field"),
    [
        ({"valid_from": TODAY - timedelta(days=1)}, "Choose today or a later day.", "valid_from"),
        ({"valid_until": TODAY}, "Choose an end after the first day, at most three years later.", "valid_until"),
        ({"days": 1200}, "Choose an end after the first day, at most three years later.", "valid_until"),
        ({"kind": "paid"}, "Write the highest amount that is paid for one loan.", "amount_cents"),
        ({"amount_cents": 100}, "An amount belongs only with what is paid for. Leave it empty.", "amount_cents"),
    ],
)
def test_a_period_or_amount_that_cannot_be_is_refused(roza, details, said, field):
    assert refusal(lambda: an_entitlement(roza, **details)) == (said, field)
    assert Entitlement.objects.count() == 0


@pytest.mark.rule("Z-03")
def test_the_same_right_holds_once_at_a_time(roza):
    an_entitlement(roza)

    said, field = refusal(lambda: an_entitlement(roza, valid_from=TODAY + timedelta(days=50)))

    assert (said, field) == ("This holds already in that time. End that one first, or choose a later day.", "kind")
    an_entitlement(roza, "free")
    an_entitlement(roza, valid_from=LATER, valid_until=LATER + timedelta(days=9))
    assert Entitlement.objects.count() == 3


def test_the_database_itself_refuses_an_amount_that_means_nothing_and_a_period_of_no_day(roza):
    given = an_entitlement(roza)
    for changes in ({"amount_cents": 100}, {"kind": "paid"}, {"valid_until": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entitlement.objects.filter(pk=given.pk).update(**changes)


@pytest.mark.rule("Z-04")
def test_an_ocmw_supports_residents_of_the_municipality_it_serves_and_nobody_else(roza, ocmw, mia, other_town):
    neighbour = a_person(other_town, "Nel Buur")

    said, _field = refusal(lambda: an_entitlement(neighbour, organisation=ocmw))
    town_gives, _field = refusal(lambda: an_entitlement(roza, organisation=roza.home))

    assert said == town_gives == "This OCMW supports the residents of its own municipality. Choose one of these."
    assert set(supported_by(mia)) == {roza}


@pytest.mark.rule("Z-04")
def test_a_social_worker_works_for_an_ocmw_and_sees_no_residents_loans_or_messages(town, ocmw, clerk, actor):
    elsewhere = refusal(lambda: accounts.give_role(clerk, organisation=town, role=Role.SOCIAL_WORKER, by=actor))

    assert elsewhere == ("This role works for an OCMW. Choose an OCMW as organisation.", "organisation")
    assert GRANTS[Role.SOCIAL_WORKER] == {Can.SEE_OWN_WORK, Can.SEE_DEVICES, Can.GIVE_SUPPORT, Can.DECIDE_EXCEPTIONS}
    assert [role for role, rights in GRANTS.items() if Can.GIVE_SUPPORT in rights] == [Role.SOCIAL_WORKER]


@pytest.mark.rule("Z-01")
def test_nothing_can_hold_a_reason(roza):
    """No field for free text: a word typed anywhere has nowhere to go."""
    an_entitlement(roza)

    texts = [field.name for field in Entitlement._meta.fields if isinstance(field, models.CharField | models.TextField)]
    event = Event.objects.get(verb="support.granted")

    assert texts == ["kind"]
    assert dict(Entitlement._meta.get_field("kind").choices).keys() == {"goes_before", "free", "paid"}
    assert event.facts == {}
