"""Acts of the preselection, on the page of an offer."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.forms.offers import JudgeForm
from digibank.donations.models import Offer, Preselection
from digibank.donations.views.offers import offer_page, page_of_offer, permitted_item, permitted_offer

ONLY_TICKED = "only_ticked"


@require_POST
@needs(Can.REGISTER_DONATIONS)
def judge(request: StaffRequest, pk: int) -> HttpResponse:
    """All good except what is ticked; or refuse what is ticked, and judge the others later."""
    found = permitted_offer(request, pk)
    form = JudgeForm(request.POST, items=found.items.filter(preselection=Preselection.UNDECIDED))

    def decide(typed: Typed) -> Offer:
        ticked = list(found.items.filter(pk__in=typed["refused"]))
        told, actor = form.because() | {"where": typed["where"]}, request.user.actor
        if request.POST.get("others") == ONLY_TICKED:
            return actions.refuse(found, items=ticked, by=actor, **told)
        return actions.accept_all_except(found, refused=ticked, by=actor, **told)

    return act(request, form, decide, page_of_offer) or offer_page(request, found, judge_form=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def take_decision_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo what was judged of a thing."""
    item, form = permitted_item(request, pk), ActForm(request.POST)
    found = permitted_offer(request, item.offer_id)
    answer = act(request, form, lambda _typed: actions.take_decision_back(item, by=request.user.actor), page_of_offer)
    return answer or offer_page(request, found, plain=form)
