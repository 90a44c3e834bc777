from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4, uuid5

import pytest
from conftest import logged_in
from django.db import IntegrityError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from digibank import clock
from digibank.accounts.models import Membership, Post, User
from digibank.accounts.posting import ActForm, act
from digibank.accounts.tests.factories import PASSWORD
from digibank.audit.models import Event

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "nog vier andere woorden"
SENT_BY_A_COLLEAGUE = "Een collega stuurde deze pagina al. Open ze opnieuw en verstuur ze dan."


def page_of(user):
    return reverse("accounts:colleague", args=[user.pk])


@pytest.fixture
def nel(association):
    return {
        "once": str(uuid4()),
        "full_name": "Nel Nieuw",
        "username": "nel",
        "email": "",
        "password": PASSWORD,
        "role": "technician",
        "organisation": association.pk,
        "place": "",
    }


# Coming in and going out


def test_a_colleague_logs_in_and_lands_at_the_desk(client, clerk):
    answer = client.post(reverse("accounts:log_in"), {"username": "Lies", "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, reverse("desk:home"))
    assert Event.objects.last().verb == "accounts.logged_in"


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/mijn-account/", "/mijn-account/"),
        ("https://elsewhere.example/", "/balie/"),
        ("//elsewhere.example", "/balie/"),
    ],
)
def test_log_in_leads_to_the_page_that_asked_when_it_is_ours(wanted, led_to, client, clerk):
    assert client.get(reverse("accounts:log_in"), {"next": wanted}).context["next"] == wanted

    answer = client.post(reverse("accounts:log_in"), {"username": "lies", "password": PASSWORD, "next": wanted})

    assert answer.url == led_to


@pytest.mark.parametrize(
    "typed",
    [
        {"username": "lies", "password": "iets heel anders"},
        {"username": "niemand", "password": PASSWORD},
        {"username": "lies", "password": ""},
        {"username": "", "password": PASSWORD},
    ],
)
def test_a_wrong_log_in_is_refused_and_keeps_the_name(typed, client, clerk):
    answer = client.post(reverse("accounts:log_in"), typed)

    assert (answer.status_code, answer.context["form"]["username"].value()) == (422, typed["username"])
    assert "_auth_user_id" not in client.session


def test_a_barred_colleague_does_not_come_in_and_goes_out_at_once(as_clerk, clerk, as_administrator):
    as_administrator.post(reverse("accounts:bar", args=[clerk.pk]), {"once": uuid4()})

    answer = as_clerk.get(reverse("desk:home"))
    again = Client().post(reverse("accounts:log_in"), {"username": "lies", "password": PASSWORD})

    assert (answer.status_code, again.status_code) == (302, 422)
    as_administrator.post(reverse("accounts:let_in", args=[clerk.pk]), {"once": uuid4()})
    assert Client().post(reverse("accounts:log_in"), {"username": "lies", "password": PASSWORD}).status_code == 302


def test_log_out_needs_a_sent_form(as_clerk):
    assert as_clerk.get(reverse("accounts:log_out")).status_code == 405

    answer = as_clerk.post(reverse("accounts:log_out"))

    assert (answer.status_code, answer.url) == (302, reverse("accounts:log_in"))
    assert as_clerk.get(reverse("desk:home")).status_code == 302


# One's own account


def test_ones_own_password_changes_here_and_logs_out_elsewhere(as_clerk, clerk):
    elsewhere = Client()
    elsewhere.force_login(clerk)

    answer = as_clerk.post(
        reverse("accounts:account"), {"once": uuid4(), "old_password": PASSWORD, "password": NEW_PASSWORD}
    )

    assert (answer.status_code, answer.url) == (303, reverse("accounts:account"))
    assert as_clerk.get(answer.url).status_code == 200
    assert elsewhere.get(answer.url).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "field"), [("verkeerd", NEW_PASSWORD, "old_password"), (PASSWORD, "kort", "password")]
)
def test_a_password_change_that_is_refused_says_where(old, new, field, as_clerk, clerk):
    answer = as_clerk.post(reverse("accounts:account"), {"once": uuid4(), "old_password": old, "password": new})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


# Colleagues


def test_colleagues_are_listed(as_administrator, clerk, stranger):
    answer = as_administrator.get(reverse("accounts:colleagues"))

    assert answer.status_code == 200
    assert [user.username for user in answer.context["users"]] == ["ada", "hugo", "lies"]


def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    as_administrator, request, django_assert_num_queries, django_assert_max_num_queries
):
    as_administrator.get(reverse("accounts:colleagues"))
    with django_assert_max_num_queries(12) as with_one:
        as_administrator.get(reverse("accounts:colleagues"))
    request.getfixturevalue("clerk")
    request.getfixturevalue("stranger")

    with django_assert_num_queries(len(with_one)):
        as_administrator.get(reverse("accounts:colleagues"))


def test_a_colleague_is_added_with_a_role(as_administrator, nel):
    assert as_administrator.get(reverse("accounts:add_colleague")).status_code == 200

    answer = as_administrator.post(reverse("accounts:add_colleague"), nel)

    added = User.objects.get(username="nel")
    assert (answer.status_code, answer.url) == (303, page_of(added))
    assert [m.role for m in added.memberships.all()] == ["technician"]
    assert as_administrator.get(answer.url).context["colleague"] == added


@pytest.mark.rule("A-04")
def test_the_same_page_sent_twice_is_one_act(as_administrator, nel):
    first = as_administrator.post(reverse("accounts:add_colleague"), nel)
    second = as_administrator.post(reverse("accounts:add_colleague"), nel)

    assert (second.status_code, second.url) == (303, first.url)
    assert User.objects.filter(username="nel").count() == 1


@pytest.mark.rule("A-04")
@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_twice_at_the_same_moment_is_one_act(administrator, nel):
    clients, together = [logged_in(administrator) for _ in range(2)], Barrier(2, timeout=30)
    added = Event.objects.filter(verb="accounts.user_added")
    before = added.count()

    def send(client):
        together.wait()
        try:
            answer = client.post(reverse("accounts:add_colleague"), nel)
            return answer.status_code, answer.url
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = set(threads.map(send, clients))

    assert answers == {(303, page_of(User.objects.get(username="nel")))}
    assert added.count() == before + 1


def test_a_page_that_a_colleague_sent_before_is_refused_in_words(as_administrator, elsewhere, nel):
    Post.objects.create(
        key=uuid5(UUID(str(nel["once"])), reverse("accounts:add_colleague")), user=elsewhere, answer="/balie/"
    )

    answer = as_administrator.post(reverse("accounts:add_colleague"), nel)

    assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, [SENT_BY_A_COLLEAGUE])
    assert (answer.context["form"]["full_name"].value(), User.objects.filter(username="nel").exists()) == (
        "Nel Nieuw",
        False,
    )


def test_a_colleague_who_cannot_be_added_leaves_nothing_and_keeps_what_was_typed(as_administrator, nel, town):
    before = Event.objects.count()

    answer = as_administrator.post(
        reverse("accounts:add_colleague"), nel | {"role": "administrator", "organisation": town.pk}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["organisation"])
    assert answer.context["form"]["full_name"].value() == "Nel Nieuw"
    assert (User.objects.filter(username="nel").exists(), Event.objects.count()) == (False, before)


def test_a_password_is_never_sent_back(as_administrator, nel):
    answer = as_administrator.post(reverse("accounts:add_colleague"), nel | {"username": "ada"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["username"])
    assert PASSWORD not in answer.content.decode()


def test_a_colleagues_name_changes(as_administrator, clerk):
    typed = {"once": uuid4(), "full_name": "Lies Balie", "email": "", "version": 1}

    answer = as_administrator.post(page_of(clerk), typed)

    assert (answer.status_code, answer.url) == (303, page_of(clerk))
    assert User.objects.get(pk=clerk.pk).full_name == "Lies Balie"


def test_a_stale_page_does_not_overwrite_a_colleagues_edit(as_administrator, clerk):
    as_administrator.post(page_of(clerk), {"once": uuid4(), "full_name": "Lies Balie", "version": 1})

    answer = as_administrator.post(page_of(clerk), {"once": uuid4(), "full_name": "Lies Anders", "version": 1})

    assert (answer.status_code, answer.context["form"]["full_name"].value()) == (422, "Lies Anders")
    assert User.objects.get(pk=clerk.pk).full_name == "Lies Balie"


def test_a_role_is_given_and_ended(as_administrator, clerk, other_town):
    given = as_administrator.post(
        reverse("accounts:give_role", args=[clerk.pk]),
        {"once": uuid4(), "role": "technician", "organisation": other_town.pk},
    )
    membership = clerk.memberships.get(organisation=other_town)
    ended = as_administrator.post(reverse("accounts:end_role", args=[membership.pk]), {"once": uuid4()})

    assert (given.status_code, given.url, ended.status_code, ended.url) == (303, page_of(clerk)) * 2
    assert Membership.objects.get(pk=membership.pk).until_on == clock.today()


def test_a_role_that_is_there_already_is_refused(as_administrator, clerk, town):
    answer = as_administrator.post(
        reverse("accounts:give_role", args=[clerk.pk]),
        {"once": uuid4(), "role": "lending_clerk", "organisation": town.pk},
    )

    assert (answer.status_code, list(answer.context["role"].errors)) == (422, ["role"])


def test_a_role_that_may_not_end_is_refused(as_administrator, administrator):
    own = administrator.memberships.get()

    answer = as_administrator.post(reverse("accounts:end_role", args=[own.pk]), {"once": uuid4()})

    assert answer.status_code == 422
    assert answer.context["plain"].non_field_errors()


@pytest.mark.parametrize(("password", "status"), [(NEW_PASSWORD, 303), ("kort", 422)])
def test_a_colleague_gets_a_new_password(password, status, as_administrator, clerk):
    answer = as_administrator.post(
        reverse("accounts:give_password", args=[clerk.pk]), {"once": uuid4(), "password": password}
    )

    clerk.refresh_from_db()
    assert (answer.status_code, clerk.check_password(password)) == (status, status == 303)


def test_nobody_bars_oneself(as_administrator, administrator):
    answer = as_administrator.post(reverse("accounts:bar", args=[administrator.pk]), {"once": uuid4()})

    assert (answer.status_code, answer.context["plain"].is_bound) == (422, True)
    administrator.refresh_from_db()
    assert administrator.is_active


# Strangers

OPEN_PAGES = ["colleagues", "add_colleague"]
PAGES_OF_ONE = ["colleague", "give_role", "give_password", "bar", "let_in", "end_role"]


@pytest.mark.parametrize("name", ["account", *OPEN_PAGES, *PAGES_OF_ONE])
def test_who_is_not_logged_in_is_asked_to(name, client):
    address = reverse(f"accounts:{name}", args=[1] if name in PAGES_OF_ONE else [])

    answer = client.post(address)

    assert (answer.status_code, answer.url) == (302, f"{reverse('accounts:log_in')}?next={address}")


@pytest.mark.parametrize("name", [*OPEN_PAGES, *PAGES_OF_ONE])
def test_who_lacks_the_right_is_refused(name, as_clerk, clerk):
    key = clerk.memberships.get().pk if name == "end_role" else clerk.pk

    assert as_clerk.post(reverse(f"accounts:{name}", args=[key] if name in PAGES_OF_ONE else [])).status_code == 403


@pytest.mark.rule("A-02")
@pytest.mark.parametrize("name", PAGES_OF_ONE)
def test_a_colleague_of_another_association_is_not_there(name, as_administrator, elsewhere):
    key = elsewhere.memberships.get().pk if name == "end_role" else elsewhere.pk

    answer = as_administrator.post(reverse(f"accounts:{name}", args=[key]), {"once": uuid4(), "full_name": "x"})

    assert answer.status_code == 404


@pytest.mark.parametrize("name", PAGES_OF_ONE[1:])
def test_acts_need_a_sent_form(name, as_administrator, administrator):
    assert as_administrator.get(reverse(f"accounts:{name}", args=[administrator.pk])).status_code == 405


def test_a_role_ended_today_shuts_the_page(as_clerk, clerk):
    clerk.memberships.update(until_on=clock.today() + timedelta(days=1))
    assert as_clerk.get(reverse("desk:home")).status_code == 200

    clerk.memberships.update(until_on=clock.today())

    assert as_clerk.get(reverse("desk:home")).status_code == 403


# Sending


def sent(user, key):
    request = RequestFactory().post("/", {"once": str(key)})
    request.user = user
    return request, ActForm(request.POST)


def test_a_refusal_that_no_rule_foresaw_passes_on_and_leaves_no_post(clerk):
    request, form = sent(clerk, uuid4())

    def refuse(_typed):
        raise IntegrityError

    with pytest.raises(IntegrityError):
        act(request, form, refuse, lambda _done: "/hier/")

    assert not Post.objects.exists()


@pytest.mark.rule("A-04")
def test_what_was_done_and_is_sent_again_leads_on_though_the_form_would_be_refused_now(as_clerk):
    typed = {"once": uuid4(), "old_password": PASSWORD, "password": NEW_PASSWORD}

    answers = [as_clerk.post(reverse("accounts:account"), typed) for _time in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(303, reverse("accounts:account"))] * 2


def test_the_key_of_somebody_else_opens_nothing(clerk, stranger):
    key, done = uuid4(), []
    Post.objects.create(key=uuid5(key, "/"), user=stranger, answer="/van-hugo/")
    request, form = sent(clerk, key)

    answer = act(request, form, done.append, lambda _done: "/hier/")

    assert (answer, done, form.non_field_errors()) == (None, [], [SENT_BY_A_COLLEAGUE])


@pytest.mark.rule("A-04")
def test_two_forms_of_one_page_are_two_acts_although_they_share_its_key(clerk):
    key, done = uuid4(), []
    for path in ("/bel/", "/schrijf/", "/bel/"):
        request = RequestFactory().post(path, {"once": str(key)})
        request.user = clerk
        act(request, ActForm(request.POST), lambda _typed, path=path: done.append(path), lambda _done: "/hier/")

    assert done == ["/bel/", "/schrijf/"]


def test_a_form_without_a_key_is_an_act_each_time(clerk):
    done = []
    for __ in range(2):
        request = RequestFactory().post("/", {})
        request.user = clerk
        act(request, ActForm(request.POST), done.append, lambda _done: "/hier/")

    assert done == [{}, {}]


def test_a_page_that_is_only_opened_does_nothing(clerk):
    request = RequestFactory().get("/")
    request.user = clerk

    assert act(request, ActForm(), pytest.fail, lambda _done: "/hier/") is None
