"""A proof is weighed and kept, and a second person states what the tool cannot see."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.inventory.flows import MediumState
from digibank.inventory.models import Device, StorageMedium
from digibank.refurbishment.actions.settling import keep, settle
from digibank.refurbishment.evidence.facts import DriveErasure, ErasureLog
from digibank.refurbishment.evidence.firmware import Medium, firmware_signs
from digibank.refurbishment.evidence.methods import level_of
from digibank.refurbishment.evidence.proofs import read_proof
from digibank.refurbishment.evidence.reports import DriveReport
from digibank.refurbishment.evidence.samples import Sample, read_sample
from digibank.refurbishment.evidence.signs import Sign, drive_with_serial, needs_statement, signs, why_refused
from digibank.refurbishment.evidence.techniques import Technique, reached
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Attestation, Erasure, Statement
from digibank.refurbishment.queries import data_came_at
from digibank.refurbishment.rules import locked_for_erasing, refuse_another_time, refuse_as_second


@transaction.atomic
def add_log(
    device: Device,
    *,
    log: bytes,
    by: Actor,
    medium: StorageMedium | None = None,
    technique: str = "",
    sample: bytes = b"",
) -> list[Erasure]:
    """Weigh what a tool wrote about the media of this device; keep it when no sign contradicts the erasure (E-01).

    One log of nwipe may settle several media; what another tool wrote is about one, as is what is given with `medium`.
    `technique` says what was done where the file does not; `sample` is what was read back afterwards.
    Raises RuleBroken with all reasons when one sign contradicts, and then nothing of it is kept.
    """
    proof = read_proof(log)
    if isinstance(proof, Sample):
        raise RuleBroken(
            _("A sample alone proves no erasure. Add what the erasing tool wrote, and this file as its sample."),
            field="log",
        )
    device = Device.objects.locked(device)
    media = _media(device, medium)
    if isinstance(proof, ErasureLog):
        return _add_run(media, proof, log, by=by)
    if len(media) > 1:
        raise RuleBroken(_("This file is about one drive. Choose which medium it is about."), field="medium")
    read_back = read_sample(sample) if sample else None
    return [_add_report(media[0], proof, log, technique=technique, sample=read_back, sample_raw=sample, by=by)]


@transaction.atomic
def state_seen(erasure: Erasure, *, signs: Iterable[str], by: Actor) -> Erasure:
    """Say, as a second person and by name, how the signs stand that the tool cannot see (policy W-01).

    When nothing is left to state, the erasure counts.
    """
    medium = locked_for_erasing(erasure.medium)
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    refuse_as_second(erasure, by)
    said = [name for name in erasure.unsaid if name in set(signs)]
    if not said:
        raise RuleBroken(_("Tick what you have looked at yourself."), field="signs")
    _refuse_what_is_over(erasure, medium)
    for name in said:
        Statement.objects.create(erasure=erasure, sign=name, said_by=by, erased_by=erasure.erased_by)
    record("refurbishment.stated", erasure, by=by, about=[medium.device], signs=".".join(said))
    return settle(Erasure.objects.get(pk=erasure.pk), by=by)


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


def _refuse_what_is_over(erasure: Erasure, medium: StorageMedium) -> None:
    """What was settled or used meanwhile needs no statement about this; a medium may be erased, then destroyed."""
    may_be = [MediumState.TO_ERASE]
    if erasure.technique == Technique.DESTROYED:
        may_be.append(MediumState.ERASED)
    if erasure.life_began_at != data_came_at(medium) or medium.state not in may_be:
        raise RuleBroken(_("This log is of before. Erase the drive again and add the new log."))


def _media(device: Device, medium: StorageMedium | None) -> list[StorageMedium]:
    """What a proof can be about: the medium that was chosen, or all that is left to erase in the device."""
    if medium:
        medium = locked_for_erasing(medium)
        if medium.state != MediumState.TO_ERASE:
            raise RuleBroken(_("This medium is settled already. Choose another one."), field="medium")
        return [medium]
    media = list(device.media.inside().to_erase())
    if not media:
        raise RuleBroken(_("Nothing in %(number)s is left to erase.") % {"number": device.number}, field="log")
    return [locked_for_erasing(one) for one in media]


def _add_run(media: list[StorageMedium], run: ErasureLog, log: bytes, *, by: Actor) -> list[Erasure]:
    """The erasures in a log of nwipe: one for each medium that it names."""
    found = _found(media, run)
    judged = {medium: _weighed(medium, drive, run) for medium, drive in found.items()}
    _refuse_contradictions(judged)
    began = max(data_came_at(medium) for medium in found)
    started, ended = run.started_at.replace(tzinfo=clock.BRUSSELS), run.ended_at.replace(tzinfo=clock.BRUSSELS)
    refuse_another_time(started, ended, began)
    number = media[0].device.number
    document = files.store(log, media_type="text/plain", name=f"{number}-nwipe.log", by=by)
    kept = [
        keep(
            medium,
            technique=Technique.OVERWRITTEN,
            level=level_of(run.method, medium.kind),
            signs=judged[medium],
            started_at=started,
            ended_at=ended,
            log=document,
            drive=drive.device[:60],
            method=run.method[:60],
            tool=run.tool,
            version=run.version[:40],
            by=by,
        )
        for medium, drive in found.items()
    ]
    return [_noted(erasure, by) for erasure in kept]


def _found(media: list[StorageMedium], run: ErasureLog) -> dict[StorageMedium, DriveErasure]:
    """The media that this log is about, each with its drive."""
    if len(media) == 1:
        return {media[0]: drive_with_serial(run, media[0].serial)}
    told = {drive.serial.casefold() for drive in run.drives if drive.took_part and drive.serial}
    named = [medium for medium in media if medium.serial.casefold() in told]
    if not named:
        raise RuleBroken(
            _("This log names no drive of %(number)s by its serial number. Choose which medium it is about.")
            % {"number": media[0].device.number},
            field="medium",
        )
    return {medium: drive_with_serial(run, medium.serial) for medium in named}


def _weighed(medium: StorageMedium, drive: DriveErasure, run: ErasureLog) -> tuple[Sign, ...]:
    return signs(drive, run, expected_serial=medium.serial, expected_capacity_bytes=medium.capacity_bytes)


def _add_report(
    medium: StorageMedium,
    report: DriveReport,
    log: bytes,
    *,
    technique: str,
    sample: Sample | None,
    sample_raw: bytes,
    by: Actor,
) -> Erasure:
    """The erasure that a drive did by itself."""
    done = _technique(report, technique)
    level = reached(done, medium.kind)
    began = data_came_at(medium)
    about = Medium(medium.kind, medium.serial, medium.capacity_bytes, began)
    judged = firmware_signs(report, technique=done, medium=about, sample=sample, now=clock.now())
    _refuse_contradictions({medium: judged})
    number, now = medium.number, clock.now()
    stored = files.store(log, media_type="text/plain", name=f"{number}-{report.tool.split()[0]}.txt", by=by)
    read_back = None
    if sample:
        read_back = files.store(sample_raw, media_type="application/json", name=f"{number}-sample.json", by=by)
    erasure = keep(
        medium,
        technique=done,
        level=level,
        signs=judged,
        started_at=sample.started_at if sample else now,
        ended_at=sample.ended_at if sample else now,
        log=stored,
        sample=read_back,
        drive=report.device[:60],
        tool=report.tool,
        by=by,
    )
    return _noted(erasure, by)


def _technique(report: DriveReport, chosen: str) -> Technique:
    """What was done: what the technician says, else what the file tells. The signs compare the two."""
    if chosen:
        return Technique(chosen)
    if report.technique:
        return report.technique
    if len(report.family) == 1:
        return report.family[0]
    raise RuleBroken(
        _("%(tool)s does not tell which erasure it was. Choose on the page of the medium what was done.")
        % {"tool": report.tool},
        field="technique",
    )


def _refuse_contradictions(judged: dict[StorageMedium, tuple[Sign, ...]]) -> None:
    refusals = {medium.number: why_refused(weighed) for medium, weighed in judged.items()}
    said = [f"{number}: {why}" for number, why in refusals.items() if why]
    if said:
        raise RuleBroken(" ".join(said), field="log")


def _noted(erasure: Erasure, by: Actor) -> Erasure:
    """Write down that a proof came in; it counts at once when the tool could see everything and the level is enough."""
    medium, unseen = erasure.medium, ".".join(needs_statement(erasure.judged))
    record(
        "refurbishment.log_added", erasure, by=by, about=[medium, medium.device],
        technique=erasure.technique, unseen=unseen,
    )  # fmt: skip
    return settle(erasure, by=by)
