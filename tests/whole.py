"""An installation with rows in every table, for the test that saves and restores it: as tests/inside.py."""

from contextlib import ExitStack
from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import override_settings

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.accounts.models import Post
from digibank.agenda import actions as agenda
from digibank.audit.actions import job_actor
from digibank.files.actions import store
from digibank.files.jobs import read_documents_again
from digibank.files.models import Document
from digibank.helpdesk import actions as helpdesk
from digibank.inventory.tests.factories import a_depot, at_desk
from digibank.lending import actions as lending
from digibank.lending.dues import Finding
from digibank.lending.models import Leave, PauseLifted
from digibank.lending.tests.factories import a_returned_loan
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation, an_association
from digibank.people import actions as people
from digibank.people.tests.factories import a_person
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment.evidence.tests.drives import a_sample
from digibank.ui.tests.small_papers import small_papers
from digibank.work.actions import schedule_jobs
from tests.inside import Told, let_somebody_in, said
from tests.records import Made, build

# Named here once more, not asked of the code: what it leaves out on its own is missed in the comparison.
NOT_SAVED = ("django_session", "shared_cache", "usersessions_usersession")


def live(target: str) -> Told:
    """An installation with rows everywhere, where somebody is logged in, is saved, twice under the same name."""
    _fill()
    words = [said("backup", target), said("backup", target)]
    return {"said": words, "everything": everything(), "not_saved": _not_saved()}


def move(source: str, target: str) -> Told:
    """An empty installation gets a backup, is saved in its turn, and goes on with work."""
    words = [said("restore", source), said("backup", target)]
    told = {"said": words, "everything": everything(), "not_saved": _not_saved()}
    _lend_in_another_town()
    after = everything()
    return told | {"grown": [table for table, rows in told["everything"].items() if len(after[table]) > len(rows)]}


def everything() -> dict[str, list[str]]:
    """All rows of all tables, and all documents byte by byte."""
    told = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - {*NOT_SAVED}):
            cursor.execute(f"SELECT * FROM {table}")
            told[table] = sorted(repr(row) for row in cursor.fetchall())
    told["documents"] = [document.content().hex() for document in Document.objects.kept().order_by("pk")]
    return told


def _not_saved() -> list[int]:
    """How many rows there are of what nobody saves."""
    with connection.cursor() as cursor:
        return [cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in NOT_SAVED]


def _fill() -> None:
    """The example records, what else people do, and a row in each table that only libraries know."""
    with ExitStack() as quickly:
        quickly.enter_context(override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]))
        quickly.enter_context(small_papers())
        quickly.enter_context(transaction.atomic())
        made = build()
        _do_the_rest(made)
        _follow_loans(made)
        _work_on(made)
        _fill_tables_of_libraries(made)
    let_somebody_in()


def _do_the_rest(made: Made) -> None:
    """What the example records leave to a test: jobs that ran, a longer loan, a border that was opened."""
    by = made["by"]
    schedule_jobs()
    read_documents_again(by)
    Post.objects.create(key="5b1d1f6e-6c1e-4a8e-9e0a-0d5c3b7f9a11", user=made["clerk"], answer="/balie/")
    accounts.connect_outside(made["clerk"], provider="outside", uid="7", by=by)
    lending.renew(made["running_loan"], by=by)
    lending.remind([made["late_loan"]], by=by)
    lending.bear(made["loan_to_settle"], by=by)
    lending.charge_finding(made["loan_to_decide"], finding=Finding("missing", "bag"), social=True, by=by)
    lending.waive(made["open_deposit"], reason="Geen inkomen.", by=by)
    elsewhere = a_member(made["association"], name="Zoë 'Ω' \\ Daar")
    until_on = clock.today() + timedelta(days=30)
    about = {"device_class": made["device_class"], "desk": made["lending_desk"], "also_at": [a_desk(elsewhere)]}
    lending.ask(made["double"], by=by, **about)
    people.open_across_border(made["resident"], organisation=elsewhere, reason="Verhuist.", until_on=until_on, by=by)
    for content in (b"", bytes(range(256)), bytes(3_000_000)):
        store(content, media_type="text/plain", name=f"{len(content)}.txt", by=by)


def _follow_loans(made: Made) -> None:
    """What happens now and then to loans that are late, or that somebody waits for."""
    by, until_on = made["by"], clock.today() + timedelta(days=14)
    lending.pause(made["loan_to_call"], until_on=until_on, because="ill", by=by)
    leave = {"because": "study", "note": "Examens tot juni.", "due_on": made["loan_to_end"].ends_on}
    Leave.objects.create(loan=made["loan_to_end"], by=by, **leave)
    PauseLifted.objects.create(loan=made["returned_loan"], reason="Lag in het ziekenhuis.", by=by)
    agenda.set_day_limits(made["help_point"], limits={4: 200}, by=by)
    appointment = made["helped_appointment"]
    appointment.chosen_at -= timedelta(days=30)
    appointment.save(update_fields=["chosen_at"])
    agenda.remind(appointment, by=by)
    helpdesk.note_call(made["call_due"], brought="question", note="Hoe zet ik wifi aan?", by=by)
    helpdesk.look_back(made["independent"], reached=True, still_uses="yes", by=by)
    helpdesk.met_at(made["talked"], outreach=made["outreach"], by=by)
    a_regulation(a_member(made["association"], name="Trapdorp"), ladder={"message": 1, "letter": 30})


def _work_on(made: Made) -> None:
    """What the workshop does now and then."""
    by = made["by"]
    refurbishment.note_kilometres(made["waste_device"], count=40, by=by)
    erasure = made["drive_erasure"]
    erasure = refurbishment.state_seen(erasure, signs=erasure.unsaid, by=made["colleague"].actor)
    sample = a_sample(serial=erasure.medium.serial, at=clock.now() + timedelta(minutes=1))
    refurbishment.exempt(made["short_erasure"], reason="De schijf kan niet meer.", by=made["colleague"].actor)
    refurbishment.reread(erasure, sample=sample, by=made["colleague"].actor)


def _fill_tables_of_libraries(made: Made) -> None:
    clerk = made["clerk"]
    address = EmailAddress.objects.create(user=clerk, email=clerk.email)
    EmailConfirmation.objects.create(email_address=address, key="key")
    app = SocialApp.objects.create(provider="outside", name="Outside", client_id="digibank")
    SocialToken.objects.create(app=app, account=clerk.socialaccount_set.get(), token="token")
    Group.objects.create(name="Group").permissions.set(Permission.objects.all()[:2])
    UserSession.objects.create(user=clerk, ip="127.0.0.1", session_key="key", user_agent="tests")


def _lend_in_another_town() -> None:
    """New rows in many tables: their numbers must not be of rows that came back."""
    association = an_association("Digibank Later")
    town = a_member(association, name="Hazelven")
    desk, depot, today = a_desk(town), a_depot(association), clock.today()
    a_regulation(town, valid_from=today - timedelta(days=30), voted_on=today - timedelta(days=60))
    a_returned_loan(a_person(town, "Later Gebracht"), at_desk(desk, depot=depot))
    store(b"later", media_type="text/plain", name="later.txt", by=job_actor("tests"))
