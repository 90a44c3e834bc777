"""What happens to the screens of a help point that nobody logs in to."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.helpdesk.models import Screen
from digibank.helpdesk.steps import lock_day
from digibank.numbers import fingerprint, secret
from digibank.organisations.models import Place


@transaction.atomic
def give_screen(place: Place, *, kind: str, by: Actor) -> str:
    """Make the secret address of a screen; the one before it ends (policy VB-10).

    The secret is returned once and kept nowhere.
    """
    lock_day(place)
    Screen.objects.open().filter(place=place, kind=kind).update(ended_at=clock.now())
    made = secret()
    actor = Actor.objects.create(kind=Actor.Kind.KIOSK)
    screen = Screen.objects.create(place=place, kind=kind, fingerprint=fingerprint(made), actor=actor, made_by=by)
    record("helpdesk.screen_given", screen, by=by, about=[place], kind=kind)
    return made


@transaction.atomic
def end_screen(screen: Screen, *, by: Actor) -> Screen:
    """Let the address open nothing any more."""
    if not Screen.objects.open().filter(pk=screen.pk).update(ended_at=clock.now()):
        raise RuleBroken(_("This address ended already. Reload the page."))
    record("helpdesk.screen_ended", screen, by=by, about=[screen.place])
    return screen
