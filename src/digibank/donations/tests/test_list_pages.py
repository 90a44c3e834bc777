"""The pages of a list: who may open them, that they show every row, and what they say when they refuse."""

import pytest
from conftest import logged_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.lists import plans_of
from digibank.donations.tests.lists import LIST, a_company_offer, sent
from digibank.inventory.tests.factories import a_depot
from digibank.organisations.tests.factories import an_association
from digibank.sheets.reading.tests.files import ods_of, xlsx_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

OPENED = ["offer_list", "refused_rows"]
SENT = ["choose_columns", "explain_words", "choose_rows", "take_in_list"]


@pytest.fixture
def offer(depot):
    return a_company_offer(depot)


def url(name, offer, plan=None) -> str:
    return reverse(f"donations:{name}", args=[offer.pk] if plan is None else [offer.pk, plan.pk])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def file_of(content=None):
    return {"file": SimpleUploadedFile("lijst van Jan.csv", LIST.encode() if content is None else content)}


def test_only_who_may_register_donations_opens_a_list(as_technician, as_clerk, client, offer):
    plan, _sheet = sent(offer)
    pages = {name: url(name, offer, plan) for name in OPENED} | {"send_list": url("send_list", offer)}

    assert {as_technician.get(page).status_code for page in pages.values()} == {200}
    assert {as_technician.get(url(name, offer, plan)).status_code for name in SENT} == {405}
    assert {as_clerk.get(page).status_code for page in pages.values()} == {403}
    assert {client.get(page).status_code for page in pages.values()} == {302}


def test_a_technician_of_another_association_finds_nothing(offer):
    other = an_association("Digibank Elders")
    a_depot(other, name="Loods Elders")
    stranger = logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))
    plan, _sheet = sent(offer)

    answers = [stranger.get(url(name, offer, plan)) for name in OPENED]
    answers += [stranger.post(url(name, offer, plan)) for name in SENT]
    answers += [stranger.get(url("send_list", offer)), stranger.post(url("send_list", offer), file_of())]

    assert {answer.status_code for answer in answers} == {404}


def test_a_list_is_reached_through_its_own_offer_only(as_technician, offer, depot):
    plan, _sheet = sent(offer)

    assert as_technician.get(url("offer_list", a_company_offer(depot), plan)).status_code == 404


@pytest.mark.parametrize("content", [LIST.encode(), xlsx_of(), ods_of()], ids=["csv", "xlsx", "ods"])
def test_a_list_is_sent_looked_at_and_taken_in(as_technician, offer, content):
    looked = as_technician.post(url("send_list", offer), file_of(content), follow=True)
    plan = plans_of(offer).get()
    assert (looked.redirect_chain, offer.items.count()) == ([(url("offer_list", offer, plan), 303)], 0)

    as_technician.post(url("take_in_list", offer, plan), {"seen": plan.digest})

    assert offer.items.count() == plan.coming == 2
    assert "Take in 2 rows" not in text_of(as_technician.get(url("offer_list", offer, plan)))


def test_the_name_that_somebody_gave_the_file_is_not_kept(as_technician, offer):
    as_technician.post(url("send_list", offer), file_of())

    assert plans_of(offer).get().document.name == "list.csv"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"%PDF-1.7", "This is no list: it looks like a PDF"), (b"", "This file is empty."), (None, "Choose the file with the list.")],
)  # fmt: skip
def test_what_is_no_list_is_refused_on_the_page_and_not_kept(as_technician, offer, content, sentence):
    answer = as_technician.post(url("send_list", offer), file_of(content) if content is not None else {})

    assert (answer.status_code, sentence in text_of(answer), plans_of(offer).count()) == (422, True, 0)


def test_what_words_mean_and_which_column_is_which_is_chosen_on_the_page(as_technician, offer):
    plan, _sheet = sent(offer)
    page = url("offer_list", offer, plan)
    assert "“kopieermachine”, rows: 1" in text_of(as_technician.get(page))

    as_technician.post(url("explain_words", offer, plan), {"word-0": "other", "is-0": "kopieermachine"})
    as_technician.post(url("choose_columns", offer, plan), {"kind": "0", "product": "2"})

    plan.refresh_from_db()
    assert (plan.answers, plan.columns) == ({"kind": {"kopieermachine": "other"}}, {"kind": 0, "product": 2})
    assert plan.coming == 5


def test_an_answer_for_a_word_that_is_no_longer_asked_lands_on_no_other(as_technician, offer):
    plan, _sheet = sent(offer)

    answer = as_technician.post(url("explain_words", offer, plan), {"word-0": "other", "is-0": "sorteermachine"})

    assert (answer.status_code, "Look at the words again." in text_of(answer)) == (422, True)


def test_rows_are_left_out_and_taken_along_after_all(as_technician, offer):
    plan, _sheet = sent(offer)
    rows = url("choose_rows", offer, plan)

    as_technician.post(rows, {"rows": ["2", "3"], "what": "leave"})
    assert plans_of(offer).get().left_out == [2, 3]
    as_technician.post(rows, {"rows": ["3"], "what": "take"})
    assert plans_of(offer).get().left_out == [2]

    answer = as_technician.post(rows, {"what": "leave"})
    assert (answer.status_code, "Tick one row or more first." in text_of(answer)) == (422, True)
    assert as_technician.post(rows, {"rows": ["99"], "what": "leave"}).status_code == 422


@pytest.mark.rule("T-02")
def test_when_the_list_changed_the_page_says_so_and_shows_how_it_is_now(as_technician, offer):
    plan, _sheet = sent(offer)
    actions.add_items(offer, items=[actions.Offering(kind="laptop", serial="7GXK2P3")], by=an_actor())

    answer = as_technician.post(url("take_in_list", offer, plan), {"seen": plan.digest})

    shown = text_of(answer)
    assert (answer.status_code, "The list changed since the preview." in shown) == (422, True)
    assert ("This serial number is in this offer already." in shown, offer.items.count()) == (True, 1)
    again = plans_of(offer).get()
    assert as_technician.post(url("take_in_list", offer, again), {"seen": again.digest}).status_code == 303


def test_rows_are_chosen_by_what_becomes_of_them_and_come_in_pages(as_technician, offer):
    rows = "\n".join(f"laptop;S{n}" for n in range(120)) + "\nding;X"
    plan, _sheet = sent(offer, f"soort;serienummer\n{rows}")
    page = url("offer_list", offer, plan)

    def numbers(query: str) -> list[int]:
        return [row.number for row in as_technician.get(page + query).context["shown"].rows]

    assert numbers("") == list(range(2, 52))
    assert numbers("?blad=3") == list(range(102, 123)) == numbers("?blad=99")
    assert (numbers("?rijen=fout"), numbers("?rijen=dubbel")) == ([122], [])
    assert len(numbers("?blad=alles")) == 121
    assert numbers("?blad=0&rijen=x") == list(range(2, 52))


def test_the_page_takes_as_many_questions_to_the_database_for_three_rows_as_for_one(as_technician, offer):
    asked = []
    for rows in ("laptop;S1", "laptop;A1\nding;A2\nlaptop;A1"):
        plan, _sheet = sent(offer, f"soort;serienummer\n{rows}")
        with CaptureQueriesContext(connection) as queries:
            as_technician.get(url("offer_list", offer, plan))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_rows_to_mend_are_a_file_with_the_reason(as_technician, offer):
    plan, _sheet = sent(offer)

    answer = as_technician.get(url("refused_rows", offer, plan))

    lines = answer.content.decode("utf-8-sig").replace('"', "").splitlines()
    assert (answer["Content-Disposition"], answer["Cache-Control"]) == (
        'attachment; filename="rows-to-mend.csv"', "private, no-store",
    )  # fmt: skip
    assert [line.split(";")[0] for line in lines] == ["Soort", "Laptop", "Kopieermachine", "scherm"]
    assert lines[1].endswith(";The same stands in row 2 already.")


def test_everybody_may_have_the_sample(client):
    answer = client.get(reverse("donations:sample_list"))

    assert answer.content.decode("utf-8-sig").replace('"', "").splitlines()[0] == (
        "Kind;Maker;Model;Serial number;How many;Does it work?;Year;Remarks"
    )
