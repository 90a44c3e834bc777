"""Many rows from a few: copies of rows that actions made, inserted by the database itself.

A copy is its example in every column but those that are named here: who it is of, what it is called, its numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.core.management.color import no_style
from django.db import connection, models

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.flows import AppointmentState
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.lending.flows import LoanKind, LoanState
from digibank.lending.models import Loan
from digibank.organisations.models import Organisation, Place
from digibank.people.models import Person

MAKERS = ("Dell", "HP", "Lenovo", "Acer", "Fujitsu")
PRODUCTS = ("Latitude", "ProBook", "ThinkPad", "Aspire", "Lifebook")
FIRST = ("Emma", "Jan", "Fatima", "Luc", "Maria", "Yusuf", "Greta", "Ahmed", "An", "Willem", "Ilse", "Noor", "Karel")
LAST = (
    "Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters", "De Smet", "Amrani",
    "Yildiz", "Bogaerts", "Verbeke", "Lambrecht", "Aerts", "Michiels",
)  # fmt: skip
# Of a hundred devices that ever were thirty are lent, two stand at the desk, eight in stock; sixty are disposed of.
LENT, AT_DESK, STOCK = 30, 32, 40
WEEK, HALF_A_YEAR = timedelta(days=7), timedelta(days=180)
LATE = 20  # Of a hundred running loans: so many that both lists fill a page.


@dataclass(frozen=True)
class Copies:
    """Copies of one row: how many, and the SQL of each column that is not its example's. In it, i counts from 1."""

    of: models.Model
    count: int
    columns: Mapping[str, str]


def load(*, devices: int, loans: int, user: User) -> None:
    """Fill the database with so many devices, as many residents, and so many loans that this colleague sees."""
    running, ended = examples(user)
    lent = devices * LENT // 100
    today = clock.today()
    first_person = insert(_residents(running.person, devices))
    first_device = insert(_devices(running.device, devices))
    for example, count, offset in ((running, lent, 0), (ended, loans - lent, lent)):
        # A running loan has one of the devices that are lent, an ended one any of them.
        nth = f"(i - 1) %% {devices}" if offset else f"((i - 1) / {LENT}) * 100 + (i - 1) %% {LENT}"
        device, person = f"{first_device} + {nth}", f"{first_person} + (i * 7) %% {devices}"
        kept = insert(Copies(example.commitment, count, {"device_id": device}))
        done = {"person_id": person, "state": f"'{AppointmentState.DONE}'"}
        planned = insert(Copies(example.handover, count, done))
        late = f"i %% 100 < {LATE}"
        due = (
            {}
            if offset
            else {"due_on": f"CASE WHEN {late} THEN {_at(today - WEEK)} ELSE {_at(today + HALF_A_YEAR)} END"}
        )
        insert(
            Copies(
                example,
                count,
                {
                    "person_id": person,
                    "device_id": device,
                    "commitment_id": f"{kept} + i - 1",
                    "handover_id": f"{planned} + i - 1",
                    "request_id": "NULL",
                    **due,
                },
            )
        )


def examples(user: User) -> tuple[Loan, Loan]:
    """The loans that are copied, of this colleague's desk: one that runs, one that ended."""
    loans = Loan.objects.visible_to(user, Can.SEE_LOANS).filter(kind=LoanKind.LOAN).order_by("-pk")
    return loans.filter(state=LoanState.RUNNING)[0], loans.filter(state=LoanState.RETURNED)[0]


def insert(copies: Copies) -> int:
    """Insert the copies; the key of the first. The others follow it."""
    meta = copies.of._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    first = (type(copies.of)._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    columns, parameters = {meta.pk.column: f"{first} + i - 1"} | dict(copies.columns), []
    selected = []
    for field in fields:
        if field.column in columns:
            selected.append(columns[field.column])
        else:
            selected.append("%s")
            parameters.append(field.get_db_prep_save(getattr(copies.of, field.attname), connection))
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({quoted})"  # noqa: S608  names are ours
            " WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < %s)"
            f" SELECT {', '.join(selected)} FROM numbers",
            [copies.count, *parameters],
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [type(copies.of)]):
            cursor.execute(statement)
    return first


def _residents(example: Person, count: int) -> Copies:
    towns = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY).values_list("pk", flat=True)
    first, last = one_of(FIRST, "i"), one_of(LAST, f"(i / {len(FIRST)})")
    return Copies(
        example,
        count,
        {
            "name": f"{first} || ' ' || {last}",
            "search": f"' ' || lower({first}) || ' ' || lower({last})",
            "home_id": one_of(list(towns), "i"),
        },
    )


def _devices(example: Device, count: int) -> Copies:
    desk, depot = example.place_id, Place.objects.filter(kind=Place.Kind.DEPOT).earliest("pk").pk
    lent, at_desk, stock = (f"(i - 1) %% 100 < {share}" for share in (LENT, AT_DESK, STOCK))
    return Copies(
        example,
        count,
        {
            "vendor": one_of(MAKERS, "i"),
            "product": f"{one_of(PRODUCTS, 'i')} || ' ' || CAST(5000 + i %% 900 AS text)",
            "serial": "'GR' || substr('0000000' || CAST(i AS text), -8)"
            if connection.vendor == "sqlite"
            else "'GR' || lpad(CAST(i AS text), 8, '0')",
            "own_number": "''",
            "place_id": f"CASE WHEN {at_desk} THEN {desk} ELSE {depot} END",
            "state": f"CASE WHEN {lent} THEN '{Position.LENT}' WHEN {at_desk} THEN '{Position.AT_DESK}'"
            f" WHEN {stock} THEN '{Position.STOCK}' ELSE '{Position.DISPOSED}' END",
            "gone_at": f"CASE WHEN {stock} THEN NULL ELSE {_at(clock.now())} END",
        },
    )


def one_of(words: Sequence[object], number: str) -> str:
    """The SQL of one of these words by turns."""
    cases = " ".join(f"WHEN {at} THEN {_literal(word)}" for at, word in enumerate(words))
    return f"(CASE {number} %% {len(words)} {cases} END)"


def _at(moment: date | datetime) -> str:
    """A day or a moment as SQL; PostgreSQL takes no bare text for it."""
    if connection.vendor == "sqlite":
        written = moment.astimezone(UTC).replace(tzinfo=None) if isinstance(moment, datetime) else moment
        return f"'{written}'"
    return f"CAST('{moment}' AS {'timestamptz' if isinstance(moment, datetime) else 'date'})"


def _literal(word: object) -> str:
    return str(word) if isinstance(word, int) else f"'{word}'"
