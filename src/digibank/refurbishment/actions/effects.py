"""Factors are taken over, costs noted, and each first loan is counted once."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.models import Device
from digibank.organisations.models import Organisation, Place
from digibank.refurbishment.effects import costs_before, reckon
from digibank.refurbishment.factor_files import read_factors
from digibank.refurbishment.models import CostFactor, Effect, Factor, FactorSet, Kilometres, Reuse
from digibank.refurbishment.waste import came_in_where, first_lent

AT_ONCE = 500


@transaction.atomic
def adopt_factors(association: Organisation, *, content: bytes, by: Actor) -> FactorSet:
    """Take over a set of factors from a file; it ends the one before. Raises RuleBroken for what cannot be (F-03)."""
    told = read_factors(content)
    Organisation.objects.select_for_update().get(pk=association.pk)
    before = FactorSet.objects.filter(organisation=association, valid_until__isnull=True).first()
    if before and before.valid_from >= told.valid_from:
        raise RuleBroken(
            _("Version %(version)s holds from that day or later. A new set begins after it.")
            % {"version": before.version},
            field="file",
        )
    if before:
        FactorSet.objects.filter(pk=before.pk).update(valid_until=told.valid_from)
    taken = _("This version is there already. Give the new one another name.")
    with refusing(FactorSet, "a_factor_version_once", taken, field="file"):
        adopted = FactorSet.objects.create(
            organisation=association, version=told.version, source=told.source, valid_from=told.valid_from
        )
    Factor.objects.bulk_create(
        Factor(
            factor_set=adopted,
            shape=shape,
            low_grams=found.low,
            likely_grams=found.likely,
            high_grams=found.high,
            weight_grams=found.weight,
        )
        for shape, found in told.shapes.items()
    )
    CostFactor.objects.bulk_create(
        CostFactor(factor_set=adopted, kind=kind, grams=grams) for kind, grams in told.costs.items()
    )
    record("refurbishment.factors_adopted", adopted, by=by, about=[association], valid_from=told.valid_from)
    return adopted


@transaction.atomic
def note_kilometres(device: Device, *, count: int, by: Actor) -> Kilometres:
    """Write down what was driven for this device alone; subtracted when it is first lent (policy F-04)."""
    device = Device.objects.locked(device)
    if Reuse.objects.filter(device=device).exists():
        said = {"number": device.number}
        raise RuleBroken(_("%(number)s was counted already. What is noted now would count nowhere.") % said)
    noted = Kilometres.objects.create(device=device, count=count, noted_by=by)
    record("refurbishment.kilometres_noted", noted, by=by, about=[device], count=count)
    return noted


@transaction.atomic
def count_effects(association: Organisation, *, by: Actor) -> int:
    """Count what was lent for the first time and not counted yet, under the factors that hold today (policy F-01).

    How many devices got a figure. With a new set of factors every device gets a new row beside its old ones. At most
    500 at once: call it again until it gives 0.
    """
    Organisation.objects.select_for_update().get(pk=association.pk)
    _note_reuses(association)
    factors = FactorSet.objects.filter(organisation=association).on(clock.today()).first()
    if factors is None:
        return 0
    places = _places(association)
    uncounted = Reuse.objects.filter(place__in=places).exclude(effects__factor_set=factors)
    rows = (
        uncounted.select_related("device__device_class")
        .prefetch_related("device__kilometres", "device__media", "device__repairs__parts")
        .order_by("pk")
    )
    made = _made_under(factors, list(rows[:AT_ONCE]))
    if made:
        Effect.objects.bulk_create(made)
        record("refurbishment.effects_counted", factors, by=by, about=[association], devices=len(made))
    return len(made)


def _note_reuses(association: Organisation) -> None:
    """A row for each device that came in here and was lent for the first time."""
    came = came_in_where(_places(association))
    known = set(Reuse.objects.values_list("device", flat=True))
    firsts = {key: at for key, at in first_lent().items() if key in came and key not in known}
    Reuse.objects.bulk_create(
        Reuse(device_id=key, place_id=came[key], on=at.astimezone(clock.BRUSSELS).date())
        for key, at in sorted(firsts.items())
    )


def _made_under(factors: FactorSet, reuses: list[Reuse]) -> list[Effect]:
    by_shape = {factor.shape: factor for factor in factors.factors.all()}
    per_cost = dict(factors.costs.values_list("kind", "grams"))
    made = []
    for reuse in reuses:
        found = reckon(by_shape[reuse.device.device_class.shape], costs_before(reuse), per_cost)
        made.append(
            Effect(
                reuse=reuse,
                factor_set=factors,
                low_grams=found.range.low,
                likely_grams=found.range.likely,
                high_grams=found.range.high,
                subtracted_grams=found.subtracted,
                parameters=found.parameters,
            )
        )
    return made


def _places(association: Organisation) -> list[int]:
    ours = Organisation.objects.filter(pk=association.pk) | Organisation.objects.filter(association=association)
    return list(Place.objects.filter(organisation__in=ours).values_list("pk", flat=True))
