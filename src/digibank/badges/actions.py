"""What can happen to shared computers and badges. Coming in with a badge is in coming_in.py."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.badges.codes import is_code, is_easy, new_secret
from digibank.badges.models import Badge, SharedComputer
from digibank.editing import edit
from digibank.errors import RuleBroken, refusing
from digibank.numbers import fingerprint, secret
from digibank.organisations.models import Place


@transaction.atomic
def register_computer(place: Place, *, name: str, by: Actor) -> tuple[SharedComputer, str]:
    """Make the computer that somebody stands at a shared one; with it the secret that its browser must keep."""
    if place.given_up_on:
        raise RuleBroken(_("This place was given up. Choose another one."), field="place")
    kept = secret()
    with refusing(SharedComputer, "one_open_computer_of_this_name", _name_is_taken(), field="name"):
        computer = SharedComputer.objects.create(
            place=place, name=name, fingerprint=fingerprint(kept), registered_by=by
        )
    record("badges.computer_registered", computer, by=by, about=[place])
    return computer, kept


@transaction.atomic
def rename_computer(computer: SharedComputer, *, version: int, name: str, by: Actor) -> SharedComputer:
    """Call it otherwise."""
    with refusing(SharedComputer, "one_open_computer_of_this_name", _name_is_taken(), field="name"):
        changed = edit(computer, version=version, name=name)
    if changed:
        record("badges.computer_renamed", computer, by=by, about=[computer.place])
    return computer


@transaction.atomic
def end_computer(computer: SharedComputer, *, by: Actor) -> SharedComputer:
    """No badge opens there any more, and who is at work there with one is out at the next page (policy B-02)."""
    computer = SharedComputer.objects.select_for_update().get(pk=computer.pk)
    if computer.ended_at:
        raise RuleBroken(_("This computer was ended already. Reload the page."))
    computer.ended_at, computer.ended_by = clock.now(), by
    computer.save(update_fields=["ended_at", "ended_by"])
    record("badges.computer_ended", computer, by=by, about=[computer.place])
    return computer


@transaction.atomic
def issue_badge(user: User, *, code: str, by: Actor) -> tuple[Badge, str]:
    """Give a colleague a new badge; with it what stands in its square, which nobody can ask for again.

    The badge before it, if there is one, ends: a second card of the same colleague never opens (policy B-05).
    """
    if not user.is_active:
        raise RuleBroken(_("This colleague may not come in. Let them in again first."))
    _check(code)
    for before in Badge.objects.select_for_update().open().filter(user=user):
        _end(before, by=by)
    content = new_secret()
    with refusing(Badge, "one_open_badge_per_user", _("This colleague got a badge just now. Reload the page.")):
        badge = Badge.objects.create(user=user, fingerprint=fingerprint(content), code=make_password(code))
    record("badges.badge_issued", badge, by=by, about=[user])
    return badge, content


@transaction.atomic
def set_code(badge: Badge, *, code: str, by: Actor) -> Badge:
    """Another code for the same card; whoever is at work with the badge stays, and wrong codes are forgotten."""
    _check(code)
    badge = _open(badge)
    badge.code, badge.wrong_tries, badge.blocked_at = make_password(code), 0, None
    badge.save(update_fields=["code", "wrong_tries", "blocked_at"])
    record("badges.code_set", badge, by=by, about=[badge.user])
    return badge


@transaction.atomic
def lift_block(badge: Badge, *, by: Actor) -> Badge:
    """Let a badge open again that was blocked by wrong codes."""
    badge = _open(badge)
    if badge.blocked_at is None:
        raise RuleBroken(_("This badge is not blocked. Reload the page."))
    badge.wrong_tries, badge.blocked_at = 0, None
    badge.save(update_fields=["wrong_tries", "blocked_at"])
    record("badges.badge_unblocked", badge, by=by, about=[badge.user])
    return badge


@transaction.atomic
def end_badge(badge: Badge, *, by: Actor) -> Badge:
    """End a badge, as when it is lost; who is at work with it is out at the next page."""
    badge = _open(badge)
    _end(badge, by=by)
    return badge


def _open(badge: Badge) -> Badge:
    """This badge as it is now, under lock."""
    locked = Badge.objects.select_for_update().get(pk=badge.pk)
    if locked.ended_at:
        raise RuleBroken(_("This badge was ended already. Reload the page."))
    return locked


def _end(badge: Badge, *, by: Actor) -> None:
    badge.ended_at = clock.now()
    badge.save(update_fields=["ended_at"])
    record("badges.badge_ended", badge, by=by, about=[badge.user])


def _check(code: str) -> None:
    if not is_code(code):
        raise RuleBroken(_("A code is four to six digits. Choose such a one."), field="code")
    if is_easy(code):
        raise RuleBroken(
            _("This code is easy to guess. Take no date, no year, no row and no repetition."), field="code"
        )


def _name_is_taken() -> str:
    return _("This place has a computer with this name already. Choose another name.")
