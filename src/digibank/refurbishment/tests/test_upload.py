"""The address where sticks bring their reports: who may, what is kept, and what each refusal tells."""

import json

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.files.models import Document
from digibank.inventory.tests.factories import a_depot, a_report
from digibank.refurbishment import actions
from digibank.refurbishment.models import IntakeReport, Station
from digibank.refurbishment.tests.factories import a_run, a_station

ADDRESS = reverse("refurbishment:upload_intake")
WHOLE = a_report("laptop_hp_probook.intake.json")


@pytest.fixture
def station(depot) -> tuple[Station, str]:
    return a_station(depot)


@pytest.fixture
def token(station) -> str:
    return station[1]


def send(content: bytes, token: str = "", *, says: str | None = None, client: Client | None = None):
    authorization = f"Bearer {token}" if says is None else says
    return (client or Client(enforce_csrf_checks=True)).post(
        ADDRESS,
        content,
        content_type="application/json",
        headers={"authorization": authorization} if authorization else {},
    )


def told(answer) -> tuple[int, dict[str, str]]:
    return answer.status_code, answer.json()


def kept(folder) -> tuple[int, int, int]:
    return (
        IntakeReport.objects.count(),
        Document.objects.count(),
        len([path for path in folder.rglob("*") if path.is_file()]),
    )


@pytest.mark.rule("N-02")
def test_a_run_is_taken_in_once_and_sent_again_it_gets_the_same_answer(token, documents_folder):
    first, again = send(WHOLE, token), send(WHOLE, token)

    report = IntakeReport.objects.get()
    assert told(first) == (201, {"run": str(report.run), "received_at": report.received_at.isoformat()})
    assert told(again) == (200, first.json())
    assert kept(documents_folder) == (1, 1, 1)
    assert report.document.content() == WHOLE
    assert (first["Cache-Control"].split(", ")[-1], first.cookies) == ("private", {})


@pytest.mark.rule("N-02")
def test_the_same_number_with_other_content_is_refused_and_nothing_of_it_is_kept(token, documents_folder):
    number = "0d1b0a5e-4c1f-4a86-9a37-2f1d0b1e5c07"
    send(a_run(run=number), token)

    status, answer = told(send(a_run(run=number, serial="OTHER"), token))

    assert (status, answer["error"]) == (
        409,
        "This run came in before, with other content or for another workshop. Run the stick again.",
    )
    assert kept(documents_folder) == (1, 1, 1)


@pytest.mark.rule("N-03")
def test_a_token_of_another_workshop_neither_sees_nor_takes_what_came_in_here(
    association, station, token, documents_folder
):
    _elsewhere, other = a_station(a_depot(association, name="De andere"))
    send(WHOLE, token)

    answer = send(WHOLE, other)

    assert (answer.status_code, IntakeReport.objects.get().station) == (409, station[0])
    assert "received_at" not in answer.content.decode()


@pytest.mark.rule("N-03")
def test_what_opens_nothing_is_told_in_the_same_words_and_costs_the_same(depot, association, actor, documents_folder):
    ended, of_ended = a_station(depot, "Tafel 2")
    actions.end_station(ended, by=actor)
    lost, replaced = a_station(depot, "Tafel 3")
    actions.give_token(lost, by=actor)
    given_up = a_depot(association, name="Dicht")
    _station, of_given_up = a_station(given_up)
    type(given_up).objects.filter(pk=given_up.pk).update(given_up_on="2026-01-01")
    _old, too_old = a_station(depot, "Tafel 4")
    Station.objects.filter(name="Tafel 4").update(opens_until=clock.now())

    answers, costs = [], set()
    for bearer in (of_ended, replaced, of_given_up, too_old, "x" * 32, ""):
        with CaptureQueriesContext(connection) as asked:
            answers.append(send(WHOLE, bearer))
        costs.add(len(asked))
    answers += [
        send(WHOLE, says=says) for says in ("", "Basic dGFmZWw6MQ==", "Bearer", "Bearer \x00", f"bearer {of_ended}")
    ]

    assert {(answer.status_code, answer.content, answer["WWW-Authenticate"]) for answer in answers} == {
        (401, b'{"error": "This token does not open. Ask your coordinator for a new station file."}', "Bearer")
    }
    assert (len(costs), kept(documents_folder)) == (1, (0, 0, 0))


def test_a_report_that_is_too_large_is_refused_before_it_is_read(token, documents_folder):
    within = send(b" " * 5_242_880, token)
    beyond = send(b" " * 5_242_881, token)
    far_beyond = send(b" " * 11_000_000, token)

    assert (within.status_code, beyond.status_code, far_beyond.status_code) == (422, 413, 413)
    assert beyond.json()["error"].startswith("This file is larger than")
    assert kept(documents_folder) == (0, 0, 0)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"hello", WHOLE[:2000], b"[" * 100_000, WHOLE + b"x", a_report("laptop_hp_probook.lshw.json"), b"\x89PNG\0", b'{"format": "digibank-intake", "version": 9}'],
)  # fmt: skip
def test_what_is_no_report_is_refused_in_a_sentence_and_nothing_is_kept(token, documents_folder, content):
    status, answer = told(send(content, token))

    assert (status, set(answer), answer["error"].endswith(".")) == (422, {"error"}, True)
    assert kept(documents_folder) == (0, 0, 0)


@override_settings(DOCUMENT_STORE="digibank.files.tests.factories.an_absent_store")
def test_while_the_store_is_away_nothing_half_is_kept_and_the_stick_may_come_again(token):
    client = Client(raise_request_exception=False)

    answer = send(WHOLE, token, client=client)

    assert answer.status_code == 503
    assert (IntakeReport.objects.count(), Document.objects.count()) == (0, 0)


def test_it_knows_no_session_and_takes_nothing_else(token, as_technician):
    inside = send(WHOLE, says="", client=as_technician)
    opened = Client().get(ADDRESS, headers={"authorization": f"Bearer {token}"})

    assert (inside.status_code, opened.status_code, opened["Allow"]) == (401, 405, "POST")
    assert IntakeReport.objects.count() == 0


@pytest.mark.rule("N-03")
@pytest.mark.rule("V-03")
def test_who_comes_too_often_waits(token, settings):
    answers = [send(b"{}", "x" * 32).status_code for _time in range(301)]
    blocked = send(WHOLE, token)

    assert (answers.count(401), answers[-1]) == (300, 429)
    assert (blocked.status_code, int(blocked["Retry-After"]) <= 300) == (429, True)


def test_the_answers_are_in_dutch_for_who_holds_the_stick(token, settings):
    settings.LANGUAGE_CODE = "nl"
    settings.LANGUAGES = [("nl", "Nederlands")]

    answer = send(b"[", token)

    assert (
        json.loads(answer.content)["error"]
        == "Dit bestand stopt halverwege. Maak het verslag opnieuw en kies het nieuwe bestand."
    )
