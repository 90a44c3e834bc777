"""The steps of a reuse record, one function for each kind of row. New work adds a function, and its name below.

Nobody's name stands in a step, nor why a device was away: days and facts only (policy R-02).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from digibank.audit.models import Event
from digibank.donations.models import Decision
from digibank.inventory.flows import MediumState
from digibank.inventory.models import Device, HardwareReport
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import (
    Check,
    DeviceTest,
    Disposal,
    Erasure,
    Finding,
    Inspection,
    Installation,
    QualityCheck,
    Repair,
    RepairStatus,
)
from digibank.refurbishment.reuse.facts import Fact, Outcome, Step, StepKind
from digibank.refurbishment.weights import kilograms
from digibank.ui.templatetags.ui import day


def preselection(device: Device) -> Iterator[Step]:
    """Somebody looked before it was taken in, from the form, at the donor's or at the door."""
    for decision in Decision.objects.filter(item__devices__device=device).order_by("pk"):
        where = capfirst(decision.get_where_display())
        told = f"{where}: {decision.get_verdict_display()}."
        facts: dict[str, Fact] = {"verdict": decision.verdict, "where": decision.where}
        yield Step(decision.at, StepKind.PRESELECTION, _("Preselected"), told, facts=facts)


def received(device: Device) -> Iterator[Step]:
    """It came in and got its label."""
    yield Step(device.received_at, StepKind.RECEIVED, _("Came in and got its label"), facts={"code": device.number})


def reports(device: Device) -> Iterator[Step]:
    """What the machine, a disk or the battery said about itself."""
    for report in HardwareReport.objects.filter(device=device).order_by("pk"):
        facts = {"report": report.kind, "remarks": " ".join(report.remarks)}
        told = capfirst(report.get_kind_display()) + "."
        yield Step(report.read_at, StepKind.REPORT, _("Report read"), told, facts=facts)


def storage(device: Device) -> Iterator[Step]:
    """Storage that is not inside or was destroyed. What was erased is told by its erasure."""
    titles = {MediumState.ABSENT: _("Storage not inside"), MediumState.DESTROYED: _("Storage destroyed")}
    for medium in device.media.filter(state__in=titles):
        assert medium.settled_at is not None
        facts = {"medium": medium.number, "serial": medium.serial, "state": medium.state}
        told = f"{medium.number} {medium.product or medium.get_kind_display()}. {medium.settled_because}"
        yield Step(medium.settled_at, StepKind.STORAGE, titles[MediumState(medium.state)], told, facts=facts)


def no_storage(device: Device) -> Iterator[Step]:
    """Somebody looked and found none. The statement stands on the device, its day on the trail."""
    if device.no_storage_because:
        stated = Event.objects.about(device).filter(verb="inventory.no_storage_stated").last()
        if stated:
            title = _("No storage inside, seen by a colleague")
            yield Step(stated.at, StepKind.STORAGE, title, device.no_storage_because, facts={"state": "none"})


def erasures(device: Device) -> Iterator[Step]:
    """Erasures that count, with technique, level and tool as they truly were."""
    rows = Erasure.objects.filter(medium__device=device, state=ErasureState.ACCEPTED).order_by("pk")
    for erasure in rows.select_related("medium").prefetch_related("statements"):
        stated = len(erasure.statements.all())
        said = {
            "medium": erasure.medium.number,
            "technique": erasure.get_technique_display(),
            "level": erasure.get_level_display(),
            "tool": f"{erasure.tool} {erasure.version}".strip(),
        }
        text = _("%(medium)s: %(technique)s, level %(level)s (NIST SP 800-88), with %(tool)s.") % said
        if stated:
            text += " " + _("A second person looked at what the tool does not show.")
        yield Step(
            erasure.accepted_at or erasure.ended_at,
            StepKind.ERASURE,
            _("Data erased"),
            text,
            Outcome.PASSED,
            {
                "erasure": erasure.number,
                "medium": erasure.medium.number,
                "serial": erasure.medium.serial,
                "technique": erasure.technique,
                "method": erasure.method,
                "level": erasure.level,
                "tool": erasure.tool,
                "tool_version": erasure.version,
                "second_person": bool(stated),
            },
        )


def inspections(device: Device) -> Iterator[Step]:
    """What was seen on the outside, and the grades (the same decree, art. 1 and 3)."""
    for seen in Inspection.objects.filter(device=device).order_by("pk"):
        title = _("Inspected: can be used again") if seen.is_reusable else _("Inspected: cannot be used again")
        grades = _("Appearance %(appearance)s, function %(function)s, battery %(battery)s.") % {
            "appearance": seen.appearance,
            "function": seen.function,
            "battery": seen.battery or "–",
        }
        told = [grades if seen.is_reusable else f"{capfirst(seen.get_ground_display())}."]
        told.append(f"{capfirst(', '.join(seen.seen))}." if seen.seen else _("Nothing is wrong on the outside."))
        facts: dict[str, Fact] = {
            "ground": seen.ground,
            "defects": " ".join(seen.defects),
            "appearance": seen.appearance,
            "function": seen.function,
            "battery": seen.battery,
            "battery_percent": seen.battery_percent,
        }
        outcome = Outcome.PASSED if seen.is_reusable else Outcome.FAILED
        yield Step(seen.inspected_at, StepKind.INSPECTION, title, " ".join([*told, seen.words]).strip(), outcome, facts)


def tests(device: Device) -> Iterator[Step]:
    """What was tried by hand: all that was written down in one go is one step."""
    rows = DeviceTest.objects.filter(device=device).order_by("pk")
    for at, group in groupby(rows, key=lambda test: test.tested_at):
        tried = list(group)
        said = ", ".join(f"{test.get_kind_display()}: {test.get_outcome_display()}" for test in tried)
        note = next((test.note for test in tried if test.note), "")
        outcome = Outcome.FAILED if any(test.has_failed for test in tried) else Outcome.PASSED
        facts: dict[str, Fact] = {test.kind: test.outcome for test in tried}
        yield Step(at, StepKind.TEST, _("Tested"), f"{capfirst(said)}. {note}".strip(), outcome, facts)


def repairs(device: Device) -> Iterator[Step]:
    """What was wrong, what was done about it, and with which parts."""
    for repair in Repair.objects.filter(device=device).order_by("pk").prefetch_related("parts"):
        used = [f"{part.get_kind_display()} ({part.get_origin_display()})" for part in repair.parts.all()]
        told = [repair.problem, repair.done]
        if repair.barrier:
            told.append(f"{capfirst(repair.get_barrier_display())}.")
        if used:
            told.append(_("Parts: %(parts)s.") % {"parts": ", ".join(used)})
        facts: dict[str, Fact] = {
            "status": repair.status,
            "barrier": repair.barrier,
            "parts": " ".join(part.number for part in repair.parts.all()),
        }
        outcome = Outcome.FAILED if repair.status == RepairStatus.END_OF_LIFE else Outcome.DONE
        title = capfirst(repair.get_status_display())
        yield Step(repair.repaired_at, StepKind.REPAIR, title, " ".join(filter(None, told)), outcome, facts)


def installations(device: Device) -> Iterator[Step]:
    """Systems that were put on it."""
    for done in Installation.objects.filter(device=device).order_by("pk"):
        told = [f"{done}.", capfirst(done.get_licence_display()) + "."]
        if done.updates_until:
            told.append(_("Safe until %(day)s.") % {"day": day(done.updates_until)})
        facts = {
            "system": done.system,
            "system_version": done.version,
            "licence": done.licence,
            "updates_until": done.updates_until.isoformat() if done.updates_until else None,
        }
        text = " ".join([*told, done.note]).strip()
        yield Step(done.installed_at, StepKind.INSTALLATION, _("System installed"), text, facts=facts)


def quality_checks(device: Device) -> Iterator[Step]:
    """What a colleague looked at before it went into stock."""
    for check in QualityCheck.objects.filter(device=device).order_by("pk"):
        title = _("Quality checked: in order") if check.passed else _("Quality checked: not in order")
        # In the order of the list: PostgreSQL keeps the names in JSON in an order of its own.
        findings = {code: check.findings[code] for code in Check.values if code in check.findings}
        told = [f"{Check(code).label}: {Finding(found).label}" for code, found in findings.items()]
        text = " ".join([f"{capfirst(', '.join(told))}.", check.note]).strip()
        outcome = Outcome.PASSED if check.passed else Outcome.FAILED
        yield Step(check.checked_at, StepKind.QUALITY, title, text, outcome, findings)


def whereabouts(device: Device) -> Iterator[Step]:
    """Lent and back, by day only; and where else it went."""
    words = {
        "inventory.lent": (StepKind.LENT, _("Lent")),
        "inventory.taken_back": (StepKind.BACK, _("Came back from a loan")),
        "inventory.lost": (StepKind.MOVED, _("Lost")),
        "inventory.stolen": (StepKind.MOVED, _("Stolen")),
        "inventory.found": (StepKind.MOVED, _("Found again")),
        "inventory.written_off": (StepKind.MOVED, _("Written off")),
        "inventory.restored": (StepKind.MOVED, _("Here again: that was a mistake")),
        "inventory.returned_to_donor": (StepKind.MOVED, _("Given back to the donor")),
    }
    for event in Event.objects.about(device).filter(verb__in=words):
        kind, title = words[event.verb]
        yield Step(event.at, kind, title, facts={"event": event.verb.split(".")[1]})


def disposals(device: Device) -> Iterator[Step]:
    """It became waste, or was kept after all, and a recycler took it along."""
    for disposal in Disposal.objects.filter(device=device).select_related("collection__recycler"):
        weight = _("%(kg)s kg") % {"kg": kilograms(disposal.grams)}
        category = _("EEE category %(number)s") % {"number": disposal.category}
        told = f"{capfirst(disposal.get_ground_display())}. {weight}, {category}. {disposal.note}".strip()
        facts: dict[str, Fact] = {
            "ground": disposal.ground,
            "grams": disposal.grams,
            "eee_category": disposal.category,
            "origin": disposal.origin,
        }
        yield Step(disposal.disposed_at, StepKind.DISPOSAL, _("Disposed of"), told, Outcome.FAILED, facts)
        if disposal.undone_at:
            yield Step(disposal.undone_at, StepKind.MOVED, _("Kept after all"), facts={"event": "kept_after_all"})
        collection = disposal.collection
        if collection:
            said = {"firm": str(collection.recycler), "document": collection.document_number}
            told = _("%(firm)s, document %(document)s.") % said
            facts = {
                "collection": collection.number,
                "recycler": collection.recycler.name,
                "registration": collection.recycler.registration,
                "document": collection.document_number,
                "collected_on": collection.collected_on.isoformat(),
            }
            yield Step(collection.written_at, StepKind.COLLECTION, _("Taken along by a recycler"), told, facts=facts)


STEPS: tuple[Callable[[Device], Iterable[Step]], ...] = (
    preselection,
    received,
    reports,
    inspections,
    storage,
    no_storage,
    erasures,
    tests,
    repairs,
    installations,
    quality_checks,
    whereabouts,
    disposals,
)
