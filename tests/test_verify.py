"""What always holds is looked for, and what does not hold is named."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from digibank import clock
from digibank.agenda.models import Appointment, Slot
from digibank.donations.models import Donation, LooseStock, Offer, OfferedItem
from digibank.files.models import Document
from digibank.guards import Guard
from digibank.helpdesk.models import Handover, Outcome, QueueDay, TalkAnswer, Touch, Visit
from digibank.inventory.models import Commitment, Device
from digibank.lending.models import Loan
from digibank.operation import promises, schema
from digibank.people.models import Person
from digibank.work.actions import schedule_jobs
from digibank.work.models import Schedule
from digibank.workforce.models import TaskCard

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def planned(made):
    schedule_jobs()


def verify() -> str:
    said = StringIO()
    call_command("verify", stdout=said)
    return said.getvalue()


@pytest.mark.rule("K-04")
def test_everything_holds_of_the_example_records():
    said = verify()

    assert said.splitlines()[-1] == "Everything holds."
    assert "WRONG" not in said


def lend_twice():
    loan = Loan.objects.running().first()
    Device.objects.filter(pk=loan.device_id).update(state="at_desk")
    return promises.loans, f"loan {loan.pk} is running and its device at_desk"


def keep_for_nobody():
    device = Device.objects.filter(state="stock").uncommitted().first()
    kept = Commitment.objects.create(kind="loan", device=device, device_class=device.device_class, place=device.place)
    return promises.commitments, f"commitment {kept.pk} (loan) is kept for nobody"


def count_storage_wrongly():
    device = Device.objects.filter(state="received").first()
    Device.objects.filter(pk=device.pk).update(open_media=9)
    return promises.storage, f"device {device.pk} counts 9 open media and has "


def count_a_moment_wrongly():
    slot = Slot.objects.filter(state="open", taken=0).first()
    Slot.objects.filter(pk=slot.pk).update(taken=1)
    return promises.moments, f"moment {slot.pk} counts 1 and has 0"


def move_an_offer_by_hand():
    offer = Offer.objects.get(state="received")
    Offer.objects.filter(pk=offer.pk).update(state="preselected")
    return promises.offers, f"offer {offer.pk} is preselected and its things make it received"


def judge_without_a_decision():
    item = OfferedItem.objects.filter(preselection="refused").first()
    OfferedItem.objects.filter(pk=item.pk).update(preselection="undecided")
    return promises.offers, f"offered thing {item.pk} is undecided and was last judged refused"


def open_a_donation_by_hand():
    donation = Donation.objects.filter(closed_at__isnull=False).first()
    Donation.objects.filter(pk=donation.pk).update(closed_at=None)
    return promises.closings, f"donation {donation.pk} is closed, or is not"


def take_loose_parts_unseen():
    stock = LooseStock.objects.get(kind="mouse")
    LooseStock.objects.filter(pk=stock.pk).update(count=5)
    return promises.loose_parts, f"loose parts {stock.pk} are 5 and came and went to 6"


def take_a_document_away():
    document = Document.objects.first()
    for path in settings.DOCUMENTS.rglob(document.sha256):
        path.unlink()
    return promises.documents, f"The file of document {document.pk} is missing"


def take_waste_out_of_the_register():
    device = Device.objects.filter(state="disposed").first()
    Device.objects.filter(pk=device.pk).update(state="given_back")
    return promises.waste, f"device {device.pk} is waste, or is not"


def take_a_done_card_up_again():
    card = TaskCard.objects.filter(state="done", kind="clean").first()
    TaskCard.objects.filter(pk=card.pk).update(state="taken", ended_at=None)
    return promises.handwork, f"task card {card.pk} is done, or is not"


def let_nobody_help_who_is_helped():
    visit = Visit.objects.filter(state="in_help").first()
    Touch.objects.filter(visit=visit, ended_at=None).update(ended_at=clock.now())
    return promises.visits, f"visit {visit.pk} is being helped, or is not"


def end_a_visit_without_a_word():
    outcome = Outcome.objects.standing().first()
    Outcome.objects.filter(pk=outcome.pk).update(taken_back_at=clock.now())
    return promises.visits, f"visit {outcome.visit_id} is done, or is not"


def give_a_number_twice_over():
    day = QueueDay.objects.filter(visits__isnull=False).first()
    QueueDay.objects.filter(pk=day.pk).update(last_walk_in=99)
    return promises.visits, f"day {day.pk} of a queue gave 99 numbers (walk_in)"


def follow_nobody_any_more():
    loan = Loan.objects.running().filter(followed__isnull=True).first()
    Appointment.objects.filter(pk=loan.handover_id).update(state="cancelled")
    return promises.handovers, f"loan {loan.pk} runs, its first lesson was called off, and nobody follows"


def follow_somebody_else():
    handover = Handover.objects.exclude(loan=None).first()
    Handover.objects.filter(pk=handover.pk).update(person=Person.objects.exclude(pk=handover.person_id).first())
    return promises.handovers, f"handover {handover.pk} is about another person than its loan"


def answer_what_was_not_asked():
    answer = TalkAnswer.objects.first()
    TalkAnswer.objects.filter(pk=answer.pk).update(task="cook")
    return promises.handovers, f"answer {answer.pk} is to cook, which version 1 does not ask"


def lend_a_job_for_ever():
    schedule_jobs()
    job = Schedule.objects.first()
    Schedule.objects.filter(pk=job.pk).update(lease_until=clock.now() + timedelta(days=400), leased_by="somebody")
    return promises.leases, f"work.schedule {job.pk} is lent to a worker until "


def invent_a_state():
    device = Device.objects.filter(state="received").first()
    Device.objects.filter(pk=device.pk).update(gone_from="on_the_moon")
    return promises.choices, "inventory.Device has a gone_from that nothing knows: on_the_moon"


def take_a_guard_away():
    guard, table = next(
        (constraint, model._meta.db_table)
        for model in schema.our_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, Guard)
    )
    part = guard.catalogue_names(connection.vendor)[0]
    drop = {"sqlite": f"DROP TRIGGER {part}", "postgresql": f"DROP TRIGGER {part} ON {table}"}
    with connection.cursor() as cursor:
        cursor.execute(drop[connection.vendor])
    return schema.guards, f"the guard {part} is missing"


BREAKS = [
    let_nobody_help_who_is_helped, end_a_visit_without_a_word, give_a_number_twice_over,
    lend_twice, keep_for_nobody, count_storage_wrongly, count_a_moment_wrongly, move_an_offer_by_hand,
    judge_without_a_decision, open_a_donation_by_hand, take_loose_parts_unseen, take_a_document_away,
    take_waste_out_of_the_register, take_a_done_card_up_again, lend_a_job_for_ever, invent_a_state, take_a_guard_away,
    follow_nobody_any_more, follow_somebody_else, answer_what_was_not_asked,
]  # fmt: skip


@pytest.mark.parametrize("break_it", BREAKS)
def test_what_does_not_hold_is_named(break_it):
    look, complaint = break_it()

    found = list(look())

    assert [line for line in found if line.startswith(complaint)] != []


def test_who_verifies_hears_what_is_wrong_and_what_to_do():
    take_a_document_away()
    said = StringIO()

    with pytest.raises(CommandError, match="1 things are wrong"):
        call_command("verify", stdout=said)

    assert "WRONG documents are what was stored" in said.getvalue()
    assert "What to do: Put these documents back from a backup" in said.getvalue()
