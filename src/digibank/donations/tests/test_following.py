"""The link with which a donor follows a gift: made, shown once, printed on the donor's copy, ended."""

from io import BytesIO

import pytest
from conftest import logged_in
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Actor, Event
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Donation, FollowLink, Receipt, RefusalLetter
from digibank.donations.receipts import letter_pdf, receipt_pdf
from digibank.donations.tests.factories import a_donation, a_donor, accepted, an_offer, given, received
from digibank.donations.views.following import SECRET_COOKIE
from digibank.errors import RuleBroken
from digibank.inventory.tests.factories import a_depot
from digibank.numbers import fingerprint
from digibank.organisations.tests.factories import an_association

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_technician(technician):
    return logged_in(technician)


def url(name, key) -> str:
    return reverse(f"donations:{name}", args=[key])


def refused(offer, reason="Too slow for a safe system."):
    actions.refuse(
        offer, items=offer.items.all(), ground="outdated", advice="shop", reason=reason, where="form", by=an_actor()
    )
    offer.refresh_from_db()
    return offer


def opens(secret) -> bool:
    return FollowLink.objects.opening_with(secret) is not None


@pytest.mark.rule("V-01")
@pytest.mark.rule("D-31")
def test_only_the_fingerprint_of_a_link_is_kept(donation):
    link, secret = actions.give_link(donation, by=an_actor())

    row = FollowLink.objects.values().get()
    assert (link.fingerprint, len(secret) >= 22, secret in str(row)) == (fingerprint(secret), True, False)
    assert (link.actor.kind, link.came_in, link.offered) == (Actor.Kind.LINK, donation, None)
    assert str(link) == str(donation.pk)
    assert secret not in str(list(Event.objects.values_list("facts", flat=True)))


@pytest.mark.rule("D-31")
def test_another_link_ends_the_earlier_one_and_an_ended_one_opens_nothing(donation):
    first = actions.give_link(donation, by=an_actor())[1]
    second = actions.give_link(donation, by=an_actor())[1]
    after_second = opens(first), opens(second)

    actions.end_link(donation, by=an_actor())
    actions.end_link(donation, by=an_actor())

    assert (after_second, opens(second), opens("never given")) == ((False, True), False, False)
    told = Event.objects.about(donation).filter(verb__startswith="donations.link").values_list("verb", flat=True)
    assert list(told) == ["donations.link_given", "donations.link_given", "donations.link_ended"]


@pytest.mark.rule("D-31")
def test_the_link_of_an_offer_goes_on_when_it_comes_in(offer):
    secret = actions.give_link(offer, by=an_actor())[1]
    before = FollowLink.objects.opening_with(secret).came_in

    received(accepted(offer)[0])

    donation = Donation.objects.get()
    link = FollowLink.objects.opening_with(secret)
    assert (before, link.came_in, link.offered) == (None, donation, offer)
    assert list(FollowLink.objects.of(donation).open()) == [link]
    assert actions.give_link(donation, by=an_actor())[0].offer == offer
    assert not opens(secret)


def test_the_database_keeps_one_open_link_per_gift_and_changes_none(donation):
    link, _secret = actions.give_link(donation, by=an_actor())
    twin = {"donation": donation, "place": donation.place, "fingerprint": "0" * 64, "given_by": an_actor()}

    for wrong in (
        lambda: FollowLink.objects.create(actor=an_actor(), **twin),
        lambda: FollowLink.objects.filter(pk=link.pk).update(fingerprint="1" * 64),
        lambda: FollowLink.objects.filter(pk=link.pk).update(donation=None),
        link.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


# The letter.


@pytest.mark.rule("D-34")
def test_an_offer_of_which_nothing_may_come_gets_a_letter(offer):
    kept = actions.keep_letter(refused(offer), letter=b"%PDF", covers=offer.last_judged, by=an_actor())

    assert list(offer.letters.all()) == [kept]
    assert (kept.document.name, kept.covers, str(kept)) == (
        f"letter-{offer.number}.pdf", offer.last_judged, f"{offer.pk} {offer.last_judged}",
    )  # fmt: skip


@pytest.mark.rule("D-34")
def test_no_letter_says_what_is_not_so(offer):
    with pytest.raises(RuleBroken, match="Not everything of this offer is refused"):
        actions.keep_letter(offer, letter=b"%PDF", covers=0, by=an_actor())
    covers = refused(offer).last_judged
    refused(offer, reason="Another reason.")

    with pytest.raises(RuleBroken, match="judged something again just now"):
        actions.keep_letter(offer, letter=b"%PDF", covers=covers, by=an_actor())


@pytest.mark.once
@pytest.mark.rule("D-34")
def test_the_letter_says_what_why_and_where_to_and_the_copy_has_the_address(depot):
    offer = refused(an_offer(depot, donor=a_donor(depot.organisation, "Simonne Verbist")))

    plain, copied = (words_of(letter_pdf(offer, follow=follow)) for follow in ("", "https://x.example/schenking/abc/"))

    expected = [
        offer.number, "Simonne Verbist", "1 thing", "Laptop", "Too old: nobody buys or uses it any more",
        "Too slow for a safe system.", "Bring it to a shop when you buy a new one.", depot.phone,
    ]  # fmt: skip
    assert [words for words in expected if words not in plain] == []
    assert ("/schenking/" in plain, "https://x.example/schenking/abc/" in copied.replace(" ", "")) == (False, True)


@pytest.mark.once
@pytest.mark.rule("D-31")
def test_the_copy_of_the_receipt_for_the_donor_has_the_address(donation):
    given(donation)

    plain, copied = (
        words_of(receipt_pdf(donation, follow=follow)) for follow in ("", "https://x.example/schenking/abc/")
    )

    assert ("Where are my devices?" in plain, "Where are my devices?" in copied) == (False, True)
    assert "https://x.example/schenking/abc/" in copied.replace(" ", "")


def words_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split())


# The pages of staff.


@pytest.mark.rule("D-31")
@pytest.mark.usefixtures("small_papers")
def test_the_first_receipt_brings_the_link_which_is_shown_once(as_technician, donation):
    given(donation)

    answer = as_technician.post(url("write_receipt", donation.pk))

    secret = answer.cookies[SECRET_COOKIE]
    assert (answer.status_code, answer["Location"]) == (303, url("link", donation.pk))
    assert (secret["path"], secret["httponly"], secret["samesite"]) == (url("link", donation.pk), True, "Strict")
    shown = as_technician.get(url("link", donation.pk))
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    assert f"http://testserver/schenking/{secret.value}/" in shown.text
    copy = as_technician.get(url("donor_copy", donation.pk))
    assert (copy.status_code, copy["Content-Type"], copy["Cache-Control"]) == (200, "application/pdf", "no-store")
    del as_technician.cookies[SECRET_COOKIE]
    assert [as_technician.get(url(name, donation.pk)).status_code for name in ("link", "donor_copy")] == [410, 410]


@pytest.mark.rule("D-31")
@pytest.mark.usefixtures("small_papers")
def test_a_later_receipt_leaves_the_link_that_the_donor_has(as_technician, donation):
    given(donation)
    secret = actions.give_link(donation, by=an_actor())[1]

    answer = as_technician.post(url("write_receipt", donation.pk))

    assert (answer["Location"], opens(secret), Receipt.objects.count()) == (url("donation", donation.pk), True, 1)
    assert SECRET_COOKIE not in answer.cookies


def test_staff_make_another_link_and_end_it(as_technician, donation):
    first = actions.give_link(donation, by=an_actor())[1]

    given_answer = as_technician.post(url("give_link", donation.pk))
    second = given_answer.cookies[SECRET_COOKIE].value
    page = as_technician.get(url("donation", donation.pk)).text
    ended = as_technician.post(url("end_link", donation.pk))

    assert (given_answer["Location"], ended["Location"]) == (url("link", donation.pk), url("donation", donation.pk))
    assert ("Make another link" in page, opens(first), opens(second)) == (True, False, False)
    assert as_technician.get(url("link", donation.pk)).status_code == 410


def test_a_link_cannot_be_shown_for_another_gift(as_technician, depot, donation):
    other = a_donation(depot)
    as_technician.post(url("give_link", donation.pk))

    as_technician.cookies[SECRET_COOKIE]["path"] = "/"

    assert as_technician.get(url("link", other.pk)).status_code == 410


@pytest.mark.rule("D-34")
@pytest.mark.usefixtures("small_papers")
def test_staff_make_the_letter_and_print_the_copy(as_technician, offer):
    early = as_technician.post(url("write_letter", offer.pk))
    refused(offer)
    asked = as_technician.get(url("offer", offer.pk)).text

    answer = as_technician.post(url("write_letter", offer.pk))

    assert (early.status_code, "Not everything of this offer is refused." in early.text) == (422, True)
    assert url("write_letter", offer.pk) in asked
    assert answer["Location"] == url("offer_link", offer.pk)
    assert as_technician.get(url("offer_link", offer.pk)).status_code == 200
    assert as_technician.get(url("letter_copy", offer.pk))["Content-Type"] == "application/pdf"
    assert as_technician.get(url("letter", RefusalLetter.objects.get().pk))["Content-Type"] == "application/pdf"
    as_technician.post(url("end_offer_link", offer.pk))
    assert not FollowLink.objects.open().exists()


def test_the_same_send_makes_one_link(as_technician, donation):
    once = as_technician.get(url("donation", donation.pk)).context["plain"]["once"].value()

    answers = [as_technician.post(url("give_link", donation.pk), {"once": once}) for _send in range(2)]

    assert [answer["Location"] for answer in answers] == [url("link", donation.pk)] * 2
    assert FollowLink.objects.count() == 1


def test_strangers_make_show_and_end_no_link(donation, offer):
    other = an_association("Digibank Elders")
    a_depot(other, name="Loods Elders")
    stranger = logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))

    codes = {
        name: (stranger.get if name in ("link", "donor_copy", "letter_copy") else stranger.post)(url(name, key)).status_code
        for name, key in [
            ("give_link", donation.pk), ("end_link", donation.pk), ("link", donation.pk), ("donor_copy", donation.pk),
            ("give_offer_link", offer.pk), ("write_letter", offer.pk), ("letter_copy", offer.pk),
        ]
    }  # fmt: skip

    assert set(codes.values()) == {404}
    assert not FollowLink.objects.exists()


@pytest.mark.rule("D-31")
def test_two_links_of_one_moment_are_told_apart(donation, depot):
    with clock.at(clock.now()):
        secrets = {actions.give_link(gift, by=an_actor())[1] for gift in (donation, a_donation(depot))}

    assert len(secrets) == 2
