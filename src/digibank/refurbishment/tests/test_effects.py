"""What reuse spares: the factors, what one device counts, and that it counts once."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from digibank import clock
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_class, a_depot, a_device, a_medium, erased
from digibank.inventory.tests.looking import refusal, verbs
from digibank.refurbishment import actions
from digibank.refurbishment.effects import Range, Total, together, totals
from digibank.refurbishment.factor_files import read_factors, shipped
from digibank.refurbishment.jobs import count_reuse
from digibank.refurbishment.models import Effect, Factor, FactorSet, Reuse
from digibank.refurbishment.tests.factories import back_from_a_loan, lent_once
from digibank.ui.templatetags.ui import kilos


@pytest.fixture
def factors(association, actor) -> FactorSet:
    return actions.adopt_factors(association, content=shipped(), by=actor)


def a_file(**changes) -> bytes:
    return json.dumps(json.loads(shipped()) | changes).encode()


def fit(device: Device, *kinds: str, by: Actor) -> None:
    """Put new parts into a device."""
    parts = [actions.add_part(device.place, kind=kind, description="New", by=by) for kind in kinds]
    actions.repair(device, problem="Worn.", done="Replaced.", status=1, parts=parts, by=by)


def counted() -> list[tuple[object, ...]]:
    rows = Effect.objects.order_by("pk")
    return list(rows.values_list("reuse__device", "factor_set__version", "low_grams", "likely_grams", "high_grams"))


@pytest.mark.rule("F-03")
def test_the_proposal_that_comes_along_holds_each_shape_with_its_source(factors):
    rows = factors.factors.values_list("shape", "low_grams", "likely_grams", "high_grams", "weight_grams")

    assert list(rows) == [
        ("laptop", 50_000, 118_000, 235_000, 1_600),
        ("desktop", 60_000, 125_000, 250_000, 5_300),
        ("tablet", 15_000, 36_000, 70_000, 700),
        ("phone", 12_000, 26_000, 50_000, 200),
    ]
    assert dict(factors.costs.values_list("kind", "grams"))["van_km"] == 250
    assert factors.source.startswith("Our own proposal, not a source by itself.")
    assert verbs(factors) == ["refurbishment.factors_adopted"]


@pytest.mark.rule("F-01")
def test_a_device_counts_once_however_often_it_is_lent(factors, association, depot, desk, actor):
    device = lent_once(a_device(depot), desk, actor)

    first, second = (actions.count_effects(association, by=actor) for _time in range(2))

    assert (first, second) == (1, 0)
    assert counted() == [(device.pk, "2026-1", 50_000, 118_000, 235_000)]
    assert Reuse.objects.values_list("device", "place", "on").get() == (device.pk, depot.pk, date(2026, 11, 23))
    assert verbs(factors)[-1] == "refurbishment.effects_counted"


@pytest.mark.rule("F-01")
def test_what_only_came_in_counts_for_nothing(factors, association, depot, laptop_class, actor):
    a_device(depot, laptop_class)

    assert actions.count_effects(association, by=actor) == 0
    assert counted() == []


@pytest.mark.rule("F-01")
def test_the_database_itself_counts_a_device_once(factors, association, depot, desk, actor):
    lent_once(a_device(depot), desk, actor)
    actions.count_effects(association, by=actor)
    reuse, effect = Reuse.objects.get(), Effect.objects.values().get()

    for again in (
        lambda: Reuse.objects.create(device=reuse.device, place=reuse.place, on=reuse.on),
        lambda: Effect.objects.create(**effect | {"id": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()


@pytest.mark.rule("F-02")
def test_other_factors_give_new_figures_beside_the_old_ones(factors, association, depot, desk, actor):
    device = lent_once(a_device(depot), desk, actor)
    actions.count_effects(association, by=actor)
    spared = json.loads(shipped())["kg_co2e_spared"] | {"laptop": {"low": 40, "likely": 90, "high": 200}}
    newer = a_file(version="2026-2", valid_from="2026-11-23", kg_co2e_spared=spared)

    actions.adopt_factors(association, content=newer, by=actor)
    actions.count_effects(association, by=actor)

    assert counted() == [
        (device.pk, "2026-1", 50_000, 118_000, 235_000),
        (device.pk, "2026-2", 40_000, 90_000, 200_000),
    ]
    factors.refresh_from_db()
    assert factors.valid_until == date(2026, 11, 23)


@pytest.mark.rule("F-02")
def test_figures_and_factors_are_never_changed(factors, association, depot, desk, actor):
    lent_once(a_device(depot), desk, actor)
    actions.count_effects(association, by=actor)
    actions.adopt_factors(association, content=a_file(version="2026-2", valid_from="2026-11-23"), by=actor)

    for change in (
        lambda: Effect.objects.update(low_grams=1),
        Effect.objects.all().delete,
        lambda: Factor.objects.update(low_grams=2_000),
        lambda: FactorSet.objects.filter(pk=factors.pk).update(source="Another"),
        FactorSet.objects.filter(pk=factors.pk).delete,
    ):
        with pytest.raises(Exception, match=r"append_only|sealed|protected"), transaction.atomic():
            change()


@pytest.mark.rule("F-04")
def test_parts_and_kilometres_are_subtracted_and_never_below_nothing(factors, association, depot, desk, actor):
    device = a_device(depot)
    erased(a_medium(device, serial="NEW", fitted_new_at=clock.now()))
    erased(a_medium(device, serial="OLD"))
    fit(device, "memory", "memory", "keyboard", by=actor)
    fit(device, "battery", by=actor)
    actions.note_kilometres(device, count=30, by=actor)
    actions.note_kilometres(device, count=10, by=actor)
    inventory.approve(inventory.install(inventory.pass_gate(device, by=actor), by=actor), by=actor)
    back_from_a_loan(Device.objects.get(pk=device.pk), desk, actor)
    actions.count_effects(association, by=actor)

    effect = Effect.objects.get()
    assert (effect.low_grams, effect.likely_grams, effect.high_grams) == (0, 48_000, 165_000)
    assert (effect.subtracted_grams, effect.parameters) == (
        70_000,
        {
            "shape": "laptop",
            "low_grams": 50_000,
            "likely_grams": 118_000,
            "high_grams": 235_000,
            "costs": [
                {"kind": "ssd", "quantity": 1, "grams": 30_000},
                {"kind": "memory", "quantity": 2, "grams": 20_000},
                {"kind": "battery", "quantity": 1, "grams": 10_000},
                {"kind": "van_km", "quantity": 40, "grams": 10_000},
            ],
        },
    )


@pytest.mark.rule("F-04")
def test_what_is_noted_after_the_first_loan_changes_nothing(factors, association, depot, desk, actor):
    device = lent_once(a_device(depot), desk, actor)
    clock.pass_time(days=1)
    actions.note_kilometres(device, count=12, by=actor)
    actions.count_effects(association, by=actor)

    too_late = refusal(lambda: actions.note_kilometres(device, count=1, by=actor))[0]

    assert Effect.objects.get().subtracted_grams == 0
    assert too_late.startswith(f"{device.number} was counted already.")


def test_without_factors_devices_are_remembered_and_counted_later(association, depot, desk, actor):
    lent_once(a_device(depot), desk, actor)

    before = actions.count_effects(association, by=actor)
    actions.adopt_factors(association, content=shipped(), by=actor)

    assert (before, Reuse.objects.count(), actions.count_effects(association, by=actor)) == (0, 1, 1)


def test_each_association_counts_its_own_devices_under_its_own_factors(factors, depot, desk, elsewhere, actor):
    lent_once(a_device(depot), desk, actor)
    other = elsewhere.memberships.get().organisation
    actions.adopt_factors(other, content=a_file(version="theirs"), by=actor)

    counts = actions.count_effects(other, by=actor), count_reuse(actor), count_reuse(actor)

    assert counts == (0, 1, 0)
    assert [version for _device, version, *_range in counted()] == ["2026-1"]


def test_totals_are_added_by_shape(factors, association, depot, desk, actor):
    laptop, phone = a_class(), a_class("phone", "Phone", shape="phone", accessories=[])
    for kind in (laptop, laptop, phone):
        lent_once(a_device(depot, kind, accessories=["charger"]), desk, actor)
    actions.count_effects(association, by=actor)

    found = totals(Effect.objects.all())

    assert found == [
        Total("laptop", 2, Range(100_000, 236_000, 470_000)),
        Total("phone", 1, Range(12_000, 26_000, 50_000)),
    ]
    assert together(found).kilograms == (112, 262, 520)
    assert [total.words for total in found] == ["laptop", "smartphone"]


@pytest.mark.rule("F-03")
def test_a_new_set_begins_after_the_one_before(factors, association, actor):
    earlier = refusal(lambda: actions.adopt_factors(association, content=a_file(version="x"), by=actor))
    same = a_file(valid_from="2026-11-20")
    named = refusal(lambda: actions.adopt_factors(association, content=same, by=actor))

    assert earlier == ("Version 2026-1 holds from that day or later. A new set begins after it.", "file")
    assert named == ("This version is there already. Give the new one another name.", "file")
    assert list(FactorSet.objects.values_list("version", "valid_until")) == [("2026-1", None)]


SHAPES = json.loads(shipped())["kg_co2e_spared"]


@pytest.mark.rule("F-03")
@pytest.mark.parametrize(
    "wrong",
    [
        {"kg_co2e_spared": SHAPES | {"laptop": {"low": 50_000, "likely": 118_000, "high": 235_000}}},
        {"kg_co2e_spared": SHAPES | {"laptop": {"low": 0.05, "likely": 0.118, "high": 0.235}}},
        {"kg_co2e_spared": SHAPES | {"laptop": {"low": 118, "likely": 50, "high": 235}}},
        {"kg_weight": {"laptop": 1600, "desktop": 5.3, "tablet": 0.7, "phone": 0.2}},
        {"kg_weight": {"laptop": 0.0016, "desktop": 5.3, "tablet": 0.7, "phone": 0.2}},
        {"kg_co2e_subtracted": {"ssd": 30_000}},
        {"kg_co2e_subtracted": {"ssd": 1e300}},
        {"kg_co2e_subtracted": {"ssd": -3}},
        {"kg_co2e_subtracted": {"ssd": 0}},
    ],
)
def test_grams_are_never_taken_for_kilograms(wrong):
    sentence, field = refusal(lambda: read_factors(a_file(**wrong)))

    assert field == "file"
    assert sentence.startswith("This cannot be: ")
    assert sentence.endswith("Are these grams? Write kilograms.")


@pytest.mark.rule("F-03")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        a_file(version=""),
        a_file(version="x" * 21),
        a_file(source=""),
        a_file(valid_from="soon"),
        a_file(kg_weight={}),
        a_file(kg_co2e_spared=SHAPES | {"phone": {"low": True, "likely": 2, "high": 3}}),
        a_file(kg_co2e_spared=SHAPES | {"phone": {"low": "12", "likely": 26, "high": 50}}),
        a_file(kg_co2e_subtracted={"horse": 3}),
        shipped().replace(b"1.6", b"NaN"),
        shipped().replace(b"1.6", b"1" + b"0" * 5000),
    ],
)
def test_what_is_no_complete_set_is_refused(content):
    assert refusal(lambda: read_factors(content))[1] == "file"


@given(st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.sampled_from(["version", "source", "valid_from", "kg_weight", "laptop"]), inner) | st.lists(inner)).map(lambda told: json.dumps(told).encode()))  # fmt: skip
def test_junk_is_refused_and_crashes_nothing(content):
    with pytest.raises(RuleBroken):
        read_factors(content)


@pytest.mark.rule("F-03")
@pytest.mark.parametrize("wrong", [{"low_grams": 999}, {"high_grams": 1_000_001}, {"likely_grams": 10_000}, {"weight_grams": 2}])  # fmt: skip
def test_the_database_itself_knows_the_bounds(factors, wrong):
    about = {"shape": "phone", "low_grams": 12_000, "likely_grams": 26_000, "high_grams": 50_000, "weight_grams": 200}
    newer = FactorSet.objects.create(
        organisation=factors.organisation, version="x", source="x", valid_from="2020-01-01", valid_until="2020-02-01"
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Factor.objects.create(factor_set=newer, **about | wrong)


@pytest.mark.parametrize(("grams", "words"), [(118_000, "118"), (250, "0,25"), (1_234_500, "1.234,5"), (0, "0")])
def test_kilograms_are_written_without_zeros_at_the_end(grams, words):
    assert kilos(grams) == words


def test_a_loan_of_late_at_night_counts_on_its_day_in_brussels(factors, association, depot, desk, actor):
    device = a_device(depot)
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        lent_once(device, desk, actor)
        actions.count_effects(association, by=actor)

    assert Reuse.objects.get().on == date(2027, 1, 1)


def test_a_device_of_a_depot_of_a_member_counts_for_its_association(factors, association, town, desk, actor):
    lent_once(a_device(a_depot(town)), desk, actor)

    assert actions.count_effects(association, by=actor) == 1
