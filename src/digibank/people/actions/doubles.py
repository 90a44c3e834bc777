"""What colleagues judge about records that look alike. Nothing is merged, and all of it can be taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.people.models import Person, Verdict


@transaction.atomic
def link_same(one: Person, other: Person, *, by: Actor) -> Verdict:
    """These two records are one person. Both stay as they are; the link can be undone."""
    return _judge(one, other, says=Verdict.Says.SAME, by=by)


@transaction.atomic
def say_different(one: Person, other: Person, *, by: Actor) -> Verdict:
    """These two are different persons: they are not suggested as doubles again."""
    return _judge(one, other, says=Verdict.Says.DIFFERENT, by=by)


@transaction.atomic
def unlink_same(one: Person, other: Person, *, by: Actor) -> Verdict:
    """Undo the link between two records."""
    verdict = Verdict.objects.standing().between(one, other).filter(says=Verdict.Says.SAME).first()
    if verdict is None:
        raise RuleBroken(_("These two are not linked. Reload the page to see what is known now."))
    verdict.ended_at = clock.now()
    verdict.save(update_fields=["ended_at"])
    record("people.unlinked", verdict, by=by, about=[one, other])
    return verdict


def _judge(one: Person, other: Person, *, says: Verdict.Says, by: Actor) -> Verdict:
    if one.pk == other.pk:
        raise RuleBroken(_("This is one and the same record. Choose another one."))
    standing = Verdict.objects.standing().between(one, other).first()
    if standing and standing.says == Verdict.Says.SAME:
        raise RuleBroken(_("These two are linked as one person. Undo the link first."))
    if standing:
        Verdict.objects.filter(pk=standing.pk).update(ended_at=clock.now())
    first, second = sorted((one, other), key=lambda person: person.pk)
    with refusing(
        Verdict, "one_standing_verdict_about_two", _("Someone else judged these two just now. Reload the page.")
    ):
        verdict = Verdict.objects.create(first=first, second=second, says=says)
    record(f"people.judged_{says.value}", verdict, by=by, about=[one, other])
    return verdict
