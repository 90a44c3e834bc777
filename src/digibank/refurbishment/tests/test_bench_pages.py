"""Pages of the bench: inspect, test, repair, parts, flags and work by scan; who may open them and what they refuse."""

import io
from datetime import date

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device, DeviceFlag, FlagKind
from digibank.inventory.tests.factories import a_device, a_medium, past_the_gate
from digibank.refurbishment import actions
from digibank.refurbishment.cards import CARDS, card_of
from digibank.refurbishment.models import DeviceTest, Inspection, Installation, Part, Repair
from digibank.refurbishment.spec_labels import spec_label_pdf, spec_lines
from digibank.refurbishment.tests.factories import inspected, installed, the_disk

OF_A_DEVICE = ["inspect", "test", "repair", "harvest", "scan", "spec_label", "raise_flag"]
POSTS = {"scan", "raise_flag", "clear_flag"}


@pytest.fixture
def as_colleague(colleague):
    return logged_in(colleague)


@pytest.fixture
def neighbour(other_town):
    """A technician who works for another organisation only."""
    return logged_in(a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN))


def url(name, key=None):
    return reverse(f"refurbishment:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def words_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


def card_page(client, device) -> str:
    return text_of(client.get(url("device", device.pk)))


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def addresses(device, by) -> dict[str, str]:
    flag = inventory.raise_flag(device, kind="needs_part", by=by)
    part = actions.add_part(device.place, kind="memory", description="8 GB", by=by)
    pages = {name: url(name, device.pk) for name in OF_A_DEVICE}
    return pages | {"clear_flag": url("clear_flag", flag.pk), "scrap_part": url("scrap_part", part.pk)}


def test_technicians_open_every_page(as_technician, technician, device):
    pages = addresses(device, technician.actor) | {name: url(name) for name in ("parts", "repairs", "action_sheet")}

    answers = {name: as_technician.get(at).status_code for name, at in pages.items()}

    assert answers == {name: 405 if name in POSTS else 200 for name in pages}


def test_who_does_not_work_in_the_workshop_opens_none(as_clerk, as_coordinator, technician, device):
    pages = addresses(device, technician.actor) | {name: url(name) for name in ("parts", "repairs", "action_sheet")}

    for client in (as_clerk, as_coordinator):
        answers = {name: (client.post if name in POSTS else client.get)(at).status_code for name, at in pages.items()}
        assert answers == dict.fromkeys(pages, 403)


def test_a_technician_of_another_organisation_finds_nothing(neighbour, technician, device):
    pages = addresses(device, technician.actor)

    answers = {
        name: neighbour.post(at, {"q": "DB*UNDO"}).status_code for name, at in pages.items() if name != "spec_label"
    }

    assert answers == dict.fromkeys(answers, 404)
    assert neighbour.get(pages["spec_label"]).status_code == 404
    assert "8 GB" not in text_of(neighbour.get(url("parts")))


# Inspection and tests


@pytest.mark.rule("W-08")
def test_a_device_is_inspected_on_one_page(as_technician, device):
    first = card_page(as_technician, device)
    shown = text_of(as_technician.get(url("inspect", device.pk)))
    empty = as_technician.post(url("inspect", device.pk), {"words": "Mooi toestel."})
    done = as_technician.post(
        url("inspect", device.pk),
        {
            "ground": "yes",
            "appearance": "B",
            "function": "A",
            "battery": "C",
            "defects": ["scratches", "dents"],
            "made_in": "2019",
        },
    )
    after = card_page(as_technician, device)

    assert ("Look at it first" in first, "Look at it first" in after) == (True, False)
    assert [
        said
        for said in ("small traces of use", "an old screen with a picture tube", "Swollen battery")
        if said not in shown
    ] == []
    assert (empty.status_code, "Choose how it looks." in text_of(empty), "Mooi toestel." in text_of(empty)) == (
        422,
        True,
        True,
    )
    assert (done.status_code, done["Location"]) == (303, url("device", device.pk))
    assert Inspection.objects.get().grades == "B A C"
    assert [said for said in ("B, small traces of use", "Scratches, dents.", "2019") if said not in after] == []


@pytest.mark.rule("W-08")
def test_what_cannot_be_used_again_leads_to_disposal(as_technician, device):
    answer = as_technician.post(url("inspect", device.pk), {"ground": "outdated"})
    page = card_page(as_technician, device)

    assert answer.status_code == 303
    assert [said for said in ("It cannot be used again", "It goes to disposal.") if said not in page] == []
    assert (reverse("inventory:write_off", args=[device.pk]) in page, url("harvest", device.pk) in page) == (True, True)


def test_an_earlier_inspection_and_the_tests_fill_the_form_in(as_technician, technician, device):
    inspected(device, technician.actor, appearance="C", words="Kras op het deksel.")
    actions.record_tests(device, outcomes={"sound": "small"}, by=technician.actor)

    form = as_technician.get(url("inspect", device.pk)).context["form"]

    assert [form[name].value() for name in ("appearance", "function", "words")] == ["C", "B", "Kras op het deksel."]


def test_a_measured_battery_is_not_asked(as_technician, device):
    asked = text_of(as_technician.get(url("inspect", device.pk)))
    Device.objects.filter(pk=device.pk).update(battery_percent=87)

    not_asked = text_of(as_technician.get(url("inspect", device.pk)))

    assert ("How long does the battery last?" in asked, "How long does the battery last?" in not_asked) == (True, False)
    assert "87 percent left: grade B, good." in not_asked


@pytest.mark.rule("W-11")
def test_one_button_says_that_all_the_rest_is_in_order_but_measures_nothing(as_technician, device):
    sent = {"keyboard": "serious", "note": "Toets E plakt.", "all_good": "1"}

    silent = as_technician.post(url("test", device.pk), sent | {"note": ""})
    done = as_technician.post(url("test", device.pk), sent)

    assert (silent.status_code, "Write down what is wrong." in text_of(silent)) == (422, True)
    assert (done.status_code, done["Location"]) == (303, url("device", device.pk))
    assert dict(DeviceTest.objects.order_by("pk").values_list("kind", "outcome")) == {
        "keyboard": "serious"
    } | dict.fromkeys(["screen", "sound", "camera", "wifi", "ports", "hinge", "adapter"], "good")
    assert "Toets E plakt." in card_page(as_technician, device)


def test_only_what_was_chosen_is_kept(as_technician, device):
    nothing = as_technician.post(url("test", device.pk), {"note": ""})
    as_technician.post(url("test", device.pk), {"safety": "good"})

    assert (nothing.status_code, "Say of at least one part how it went." in text_of(nothing)) == (422, True)
    assert [str(test) for test in DeviceTest.objects.all()] == ["safety good"]


@pytest.mark.rule("W-11")
def test_what_was_tried_is_ticked_at_the_check(as_colleague, technician, device, medium):
    actions.record_tests(device, outcomes={"sound": "good", "camera": "absent", "wifi": "small"}, by=technician.actor)
    installed(device, technician.actor)

    form = as_colleague.get(url("device", device.pk)).context["quality_form"]

    assert (form["good"].value(), form["absent"].value()) == (["sound"], ["camera"])


# Repairs and parts


def test_a_repair_is_written_down_with_a_part_from_the_drawer(as_technician, technician, device):
    without = text_of(as_technician.get(url("repair", device.pk)))
    part = actions.add_part(device.place, kind="keyboard", description="ProBook G7", by=technician.actor)
    shown = text_of(as_technician.get(url("repair", device.pk)))

    done = as_technician.post(
        url("repair", device.pk), {"problem": "Toets E", "status": "1", "done": "Vervangen", "parts": [part.pk]}
    )

    assert ("Parts from the drawer" in without, f"{part.number} keyboard: ProBook G7" in shown) == (False, True)
    assert (done.status_code, list(Repair.objects.get().parts.all())) == (303, [part])
    assert [said for said in ("Toets E", "repaired", part.number) if said not in card_page(as_technician, device)] == []


def test_half_a_repair_comes_back(as_technician, device):
    answer = as_technician.post(url("repair", device.pk), {"problem": "Moederbord", "status": "3"})

    assert (answer.status_code, "Choose why it cannot be repaired." in text_of(answer)) == (422, True)
    assert 'value="Moederbord"' in text_of(answer)


@pytest.mark.rule("W-02")
def test_who_repaired_it_is_asked_to_fetch_a_colleague(as_colleague, colleague, technician, device, medium):
    actions.repair(device, problem="Toets E", status=1, done="Vervangen", by=colleague.actor)
    installed(device, technician.actor)

    page = card_page(as_colleague, device)

    assert ("You repaired this device yourself." in page, "I checked it" in page) == (True, False)


def test_the_drawer_shows_what_lies_in_it(as_technician, technician, device, depot):
    empty = text_of(as_technician.get(url("parts")))
    refused = as_technician.post(url("parts"), {"place": depot.pk, "kind": "storage", "description": "SSD"})
    added = as_technician.post(url("parts"), {"place": depot.pk, "kind": "memory", "description": "8 GB DDR4"})
    part = Part.objects.get()
    full = text_of(as_technician.get(url("parts")))
    scrapped = as_technician.post(url("scrap_part", part.pk), {"because": "Past niet"})

    assert ("The drawer is empty" in empty, refused.status_code, added.status_code) == (True, 422, 303)
    assert (f"{part.number}" in full, "8 GB DDR4" in full, scrapped.status_code) == (True, True, 303)
    assert as_technician.post(url("scrap_part", part.pk), {"because": "Past niet"}).status_code == 422
    assert "8 GB DDR4" not in text_of(as_technician.get(url("parts")))


def test_a_longer_drawer_asks_no_more_of_the_database(as_technician, technician, device):
    a_medium(device, serial="S1")
    actions.inspect(device, ground="poor", by=technician.actor)

    def harvest() -> None:
        disk = a_medium(device, serial=f"S{Part.objects.count() + 2}")
        actions.harvest(device, kind="storage", description="SSD", medium=disk, by=technician.actor)

    harvest()
    queries(as_technician, url("parts"))
    one = queries(as_technician, url("parts"))
    harvest()
    harvest()

    assert queries(as_technician, url("parts")) == one


def test_a_disk_is_taken_out_of_a_device_that_is_not_used_again(as_technician, technician, device, medium):
    early = as_technician.post(
        url("harvest", device.pk), {"kind": "storage", "medium": medium.pk, "description": "SSD"}
    )
    actions.inspect(device, ground="poor", by=technician.actor)
    done = as_technician.post(url("harvest", device.pk), {"kind": "storage", "medium": medium.pk, "description": "SSD"})

    assert (early.status_code, "may still be used again" in text_of(early), done.status_code) == (422, True, 303)
    assert Part.objects.get().medium == medium


@pytest.mark.rule("W-16")
def test_repairs_of_a_period_are_counted_and_fetched(as_technician, technician, device):
    actions.repair(device, problem="Toets E", status=1, done="Vervangen", by=technician.actor)
    period = {"start": "2026-11-01", "end": "2026-11-30"}

    first = text_of(as_technician.get(url("repairs")))
    counted = text_of(as_technician.get(url("repairs"), period))
    none = text_of(as_technician.get(url("repairs"), {"start": "2026-10-01", "end": "2026-10-31"}))
    turned = as_technician.get(url("repairs"), {"start": "2026-11-30", "end": "2026-11-01"})
    long = as_technician.get(url("repairs"), {"start": "2020-11-30", "end": "2026-11-01"})
    file = as_technician.get(url("repairs"), period | {"csv": "1"})

    assert ("2026-01-01" in first, "1 repair in this period." in counted, "No repairs in this period." in none) == (
        True,
        True,
        True,
    )
    assert [answer.status_code for answer in (turned, long)] == [422, 422]
    assert "This day lies before the first one." in text_of(turned)
    assert (file["Content-Type"], "Toets E" in file.content.decode()) == ("text/csv; charset=utf-8", True)
    assert file["Content-Disposition"] == 'attachment; filename="open-repair-data-2026-11-01-2026-11-30.csv"'


# Flags and scans


@pytest.mark.rule("I-10")
def test_a_flag_is_raised_and_settled_on_the_card(as_technician, device):
    silent = as_technician.post(url("raise_flag", device.pk), {"kind": "investigate", "note": ""})
    raised = as_technician.post(url("raise_flag", device.pk), {"kind": "locked_account", "note": "Google-slot."})
    flag = DeviceFlag.objects.get()
    shown = card_page(as_technician, device)
    no_words = as_technician.post(url("clear_flag", flag.pk), {"how": ""})
    settled = as_technician.post(url("clear_flag", flag.pk), {"how": "Donateur heeft het losgemaakt."})

    assert (silent.status_code, "Write down what the workshop has to look at." in text_of(silent)) == (422, True)
    assert (raised["Location"], "Google-slot." in shown) == (url("device", device.pk), True)
    assert (no_words.status_code, settled.status_code, settled["Location"]) == (422, 303, url("device", device.pk))
    assert "Donateur heeft het losgemaakt." in card_page(as_technician, device)


@pytest.mark.rule("W-15")
@pytest.mark.parametrize(
    ("code", "leads_to"),
    [
        ("DB*INSPECT", "schouwen/"),
        ("DB*TEST", "testen/"),
        ("DB*REPAIR", "herstellen/"),
        ("DB*ERASE", "#stap"),
        ("DB*INSTALLED", "#stap"),
        ("DB*CHECK", "#stap"),
        ("DB*FLAG-LOOK", "#vlaggen"),
        ("DB*SPECS", "kenmerken.pdf"),
        ("db$flag-part", "#vlaggen"),
        ("DB*LABEL", "label.pdf"),
    ],
)
def test_an_action_card_opens_its_act_on_the_device(as_technician, device, code, leads_to):
    answer = as_technician.post(url("scan", device.pk), {"q": code})

    assert (answer.status_code, answer["Location"].endswith(leads_to), f"/{device.pk}/" in answer["Location"]) == (
        303,
        True,
        True,
    )


@pytest.mark.rule("W-15")
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("DB*FLAG-WIPE", FlagKind.WIPE_FAILED),
        ("DB*FLAG-LOCK", FlagKind.LOCKED_ACCOUNT),
        ("DB*FLAG-PART", FlagKind.NEEDS_PART),
        ("DB*FLAG-BATTERY", FlagKind.UNSAFE_BATTERY),
    ],
)
def test_a_flag_card_keeps_back_and_undo_takes_that_back(as_technician, device, code, kind):
    as_technician.post(url("scan", device.pk), {"q": code})
    twice = as_technician.post(url("scan", device.pk), {"q": code})
    flag = DeviceFlag.objects.get()
    undone = as_technician.post(url("scan", device.pk), {"q": "DB*UNDO"})
    again = as_technician.post(url("scan", device.pk), {"q": "DB*UNDO"})

    assert (flag.kind, flag.is_open, twice.status_code) == (kind, True, 422)
    assert (undone.status_code, DeviceFlag.objects.get().cleared_how) == (303, "A mistake, taken back at once.")
    assert (again.status_code, "There is nothing of you to undo here." in text_of(again)) == (422, True)


@pytest.mark.rule("W-15")
def test_only_an_own_flag_of_this_hour_is_undone(as_technician, as_colleague, device):
    as_colleague.post(url("scan", device.pk), {"q": "DB*FLAG-PART"})
    of_others = as_technician.post(url("scan", device.pk), {"q": "DB*UNDO"})
    clock.pass_time(hours=2)
    late = as_colleague.post(url("scan", device.pk), {"q": "DB*UNDO"})

    assert (of_others.status_code, late.status_code, DeviceFlag.objects.get().is_open) == (422, 422, True)


def test_a_label_leads_to_the_next_device_and_anything_else_is_refused(as_technician, depot, device, medium):
    other = a_device(depot)

    by_label = as_technician.post(url("scan", device.pk), {"q": other.number})
    by_sticker = as_technician.post(url("scan", device.pk), {"q": medium.number})
    unknown = as_technician.post(url("scan", device.pk), {"q": "<b>fiets</b>"})

    assert [answer["Location"] for answer in (by_label, by_sticker)] == [
        url("device", other.pk),
        url("device", device.pk),
    ]
    assert unknown.status_code == 422
    assert "Nothing fits “&lt;b&gt;fiets&lt;/b&gt;”." in text_of(unknown)


@pytest.mark.rule("W-15")
def test_looking_at_an_address_never_does_what_a_card_does(as_technician, device):
    opened = as_technician.get(url("scan", device.pk), {"q": "DB*FLAG-PART"})
    on_the_board = as_technician.get(url("board"), {"q": "DB*FLAG-PART"})

    assert (opened.status_code, DeviceFlag.objects.count()) == (405, 0)
    assert "Scan a device first, then the action card." in text_of(on_the_board)


@pytest.mark.once
@pytest.mark.parametrize(
    "scanned", ["", "DB", "DB-000001-0", "DB*", "DB*NOTHING", "DBINSPECT", "XDB*INSPECT", "DB*INSPECT*"]
)
def test_what_is_no_action_card_is_none(scanned):
    assert card_of(scanned) is None


@pytest.mark.once
def test_each_card_is_read_as_itself_also_by_a_scanner_with_another_keyboard():
    assert [card_of(card.code) for card in CARDS] == list(CARDS)
    assert [card_of(card.code.lower().replace("*", "$").replace("-", "/")) for card in CARDS] == list(CARDS)


@pytest.mark.once
def test_the_sheet_holds_every_card(as_technician):
    answer = as_technician.get(url("action_sheet"))

    printed = words_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert [card.code for card in CARDS if card.code not in printed] == []
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


# The board


def test_the_board_shows_flags_filters_by_them_and_says_what_waits_longest(as_technician, technician, depot, device):
    clock.pass_time(days=3)
    later = a_device(depot, vendor="Dell", product="Latitude")
    inventory.raise_flag(later, kind="needs_part", by=technician.actor)

    page = as_technician.get(url("board"))
    filtered = as_technician.get(url("board"), {"vlag": "needs_part"})
    strange = as_technician.get(url("board"), {"vlag": "fiets"})

    shown = {
        answer: [found.pk for found in answer.context["columns"][0]["column"].devices]
        for answer in (page, filtered, strange)
    }
    assert list(shown.values()) == [[device.pk, later.pk], [later.pk], [device.pk, later.pk]]
    assert (page.context["longest"], filtered.context["longest"]) == (device, later)
    assert page.context["flags"] == [(FlagKind.NEEDS_PART, 1)]
    assert [said for said in ("waits longest", "since 23 November", "needs a part") if said not in text_of(page)] == []


def test_what_moved_lately_waits_less_long(as_technician, technician, depot, laptop_class):
    first, second = a_device(depot, laptop_class), a_device(depot, laptop_class)
    clock.pass_time(days=1)
    for device in (second, first):
        past_the_gate(device)
        clock.pass_time(days=1)

    columns = as_technician.get(url("board")).context["columns"]

    assert [found.pk for found in columns[2]["column"].devices] == [second.pk, first.pk]


def test_more_flags_ask_no_more_of_the_database(as_technician, technician, depot, device):
    inventory.raise_flag(device, kind="needs_part", by=technician.actor)
    queries(as_technician, url("board"))
    one = queries(as_technician, url("board"))
    for kind in ("wipe_failed", "locked_account"):
        inventory.raise_flag(a_device(depot), kind=kind, by=technician.actor)

    assert queries(as_technician, url("board")) == one


def test_the_card_asks_as_many_questions_for_three_as_for_one(as_technician, technician, device):
    def work() -> None:
        actions.record_tests(device, outcomes={"sound": "good"}, by=technician.actor)
        part = actions.add_part(device.place, kind="memory", description="8 GB", by=technician.actor)
        actions.repair(device, problem="Toets E", status=1, done="Vervangen", parts=[part], by=technician.actor)

    inspected(device, technician.actor)
    work()
    queries(as_technician, url("device", device.pk))
    one = queries(as_technician, url("device", device.pk))
    work()
    work()

    assert queries(as_technician, url("device", device.pk)) == one


# Installing


@pytest.mark.rule("W-14")
def test_until_when_is_asked_and_what_was_installed_last_is_filled_in(as_technician, technician, depot, device, medium):
    other = past_the_gate(a_device(depot))
    installed(device, technician.actor, version="22.2")

    form = as_technician.get(url("device", other.pk)).context["install_form"]
    silent = as_technician.post(url("install", other.pk), {"system": "Linux Mint", "licence": "free"})
    clock.pass_time(days=1)
    tomorrow = as_technician.get(url("device", other.pk)).context["install_form"]

    assert [form[name].value() for name in ("system", "version", "updates_until")] == [
        "Linux Mint",
        "22.2",
        date(2029, 4, 30),
    ]
    assert (silent.status_code, "Fill in until when the system gets security updates." in text_of(silent)) == (
        422,
        True,
    )
    assert (tomorrow["system"].value(), Installation.objects.count()) == (None, 1)


@pytest.mark.once
@pytest.mark.rule("I-04")
def test_a_label_says_what_is_inside_and_names_nobody(as_technician, technician, device, medium):
    Device.objects.filter(pk=device.pk).update(
        processor="Intel Core i5-10210U", memory_bytes=8 * 1024**3, battery_percent=87
    )
    installed(device, technician.actor)
    device.refresh_from_db()

    answer = as_technician.get(url("spec_label", device.pk))

    printed = words_of(answer.content)
    told = [device.number, "Intel Core i5-10210U", "8.0 GB", "256 GB SSD", "87 %", "Linux Mint 22.2", "30 April 2029"]
    assert [said for said in told if said not in printed.replace("\u00a0", " ")] == []
    assert technician.full_name not in printed
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


@pytest.mark.once
def test_a_label_leaves_out_what_nobody_knows(depot):
    device = a_device(depot)
    the_disk(device, capacity_bytes=None)

    assert spec_lines(device) == []
    assert spec_label_pdf(device)[:4] == b"%PDF"
