"""A log is weighed and kept, a second person states what the tool cannot see, and the data count as erased."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.inventory.flows import DEVICE_FLOW, MediumState
from digibank.inventory.gate import refuse_outside_a_workshop
from digibank.inventory.models import Device, StorageMedium
from digibank.refurbishment.evidence.facts import DriveErasure, ErasureLog
from digibank.refurbishment.evidence.methods import level_of
from digibank.refurbishment.evidence.nwipe import read_nwipe_log
from digibank.refurbishment.evidence.signs import Sign, drive_with_serial, needs_statement, signs, why_refused
from digibank.refurbishment.flows import ERASURE_FLOW, ErasureState
from digibank.refurbishment.models import Attestation, Erasure, Statement, Technique, signs_as_kept
from digibank.refurbishment.queries import life_began_at

# The clock of an erasing machine may be a little ahead of ours.
CLOCKS_DIFFER = timedelta(minutes=10)


@transaction.atomic
def add_log(device: Device, *, log: bytes, by: Actor, medium: StorageMedium | None = None) -> list[Erasure]:
    """Weigh what nwipe wrote about the drives of this device; keep it when no sign contradicts the erasure (E-01).

    Each medium with that serial number is settled, or waits for a second person; only `medium` when it is given.
    Raises RuleBroken with all reasons when one sign contradicts, and then nothing of the log is kept.
    """
    run = read_nwipe_log(log)
    device = Device.objects.locked(device)
    refuse_outside_a_workshop(device)
    found = _found(device, run, medium)
    judged = {medium: _weighed(medium, drive, run) for medium, drive in found.items()}
    _refuse_contradictions(judged)
    began = life_began_at(device)
    _refuse_another_time(run, began)
    document = files.store(log, media_type="text/plain", name=f"{device.number}-nwipe.log", by=by)
    return [
        _kept(medium, drive, judged[medium], run, document=document, life_began_at=began, by=by)
        for medium, drive in found.items()
    ]


@transaction.atomic
def state_seen(erasure: Erasure, *, signs: Iterable[str], by: Actor) -> Erasure:
    """Say, as a second person and by name, how the signs stand that the tool cannot see (policy W-01).

    When nothing is left to state, the erasure counts.
    """
    device = Device.objects.locked(erasure.device)
    refuse_outside_a_workshop(device)
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if by.kind != Actor.Kind.USER or by.pk == erasure.erased_by_id:
        raise RuleBroken(_("A colleague must state this: somebody else than who added the log."))
    said = [name for name in erasure.unsaid if name in set(signs)]
    if not said:
        raise RuleBroken(_("Tick what you have looked at yourself."), field="signs")
    if erasure.life_began_at != life_began_at(device) or erasure.medium.state != MediumState.TO_ERASE:
        raise RuleBroken(_("This log is of before. Erase the drive again and add the new log."))
    for name in said:
        Statement.objects.create(erasure=erasure, sign=name, said_by=by, erased_by=erasure.erased_by)
    record("refurbishment.stated", erasure, by=by, about=[device], signs=".".join(said))
    erasure = Erasure.objects.get(pk=erasure.pk)
    return erasure if erasure.unsaid else _accept(erasure, by)


@transaction.atomic
def withdraw(erasure: Erasure, *, by: Actor) -> Erasure:
    """Say that a log that waits does not count: what the second person saw is not what it says."""
    ERASURE_FLOW.move(erasure, "withdraw")
    record("refurbishment.log_withdrawn", erasure, by=by, about=[erasure.device])
    return erasure


@transaction.atomic
def keep_attestation(erasure: Erasure, *, paper: bytes, by: Actor) -> Attestation:
    """Keep the paper about an accepted erasure. There is one: a second time gives the first."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if erasure.state != ErasureState.ACCEPTED:
        raise RuleBroken(_("This erasure does not count yet. A colleague must state first what the log does not show."))
    earlier = Attestation.objects.filter(erasure=erasure).first()
    if earlier:
        return earlier
    document = files.store(paper, media_type="application/pdf", name=f"attestation-{erasure.number}.pdf", by=by)
    kept = Attestation.objects.create(erasure=erasure, document=document, written_by=by)
    record("refurbishment.attested", erasure, by=by, about=[erasure.device], attestation=kept.pk)
    return kept


def _found(device: Device, run: ErasureLog, medium: StorageMedium | None) -> dict[StorageMedium, DriveErasure]:
    """The media that this log is about, each with its drive."""
    to_erase = list(device.media.filter(state=MediumState.TO_ERASE))
    if not to_erase:
        raise RuleBroken(_("Nothing in %(number)s is left to erase.") % {"number": device.number}, field="log")
    if medium:
        to_erase = [open_medium for open_medium in to_erase if open_medium == medium]
        if not to_erase:
            raise RuleBroken(_("This medium is settled already. Choose another one."), field="medium")
    if len(to_erase) == 1:
        return {to_erase[0]: drive_with_serial(run, to_erase[0].serial)}
    told = {drive.serial.casefold() for drive in run.drives if drive.took_part and drive.serial}
    named = [open_medium for open_medium in to_erase if open_medium.serial.casefold() in told]
    if not named:
        raise RuleBroken(
            _("This log names no drive of %(number)s by its serial number. Choose which medium it is about.")
            % {"number": device.number},
            field="medium",
        )
    return {open_medium: drive_with_serial(run, open_medium.serial) for open_medium in named}


def _weighed(medium: StorageMedium, drive: DriveErasure, run: ErasureLog) -> tuple[Sign, ...]:
    return signs(drive, run, expected_serial=medium.serial, expected_capacity_bytes=medium.capacity_bytes)


def _refuse_contradictions(judged: dict[StorageMedium, tuple[Sign, ...]]) -> None:
    refusals = {medium.number: why_refused(weighed) for medium, weighed in judged.items()}
    said = [f"{number}: {why}" for number, why in refusals.items() if why]
    if said:
        raise RuleBroken(" ".join(said), field="log")


def _refuse_another_time(run: ErasureLog, began: datetime) -> None:
    """A run of before the device came in says nothing about the data on it now (policy W-03)."""
    started, ended = run.started_at.replace(tzinfo=clock.BRUSSELS), run.ended_at.replace(tzinfo=clock.BRUSSELS)
    if started < began:
        said = {"started": _moment(started), "came": _moment(began)}
        sentence = _(
            "This run began on %(started)s, before the device came in on %(came)s. Erase the drive again,"
            " or set the clock of the erasing machine right first."
        )
        raise RuleBroken(sentence % said, field="log")
    if ended > clock.now() + CLOCKS_DIFFER or ended < started:
        raise RuleBroken(
            _("This run ended on %(ended)s, which cannot be. Set the clock of the erasing machine and erase again.")
            % {"ended": _moment(ended)},
            field="log",
        )


def _moment(moment: datetime) -> str:
    return date_format(moment.astimezone(clock.BRUSSELS), "d/m/Y H:i")


def _kept(
    medium: StorageMedium,
    drive: DriveErasure,
    judged: tuple[Sign, ...],
    run: ErasureLog,
    *,
    document: Document,
    life_began_at: datetime,
    by: Actor,
) -> Erasure:
    """The erasure with its evidence; it counts at once when the tool could see everything."""
    for older in Erasure.objects.filter(medium=medium, state=ErasureState.WAITING):
        withdraw(older, by=by)
    used = _("This log was added already. Add the log of the newest run.")
    with refusing(Erasure, "a_log_once_per_medium", used, field="log"):
        elsewhere = _("This drive of the log is another medium already. Add the log of this medium.")
        with refusing(Erasure, "a_drive_of_a_log_is_one_medium", elsewhere, field="log"):
            erasure = Erasure.objects.create(
                medium=medium,
                log=document,
                drive=drive.device[:60],
                method=run.method[:60],
                technique=Technique.OVERWRITTEN,
                level=level_of(run.method, medium.kind).value,
                tool=run.tool,
                version=run.version[:40],
                started_at=run.started_at.replace(tzinfo=clock.BRUSSELS),
                ended_at=run.ended_at.replace(tzinfo=clock.BRUSSELS),
                life_began_at=life_began_at,
                signs=signs_as_kept(judged),
                erased_by=by,
            )
    unseen = needs_statement(judged)
    record("refurbishment.log_added", erasure, by=by, about=[medium, medium.device], unseen=".".join(unseen))
    return erasure if unseen else _accept(erasure, by)


def _accept(erasure: Erasure, by: Actor) -> Erasure:
    """The data are erased; the device goes on by itself when this was the last medium."""
    ERASURE_FLOW.move(erasure, "accept", accepted_at=clock.now())
    inventory.erase(erasure.medium, because=erasure.number, by=by)
    record("refurbishment.erasure_accepted", erasure, by=by, about=[erasure.device], level=erasure.level)
    device = Device.objects.get(pk=erasure.device.pk)
    if not device.open_media and DEVICE_FLOW.allows(device, "pass_gate"):
        inventory.pass_gate(device, by=by)
    return erasure
