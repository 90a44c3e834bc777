"""What no tool can prove: a factory reset, and a medium that is destroyed. One does it, a second person sees it."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.inventory.flows import MediumState
from digibank.inventory.models import StorageMedium
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.actions.settling import keep
from digibank.refurbishment.evidence.methods import Level
from digibank.refurbishment.evidence.techniques import Technique, reached
from digibank.refurbishment.evidence.witnessed import RESETS, System, Way, destruction_signs, reset_signs
from digibank.refurbishment.models import Destruction, Erasure
from digibank.refurbishment.queries import data_came_at
from digibank.refurbishment.rules import locked_for_erasing


@transaction.atomic
def write_down_reset(medium: StorageMedium, *, system: str, by: Actor) -> Erasure:
    """Say that the device of this medium was put back as it came from the factory (policy E-11).

    A second person looks before it counts. Raises RuleBroken for a drive that was taken out, and for a hard disk.
    """
    medium = locked_for_erasing(medium)
    if medium.is_loose:
        raise RuleBroken(_("%(number)s is a loose drive: there is nothing to reset.") % {"number": medium.number})
    if medium.state != MediumState.TO_ERASE:
        raise RuleBroken(_("This medium is settled already. Choose another one."))
    reached(Technique.FACTORY_RESET, medium.kind)
    now = clock.now()
    erasure = keep(
        medium,
        technique=Technique.FACTORY_RESET,
        level=RESETS[System(system)].level,
        signs=reset_signs(),
        started_at=now,
        ended_at=now,
        method=system,
        by=by,
    )
    record("refurbishment.reset_seen", erasure, by=by, about=[medium, medium.device], system=system)
    return erasure


@transaction.atomic
def write_down_destruction(
    medium: StorageMedium,
    *,
    way: str,
    by: Actor,
    destroyed_on: date | None = None,
    firm: str = "",
    certificate: bytes = b"",
) -> Erasure:
    """Say that a medium was destroyed, how, when, and by which firm when it was not ourselves (policy E-10).

    A second person says by name that it is so, before it counts: who saw it, or who read the certificate.
    """
    refuse_secrets(firm, field="firm")
    medium = locked_for_erasing(medium)
    if medium.state not in (MediumState.TO_ERASE, MediumState.ERASED):
        raise RuleBroken(_("This medium is settled already. Choose another one."))
    day = destroyed_on or clock.today()
    _refuse_another_day(day, data_came_at(medium))
    if certificate and not certificate.startswith(b"%PDF"):
        raise RuleBroken(_("The certificate is no PDF. Scan it as one, or leave it out."), field="certificate")
    document = None
    if certificate:
        name = f"{medium.number}-destroyed.pdf"
        document = files.store(certificate, media_type="application/pdf", name=name, by=by)
    now = clock.now()
    erasure = keep(
        medium,
        technique=Technique.DESTROYED,
        level=Level.DESTROY,
        signs=destruction_signs(by_a_firm=bool(firm)),
        started_at=now,
        ended_at=now,
        method=Way(way).value,
        log=document,
        by=by,
    )
    Destruction.objects.create(erasure=erasure, destroyed_on=day, firm=firm, recorded_by=by)
    record("refurbishment.destruction_recorded", erasure, by=by, about=[medium, medium.device], way=way)
    return erasure


def _refuse_another_day(day: date, began: datetime) -> None:
    """What was destroyed was here before, and is destroyed by now."""
    ended = datetime.combine(day, time.max, tzinfo=clock.BRUSSELS)
    if ended < began or day > clock.today():
        raise RuleBroken(_("It was destroyed after it came in, and not in days to come."), field="destroyed_on")
