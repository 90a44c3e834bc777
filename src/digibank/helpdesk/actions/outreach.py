"""What happens around outreach: noted with what was promised, done, and who came to us because of it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.helpdesk.models import MetAt, Outreach, OutreachPromise
from digibank.organisations.models import Organisation
from digibank.people.models import Person
from digibank.people.secrets import refuse_secrets, refuse_secrets_in


@transaction.atomic
def note_outreach(
    organisation: Organisation,
    *,
    held_on: date,
    where: str,
    went: Collection[User],
    spoken_to: int,
    by: Actor,
    partner: Organisation | None = None,
    older: int = 0,
    other_language: int = 0,
    with_children: int = 0,
) -> Outreach:
    """Write down where we went and how many we spoke to; counts only, never names (policy WO-14)."""
    refuse_secrets_in({"where": where})
    if held_on > clock.today():
        raise RuleBroken(_("This day is still to come. Write it down when it is over."), field="held_on")
    if not went:
        raise RuleBroken(_("Choose who of us went."), field="went")
    groups = {"older": older, "other_language": other_language, "with_children": with_children}
    for field, count in groups.items():
        if count > spoken_to:
            raise RuleBroken(_("A part cannot be more than all people you spoke to. Count again."), field=field)
    made = Outreach.objects.create(
        organisation=organisation, held_on=held_on, where=where, partner=partner, spoken_to=spoken_to, noted_by=by,
        **groups,
    )  # fmt: skip
    made.went.set(went)
    record("helpdesk.outreach_noted", made, by=by, about=[organisation], spoken_to=spoken_to)
    return made


@transaction.atomic
def promise(outreach: Outreach, *, kind: str, what: str, owner: User, by_on: date, by: Actor) -> OutreachPromise:
    """Add something that was promised there, with who does it and by when (policy WO-14)."""
    refuse_secrets(what, field="what")
    if not what.strip():
        raise RuleBroken(_("Write what you promised."), field="what")
    made = OutreachPromise.objects.create(outreach=outreach, kind=kind, what=what, by_on=by_on, owner=owner)
    record("helpdesk.follow_up_promised", made, by=by, about=[outreach])
    return made


@transaction.atomic
def keep_promise(follow_up: OutreachPromise, *, by: Actor) -> OutreachPromise:
    """It was done."""
    done = OutreachPromise.objects.filter(pk=follow_up.pk, done_on__isnull=True).update(
        done_on=clock.today(), done_by=by
    )
    if not done:
        raise RuleBroken(_("This was done already. Reload the page."))
    found = OutreachPromise.objects.select_related("outreach").get(pk=follow_up.pk)
    record("helpdesk.follow_up_done", found, by=by, about=[found.outreach])
    return found


@transaction.atomic
def met_at(person: Person, *, outreach: Outreach, by: Actor) -> MetAt:
    """The person says that they came to us because of this outreach (policy WO-15)."""
    said = _("It is noted already how this person came to us.")
    with refusing(MetAt, "one_way_in_per_person", said):
        made = MetAt.objects.create(person=person, outreach=outreach, by=by)
    record("helpdesk.met_at", made, by=by, about=[person])
    return made
