"""What asks for somebody at a lending desk in the morning."""

from collections.abc import Callable, Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank import clock
from digibank.accounts.access import visible_to
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.models import Appointment
from digibank.desk.cases import Case, Counts
from digibank.lending.flows import ASKED, RequestState, SetState
from digibank.lending.late import ladder_done
from digibank.lending.models import DeviceSet, Exemption, Loan, Request
from digibank.lending.models.sets import CHECKED_WITHIN


def late_calls(user: User, _counts: Counts) -> Iterator[Case]:
    """Who was to be called and was not; who lost a helper stands apart (policy AP-17)."""
    if user.may(Can.PLAN):
        today = clock.today()
        calls = Appointment.objects.visible_to(user, Can.PLAN).to_call().filter(helper_lost_at__isnull=True).aggregate(
            late=Count("pk", filter=Q(call_by_on__lt=today)), soon=Count("pk", filter=Q(call_by_on__gte=today))
        )  # fmt: skip
        agenda_page = reverse("agenda:week")
        yield Case(
            calls["late"], _("Warm handover has no date"), "stop",
            _("More than five working days"), _("Call"), agenda_page,
        )  # fmt: skip
        yield Case(
            calls["soon"], _("To call for a first lesson"), "wait",
            _("Within five working days"), _("Call"), agenda_page,
        )  # fmt: skip


def late_loans(user: User, counts: Counts) -> Iterator[Case]:
    """What should have been back."""
    if user.may(Can.SEE_LOANS):
        loans, page = counts.loans, reverse("lending:loans")
        days = (clock.today() - loans.first_due_on).days if loans.first_due_on else 0
        late = ngettext("%(days)s day late", "up to %(days)s days late", days) % {"days": days}
        yield Case(loans.overdue, _("Not brought back yet"), "warn", late, _("Look"), f"{page}?shown=overdue")
        yield Case(
            loans.prepared, _("Contract waits for a signature"), "wait",
            _("The device is kept meanwhile"), _("Look"), f"{page}?shown=prepared",
        )  # fmt: skip


def exceptions(user: User, _counts: Counts) -> Iterator[Case]:
    """What only a second person decides (policy U-74)."""
    if user.may(Can.DECIDE_EXCEPTIONS):
        rows = Exemption.objects.visible_to(user, Can.DECIDE_EXCEPTIONS).asked().exclude(asked_by=user.actor)
        yield Case(
            rows.count(), _("Exceptions wait for a decision"), "warn", _("Somebody else asked"), _("Decide"),
            reverse("lending:exemptions"),
        )  # fmt: skip


def sets(user: User, _counts: Counts) -> Iterator[Case]:
    """What organisations asked, and sets that are late or wait for a look (policy U-83, U-86)."""
    if user.may(Can.SEE_LOANS):
        rows = visible_to(DeviceSet.objects.all(), user, Can.SEE_LOANS)
        today, too_long_ago = clock.today(), clock.now() - CHECKED_WITHIN
        asked, back = Q(state=SetState.ASKED), Q(state=SetState.BACK)
        counts = rows.aggregate(
            unanswered=Count("pk", filter=asked & Q(answer_by_on__lt=today)),
            asked=Count("pk", filter=asked & Q(answer_by_on__gte=today)),
            unchecked=Count("pk", filter=back & Q(back_at__lt=too_long_ago)),
            back=Count("pk", filter=back & Q(back_at__gte=too_long_ago)),
            late=Count("pk", filter=Q(state=SetState.OUT, last_on__lt=today)),
            nobody=Count("pk", filter=Q(state=SetState.PROMISED, from_on__lt=today)),
        )
        page = reverse("lending:sets")
        for key, title, tone, why, verb, state in [
            (
                "unanswered",
                _("A set waits too long for an answer"),
                "stop",
                _("More than seven working days"),
                _("Answer"),
                "asked",
            ),
            ("unchecked", _("A set waits too long for a check"), "stop", _("More than 48 hours"), _("Check"), "back"),
            ("late", _("Sets not brought back yet"), "warn", _("The last day passed"), _("Look"), "out"),
            ("nobody", _("Nobody came for a set"), "warn", _("The first day passed"), _("Look"), "promised"),
            ("asked", _("Organisations ask a set"), "wait", _("Within seven working days"), _("Answer"), "asked"),
            ("back", _("Sets to check"), "wait", _("Within 48 hours"), _("Check"), "back"),
        ]:
            yield Case(counts[key], title, tone, why, verb, f"{page}?shown={state}")


def brought_elsewhere(user: User, _counts: Counts) -> Iterator[Case]:
    """What another desk took back of what one's own desk lent (policy U-51)."""
    if user.may(Can.SEE_LOANS):
        count = Loan.objects.visible_to(user, Can.SEE_LOANS).brought_elsewhere().count()
        page = f"{reverse('lending:loans')}?shown=elsewhere"
        yield Case(count, _("Brought back at another desk"), "ok", _("It rides to the workshop"), _("Look"), page)


def leases_over(user: User, _counts: Counts) -> Iterator[Case]:
    """Lease-purchases whose last part was due: nobody reminds of these by itself."""
    if user.may(Can.SEE_LOANS):
        count = Loan.objects.visible_to(user, Can.SEE_LOANS).leases_over().count()
        page = f"{reverse('lending:loans')}?shown=leases_over"
        why = _("Ask for what is open, or pass it on")
        yield Case(count, _("Lease-purchases past their last part"), "warn", why, _("Look"), page)


def ladders_done(user: User, _counts: Counts) -> Iterator[Case]:
    """Late loans for which all was done that the rules say (policy U-66)."""
    if user.may(Can.FOLLOW_LATE):
        count = ladder_done(Loan.objects.visible_to(user, Can.FOLLOW_LATE)).count()
        page = reverse("lending:ladders_done")
        yield Case(count, _("Not brought back after the last letter"), "stop", _("All was done"), _("Decide"), page)


def can_be_lent(user: User, counts: Counts) -> Iterator[Case]:
    """Who waits and for whom something is free."""
    if user.may(Can.SEE_LOANS):
        rows = Request.objects.visible_to(user, Can.SEE_LOANS).filter(state__in=ASKED).order_by()
        promised = offered = ready = 0
        for state, desk, kind, count in rows.values_list("state", "desk", "device_class").annotate(count=Count("pk")):
            if state == RequestState.PROMISED:
                promised += count
            elif state == RequestState.OFFERED:
                offered += count
            else:
                ready += min(count, max(counts.free[desk, kind], 0))
        page = reverse("lending:requests")
        yield Case(
            promised, _("A device is promised"), "ok", _("Ask the person to come by"), _("Lend"),
            f"{page}?shown=promised",
        )  # fmt: skip
        yield Case(
            offered, _("Offers wait for an answer"), "wait", _("Until the day that was said"), _("Call"),
            reverse("lending:calls"),
        )  # fmt: skip
        yield Case(ready, _("Waited long enough: a device is free"), "warn", _("Promise it"), _("Look"), page)


LENDING_CASES: tuple[Callable[[User, Counts], Iterator[Case]], ...] = (
    late_calls, late_loans, leases_over, ladders_done, exceptions, sets, brought_elsewhere, can_be_lent,
)  # fmt: skip
