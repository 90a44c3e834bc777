"""The link with which a donor follows a gift, for staff: made, shown once, printed, ended. And letters of refusal."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.flows import OfferState
from digibank.donations.models import Donation, FollowLink, Gift, Offer, RefusalLetter
from digibank.donations.receipts import letter_pdf, receipt_pdf
from digibank.donations.views.offers import offer_page, page_of_offer, permitted_offer
from digibank.donations.views.taking_in import donation_page, page_of_donation, permitted_donation
from digibank.files.answers import document_response
from digibank.numbers import fingerprint

SECRET_COOKIE = "follow"  # noqa: S105  the name of a cookie
SECRET_MINUTES = 10

type Kind = type[Offer | Donation]


@require_POST
@needs(Can.REGISTER_DONATIONS)
def give_link(request: StaffRequest, pk: int, of: Kind) -> HttpResponse:
    """Make the link, or another one: the earlier one opens nothing any more. It is shown next."""
    found, form = _gift(request, pk, of), ActForm(request.POST)
    given: list[str] = []

    def give(_typed: Typed) -> Gift:
        given.append(actions.give_link(found, by=request.user.actor)[1])
        return found

    answer = act(request, form, give, page_of_link)
    if answer and given:
        lend_secret(answer, found, given[0])
    return answer or _page_with(request, found, form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def end_link(request: StaffRequest, pk: int, of: Kind) -> HttpResponse:
    """Let the link open nothing any more."""
    found, form = _gift(request, pk, of), ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.end_link(found, by=request.user.actor), _page_of)
    if answer:
        messages.success(request, _("The link has ended: it opens nothing any more."))
    return answer or _page_with(request, found, form)


@require_safe
@needs(Can.REGISTER_DONATIONS)
def link(request: StaffRequest, pk: int, of: Kind) -> HttpResponse:
    """The link, for who made it just now: their browser alone still has it (policy D-31)."""
    found = _gift(request, pk, of)
    secret = _lent_secret(request, found)
    context = {"gift": found, "back_url": _page_of(found), "copy_url": page_of_link(found) + COPY}
    if not secret:
        return render(request, "donations/link_gone.html", context, status=410)
    answer = render(request, "donations/link.html", context | {"address": _address(request, secret)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@needs(Can.REGISTER_DONATIONS)
def donor_copy(request: StaffRequest, pk: int, of: Kind) -> HttpResponse:
    """The receipt or the letter with the square of the link on it, for the donor. We keep no copy of this one."""
    found = _gift(request, pk, of)
    secret = _lent_secret(request, found)
    if not secret:
        context = {"gift": found, "back_url": _page_of(found)}
        return render(request, "donations/link_gone.html", context, status=410)
    follow = _address(request, secret)
    paper = letter_pdf(found, follow=follow) if isinstance(found, Offer) else receipt_pdf(found, follow=follow)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def write_letter(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the letter about an offer of which nothing may come, and the link that stands on the donor's copy."""
    found, form = permitted_offer(request, pk), ActForm(request.POST)
    covers, given = found.last_judged, list[str]()
    # Printing takes a moment, so it comes before the transaction; what is judged meanwhile is noticed there.
    printed = letter_pdf(found) if found.state == OfferState.REFUSED else b""

    def keep(_typed: Typed) -> str:
        actions.keep_letter(found, letter=printed, covers=covers, by=request.user.actor)
        return follow_first(request, found, given)

    answer = act(request, form, keep, str)
    if answer and given:
        lend_secret(answer, found, given[0])
    return answer or offer_page(request, found, plain=form)


@require_safe
@needs(Can.SEE_DONATIONS)
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """A letter as it was given."""
    rows = RefusalLetter.objects.select_related("document")
    return document_response(get_permitted(rows, request, Can.SEE_DONATIONS, pk=pk).document)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def write_receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the receipt, or a new one after something was added; and the first time the link on the donor's copy."""
    found, form = permitted_donation(request, pk), ActForm(request.POST)
    # Printing takes a moment, so it comes before the transaction; whatever is added meanwhile is noticed there.
    printed, given = receipt_pdf(found), list[str]()

    def keep(_typed: Typed) -> str:
        actions.keep_receipt(found, receipt=printed, covers=found.version, by=request.user.actor)
        return follow_first(request, found, given)

    answer = act(request, form, keep, str)
    if answer and given:
        lend_secret(answer, found, given[0])
    return answer or donation_page(request, found, plain=form)


def follow_first(request: StaffRequest, gift: Gift, given: list[str]) -> str:
    """Where to go after a paper was made: to a new link when the donor has none yet, which is put into `given`."""
    if FollowLink.objects.of(gift).open().exists():
        return _page_of(gift)
    given.append(actions.give_link(gift, by=request.user.actor)[1])
    return page_of_link(gift)


def lend_secret(answer: HttpResponseBase, gift: Gift, secret: str) -> None:
    """Let the browser of who made the link keep it while it is shown and printed; we keep it nowhere."""
    answer.set_cookie(
        SECRET_COOKIE,
        secret,
        max_age=SECRET_MINUTES * 60,
        path=page_of_link(gift),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def page_of_link(gift: Gift) -> str:
    """Where the link is shown once."""
    return resolve_url("donations:offer_link" if isinstance(gift, Offer) else "donations:link", pk=gift.pk)


COPY = "papier.pdf"


def _lent_secret(request: StaffRequest, gift: Gift) -> str:
    secret = request.COOKIES.get(SECRET_COOKIE, "")
    return secret if FollowLink.objects.of(gift).open().filter(fingerprint=fingerprint(secret)).exists() else ""


def _address(request: StaffRequest, secret: str) -> str:
    """What the donor types or scans."""
    return request.build_absolute_uri(resolve_url(settings.DONOR_PAGE, secret))


def _gift(request: StaffRequest, pk: int, of: Kind) -> Gift:
    return permitted_offer(request, pk) if of is Offer else permitted_donation(request, pk)


def _page_of(gift: Gift) -> str:
    return page_of_offer(gift) if isinstance(gift, Offer) else page_of_donation(gift)


def _page_with(request: StaffRequest, gift: Gift, form: ActForm) -> HttpResponse:
    """The page of the gift, with what was refused."""
    if isinstance(gift, Offer):
        return offer_page(request, gift, plain=form)
    return donation_page(request, gift, plain=form)
