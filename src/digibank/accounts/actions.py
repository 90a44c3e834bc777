"""What changes about accounts."""

from typing import Any

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts import tries
from digibank.accounts.models import Membership, User
from digibank.accounts.rights import Role
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.editing import edit
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import Organisation, Place


@transaction.atomic
def add_user(*, username: str, full_name: str, password: str, email: str = "", by: Actor) -> User:
    """Give a colleague an account; the password must be a good one."""
    user = User(username=username.lower(), full_name=full_name, email=email)
    _check_password(password, user)
    user.set_password(password)
    with refusing(User, "a_user_name_once", _("This user name is taken. Choose another one."), field="username"):
        user.actor = Actor.objects.create(kind=Actor.Kind.USER)
        user.save()
    record("accounts.user_added", user, by=by)
    return user


@transaction.atomic
def edit_user(user: User, *, version: int, full_name: str, email: str, by: Actor) -> User:
    """Change how a colleague is called and reached."""
    changed = edit(user, version=version, full_name=full_name, email=email)
    if changed:
        record("accounts.user_edited", user, by=by, fields=".".join(changed))
    return user


@transaction.atomic
def set_password(user: User, *, password: str, by: Actor) -> User:
    """Give a new password; every other session of this user ends, for it was signed with the old one."""
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record("accounts.password_set", user, by=by)
    return user


@transaction.atomic
def bar(user: User, *, by: Actor) -> User:
    """Keep a colleague out from now on; what was done in this name stays."""
    if user.actor == by:
        raise RuleBroken(_("You cannot bar yourself. Ask another administrator."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end(UserSession.objects.filter(user=user))
    record("accounts.user_barred", user, by=by)
    return user


@transaction.atomic
def let_in(user: User, *, by: Actor) -> User:
    """Let a barred colleague in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("accounts.user_let_in", user, by=by)
    return user


@transaction.atomic
def give_role(
    user: User, *, organisation: Organisation, role: str, place: Place | None = None, by: Actor
) -> Membership:
    """Let a colleague work for an organisation in this role, from today."""
    if place and place.organisation_id != organisation.pk:
        raise RuleBroken(_("This place belongs to another organisation. Choose a place of this one."), field="place")
    if role in (Role.ADMINISTRATOR, Role.COORDINATOR) and organisation.association_id:
        raise RuleBroken(
            _("This role works for the whole association. Choose the association as organisation."),
            field="organisation",
        )
    if role == Role.SOCIAL_WORKER and organisation.kind != Organisation.Kind.OCMW:
        raise RuleBroken(_("This role works for an OCMW. Choose an OCMW as organisation."), field="organisation")
    with refusing(
        Membership, "one_open_membership_per_role", _("This colleague has this role there already."), field="role"
    ):
        membership = Membership.objects.create(user=user, organisation=organisation, role=role, place=place)
    record("accounts.role_given", membership, by=by, about=[user, organisation], role=role)
    return membership


@transaction.atomic
def end_role(membership: Membership, *, by: Actor) -> Membership:
    """End a role today; its rights end at once."""
    if membership.user.actor == by and membership.role == Role.ADMINISTRATOR:
        raise RuleBroken(_("You cannot end your own role as administrator. Ask another administrator."))
    if not membership.is_current:
        raise RuleBroken(_("This role has ended already. Reload the page."))
    membership.until_on = clock.today()
    membership.save(update_fields=["until_on"])
    record("accounts.role_ended", membership, by=by, about=[membership.user, membership.organisation])
    return membership


@transaction.atomic
def add_app(user: User, *, secret: str, by: Actor) -> User:
    """Put an app with changing codes on the account; `secret` is what the app and we share."""
    _alone_with(user)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise RuleBroken(_("There is an app on your account already. Take it away first."))
    TOTP.activate(user, secret)
    record("accounts.app_added", user, by=by)
    _first_recovery_codes(user, by=by)
    return user


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict[str, Any], by: Actor) -> User:
    """Put a passkey on the account; `credential` is what the browser made and we checked."""
    _alone_with(user)
    WebAuthn.add(user, name, credential)
    record("accounts.passkey_added", user, by=by)
    _first_recovery_codes(user, by=by)
    return user


@transaction.atomic
def rename_passkey(passkey: Authenticator, *, name: str, by: Actor) -> Authenticator:
    """Call a passkey otherwise."""
    passkey.wrap().name = name
    passkey.save(update_fields=["data"])
    record("accounts.passkey_renamed", passkey.user, by=by)
    return passkey


@transaction.atomic
def remove_lock(lock: Authenticator, *, but: str, by: Actor) -> User:
    """Take an app or a passkey from the account.

    With the last one go the recovery codes and all sessions but the one with the key `but`: they knew that lock.
    """
    user: User = lock.user
    kind = lock.type
    lock.delete()
    delete_dangling_recovery_codes(user)
    if not Authenticator.objects.filter(user=user).exists():
        _end(UserSession.objects.filter(user=user).exclude(session_key=but))
    record("accounts.lock_removed", user, by=by, kind=kind)
    return user


@transaction.atomic
def make_recovery_codes(user: User, *, by: Actor) -> User:
    """Make new recovery codes; the old ones hold no more."""
    _alone_with(user)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    _first_recovery_codes(user, by=by)
    return user


@transaction.atomic
def take_away_locks(user: User, *, by: Actor) -> User:
    """Take all second locks from a colleague who lost them; whoever is inside goes out and sets a new one."""
    Authenticator.objects.filter(user=user).delete()
    _end(UserSession.objects.filter(user=user))
    tries.lift(user)
    record("accounts.locks_taken_away", user, by=by)
    return user


@transaction.atomic
def lift_lock_out(user: User, *, by: Actor) -> User:
    """Let a colleague try again who failed too often."""
    tries.lift(user)
    record("accounts.lock_out_lifted", user, by=by)
    return user


@transaction.atomic
def end_sessions(user: User, *, but: str, only: int | None = None, by: Actor) -> int:
    """End all sessions of a user but the one with this key, or of these only the one asked for; how many there were."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=but)
    ended = _end(sessions if only is None else sessions.filter(pk=only))
    if ended:
        record("accounts.sessions_ended", user, by=by)
    return ended


@transaction.atomic
def connect_outside(user: User, *, provider: str, uid: str, by: Actor) -> SocialAccount:
    """Let whoever is `uid` in the log-in outside open this account from now on."""
    account, is_new = SocialAccount.objects.get_or_create(provider=provider, uid=uid, defaults={"user": user})
    if account.user_id != user.pk:
        raise RuleBroken(
            _("This log-in outside opens the account of a colleague. Log in there as yourself and try again.")
        )
    if is_new:
        record("accounts.outside_connected", user, by=by)
    return account


@transaction.atomic
def disconnect_outside(user: User, *, by: Actor) -> User:
    """Let no log-in outside open this account any more."""
    count, _of_each = SocialAccount.objects.filter(user=user).delete()
    if count:
        record("accounts.outside_disconnected", user, by=by)
    return user


def _alone_with(user: User) -> None:
    """Hold up whoever changes the locks of the same account: a double click sends two forms at once."""
    User.objects.select_for_update().get(pk=user.pk)


def _first_recovery_codes(user: User, *, by: Actor) -> None:
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists():
        RecoveryCodes.activate(user)
        record("accounts.recovery_codes_made", user, by=by)


def _end(sessions: models.QuerySet[UserSession]) -> int:
    """How many there were."""
    ended = list(sessions)
    for session in ended:
        session.end()
    return len(ended)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise RuleBroken(" ".join(weak.messages), field="password") from weak
