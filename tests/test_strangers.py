"""What a stranger learns of what is not theirs: as much as of what does not exist. And no form is sent for somebody."""

import re

import pytest
from conftest import logged_in
from django.test import Client
from django.urls import reverse

from digibank.accounts import actions as accounts
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import PASSWORD, a_user
from digibank.audit.tests.factories import an_actor
from digibank.organisations.tests.factories import a_member, an_association
from digibank.support.tests.factories import an_ocmw
from tests.examples import PAGES

pytestmark = pytest.mark.django_db
NOBODY = 987_654_321
TOKENS = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"')


def told(client, method, address):
    answer = getattr(client, method)(address)
    return answer.status_code, TOKENS.sub("", answer.content.decode()) if answer.status_code != 302 else ""


def who_may_all_elsewhere():
    """A colleague with every right there is, at another association and its town."""
    association = an_association("Digibank Elders")
    town = a_member(association, name="Eldersdorp")
    eva = a_user("eva", "Eva Elders", association, Role.ADMINISTRATOR)
    for role, organisation in [
        (Role.COORDINATOR, association),
        (Role.TECHNICIAN, association),
        (Role.LENDING_CLERK, town),
        (Role.SOCIAL_WORKER, an_ocmw(town)),
        (Role.ACCOUNTANT, town),
        (Role.SOCIAL_ECONOMY_WORKER, association),
        (Role.DIGIHELPER, town),
    ]:
        accounts.give_role(eva, organisation=organisation, role=role, by=an_actor())
    return eva


@pytest.mark.rule("V-05")
def test_what_belongs_to_others_answers_as_what_does_not_exist(made):
    stranger = logged_in(who_may_all_elsewhere())
    examples = {example.address(made).split("?")[0]: example for example in PAGES if example.by}

    unlike = {}
    for address, example in examples.items():
        kwargs = example.kwargs(made)
        if set(kwargs) != {"pk"}:
            continue
        nowhere = reverse(example.name, kwargs={"pk": NOBODY})
        for method in ("get", "post"):
            seen, missing = told(stranger, method, address), told(stranger, method, nowhere)
            if seen != missing:
                unlike[f"{method} {example.title}"] = (seen[0], missing[0])

    assert unlike == {}


@pytest.mark.rule("V-05")
def test_no_form_is_taken_from_another_site(made):
    by = {example.address(made): example.by for example in PAGES if example.sends or example.seen_on}

    answers = {}
    for address, name in by.items():
        careful = {"enforce_csrf_checks": True}
        client = logged_in(User.objects.get(username=name), **careful) if name else Client(**careful)
        without = client.post(address, {}).status_code
        client.cookies["csrftoken"] = "a" * 32
        answers[address] = without, client.post(address, {"csrfmiddlewaretoken": "b" * 63 + "c"}).status_code

    assert answers == dict.fromkeys(by, (403, 403))


@pytest.mark.rule("V-05")
def test_a_session_from_before_the_log_in_opens_nothing_afterwards(technician):
    client = Client()
    client.get("/aanmelden/")
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    client.post("/aanmelden/", {"username": technician.username, "password": PASSWORD})
    inside = client.cookies["sessionid"].value
    client.post("/afmelden/")

    assert inside != planted
    for key in (planted, inside):
        thief = Client()
        thief.cookies["sessionid"] = key
        assert thief.get(reverse("desk:home")).status_code == 302


@pytest.mark.parametrize("host", ["elsewhere.example", "testserver.elsewhere.example", "testserver@elsewhere.example"])
def test_a_page_is_made_only_for_our_own_name(host):
    assert Client().get("/", headers={"Host": host}).status_code == 400
