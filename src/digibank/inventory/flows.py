"""Where a device stands, and which step may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class Position(models.TextChoices):
    """Where a device is in its life. What is the matter with it (broken, kept for someone) is never a position."""

    RECEIVED = "received", _("received at the depot")
    ERASED = "erased", _("erased")
    INSTALLED = "installed", _("installed, to be checked")
    STOCK = "stock", _("in stock at the depot")
    IN_TRANSIT = "in_transit", _("on its way")
    AT_DESK = "at_desk", _("at the desk")
    LENT = "lent", _("lent")
    QUARANTINE = "quarantine", _("back, to be erased")
    LOST = "lost", _("lost")
    STOLEN = "stolen", _("stolen")
    WRITTEN_OFF = "written_off", _("written off")
    RETURNED_TO_DONOR = "given_back", _("given back to the donor")
    DISPOSED = "disposed", _("disposed of")
    GIVEN_AWAY = "given_away", _("belongs to a resident")


# Behind the gate every storage medium is settled (policy I-02). What is lost can be anywhere, also before it.
# What is given back to the donor keeps its data: they are the donor's. What is disposed of lies behind the gate.
BEFORE_THE_GATE = (
    Position.RECEIVED,
    Position.QUARANTINE,
    Position.LOST,
    Position.STOLEN,
    Position.WRITTEN_OFF,
    Position.RETURNED_TO_DONOR,
)

OUT_OF_SIGHT = (Position.LOST, Position.STOLEN)
GONE = (*OUT_OF_SIGHT, Position.WRITTEN_OFF)
# These left us for good and are not found again.
LEFT_US = (Position.RETURNED_TO_DONOR, Position.DISPOSED, Position.GIVEN_AWAY)

_OURS = (
    Position.RECEIVED,
    Position.ERASED,
    Position.INSTALLED,
    Position.STOCK,
    Position.IN_TRANSIT,
    Position.AT_DESK,
    Position.QUARANTINE,
)

DEVICE_FLOW = Flow(
    Position.RECEIVED,
    Step("pass_gate", (Position.RECEIVED, Position.QUARANTINE), Position.ERASED),
    Step("install", (Position.ERASED,), Position.INSTALLED),
    Step("approve", (Position.INSTALLED,), Position.STOCK),
    Step("reject", (Position.INSTALLED,), Position.ERASED),
    # Somebody read back what was erased, and data stood there: it starts again before the gate.
    Step("call_back", (Position.ERASED, Position.INSTALLED, Position.STOCK), Position.RECEIVED),
    Step("send", (Position.STOCK, Position.AT_DESK), Position.IN_TRANSIT),
    Step("arrive_at_desk", (Position.IN_TRANSIT,), Position.AT_DESK),
    Step("arrive_in_stock", (Position.IN_TRANSIT,), Position.STOCK),
    # Something is the matter with it: it is made ready and checked once more (policy I-11).
    Step("arrive_on_bench", (Position.IN_TRANSIT,), Position.ERASED),
    # Somebody has it in hand at another place than our books say.
    Step("turn_up_at_desk", (Position.STOCK,), Position.AT_DESK),
    Step("turn_up_in_stock", (Position.AT_DESK,), Position.STOCK),
    Step("turn_up_on_bench", (Position.AT_DESK, Position.STOCK), Position.ERASED),
    Step("take_to_bench", (Position.STOCK,), Position.ERASED),
    Step("lend", (Position.AT_DESK,), Position.LENT),
    Step("take_back", (Position.LENT,), Position.QUARANTINE),
    # A gift, or a lease-purchase of which all is paid: there is no way back (policy U-81).
    Step("give_away", (Position.LENT,), Position.GIVEN_AWAY),
    Step("lose", (*_OURS, Position.LENT), Position.LOST),
    Step("steal", (*_OURS, Position.LENT), Position.STOLEN),
    # What was written off on an earlier day comes back as anything that was out of our sight: to be erased again.
    Step("find", GONE, Position.QUARANTINE),
    Step(
        "write_off",
        (
            Position.RECEIVED,
            Position.ERASED,
            Position.INSTALLED,
            Position.STOCK,
            Position.QUARANTINE,
            *OUT_OF_SIGHT,
        ),
        Position.WRITTEN_OFF,
    ),
    Step("restore", (Position.WRITTEN_OFF, Position.RETURNED_TO_DONOR), Position.RECEIVED),
    Step("restore_to_quarantine", (Position.WRITTEN_OFF,), Position.QUARANTINE),
    # Never what came back from a loan: on that may stand what a resident made.
    Step("return_to_donor", (Position.RECEIVED,), Position.RETURNED_TO_DONOR),
    # From a desk it rides to a depot first: the waste register is kept there (policy Q-02).
    Step(
        "dispose",
        (
            Position.RECEIVED,
            Position.ERASED,
            Position.INSTALLED,
            Position.STOCK,
            Position.QUARANTINE,
            Position.WRITTEN_OFF,
        ),
        Position.DISPOSED,
    ),
    Step("keep_after_all", (Position.DISPOSED,), Position.RECEIVED),
    Step("keep_in_quarantine", (Position.DISPOSED,), Position.QUARANTINE),
)


class MediumState(models.TextChoices):
    """What became of the data on a storage medium."""

    TO_ERASE = "to_erase", _("to be erased")
    ERASED = "erased", _("erased")
    ABSENT = "absent", _("not in the device")
    DESTROYED = "destroyed", _("destroyed")


MEDIUM_FLOW = Flow(
    MediumState.TO_ERASE,
    Step("erase", (MediumState.TO_ERASE,), MediumState.ERASED),
    Step("use", (MediumState.ERASED,), MediumState.TO_ERASE),
    Step("doubt", (MediumState.ERASED,), MediumState.TO_ERASE),
    Step("state_absent", (MediumState.TO_ERASE,), MediumState.ABSENT),
    Step("destroy", (MediumState.TO_ERASE, MediumState.ERASED), MediumState.DESTROYED),
)


class StocktakeState(models.TextChoices):
    """Where a count stands."""

    COUNTING = "counting", _("being counted")
    SETTLING = "settling", _("differences to settle")
    APPROVED = "approved", _("approved")
    CANCELLED = "cancelled", _("cancelled")


STOCKTAKE_OPEN = (StocktakeState.COUNTING, StocktakeState.SETTLING)

STOCKTAKE_FLOW = Flow(
    StocktakeState.COUNTING,
    Step("state_missing", (StocktakeState.COUNTING,), StocktakeState.SETTLING),
    Step("approve", (StocktakeState.SETTLING,), StocktakeState.APPROVED),
    Step("cancel", STOCKTAKE_OPEN, StocktakeState.CANCELLED),
)

# What stands on a shelf or a bench, where somebody can count it.
COUNTED = (
    Position.RECEIVED,
    Position.ERASED,
    Position.INSTALLED,
    Position.STOCK,
    Position.AT_DESK,
    Position.QUARANTINE,
)
