"""The pages of waste, the reuse record and the effect: who may open them, what they do, and what they refuse."""

import io
import json

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot, a_device
from digibank.inventory.tests.looking import text_of
from digibank.refurbishment import actions
from digibank.refurbishment.factor_files import shipped
from digibank.refurbishment.models import Collection, CollectionDocument, Disposal, FactorSet, FrozenRecord, Recycler
from digibank.refurbishment.tests.factories import (
    a_destroyed_drive,
    a_recycler,
    collected,
    lent_once,
    waste,
    without_disk,
)

WEIGHED = {"ground": "broken", "grams": "2,35", "category": "2", "origin": "household"}
LISTS = ["waste", "collections", "recyclers", "register", "register_csv", "year", "year_csv"]


@pytest.fixture
def neighbour(other_town):
    """A technician who works for another organisation only."""
    a_depot(other_town, name="Their depot")
    return logged_in(a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN))


def url(name, key=None):
    return reverse(f"refurbishment:{name}", args=[] if key is None else [key])


def a_paper(content: bytes, name: str = "scan.pdf") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def state_of(device) -> str:
    return Device.objects.get(pk=device.pk).state


@pytest.mark.rule("Q-02")
def test_a_device_is_weighed_waits_and_is_kept_after_all(as_technician, device):
    without_disk(device)

    found = as_technician.get(url("waste"), {"q": device.number})
    done = as_technician.post(url("dispose", device.pk), WEIGHED)
    page = text_of(as_technician.get(url("waste")))
    undone = as_technician.post(url("undo_disposal", Disposal.objects.get().pk))

    assert found["Location"] == url("dispose", device.pk)
    assert [(answer.status_code, answer["Location"]) for answer in (done, undone)] == [(303, url("waste"))] * 2
    assert "1 device, 2,350 kg" in page
    assert state_of(device) == Position.RECEIVED


@pytest.mark.rule("Q-02")
@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("1850", "You wrote 1850,000 kg. Weigh it again, and write kilograms."),
        ("zwaar", "Write kilograms, such as 2,35."),
    ],
)
def test_grams_typed_as_kilograms_come_back_with_the_reason(as_technician, device, weight, said):
    without_disk(device)

    answer = as_technician.post(url("dispose", device.pk), WEIGHED | {"grams": weight, "note": "Too heavy"})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="Too heavy"' in text_of(answer)
    assert state_of(device) == Position.RECEIVED


@pytest.mark.rule("Q-01")
def test_the_page_says_first_what_to_do_about_the_data(as_technician, device):
    page = text_of(as_technician.get(url("dispose", device.pk)))
    answer = as_technician.post(url("dispose", device.pk), WEIGHED)

    assert "Its data are not settled." in page
    assert answer.status_code == 422
    assert "Nobody has looked yet what storage is inside." in text_of(answer)


@pytest.mark.rule("Q-03")
def test_a_recycler_takes_along_what_was_ticked_with_drives_and_paper(as_technician, depot, device):
    mine, stays = waste(device), waste(a_device(depot))
    drive, recycler = a_destroyed_drive(a_device(depot)), a_recycler(depot)
    sent = {
        "disposals": [mine.pk],
        "recycler": recycler.pk,
        "document_number": "IF-7",
        "collected_on": "2026-11-23",
        "drives": drive.number.lower(),
        "drives_grams": "0,62",
        "paper": a_paper(b"%PDF-1.7 signed"),
    }

    answer = as_technician.post(url("hand_over", depot.pk), sent)

    taken = Collection.objects.get()
    page = text_of(as_technician.get(url("collection", taken.pk)))
    paper = CollectionDocument.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("collection", taken.pk))
    assert list(Disposal.objects.waiting()) == [stays]
    told = ["Scrap &amp; Co", "IF-7", "2,970 kg", device.number, drive.number, "2,350 kg, 1 device"]
    assert [said for said in told if said not in page] == []
    assert as_technician.get(url("collection_document", paper.pk)).content == b"%PDF-1.7 signed"
    assert as_technician.get(url("collection_list", taken.pk))["Content-Type"] == "application/pdf"


def test_a_hand_over_that_cannot_be_comes_back_as_it_was(as_technician, depot, device):
    waste(device)
    recycler = a_recycler(depot)
    sent = {"recycler": recycler.pk, "document_number": "IF-8", "collected_on": "2026-11-23"}

    nothing = as_technician.post(url("hand_over", depot.pk), sent)
    unknown = as_technician.post(url("hand_over", depot.pk), sent | {"drives": "OM-000999-" + "0"})
    no_paper = as_technician.post(
        url("hand_over", depot.pk), sent | {"cables_grams": "3", "paper": a_paper(b"<html>", "page.html")}
    )

    assert [answer.status_code for answer in (nothing, unknown, no_paper)] == [422] * 3
    assert 'value="IF-8"' in text_of(nothing)
    assert "Tick at least one device, or weigh what goes along." in text_of(nothing)
    assert "This is no PDF and no photo." in text_of(no_paper)
    assert Collection.objects.count() == 0


def test_a_drive_of_another_organisation_is_not_found(as_technician, depot, device, other_town):
    theirs = a_destroyed_drive(a_device(a_depot(other_town, name="Their depot")))
    logged = logged_in(a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN))
    ours = a_destroyed_drive(device)
    their_depot = theirs.device.place
    recycler = a_recycler(their_depot)
    sent = {"recycler": recycler.pk, "document_number": "IF-9", "collected_on": "2026-11-23", "drives_grams": "1"}

    answer = logged.post(url("hand_over", their_depot.pk), sent | {"drives": ours.number})

    assert answer.status_code == 422
    assert f"We do not find {ours.number}." in text_of(answer)


def test_more_papers_come_later(as_technician, depot, device):
    taken = collected(depot, waste(device))

    added = as_technician.post(url("add_collection_document", taken.pk), {"paper": a_paper(b"\xff\xd8\xff\xe0 photo")})
    refused = as_technician.post(url("add_collection_document", taken.pk), {"paper": a_paper(b"MZ")})

    assert (added.status_code, refused.status_code) == (303, 422)
    assert taken.documents.get().document.media_type == "image/jpeg"


def test_recyclers_are_added_and_ended(as_technician, depot, association):
    sent = {"organisation": association.pk, "name": "Scrap & Co", "registration": "OVAM 1"}

    added = as_technician.post(url("recyclers"), sent)
    twice = as_technician.post(url("recyclers"), sent)
    ended = as_technician.post(url("end_recycler", Recycler.objects.get().pk))

    assert [answer.status_code for answer in (added, twice, ended)] == [303, 422, 303]
    assert Recycler.objects.get().until_on == clock.today()
    assert "is on the list already" in text_of(twice)


@pytest.mark.rule("Q-06")
def test_the_register_shows_what_was_asked_for(as_technician, depot, device):
    taken = collected(depot, waste(device), loose_grams={"batteries": 900})

    def shown(**asked) -> list[str]:
        return [line.code for line, _kg in as_technician.get(url("register"), asked).context["lines"]]

    assert shown() == [device.number, taken.number, device.number]
    assert shown(stream="in") == [device.number]
    assert shown(category="2") == [device.number, device.number]
    assert shown(first="2026-11-24") == []
    assert shown(depot=str(depot.pk), last="2026-11-23") == [device.number, taken.number, device.number]
    assert shown(first="nonsense") == [device.number, taken.number, device.number]
    assert "not weighed" not in text_of(as_technician.get(url("register")))


@pytest.mark.rule("Q-07")
def test_the_list_holds_nothing_that_a_spreadsheet_runs(as_technician, depot, laptop_class):
    danger = a_device(depot, laptop_class, product='=HYPERLINK("http://evil")')
    recycler = a_recycler(depot, name="@SUM(A1)")
    collected(depot, waste(danger), recycler=recycler, document_number="-1+1")

    content = as_technician.get(url("register_csv")).content.decode("utf-8-sig")

    rows = [line.split(";") for line in content.strip().split("\r\n")]
    cells = {cell.strip('"') for row in rows for cell in row}
    assert rows[0][0] == "Day"
    assert len(rows) == 3
    assert {"'-1+1", "'@SUM(A1) (OVAM 1)", '\'=HYPERLINK(""http://evil"")', "2,350"} <= cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.rule("Q-08")
def test_the_year_is_on_the_page_and_in_a_list(as_technician, depot, device, laptop_class):
    a_device(depot, laptop_class)
    collected(depot, waste(device))

    page = text_of(as_technician.get(url("year"), {"year": "2026"}))
    rows = as_technician.get(url("year_csv"), {"year": "2026"}).content.decode("utf-8-sig").strip().split("\r\n")
    empty = as_technician.get(url("year"), {"year": "2025", "depot": depot.pk})

    assert "Waste in 2026" in page
    assert rows == [
        "Year;Destination;EEE category;Household or professional;Pieces;Kilograms;Not weighed",
        "2026;came in;2;;1;;1",
        "2026;came in;2;household;1;2,350;0",
        "2026;Scrap & Co (OVAM 1);2;household;1;2,350;0",
    ]
    assert empty.context["rows"] == []


def test_the_record_is_a_page_a_paper_and_json(as_technician, as_clerk, device):
    page = text_of(as_technician.get(url("record", device.pk)))
    told = json.loads(as_technician.get(url("record_json", device.pk)).content)
    paper = as_technician.get(url("record_paper", device.pk))

    assert "Came in and got its label" in page
    assert (told["schema"], told["code"]) == ("digibank.reuse-record", device.number)
    assert paper.content.startswith(b"%PDF")
    assert as_clerk.get(url("record", device.pk)).status_code == 404


@pytest.mark.rule("R-04")
def test_a_copy_is_kept_on_request_and_printed_from_the_copy(as_technician, device):
    answer = as_technician.post(url("freeze_record", device.pk))

    kept = FrozenRecord.objects.get()
    stored = as_technician.get(url("frozen_record", kept.pk))
    paper = as_technician.get(url("frozen_paper", kept.pk))
    assert (answer.status_code, answer["Location"]) == (303, url("record", device.pk))
    assert json.loads(stored.content)["code"] == device.number
    assert paper.content.startswith(b"%PDF")
    assert url("frozen_paper", kept.pk) in text_of(as_technician.get(url("record", device.pk)))


@pytest.mark.rule("F-05")
def test_the_coordinator_sees_a_range_and_that_it_is_no_hard_figure(as_coordinator, association, depot, desk, actor):
    lent_once(a_device(depot), desk, actor)
    without = text_of(as_coordinator.get(url("effect")))

    adopted = as_coordinator.post(url("adopt_factors"))
    to_count = text_of(as_coordinator.get(url("effect")))
    counted = as_coordinator.post(url("count_effects"))
    page = text_of(as_coordinator.get(url("effect")))
    other_days = text_of(as_coordinator.get(url("effect"), {"first": "2026-01-01", "last": "2026-11-01"}))

    assert "No factors yet" in without
    assert [(answer.status_code, answer["Location"]) for answer in (adopted, counted)] == [(303, url("effect"))] * 2
    assert "0 devices that were lent for the first time" in to_count
    assert "50 to 235 kg CO₂, likely 118" in page
    assert "This is no hard figure." in page
    assert "Do not add it to figures of a municipality or a donor" in page
    assert "Our own proposal, not a source by itself." in page
    assert "0 to 0 kg CO₂" in other_days


@pytest.mark.rule("F-03")
def test_a_file_with_grams_comes_back_with_the_reason(as_coordinator, association):
    wrong = shipped().replace(b'"likely": 118', b'"likely": 118000')

    answer = as_coordinator.post(url("adopt_factors"), {"file": a_paper(wrong, "factors.json")})

    assert answer.status_code == 422
    assert "Are these grams? Write kilograms." in text_of(answer)
    assert FactorSet.objects.count() == 0


def test_kilometres_are_noted_until_the_device_is_counted(as_technician, association, depot, desk, actor):
    device = a_device(depot)
    noted = as_technician.post(url("note_kilometres", device.pk), {"count": "1"})
    wrong = as_technician.post(url("note_kilometres", device.pk), {"count": "0"})
    lent_once(device, desk, actor)
    actions.count_effects(association, by=actor)

    assert (noted.status_code, noted["Location"]) == (303, url("record", device.pk))
    assert wrong.status_code == 422
    assert "Kilometres for this device alone" not in text_of(as_technician.get(url("record", device.pk)))
    assert as_technician.post(url("note_kilometres", device.pk), {"count": "1"}).status_code == 422


def everything_of(device, depot) -> dict[str, int]:
    """Addresses with a record of this depot, by name, each with its key."""
    taken = collected(depot, waste(device))
    other = waste(a_device(depot))
    paper = actions.add_collection_document(taken, document=FrozenRecord.objects.get().document, by=other.disposed_by)
    keys = {"dispose": other.device_id, "undo_disposal": other.pk, "hand_over": depot.pk, "collection": taken.pk}
    keys |= {"collection_list": taken.pk, "add_collection_document": taken.pk, "collection_document": paper.pk}
    keys |= {"end_recycler": taken.recycler_id, "record": device.pk, "record_paper": device.pk}
    keys |= {"record_json": device.pk, "freeze_record": device.pk, "note_kilometres": device.pk}
    return keys | dict.fromkeys(["frozen_record", "frozen_paper"], FrozenRecord.objects.get().pk)


SENT = {"undo_disposal", "add_collection_document", "end_recycler", "freeze_record", "note_kilometres"}


def test_a_technician_of_another_organisation_finds_nothing(neighbour, depot, device):
    keys = everything_of(device, depot)

    answers = {
        name: (neighbour.post if name in SENT else neighbour.get)(url(name, key)).status_code
        for name, key in keys.items()
    }
    seen = " ".join(text_of(neighbour.get(url(name))) for name in LISTS)

    assert answers == dict.fromkeys(keys, 404)
    assert [said for said in (device.number, "Scrap", "AF-") if said in seen] == []
    assert "No device of yours fits" in text_of(neighbour.get(url("waste"), {"q": device.number}))


def test_a_coordinator_of_another_association_sees_no_figures_of_ours(depot, desk, association, elsewhere, actor):
    lent_once(a_device(depot), desk, actor)
    actions.adopt_factors(association, content=shipped(), by=actor)
    actions.count_effects(association, by=actor)
    theirs = elsewhere.memberships.get().organisation
    stranger = logged_in(a_user("kim", "Kim Elders", theirs, Role.COORDINATOR))

    page = stranger.get(url("effect"))

    assert "No factors yet" in text_of(page)
    assert page.context["uncounted"] == 0


def test_clerks_see_nothing_of_waste_and_technicians_no_figures(as_clerk, as_technician, depot, device):
    keys = {name: key for name, key in everything_of(device, depot).items() if "record" not in name}

    closed = {name: as_clerk.get(url(name)).status_code for name in LISTS}
    acts = {name: as_clerk.post(url(name, key)).status_code for name, key in keys.items()}

    assert closed == dict.fromkeys(LISTS, 403)
    assert set(acts.values()) <= {403, 405}
    assert as_technician.get(url("effect")).status_code == 403


@pytest.mark.parametrize("name", [*LISTS, "record", "effect"])
def test_more_rows_ask_no_more_of_the_database(as_technician, as_coordinator, depot, device, name):
    client = as_coordinator if name == "effect" else as_technician
    at = url(name, device.pk) if name == "record" else url(name)
    collected(depot, waste(device))
    waste(a_device(depot))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(at)
        return len(asked)

    queries()
    one = queries()
    for number in range(2):
        collected(depot, waste(a_device(depot)), document_number=f"IF-{number + 2}")
        waste(a_device(depot))

    assert queries() == one
