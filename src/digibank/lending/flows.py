"""What becomes of a request, and of a loan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class RequestState(models.TextChoices):
    """Where a request stands."""

    WAITING = "waiting", _("waits")
    OFFERED = "offered", _("offered, waits for an answer")
    PROMISED = "promised", _("promised")
    FULFILLED = "fulfilled", _("lent")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REFUSED = "refused", _("refused")
    CLOSED = "closed", _("closed, no answer came")


ASKED = (RequestState.WAITING, RequestState.OFFERED, RequestState.PROMISED)
# One of the class is kept for it.
KEEPS_ONE = (RequestState.OFFERED, RequestState.PROMISED)

REQUEST_FLOW = Flow(
    RequestState.WAITING,
    Step("promise", (RequestState.WAITING,), RequestState.PROMISED),
    Step("offer", (RequestState.WAITING,), RequestState.OFFERED),
    Step("accept", (RequestState.OFFERED,), RequestState.PROMISED),
    # Not now, or nobody was reached or answered: the person waits again, since the day of asking.
    Step("keep_place", (RequestState.OFFERED,), RequestState.WAITING),
    Step("close", (RequestState.OFFERED,), RequestState.CLOSED),
    # The loan that was prepared for it is cancelled: the person waits again, since the day of asking.
    Step("put_back", (RequestState.PROMISED,), RequestState.WAITING),
    Step("fulfil", (RequestState.PROMISED,), RequestState.FULFILLED),
    Step("withdraw", ASKED, RequestState.WITHDRAWN),
    Step("refuse", ASKED, RequestState.REFUSED),
)


class LoanKind(models.TextChoices):
    """What a resident gets a device as. Which kinds there are, the rules of the municipality say (policy U-78)."""

    LOAN = "loan", _("loan")
    GIFT = "gift", _("gift with conditions")
    LEASE = "lease", _("lease-purchase")


class LoanState(models.TextChoices):
    """Where a loan stands. That it is overdue is no state: the due date says so (policy U-08)."""

    PREPARED = "prepared", _("prepared, to be signed")
    RUNNING = "running", _("lent")
    RETURNED = "returned", _("returned")
    CANCELLED = "cancelled", _("cancelled")
    LOST = "lost", _("lost")
    STOLEN = "stolen", _("stolen")
    GIVEN = "given", _("belongs to the resident")


# The device is with somebody, or waits on the desk for a signature: nobody else can have it.
OPEN = (LoanState.PREPARED, LoanState.RUNNING)
NEVER_BEGAN = (LoanState.PREPARED, LoanState.CANCELLED)

LOAN_FLOW = Flow(
    LoanState.PREPARED,
    Step("hand_over", (LoanState.PREPARED,), LoanState.RUNNING),
    Step("cancel", (LoanState.PREPARED,), LoanState.CANCELLED),
    Step("take_back", (LoanState.RUNNING, LoanState.LOST, LoanState.STOLEN), LoanState.RETURNED),
    # A gift leaves with the signature, a lease-purchase when all of it is paid.
    Step("give", (LoanState.PREPARED,), LoanState.GIVEN),
    Step("pass_on", (LoanState.RUNNING,), LoanState.GIVEN),
    Step("report_lost", (LoanState.RUNNING,), LoanState.LOST),
    Step("report_stolen", (LoanState.RUNNING,), LoanState.STOLEN),
)


class ExemptionState(models.TextChoices):
    """Where an exception stands. That its last day passed is no state: the day says so."""

    ASKED = "asked", _("waits for a decision")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    USED = "used", _("used for a loan")


EXEMPTION_FLOW = Flow(
    ExemptionState.ASKED,
    Step("grant", (ExemptionState.ASKED,), ExemptionState.GRANTED),
    Step("refuse", (ExemptionState.ASKED,), ExemptionState.REFUSED),
    Step("use", (ExemptionState.GRANTED,), ExemptionState.USED),
    # The loan was called off before it began.
    Step("put_back", (ExemptionState.USED,), ExemptionState.GRANTED),
)


class SetState(models.TextChoices):
    """Where a set for an organisation stands."""

    ASKED = "asked", _("asked")
    PROMISED = "promised", _("promised")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("called off")
    NO_SHOW = "no_show", _("nobody came")
    OUT = "out", _("lent")
    BACK = "back", _("back, to be checked")
    CHECKED = "checked", _("checked")


SET_FLOW = Flow(
    SetState.ASKED,
    Step("promise", (SetState.ASKED,), SetState.PROMISED),
    Step("refuse", (SetState.ASKED,), SetState.REFUSED),
    Step("cancel", (SetState.ASKED, SetState.PROMISED), SetState.CANCELLED),
    Step("note_no_show", (SetState.PROMISED,), SetState.NO_SHOW),
    Step("hand_over", (SetState.PROMISED,), SetState.OUT),
    Step("come_back", (SetState.OUT,), SetState.BACK),
    Step("check", (SetState.BACK,), SetState.CHECKED),
)


class RefundState(models.TextChoices):
    """Where a refund stands. What goes back in cash is paid at once."""

    WAITING = "waiting", _("waits for a payment list")
    LISTED = "listed", _("on a payment list")
    PAID = "paid", _("given back")


REFUND_FLOW = Flow(
    RefundState.WAITING,
    Step("put_on", (RefundState.WAITING,), RefundState.LISTED),
    Step("take_off", (RefundState.LISTED,), RefundState.WAITING),
    Step("pay", (RefundState.LISTED,), RefundState.PAID),
)


class ListState(models.TextChoices):
    """Where a payment list stands."""

    DRAFT = "draft", _("to be approved")
    APPROVED = "approved", _("approved, to be paid")
    EXECUTED = "executed", _("paid")
    WITHDRAWN = "withdrawn", _("withdrawn")


LIST_FLOW = Flow(
    ListState.DRAFT,
    Step("approve", (ListState.DRAFT,), ListState.APPROVED),
    Step("withdraw", (ListState.DRAFT,), ListState.WITHDRAWN),
    Step("execute", (ListState.APPROVED,), ListState.EXECUTED),
)
