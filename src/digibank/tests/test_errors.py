import pytest
from django.db import DatabaseError, IntegrityError, connection

from digibank.errors import RuleBroken, refusing
from digibank.tests.scratch import Parcel, Shift, Stamp, Stay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scratch")]


def clash_on_fields():
    Parcel.objects.create(number=1)


def clash_on_condition():
    Parcel.objects.create(number=2, state="stored")
    Parcel.objects.create(number=3, state="stored")


def clash_on_expression():
    Parcel.objects.create(number=2, label="Blue")
    Parcel.objects.create(number=3, label="BLUE")


def fail_the_check():
    Parcel.objects.create(number=2, weight=0)


def change_a_stamp():
    Stamp.objects.create(text="paid")
    Stamp.objects.update(text="free")


def take_a_stamp_away():
    Stamp.objects.create(text="paid")
    Stamp.objects.all().delete()


def stay_twice():
    Stay.objects.create(room=1, arrives_on="2026-01-01")
    Stay.objects.create(room=1, arrives_on="2026-02-01")


def shift_twice():
    Shift.objects.create(desk=1, opens="09:00", closes="12:00")
    Shift.objects.create(desk=1, opens="11:00", closes="13:00")


REFUSALS = [
    (clash_on_fields, Parcel, "a_parcel_number_once"),
    (clash_on_condition, Parcel, "one_stored_parcel_per_shelf"),
    (clash_on_expression, Parcel, "a_label_once_whatever_capitals"),
    (fail_the_check, Parcel, "a_parcel_weighs_something"),
    (change_a_stamp, Stamp, "stamps_stay"),
    (take_a_stamp_away, Stamp, "stamps_stay"),
    (stay_twice, Stay, "one_stay_at_a_time"),
    (shift_twice, Shift, "shifts_apart"),
]


@pytest.fixture(autouse=True)
def first_parcel(scratch, db):
    return Parcel.objects.create(number=1)


@pytest.mark.parametrize(("act", "model", "constraint"), REFUSALS)
def test_a_refusal_by_the_database_becomes_a_sentence(act, model, constraint):
    with pytest.raises(RuleBroken) as refusal, refusing(model, constraint, "This is taken. Choose another.", field="f"):
        act()

    assert (str(refusal.value), refusal.value.field) == ("This is taken. Choose another.", "f")
    assert isinstance(refusal.value.__cause__, IntegrityError)


@pytest.mark.parametrize(("act", "model", "constraint"), REFUSALS)
def test_the_transaction_around_a_refusal_stays_usable_and_the_block_is_undone(act, model, constraint):
    with pytest.raises(RuleBroken), refusing(model, constraint, "No."):
        act()

    assert list(Parcel.objects.values_list("number", flat=True)) == [1]
    assert not Stamp.objects.exists()
    assert not Stay.objects.exists()
    assert not Shift.objects.exists()


@pytest.mark.parametrize(("act", "model", "constraint"), REFUSALS)
def test_a_refusal_by_another_constraint_passes_on(act, model, constraint):
    others = [c.name for c in model._meta.constraints if c.name != constraint] + ["no_such_constraint"]
    for other in others:
        with pytest.raises(IntegrityError), refusing(model, other, "No."):
            act()


def test_an_error_that_is_no_refusal_passes_on():
    with pytest.raises(DatabaseError), refusing(Parcel, "a_parcel_number_once", "No."), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM audit_parcel")


def test_a_bug_passes_on():
    with pytest.raises(ZeroDivisionError), refusing(Parcel, "a_parcel_number_once", "No."):
        1 / 0  # noqa: B018


def test_what_is_not_refused_is_kept():
    with refusing(Parcel, "a_parcel_number_once", "No."):
        Parcel.objects.create(number=2)

    assert list(Parcel.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_broken_rule_reads_as_its_sentence_and_has_no_field_of_itself():
    no = RuleBroken("The desk is closed. Come back tomorrow.")

    assert (str(no), no.message, no.field) == (
        "The desk is closed. Come back tomorrow.",
        "The desk is closed. Come back tomorrow.",
        None,
    )
