"""What is the matter with a device, as its page and its card show it, and what this colleague may say about it."""

from dataclasses import dataclass, field

from django.urls import reverse

from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.inventory.flows import GONE
from digibank.inventory.forms import ClearForm, FlagForm
from digibank.inventory.models import SEEN_AT_A_DESK, Device, DeviceFlag, FlagKind


@dataclass(frozen=True)
class OpenFlag:
    """A flag that holds, with the form to settle it when this colleague may."""

    flag: DeviceFlag
    form: ClearForm | None
    url: str


@dataclass(frozen=True)
class Flagging:
    """The flags of a device on a page: open ones, settled ones, and the form for a new one."""

    open: list[OpenFlag]
    settled: list[DeviceFlag]
    form: FlagForm | None
    url: str
    wrong: bool = field(default=False)

    @classmethod
    def of(
        cls,
        user: User,
        device: Device,
        namespace: str,
        *,
        refused: FlagForm | None = None,
        refused_clear: tuple[DeviceFlag, ClearForm] | None = None,
    ) -> "Flagging":
        """Look them up. `namespace` says whose pages take the forms: inventory or refurbishment."""
        flags = list(device.flags.select_related("raised_by__user", "cleared_by__user"))
        kinds = may_raise(user, device)
        left = [kind for kind in kinds if not any(flag.is_open and flag.kind == kind for flag in flags)]
        shown = [
            OpenFlag(flag, _clear_form(user, flag, device, refused_clear), _url(namespace, "clear_flag", flag.pk))
            for flag in flags
            if flag.is_open
        ]
        return cls(
            open=shown,
            settled=[flag for flag in reversed(flags) if not flag.is_open],
            form=refused or (FlagForm(kinds=left) if left and device.state not in GONE else None),
            url=_url(namespace, "raise_flag", device.pk),
            wrong=refused is not None or refused_clear is not None,
        )


def may_raise(user: User, device: Device) -> tuple[FlagKind, ...]:
    """What this colleague may say: in the workshop everything, at a desk what is seen without tools."""
    at = device.place.organisation
    if user.may_at(Can.PREPARE_DEVICES, at):
        return tuple(FlagKind)
    return SEEN_AT_A_DESK if user.may_at(Can.LEND, at) else ()


def may_clear(user: User, flag: DeviceFlag, device: Device) -> bool:
    """The workshop settles a flag; who raised it may take back what was a mistake."""
    at = device.place.organisation
    own = flag.raised_by_id == user.actor.pk and bool(may_raise(user, device))
    return own or user.may_at(Can.PREPARE_DEVICES, at)


def _clear_form(
    user: User, flag: DeviceFlag, device: Device, refused: tuple[DeviceFlag, ClearForm] | None
) -> ClearForm | None:
    if refused and refused[0] == flag:
        return refused[1]
    return ClearForm(auto_id=clear_ids(flag)) if may_clear(user, flag, device) else None


def clear_ids(flag: DeviceFlag) -> str:
    """The ids of the form that settles this flag; several stand on one page."""
    return f"clear_{flag.pk}_%s"


def _url(namespace: str, name: str, key: int) -> str:
    return reverse(f"{namespace}:{name}", args=[key])
