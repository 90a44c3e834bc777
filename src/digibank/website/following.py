"""The pages behind the link of a donor: where are my devices, and the papers. Never who has them (policy D-32)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.posting import ActForm, Typed, act_for_anyone, status_of
from digibank.audit.models import Subject
from digibank.donations import actions as donations
from digibank.donations.models import DonatedDevice, Donation, FollowLink, Offer, Receipt, RefusalLetter, Release
from digibank.donations.receipts import refused_in
from digibank.donations.releases import steps_for
from digibank.files.answers import document_response
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment.attestations import attestation_pdf
from digibank.refurbishment.gifts import Life, Stage, asked_before_a_loan, lives_of
from digibank.refurbishment.models import Attestation, BatchAttestation, BatchFigures, Erasure
from digibank.refurbishment.views.batches import facts_of_figures
from digibank.ui.limits import limited
from digibank.ui.marks import kept_secret, public
from digibank.ui.paging import page_of
from digibank.ui.templatetags.ui import day
from digibank.website.house import house

GET = ("GET", "HEAD")
# Where a send leads is remembered, and the secret may stand in no table: so it is told from here.
HERE = "./"

type Paper = Receipt | RefusalLetter | Attestation | BatchAttestation

ICONS = {
    Stage.RECEIVED: "gift",
    Stage.ERASED: "disk-check",
    Stage.READY: "check",
    Stage.IN_USE: "person",
    Stage.GIVEN_BACK: "back",
}


@dataclass(frozen=True)
class Step:
    """A step of a device, in words."""

    title: str
    text: str = ""


@kept_secret
@require_safe
@limited(300, seconds=3600, methods=GET)
@public
def gift(request: HttpRequest, secret: str) -> HttpResponse:
    """All devices of a gift with how far each came, what we could not take and why, and the papers."""
    link = _link(secret)
    donation, offer = link.came_in, link.offered
    page = page_of(_given(donation), request) if donation else None
    lives = lives_of(page.rows) if page else []
    context: dict[str, object] = {
        "secret": secret,
        "number": donation.number if donation else offer.number if offer else "",
        "received_on": donation.received_on if donation else None,
        "choices": [_choice(secret, life) for life in lives],
        "page": page,
        "refused": refused_in(offer) if offer else [],
        "waiting": list(_waiting(offer)) if offer else [],
        "parts": donation.parts.filter(count__gt=0) if donation else [],
        "receipt": _receipt(donation),
        "letter": _letter(offer),
        "place": link.place,
    }
    if donation:
        context |= {
            "locked": [release for release in _releases(link) if release.is_open],
            "batch": _batch(donation),
            "figures": _figures(donation),
        }
    return render(request, "website/following/gift.html", context | house())


@kept_secret
@require_safe
@limited(300, seconds=3600, methods=GET)
@public
def device(request: HttpRequest, secret: str, pk: int) -> HttpResponse:
    """One device: each step, and the attestations that its data are erased."""
    return _device_page(request, secret, pk)


@kept_secret
@limited(60, seconds=3600)
@limited(300, seconds=3600, methods=GET)
@public
def release(request: HttpRequest, secret: str, pk: int) -> HttpResponse:
    """A device that an account of the donor locks: what to do, and to tell that it is done (policy D-33)."""
    link = _link(secret)
    found = get_object_or_404(_releases(link), pk=pk)
    form = ActForm(request.POST if request.method == "POST" else None)

    def tell(_typed: Typed) -> str:
        donations.tell_released(found, by=link.actor)
        return HERE

    answer = act_for_anyone(request, form, tell, str)
    context = {"secret": secret, "release": found, "steps": steps_for(found.lock), "form": form}
    page = "website/following/release.html"
    return answer or render(request, page, context | house(), status=status_of(form))


@kept_secret
@require_safe
@limited(60, seconds=3600, methods=GET)
@public
def batch_attestation(request: HttpRequest, secret: str) -> HttpResponse:
    """The newest attestation of all storage of the gift."""
    return _shown(_batch(_link(secret).came_in))


@kept_secret
@require_safe
@limited(60, seconds=3600, methods=GET)
@public
def receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """The newest receipt of the donation."""
    return _shown(_receipt(_link(secret).came_in))


@kept_secret
@require_safe
@limited(60, seconds=3600, methods=GET)
@public
def letter(request: HttpRequest, secret: str) -> HttpResponse:
    """The newest letter about an offer of which nothing may come."""
    return _shown(_letter(_link(secret).offered))


@kept_secret
@require_safe
@limited(60, seconds=3600, methods=GET)
@public
def attestation(request: HttpRequest, secret: str, pk: int, erasure: int) -> HttpResponse:
    """The attestation of an erasure, once it was made."""
    return _shown(getattr(_erasure(_life(_link(secret), pk), erasure), "attestation", None))


@kept_secret
@require_POST
@limited(30, seconds=3600)
@public
def attest(request: HttpRequest, secret: str, pk: int, erasure: int) -> HttpResponse:
    """Make the attestation of an erasure, when the workshop did not make it yet."""
    link = _link(secret)
    found = _erasure(_life(link, pk), erasure)
    # Printing takes a moment, so it comes before the transaction.
    paper = b"" if hasattr(found, "attestation") else attestation_pdf(found)

    def keep(_typed: Typed) -> object:
        return refurbishment.keep_attestation(found, paper=paper, by=link.actor)

    form = ActForm(request.POST)
    answer = act_for_anyone(request, form, keep, lambda _kept: f"{HERE}wisattest.pdf")
    return answer or _device_page(request, secret, pk, refused=form)


def _device_page(request: HttpRequest, secret: str, pk: int, *, refused: ActForm | None = None) -> HttpResponse:
    life = _life(_link(secret), pk)
    context = {
        "secret": secret,
        "life": life,
        "steps": list(_steps(life)),
        "next": _next(life.stage),
        "form": refused or ActForm(),
    }
    status = 422 if refused else 200
    return render(request, "website/following/device.html", context | house(), status=status)


def _link(secret: str) -> FollowLink:
    """The open link, or the one 404 that tells nothing: it ended, is wrong, or was never given."""
    link = FollowLink.objects.opening_with(secret)
    if link is None:
        raise Http404
    return link


def _given(donation: Donation | None) -> QuerySet[DonatedDevice]:
    rows = DonatedDevice.objects.filter(donation=donation) if donation else DonatedDevice.objects.none()
    return rows.select_related("device__device_class", "donation")


def _releases(link: FollowLink) -> QuerySet[Release]:
    """What the donor was asked to release. What locks a device after a loan may be of the borrower: it is left out."""
    rows = link.came_in.releases.all() if link.came_in else Release.objects.none()
    return asked_before_a_loan(rows).select_related("flag__device__device_class", "donation")


def _figures(donation: Donation) -> dict[str, object] | None:
    """What became of a closed gift, counted in a month that is over; so that no day of a loan shows (policy D-32)."""
    month = clock.now().astimezone(clock.BRUSSELS).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    counted = BatchFigures.objects.filter(closing__donation=donation, closing__reopened_at=None, counted_at__lt=month)
    newest = counted.select_related("factor_set").first()
    return {"counted_in": date_format(newest.counted_at, "F Y"), "facts": facts_of_figures(newest)} if newest else None


def _life(link: FollowLink, pk: int) -> Life:
    """The life of this device of the gift, or 404."""
    return lives_of([get_object_or_404(_given(link.came_in), pk=pk)])[0]


def _erasure(life: Life, pk: int) -> Erasure:
    found = next((erasure for erasure in life.erasures if erasure.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _shown(paper: Paper | None) -> HttpResponse:
    """The paper, or 404 when there is none."""
    if paper is None:
        raise Http404
    return document_response(paper.document)


def _batch(donation: Donation | None) -> BatchAttestation | None:
    """The newest attestation of all storage that was not forgotten."""
    if donation is None:
        return None
    return _of_this_donor(donation.attestations, donation.offer_id).first()


def _receipt(donation: Donation | None) -> Receipt | None:
    """The newest receipt that was not forgotten."""
    if donation is None:
        return None
    return _of_this_donor(donation.receipts, donation.offer_id).first()


def _letter(offer: Offer | None) -> RefusalLetter | None:
    """The letter that still says what was decided, and was not forgotten."""
    if offer is None:
        return None
    return _of_this_donor(offer.letters, offer.pk).filter(covers=offer.last_judged).first()


def _of_this_donor(papers: Any, offer: int | None) -> QuerySet[Any]:
    """Those of these papers that are kept, and were not made while the offer was joined to somebody else."""
    joined = Subject.objects.filter(kind=Offer._meta.label_lower, key=offer or 0, event__verb="donations.donor_joined")
    last = joined.order_by("-event").values("event__at")[:1]
    kept = papers.filter(document__forgotten__isnull=True).annotate(joined_at=Subquery(last))
    ours: QuerySet[Any] = kept.filter(Q(joined_at=None) | Q(written_at__gt=F("joined_at")))
    return ours.select_related("document")


def _waiting(offer: Offer) -> Iterator[tuple[str, str]]:
    """What of an offer is still to come or to be looked at, and which of the two."""
    words = {"undecided": _("we still look at it"), "accepted": _("it may come")}
    for item in offer.items.all():
        if item.preselection == "undecided" or item.is_expected:
            title = item.title if item.count == 1 else f"{item.count} × {item.title}"
            yield title, words[item.preselection]


def _choice(secret: str, life: Life) -> dict[str, str]:
    """A device as a shelf that leads to its page."""
    return {
        "url": resolve_url("website:gift_device", secret, life.entry.pk),
        "icon": ICONS.get(life.stage, "laptop"),
        "title": life.device.title,
        "text": f"{life.device.number} · {_stage_in_words(life)}",
    }


def _stage_in_words(life: Life) -> str:
    if life.stage == Stage.IN_USE and life.used_since:
        return _("In use since %(month)s") % {"month": date_format(life.used_since, "F Y")}
    return str(capfirst(life.stage.label))


def _steps(life: Life) -> Iterator[Step]:
    yield Step(_("We received it."), day(life.received_on))
    for erasure in life.erasures:
        said = {"level": erasure.get_level_display(), "day": day(erasure.accepted_at or erasure.ended_at)}
        yield Step(_("The data are erased."), _("Level %(level)s, on %(day)s.") % said)
    if life.had_no_storage:
        yield Step(_("There was no disk in it."), _("So there were no data to erase."))
    elif life.is_settled and not life.erasures:
        yield Step(_("No data are left in it."), _("The disk was not in it, or is destroyed."))
    if life.ready_on:
        yield Step(_("We made it ready."), day(life.ready_on))
    if life.used_since:
        yield Step(_stage_in_words(life) + ".", _("We do not tell who uses it, or where."))
    if life.ended_on:
        yield Step(_stage_in_words(life) + ".", date_format(life.ended_on, "F Y"))
    if life.lives_on_in_another:
        yield Step(_("A part of it lives on."), _("We use it to repair another device."))


def _next(stage: Stage) -> str:
    """What happens now."""
    words = {
        Stage.RECEIVED: _("Now we erase all data. Then we make it ready."),
        Stage.ERASED: _("Now we look at it, and make it ready when we can."),
        Stage.READY: _("Now it waits for somebody who needs it."),
        Stage.TO_RECYCLE: _("It cannot be used any more. A recycler takes the materials out."),
    }
    return words.get(stage, "")
