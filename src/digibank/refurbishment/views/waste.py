"""Devices become waste, wait at the depot, and a recycler takes them along."""

from collections import Counter
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.files.answers import document_response
from digibank.files.uploads import read_upload
from digibank.inventory.models import Device, StorageMedium
from digibank.organisations.models import Place
from digibank.refurbishment import actions
from digibank.refurbishment.models import Collection, CollectionDocument, Disposal, LooseWaste, Recycler
from digibank.refurbishment.views.card import device_of
from digibank.refurbishment.waste_forms import DisposeForm, HandOverForm, PaperForm, RecyclerForm, dispose_initial
from digibank.refurbishment.waste_papers import LARGEST_PAPER, collection_pdf, kind_of, total_grams, totals
from digibank.refurbishment.weights import kilograms
from digibank.ui.paging import page_of

MOST_FOUND = 10


@require_safe
@needs(Can.DISPOSE)
def waste(request: StaffRequest) -> HttpResponse:
    """What waits at one's depots for a recycler. A scan leads to the weighing of a device."""
    word = request.GET.get("q", "").strip()
    found = _matching(request, word) if word else []
    if len(found) == 1:
        return redirect("refurbishment:dispose", pk=found[0].pk)
    return _waste_page(request, word=word, found=found)


@needs(Can.DISPOSE)
def dispose(request: StaffRequest, pk: int) -> HttpResponse:
    """Weigh a device and make waste of it."""
    found = device_of(request, pk, Can.DISPOSE)
    form = DisposeForm(request.POST or None, initial=dispose_initial(found))
    answer = act(
        request,
        form,
        lambda typed: actions.dispose(found, by=request.user.actor, **typed),
        lambda _made: "refurbishment:waste",
    )
    context = {"form": form, "device": found}
    return answer or render(request, "refurbishment/dispose.html", context, status=status_of(form))


@require_POST
@needs(Can.DISPOSE)
def undo_disposal(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a device after all."""
    rows = Disposal.objects.select_related("device__place")
    found = get_permitted(rows, request, Can.DISPOSE, pk=pk)
    form = ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.undo_disposal(found, by=request.user.actor),
        lambda _undone: "refurbishment:waste",
    )
    return answer or _waste_page(request, plain=form)


@needs(Can.DISPOSE)
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Give what waits at a depot to a recycler."""
    depot = get_object_or_404(depots_of(request), pk=pk)
    waiting = Disposal.objects.waiting().filter(depot=depot).select_related("device__device_class")
    form = HandOverForm(
        request.POST or None,
        request.FILES or None,
        waiting=waiting,
        recyclers=Recycler.objects.current().filter(organisation=depot.organisation),
        known=visible_to(StorageMedium.objects.select_related("device"), request.user, Can.DISPOSE),
    )

    def give(typed: Typed) -> Collection:
        # What is no paper is refused first, before a record of each device is written.
        paper = _read(typed["paper"]) if typed["paper"] else None
        collection = actions.hand_over(
            depot,
            recycler=typed["recycler"],
            document_number=typed["document_number"],
            collected_on=typed["collected_on"],
            disposals=typed["disposals"],
            drives=typed["drives"],
            loose_grams=form.loose_grams,
            by=request.user.actor,
        )
        if paper:
            _keep_paper(collection, paper, by=request.user.actor)
        return collection

    answer = act(request, form, give, _collection_page)
    context = {"form": form, "depot": depot, "some_waiting": bool(form.waiting)}
    return answer or render(request, "refurbishment/hand_over.html", context, status=status_of(form))


@require_safe
@needs(Can.DISPOSE)
def collections(request: StaffRequest) -> HttpResponse:
    """What left, newest on top."""
    rows = visible_to(Collection.objects.select_related("depot", "recycler"), request.user, Can.DISPOSE)
    page = page_of(rows.annotate(devices=Count("disposals")), request)
    weights: Counter[int] = Counter()
    for model in (Disposal, LooseWaste):
        weighed = model._base_manager.filter(collection__in=[row.pk for row in page.rows]).order_by()
        weights.update(dict(weighed.values_list("collection").annotate(grams=Sum("grams"))))
    shown = [(row, kilograms(weights[row.pk])) for row in page.rows]
    return render(request, "refurbishment/collections.html", {"page": page, "shown": shown})


@require_safe
@needs(Can.DISPOSE)
def collection(request: StaffRequest, pk: int) -> HttpResponse:
    """One collection: what went along, and the papers about it."""
    return _collection(request, _found_collection(request, pk))


@require_safe
@needs(Can.DISPOSE)
def collection_list(request: StaffRequest, pk: int) -> HttpResponse:
    """The list that goes along, to print and sign."""
    found = _found_collection(request, pk)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(collection_pdf(found), content_type="application/pdf", headers=headers)


@require_POST
@needs(Can.DISPOSE)
def add_collection_document(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a paper of the recycler."""
    found = _found_collection(request, pk)
    form = PaperForm(request.POST, request.FILES)

    def keep(typed: Typed) -> Collection:
        _keep_paper(found, _read(typed["paper"]), by=request.user.actor)
        return found

    return act(request, form, keep, _collection_page) or _collection(request, found, paper_form=form)


@require_safe
@needs(Can.DISPOSE)
def collection_document(request: StaffRequest, pk: int) -> HttpResponse:
    """A paper of the recycler as it came."""
    rows = CollectionDocument.objects.select_related("document")
    return document_response(get_permitted(rows, request, Can.DISPOSE, pk=pk).document)


@needs(Can.DISPOSE)
def recyclers(request: StaffRequest) -> HttpResponse:
    """The firms that may take waste from one's depots. A POST adds one."""
    form = RecyclerForm(request.POST or None, depots=depots_of(request))
    answer = act(
        request,
        form,
        lambda typed: actions.add_recycler(typed.pop("organisation"), by=request.user.actor, **typed),
        lambda _added: "refurbishment:recyclers",
    )
    return answer or _recyclers_page(request, form=form)


@require_POST
@needs(Can.DISPOSE)
def end_recycler(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a firm off the list."""
    found = get_permitted(Recycler.objects.all(), request, Can.DISPOSE, pk=pk)
    form = ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.end_recycler(found, by=request.user.actor),
        lambda _ended: "refurbishment:recyclers",
    )
    return answer or _recyclers_page(request, form=RecyclerForm(depots=depots_of(request)), plain=form)


def depots_of(request: StaffRequest) -> QuerySet[Place]:
    """The depots where this colleague may make waste."""
    reach = request.user.reach[Can.DISPOSE]
    return Place.objects.filter(kind=Place.Kind.DEPOT, organisation__in=reach).select_related("organisation")


def _matching(request: StaffRequest, word: str) -> list[Device]:
    fitting = Device.objects.matching(word.replace("\0", "")).select_related("device_class", "place")
    return list(visible_to(fitting, request.user, Can.DISPOSE)[:MOST_FOUND])


def _waste_page(request: StaffRequest, **more: Any) -> HttpResponse:
    waiting = Disposal.objects.waiting().select_related("device__device_class").order_by("disposed_at", "pk")
    by_depot: dict[int, list[Disposal]] = {}
    for disposal in visible_to(waiting, request.user, Can.DISPOSE):
        by_depot.setdefault(disposal.depot_id, []).append(disposal)
    heaps = [
        {
            "depot": depot,
            "disposals": [(disposal, kilograms(disposal.grams)) for disposal in by_depot.get(depot.pk, [])],
            "kg": kilograms(sum(disposal.grams for disposal in by_depot.get(depot.pk, []))),
        }
        for depot in depots_of(request)
        if depot.given_up_on is None or depot.pk in by_depot
    ]
    plain = more.pop("plain", None)
    context = {"heaps": heaps, "plain": plain or ActForm()} | more
    return render(request, "refurbishment/waste.html", context, status=422 if plain else 200)


def _recyclers_page(request: StaffRequest, *, form: RecyclerForm, plain: ActForm | None = None) -> HttpResponse:
    rows = visible_to(Recycler.objects.select_related("organisation"), request.user, Can.DISPOSE)
    context = {"form": form, "recyclers": rows, "plain": plain or ActForm()}
    return render(request, "refurbishment/recyclers.html", context, status=422 if plain else status_of(form))


def _found_collection(request: StaffRequest, pk: int) -> Collection:
    rows = Collection.objects.select_related("depot__organisation", "recycler")
    return get_permitted(rows, request, Can.DISPOSE, pk=pk)


def _collection_page(shown: Collection) -> str:
    return resolve_url("refurbishment:collection", pk=shown.pk)


def _collection(request: HttpRequest, found: Collection, *, paper_form: PaperForm | None = None) -> HttpResponse:
    disposals = found.disposals.select_related("device__device_class").order_by("device")
    context = {
        "collection": found,
        "disposals": [(disposal, kilograms(disposal.grams)) for disposal in disposals],
        "loose": [(loose, kilograms(loose.grams)) for loose in found.loose.all()],
        "drives": [drive.medium for drive in found.drives.select_related("medium")],
        "totals": totals(found),
        "kg": kilograms(total_grams(found)),
        "papers": found.documents.select_related("document"),
        "paper_form": paper_form or PaperForm(),
        "wrong": paper_form is not None,
    }
    return render(request, "refurbishment/collection.html", context, status=422 if paper_form else 200)


def _read(upload: Any) -> tuple[bytes, str, str]:
    """The bytes of a paper, their type and the ending of its name. Raises RuleBroken for anything else."""
    content = read_upload(upload, limit_bytes=LARGEST_PAPER, field="paper")
    return content, *kind_of(content)


def _keep_paper(collection: Collection, paper: tuple[bytes, str, str], *, by: Actor) -> CollectionDocument:
    content, media_type, ending = paper
    document = files.store(content, media_type=media_type, name=f"waste-{collection.number}.{ending}", by=by)
    return actions.add_collection_document(collection, document=document, by=by)
