"""Devices become waste, are kept after all, and leave with a recycler."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from digibank import clock
from digibank.files import actions as files
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_class, a_depot, a_device, a_medium
from digibank.inventory.tests.looking import refusal, verbs
from digibank.refurbishment import actions
from digibank.refurbishment.models import CollectedDrive, Collection, Disposal, FrozenRecord, LooseWaste, Recycler
from digibank.refurbishment.tests.factories import a_destroyed_drive, a_recycler, collected, waste, without_disk
from digibank.refurbishment.waste_papers import kind_of, total_grams, totals
from digibank.refurbishment.weights import kilograms


def refused_by(act) -> str:
    """What the database says when this act goes round the code."""
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        act()
    return str(refused.value)


def state_of(device) -> str:
    return Device.objects.get(pk=device.pk).state


@pytest.mark.rule("Q-02")
def test_waste_is_weighed_in_its_category_with_its_ground(device, actor, depot):
    disposal = waste(device, note="The board is dead")

    kept = Disposal.objects.values("depot", "grams", "category", "origin", "ground", "note", "collection").get()
    assert kept == {
        "depot": depot.pk,
        "grams": 2350,
        "category": 2,
        "origin": "household",
        "ground": "too_dear",
        "note": "The board is dead",
        "collection": None,
    }
    assert state_of(device) == Position.DISPOSED
    assert verbs(disposal) == ["refurbishment.disposed"]


@pytest.mark.rule("Q-02")
@pytest.mark.parametrize(
    ("shape", "grams"), [("laptop", 1_850_000), ("laptop", 185), ("phone", 2_350), ("desktop", 40_001), ("tablet", 149)]
)
def test_a_weight_that_cannot_be_is_refused(depot, actor, shape, grams):
    device = without_disk(a_device(depot, a_class(f"a-{shape}", f"A {shape}", shape=shape)))

    sentence, field = refusal(lambda: actions.dispose(device, grams=grams, category=2, ground="broken", by=actor))

    assert field == "grams"
    assert f"You wrote {kilograms(grams)} kg." in sentence
    assert state_of(device) == Position.RECEIVED


@pytest.mark.rule("Q-02")
@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"grams": 2}, "a_device_weighs_grams"),
        ({"grams": 1_850_000}, "a_device_weighs_grams"),
        ({"category": 3}, "a_category_of_the_directive"),
    ],
)
def test_the_database_knows_what_waste_can_be(device, wrong, name):
    disposal = waste(device)

    assert name in refused_by(lambda: Disposal.objects.filter(pk=disposal.pk).update(**wrong))


def test_a_note_holds_no_secrets(device, actor):
    without_disk(device)

    _sentence, field = refusal(
        lambda: actions.dispose(device, grams=2350, category=2, ground="broken", note="pincode 1234", by=actor)
    )

    assert (field, state_of(device)) == ("note", Position.RECEIVED)


@pytest.mark.rule("Q-05")
def test_until_it_left_a_device_is_kept_after_all_and_may_be_waste_again(device, actor):
    disposal = waste(device)

    undone = actions.undo_disposal(disposal, by=actor)
    again = refusal(lambda: actions.undo_disposal(disposal, by=actor))[0]

    assert (state_of(device), undone.undone_at) == (Position.RECEIVED, clock.now())
    assert again.startswith(f"{device.number} was taken along or kept already.")
    assert verbs(disposal) == ["refurbishment.disposed", "refurbishment.disposal_undone"]
    assert waste(device).pk != disposal.pk


@pytest.mark.rule("Q-03")
def test_a_recycler_takes_devices_drives_and_loose_things_in_one_act(depot, device, actor):
    first, second = waste(device), waste(a_device(depot), grams=1900)
    drive = a_destroyed_drive(a_device(depot), kind="hdd", serial="D1")

    taken = collected(depot, first, second, drives=[drive], loose_grams={"drives": 620, "batteries": 1150})

    assert list(taken.disposals.order_by("pk")) == [first, second]
    assert list(taken.loose.values_list("kind", "grams")) == [("drives", 620), ("batteries", 1150)]
    assert list(taken.drives.values_list("medium", flat=True)) == [drive.pk]
    assert total_grams(taken) == 2350 + 1900 + 620 + 1150
    assert totals(taken) == [
        ("2: screens, and devices with a screen larger than 100 cm²", 2, "4,250"),
        ("6: small IT and telecommunication, no side longer than 50 cm", 0, "0,620"),
        ("batteries: no EEE category", 0, "1,150"),
    ]
    assert verbs(taken) == ["refurbishment.collected"]
    assert set(verbs(device)) >= {"refurbishment.collected", "refurbishment.record_frozen"}


@pytest.mark.rule("Q-03")
def test_what_left_leaves_once_and_stays_as_it_was(depot, device, actor):
    disposal = waste(device)
    taken = collected(depot, disposal)

    twice = refusal(lambda: collected(depot, disposal, document_number="IF-2"))
    undone = refusal(lambda: actions.undo_disposal(disposal, by=actor))[0]

    assert twice == (
        f"{device.number} is not among the waste of this depot any more. Reload the page.",
        "disposals",
    )
    assert undone.startswith(f"{device.number} was taken along or kept already.")
    assert Collection.objects.get() == taken
    assert state_of(device) == Position.DISPOSED


@pytest.mark.rule("Q-03")
def test_the_database_itself_seals_what_left(depot, device, actor):
    disposal = waste(device)
    drive = a_destroyed_drive(a_device(depot))
    taken = collected(depot, disposal, drives=[drive], loose_grams={"drives": 500})
    mine, drives = Disposal.objects.filter(pk=disposal.pk), CollectedDrive.objects.all()

    refusals = [
        refused_by(lambda: mine.update(grams=2000)),
        refused_by(lambda: mine.update(collection=None)),
        refused_by(mine.delete),
        refused_by(lambda: Collection.objects.update(document_number="X")),
        refused_by(lambda: LooseWaste.objects.update(grams=1)),
        refused_by(drives.delete),
        refused_by(lambda: CollectedDrive.objects.create(collection=taken, medium=drive)),
    ]

    names = ["disposal_sealed"] * 3 + ["collection_append_only", "loosewaste_append_only", "collecteddrive_append_only"]
    assert [name in said for name, said in zip([*names, "medium_id"], refusals, strict=True)] == [True] * 7


@pytest.mark.rule("Q-05")
def test_the_database_itself_keeps_one_disposal_for_each_device_and_undoes_nothing_that_left(depot, device):
    disposal = waste(device)
    taken = collected(depot, waste(a_device(depot)))
    mine = Disposal.objects.filter(pk=disposal.pk)
    copy = {"depot": depot, "grams": 2350, "category": 2, "ground": "broken", "disposed_by": disposal.disposed_by}

    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.create(device=device, **copy)
    assert "what_left_is_not_undone" in refused_by(lambda: mine.update(undone_at=clock.now(), collection=taken))


@pytest.mark.rule("Q-04")
def test_a_drive_leaves_destroyed_and_once(depot, device, actor):
    whole, drive = a_medium(device, serial="W"), a_destroyed_drive(device, serial="D")

    with_data = refusal(lambda: collected(depot, drives=[whole], loose_grams={"drives": 500}))
    collected(depot, drives=[drive], loose_grams={"drives": 500})
    twice = refusal(lambda: collected(depot, drives=[drive], loose_grams={"drives": 500}))

    assert with_data == (f"{whole.number} is not destroyed. Destroy it and write that down first.", "drives")
    assert twice == (f"{drive.number} left with a recycler already.", "drives")
    assert Collection.objects.count() == 1


@pytest.mark.rule("Q-03")
def test_a_collection_is_whole_or_is_not(depot, device, actor):
    disposal, drive = waste(device), a_destroyed_drive(a_device(depot))
    tomorrow = clock.today() + timedelta(days=1)

    fields = [
        refusal(lambda: collected(depot))[1],
        refusal(lambda: collected(depot, drives=[drive]))[1],
        refusal(lambda: collected(depot, loose_grams={"drives": 500}))[1],
        refusal(lambda: collected(depot, disposal, collected_on=tomorrow))[1],
    ]

    assert fields == ["disposals", "drives_grams", "drives", "collected_on"]
    assert (Collection.objects.count(), Disposal.objects.waiting().count()) == (0, 1)


@pytest.mark.rule("Q-03")
def test_only_a_recycler_of_the_list_of_this_depot_takes_waste(depot, device, actor, other_town):
    disposal, theirs = waste(device), a_recycler(a_depot(other_town), registration="OVAM 9")
    ended = actions.end_recycler(a_recycler(depot), by=actor)
    about = {"document_number": "IF-1", "collected_on": clock.today(), "disposals": [disposal], "by": actor}

    strange = refusal(lambda: actions.hand_over(depot, recycler=theirs, **about))
    off = refusal(lambda: actions.hand_over(depot, recycler=ended, **about))

    assert strange[1] == off[1] == "recycler"
    assert off[0] == "Scrap & Co (OVAM 1) is off the list. Choose another firm."


@pytest.mark.rule("Q-03")
def test_waste_of_another_depot_stays_there(depot, device, association):
    there = waste(a_device(a_depot(association, name="Second depot")))

    _sentence, field = refusal(lambda: collected(depot, there))

    assert (field, Collection.objects.count()) == ("disposals", 0)


@pytest.mark.rule("Q-03")
def test_a_registration_stands_on_the_list_once_at_a_time(depot, actor):
    first = a_recycler(depot)

    twice = refusal(lambda: a_recycler(depot, name="Scrap again"))
    actions.end_recycler(first, by=actor)
    actions.end_recycler(first, by=actor)
    renamed = a_recycler(depot, name="Scrap again")

    assert twice[1] == "registration"
    assert list(Recycler.objects.current()) == [renamed]
    assert verbs(first) == ["refurbishment.recycler_added", "refurbishment.recycler_ended"]


def test_a_paper_of_the_recycler_is_kept_once(depot, device, actor):
    taken = collected(depot, waste(device))
    paper = files.store(b"%PDF-1.7", media_type="application/pdf", name="waste.pdf", by=actor)

    first = actions.add_collection_document(taken, document=paper, by=actor)
    second = actions.add_collection_document(taken, document=paper, by=actor)

    assert first == second
    assert verbs(taken).count("refurbishment.collection_document_added") == 1


@pytest.mark.rule("R-04")
def test_a_copy_of_the_reuse_record_stays_of_each_device_that_left(depot, device):
    other = a_device(depot)

    collected(depot, waste(device), waste(other))

    assert set(FrozenRecord.objects.values_list("device", flat=True)) == {device.pk, other.pk}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4\n", ("application/pdf", "pdf")),
        (b"\xff\xd8\xff\xe0", ("image/jpeg", "jpg")),
        (b"\x89PNG\r\n\x1a\n\0", ("image/png", "png")),
    ],
)
def test_a_paper_is_known_by_its_first_bytes(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize("content", [b"", b"<html>", b" %PDF-1.4", b"MZ"])
def test_what_is_no_paper_is_refused(content):
    assert refusal(lambda: kind_of(content))[1] == "paper"
