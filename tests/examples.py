"""For every address the pages that show it, and as whom. A new page gets a line in PAGES.

`tests/test_examples.py` opens each of them; `tests/browser` looks at them in a real browser, and `./digibank screens`
takes their pictures. The records they show are in `tests/records.py`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.signing import Signer
from django.urls import URLResolver, get_resolver, reverse

from digibank.agenda.newcomers import link_of as appointment_link
from digibank.donations.links import link_of
from digibank.helpdesk.links import link_of as number_link
from digibank.lending.links import link_of as place_link
from digibank.website.asking import SALT as QUESTION_SALT
from digibank.website.giving.sealed import seal
from tests.records import (
    ACCOUNTANT,
    ADMINISTRATOR,
    CALLS,
    COMES_TO_HELP,
    COORDINATOR,
    FOLLOWS,
    FREE,
    GUIDE,
    HELPER,
    HELPS,
    LENDING_CLERK,
    NO_TASKS,
    PASSWORD,
    RECEPTION,
    SCANS,
    SECOND_TECHNICIAN,
    SOCIAL_WORKER,
    STARTS,
    STRICT_CLERK,
    TECHNICIAN,
    WORKER,
    Made,
    build,
)

type Kwargs = Callable[[Made], dict[str, Any]]


def pk_of(record: str) -> Kwargs:
    """The address takes the key of this example record."""
    return lambda made: {"pk": made[record].pk}


def two_of(first: str, second: str) -> Kwargs:
    """The address takes the keys of two example records."""
    return lambda made: {"pk": made[first].pk, "other": made[second].pk}


def with_step(record: str, step: str) -> Kwargs:
    """The address takes the key of this example record, and what is done with it."""
    return lambda made: {"pk": made[record].pk, "step": step}


def screen_of(secret: str) -> Kwargs:
    """The address takes the secret of a screen."""
    return lambda made: {"secret": made[secret]}


def in_language(record: str, language: str) -> Kwargs:
    """The address takes the key of this example record, and a language."""
    return lambda made: {"pk": made[record].pk, "language": language}


def list_of(record: str) -> Kwargs:
    """The address takes the keys of an offer and of this list of it."""
    return lambda made: {"pk": made[record].about, "plan": made[record].pk}


def plan_of(record: str) -> Kwargs:
    """The address takes the key of this list."""
    return lambda made: {"plan": made[record].pk}


def lane(position: str) -> Kwargs:
    """The address takes a lane of the board of the workshop."""
    return lambda _made: {"position": position}


def link_to_lists(made: Made) -> dict[str, Any]:
    """The address takes the link of the offer with lists."""
    return {"link": made["list_link"]}


def sent_list(record: str) -> Kwargs:
    """The address takes the link of an offer and the key of this list of it."""
    return lambda made: {**link_to_lists(made), "plan": made[record].pk}


def full_hour(made: Made) -> dict[str, object]:
    """The hour of the appointment at the help point, which is taken."""
    slot = made["helped_appointment"].slot
    return {"place": slot.place_id, "starts_at": slot.starts_at.isoformat(), "minutes": 30, "where": "at_point"}


def with_secret(secret: str, entry: str = "", erasure: str = "") -> Kwargs:
    """The address takes the secret of a donor's link, a device that came with the gift, and an erasure of it."""
    keys = {"pk": entry, "erasure": erasure}
    return lambda made: {"secret": made[secret]} | {name: made[key].pk for name, key in keys.items() if key}


def wait_link(record: str) -> Kwargs:
    """The address takes the link of who waits."""
    return lambda made: {"link": place_link(made[record])}


def step(path: str) -> Kwargs:
    """The page of this question for a donor."""
    return lambda _made: {"step": path}


def after(answers: str) -> Kwargs:
    """The address carries these answers of a donor: sealed once, so that a page and its form have one address."""
    return lambda made: {"tot": made.setdefault(f"{answers}, sealed", made[answers].sealed)}


def asked_before(made: Made) -> dict[str, Any]:
    """The address carries where somebody asks and what about: sealed once, so that a page and its form are one."""
    told = {"waar": {"place": str(made["digipunt"].pk)}, "waarover": {"topic": "itsme"}}
    return {"tot": made.setdefault("asked, sealed", seal(told))}


def on_the_way_to_an_hour(made: Made) -> dict[str, Any]:
    """The address carries all answers of who wants to come at an hour, so that each of the pages opens."""
    slot = made["held_slot"]
    told = {
        "waar": {"place": str(slot.place_id)},
        "waarover": {"topic": "bank"},
        "wanneer": {"slot": slot.pk, "starts_at": slot.starts_at.isoformat()},
        "naam": {"name": "Zoë Maes"},
        "bereiken": {"reach": "0470 12 34 56"},
    }
    return {"tot": made.setdefault("booked, sealed", seal(told))}


def link_to_appointment(made: Made) -> dict[str, Any]:
    """The address behind which somebody sees their appointment."""
    return {"link": appointment_link(made["helped_appointment"])}


def step_of(record: str, number: int) -> Kwargs:
    """The address takes a talk and a question of it."""
    return lambda made: {"pk": made[record].pk, "step": number}


def nothing(made: Made) -> dict[str, Any]:
    """The address takes nothing."""
    return {}


@dataclass(frozen=True)
class Example:
    """One page as somebody sees it, made by `page`, `refused` or `posted` below."""

    name: str
    by: str = ""
    kwargs: Kwargs = nothing
    guise: str = ""
    answers: int = 200
    sends: dict[str, str] = field(default_factory=dict)
    seen_on: str = ""
    query: Kwargs = nothing

    @property
    def title(self) -> str:
        """What this example is called: in test names, and as a file."""
        return "-".join(word for word in (*self.name.split(":"), self.guise) if word)

    def address(self, made: Made) -> str:
        """Where it is, or where it is sent to."""
        return reverse(self.name, kwargs=self.kwargs(made), query=self.query(made) or None)

    def opened_at(self, made: Made) -> str:
        """The page that is opened: for what is sent, the page on which its form stands."""
        if not self.seen_on:
            return self.address(made)
        return next(other.address(made) for other in PAGES if other.title == self.seen_on)

    def row(self, made: Made) -> dict[str, Any]:
        """All that a browser needs to come here."""
        return {
            "title": self.title,
            "by": self.by,
            "opens": self.opened_at(made),
            "sends_to": self.address(made) if self.sends or self.seen_on else "",
            "sends": self.sends,
            "answers": self.answers,
        }


def page(
    name: str, *, by: str = "", kwargs: Kwargs = nothing, guise: str = "", answers: int = 200, query: Kwargs = nothing
) -> Example:
    """A page that is opened, by this user name or by nobody."""
    return Example(name, by=by, kwargs=kwargs, guise=guise, answers=answers, query=query)


def refused(name: str, sends: dict[str, str], *, by: str = "", kwargs: Kwargs = nothing, seen_on: str = "") -> Example:
    """A form that comes back: what is sent is refused, and the page says so.

    `seen_on` is the title of the example with the form, when the form stands on another page.
    """
    return Example(name, by=by, kwargs=kwargs, guise="refused", answers=422, sends=sends, seen_on=seen_on)


def posted(
    name: str, *, seen_on: str, by: str = "", kwargs: Kwargs = nothing, sends: dict[str, str] | None = None
) -> Example:
    """An act that leads on to another page; its form stands on the example `seen_on`."""
    return Example(name, by=by, kwargs=kwargs, guise="done", answers=303, sends=sends or {}, seen_on=seen_on)


OLD_PAGE = {"signs": "0" * 64}  # A page that shows another contract than the one that lies there now.

PAGES: list[Example] = [
    # Residents
    page("website:home"),
    page("website:places"),
    page("website:place", kwargs=pk_of("lending_desk")),
    page("website:place", kwargs=pk_of("help_point"), guise="help_point"),
    page("website:hours_calendar", kwargs=pk_of("help_point")),
    page("website:linked_data", kwargs=pk_of("help_point")),
    page("website:open_data"),
    page("website:open_data_json"),
    page("website:open_data_csv"),
    page("website:open_data_schema"),
    page("website:place", kwargs=lambda _made: {"pk": 999_999}, guise="not_found", answers=404),
    # Donors
    page("website:give"),
    page("website:give_question", kwargs=step("wie")),
    refused("website:give_question", {"who": ""}, kwargs=step("wie")),
    *[
        page("website:give_question", kwargs=step(path), query=after(answers), guise=guise)
        for path, answers, guise in [
            ("wat", "begun", "what"), ("werkt", "begun_what", "works"), ("hoe-oud", "begun_works", "age"),
            ("welk", "begun_age", "which"), ("aantallen", "begun_company", "numbers"), ("hoe", "begun_which", "how"),
            ("dagen", "begun_how", "days"), ("dagdeel", "begun_days", "hours"), ("contact", "begun_hours", "contact"),
        ]
    ],
    Example(
        "website:give_question", kwargs=step("contact"), query=after("begun_hours"), guise="contact_refused", answers=422,
        sends={"name": "", "phone": "0470", "street": "Dorp 1"},
    ),
    page("website:give_check", query=after("begun_contact")),
    Example(
        "website:give_check", query=after("begun_contact"), guise="refused", answers=422,
        sends={"remarks": "Pincode 1234"},
    ),
    page("website:given", kwargs=lambda made: {"link": link_of(made["offer"])}),
    page("website:given", kwargs=lambda made: {"link": link_of(made["nameless_offer"])}, guise="brought"),
    page("website:given", kwargs=lambda _made: {"link": "1:verzonnen"}, guise="not_found", answers=404),
    page("website:ask", kwargs=step("waar")),
    refused("website:ask", {"place": ""}, kwargs=step("waar")),
    page("website:ask", kwargs=step("vraag"), query=asked_before, guise="words"),
    Example(
        "website:ask", kwargs=step("vraag"), query=asked_before, guise="words_refused", answers=422,
        sends={"text": "pincode 1234"},
    ),
    page("website:asked", kwargs=lambda made: {"link": Signer(salt=QUESTION_SALT).sign(str(made["question"].pk))}),
    page("website:asked", kwargs=lambda _made: {"link": "7:verzonnen"}, guise="not_found", answers=404),
    page("website:book", kwargs=step("waar")),
    refused("website:book", {"place": ""}, kwargs=step("waar")),
    page("website:book", kwargs=step("wanneer"), query=on_the_way_to_an_hour, guise="hours"),
    page("website:book", kwargs=step("naam"), query=on_the_way_to_an_hour, guise="name"),
    page("website:book", kwargs=step("bereiken"), query=on_the_way_to_an_hour, guise="reach"),
    page("website:book", kwargs=step("nakijken"), query=on_the_way_to_an_hour, guise="check"),
    page("website:find_appointment"),
    refused("website:find_appointment", {"number": "AF-000123-4", "letters": "pee"}),
    page("website:appointment", kwargs=link_to_appointment),
    page("website:appointment", kwargs=lambda _made: {"link": "7:verzonnen"}, guise="not_found", answers=404),
    page("website:appointment_card", kwargs=link_to_appointment),
    page("website:appointment_cancel", kwargs=link_to_appointment),
    page("website:wait", kwargs=wait_link("waiting_request")),
    page("website:wait", kwargs=wait_link("offered_request"), guise="offered"),
    page("website:wait", kwargs=wait_link("promised_request"), guise="promised"),
    page("website:wait", kwargs=lambda _made: {"link": "7:verzonnen"}, guise="not_found", answers=404),
    page("website:wait_stop", kwargs=wait_link("waiting_request")),
    posted("website:wait_stop", kwargs=wait_link("waiting_request"), seen_on="website-wait_stop"),
    page("website:gift", kwargs=with_secret("secret")),
    page("website:gift", kwargs=with_secret("offer_secret"), guise="refused"),
    page("website:gift", kwargs=with_secret("ended_secret"), guise="ended", answers=404),
    page("website:gift_device", kwargs=with_secret("secret", "attested_gift")),
    page("website:gift_device", kwargs=with_secret("secret", "erased_gift"), guise="without_paper"),
    page("website:gift", kwargs=with_secret("locked_secret"), guise="locked"),
    page("website:gift", kwargs=with_secret("closed_secret"), guise="closed"),
    page("website:gift_release", kwargs=with_secret("locked_secret", "release")),
    page("website:gift_release", kwargs=with_secret("locked_secret", "told_release"), guise="told"),
    posted(
        "website:gift_release", kwargs=with_secret("locked_secret", "release"), seen_on="website-gift_release",
    ),
    page("website:gift_batch_attestation", kwargs=with_secret("closed_secret")),
    page("website:gift_receipt", kwargs=with_secret("secret")),
    page("website:gift_letter", kwargs=with_secret("offer_secret")),
    page("website:gift_attestation", kwargs=with_secret("secret", "attested_gift", "attested")),
    posted(
        "website:gift_attest", kwargs=with_secret("secret", "erased_gift", "erasure"),
        seen_on="website-gift_device-without_paper",
    ),
    # Residents at the desk
    page("people:people", by=LENDING_CLERK),
    page("people:people", by=TECHNICIAN, guise="forbidden", answers=403),
    page("people:register", by=LENDING_CLERK),
    refused("people:register", {"name": "", "phone": "0470", "street": "Dorp 1"}, by=LENDING_CLERK),
    Example(
        "people:register", by=LENDING_CLERK, guise="double", answers=422,
        sends={"name": "Rosa Peeters", "phone": "0470 12 34 56", "birth_year": "1951", "prefers": "phone"},
    ),
    page("people:open_across_border", by=LENDING_CLERK),
    refused(
        "people:open_across_border",
        {"number": "IN-000999-1", "name": "Jef", "reason": "verhuist", "until_on": "2026-12-31"}, by=LENDING_CLERK,
    ),
    page("people:person", by=LENDING_CLERK, kwargs=pk_of("resident")),
    page("people:person", by=LENDING_CLERK, kwargs=pk_of("plain_resident"), guise="empty"),
    page("people:edit", by=LENDING_CLERK, kwargs=pk_of("resident")),
    refused("people:edit", {"name": "", "prefers": "email"}, by=LENDING_CLERK, kwargs=pk_of("resident")),
    page("people:add_way", by=LENDING_CLERK, kwargs=pk_of("resident")),
    refused("people:add_way", {"kind": "email", "value": "roza@"}, by=LENDING_CLERK, kwargs=pk_of("resident")),
    posted("people:end_way", by=LENDING_CLERK, kwargs=pk_of("way"), seen_on="people-person"),
    posted("people:note_reached", by=LENDING_CLERK, kwargs=pk_of("way"), seen_on="people-person"),
    posted("people:leave_address", by=LENDING_CLERK, kwargs=pk_of("address"), seen_on="people-person"),
    Example(
        "people:end_way", by=LENDING_CLERK, guise="refused", answers=422, kwargs=pk_of("last_way"),
        seen_on="people-person-empty",
    ),
    page("people:move_house", by=LENDING_CLERK, kwargs=pk_of("resident")),
    refused(
        "people:move_house", {"street": "Dorp 1", "postcode": "239", "town": "Malle"}, by=LENDING_CLERK,
        kwargs=pk_of("resident"),
    ),
    page("people:card", by=LENDING_CLERK, kwargs=pk_of("resident")),
    refused("people:card", {"gender": "f", "version": "7"}, by=LENDING_CLERK, kwargs=pk_of("resident")),
    page("people:paper_card", by=LENDING_CLERK, kwargs=pk_of("resident")),
    page("people:live_together", by=LENDING_CLERK, kwargs=pk_of("plain_resident")),
    refused("people:live_together", {"number": "IN-999999-4"}, by=LENDING_CLERK, kwargs=pk_of("plain_resident")),
    posted(
        "people:live_apart", by=LENDING_CLERK, kwargs=two_of("resident", "housemate"), seen_on="people-person"
    ),
    page("people:person", by=LENDING_CLERK, kwargs=pk_of("guarded"), guise="guarded"),
    page("people:note_representative", by=LENDING_CLERK, kwargs=pk_of("plain_resident")),
    refused(
        "people:note_representative", {"kind": "parent", "name": "An Maes", "proof_seen_on": "2026-01-05"},
        by=LENDING_CLERK, kwargs=pk_of("plain_resident"),
    ),
    posted("people:end_representative", by=LENDING_CLERK, kwargs=pk_of("representative"), seen_on="people-person-guarded"),
    posted("people:link_same", by=LENDING_CLERK, kwargs=two_of("resident", "double"), seen_on="people-person"),
    posted("people:say_different", by=LENDING_CLERK, kwargs=two_of("resident", "double"), seen_on="people-person"),
    posted("people:unlink_same", by=LENDING_CLERK, kwargs=two_of("resident", "linked"), seen_on="people-person"),
    # Messages
    page("comms:messages", by=LENDING_CLERK),
    Example("comms:messages", by=TECHNICIAN, guise="forbidden", answers=403),
    page("comms:message", by=LENDING_CLERK, kwargs=pk_of("letter")),
    page("comms:message", by=LENDING_CLERK, kwargs=pk_of("call"), guise="call"),
    page("comms:message", by=LENDING_CLERK, kwargs=pk_of("card_message"), guise="card"),
    page("comms:message", by=LENDING_CLERK, kwargs=pk_of("posted_letter"), guise="posted"),
    page("comms:message", by=LENDING_CLERK, kwargs=pk_of("returned_letter"), guise="returned"),
    page("comms:message", by=LENDING_CLERK, kwargs=pk_of("uncertain"), guise="uncertain"),
    page("comms:paper", by=LENDING_CLERK, kwargs=pk_of("letter")),
    posted("comms:note_posted", by=LENDING_CLERK, kwargs=pk_of("letter"), seen_on="comms-message"),
    posted("comms:note_given", by=LENDING_CLERK, kwargs=pk_of("card_message"), seen_on="comms-message-card"),
    posted(
        "comms:note_called", by=LENDING_CLERK, kwargs=pk_of("call"), sends={"reached": "0"},
        seen_on="comms-message-call",
    ),
    posted(
        "comms:decide_uncertain", by=LENDING_CLERK, kwargs=pk_of("uncertain"), sends={"arrived": "1"},
        seen_on="comms-message-uncertain",
    ),
    refused(
        "comms:change_channel", {"channel": "email"}, by=LENDING_CLERK, kwargs=pk_of("letter"),
        seen_on="comms-message",
    ),
    posted("comms:take_back", by=LENDING_CLERK, kwargs=pk_of("posted_letter"), seen_on="comms-message-posted"),
    posted("comms:note_returned", by=LENDING_CLERK, kwargs=pk_of("posted_letter"), seen_on="comms-message-posted"),
    posted("comms:cancel", by=LENDING_CLERK, kwargs=pk_of("letter"), seen_on="comms-message"),
    # Devices
    page("inventory:devices", by=TECHNICIAN),
    page("inventory:devices", by=ADMINISTRATOR, guise="read_only"),
    page("inventory:intake", by=TECHNICIAN),
    refused("inventory:intake", {"device_class": "", "vendor": "Dell"}, by=TECHNICIAN),
    page("inventory:device", by=TECHNICIAN, kwargs=pk_of("device")),
    page("inventory:device", by=TECHNICIAN, kwargs=pk_of("unknown_device"), guise="unknown"),
    page("inventory:device", by=ADMINISTRATOR, kwargs=pk_of("settled_device"), guise="settled"),
    page("inventory:edit_device", by=TECHNICIAN, kwargs=pk_of("device")),
    page("inventory:label", by=TECHNICIAN, kwargs=pk_of("device")),
    page("inventory:report", by=TECHNICIAN, kwargs=pk_of("report")),
    refused("inventory:read_in", {"once": ""}, by=TECHNICIAN, kwargs=pk_of("unknown_device"), seen_on="inventory-device-unknown"),
    refused("inventory:add_medium", {"kind": ""}, by=TECHNICIAN, kwargs=pk_of("unknown_device"), seen_on="inventory-device-unknown"),
    refused("inventory:state_no_storage", {"because": ""}, by=TECHNICIAN, kwargs=pk_of("unknown_device"), seen_on="inventory-device-unknown"),
    page("inventory:state_absent", by=TECHNICIAN, kwargs=pk_of("medium")),
    page("inventory:take_out", by=TECHNICIAN, kwargs=pk_of("medium")),
    refused("inventory:take_out", {"lies_at": ""}, by=TECHNICIAN, kwargs=pk_of("medium")),
    page("inventory:sticker", by=TECHNICIAN, kwargs=pk_of("loose_medium")),
    page("inventory:device", by=TECHNICIAN, kwargs=lambda made: {"pk": made["loose_medium"].device_id}, guise="drive_out"),
    posted("inventory:put_back", by=TECHNICIAN, kwargs=pk_of("loose_medium"), seen_on="inventory-device-drive_out"),
    posted("inventory:report_starting", by=TECHNICIAN, kwargs=lambda made: {"pk": made["loose_medium"].device_id}, seen_on="inventory-device-drive_out"),
    posted("inventory:report_not_starting", by=TECHNICIAN, kwargs=pk_of("device"), seen_on="inventory-device"),
    page("inventory:edit_medium", by=TECHNICIAN, kwargs=pk_of("medium")),
    refused("inventory:edit_medium", {"kind": "", "gigabytes": "-1"}, by=TECHNICIAN, kwargs=pk_of("medium")),
    refused("inventory:check_part", {"kind": ""}, by=TECHNICIAN, kwargs=pk_of("device"), seen_on="inventory-device"),
    page("inventory:device", by=TECHNICIAN, kwargs=pk_of("lost_device"), guise="lost"),
    page("inventory:device", by=TECHNICIAN, kwargs=pk_of("written_off_device"), guise="written_off"),
    page("inventory:report_lost", by=TECHNICIAN, kwargs=pk_of("device")),
    refused("inventory:report_lost", {"because": "wachtwoord zon1234"}, by=TECHNICIAN, kwargs=pk_of("device")),
    page("inventory:report_stolen", by=TECHNICIAN, kwargs=pk_of("device")),
    page("inventory:report_found", by=TECHNICIAN, kwargs=pk_of("lost_device")),
    page("inventory:write_off", by=TECHNICIAN, kwargs=pk_of("device")),
    page("inventory:device", by=TECHNICIAN, kwargs=pk_of("given_back_device"), guise="given_back"),
    page("inventory:return_to_donor", by=TECHNICIAN, kwargs=pk_of("device")),
    posted("inventory:restore", by=TECHNICIAN, kwargs=pk_of("written_off_device"), seen_on="inventory-device-written_off"),
    page("inventory:classes", by=ADMINISTRATOR),
    page("inventory:classes", by=TECHNICIAN, guise="forbidden", answers=403),
    refused("inventory:classes", {"name": "LAPTOP, 15 DUIM", "shape": "laptop"}, by=ADMINISTRATOR),
    # Transfers
    page("logistics:transfers", by=LENDING_CLERK),
    page("logistics:transfers", by=ADMINISTRATOR, guise="forbidden", answers=403),
    page("logistics:ask", by=TECHNICIAN),
    refused("logistics:ask", {"devices": "DB-000001-0"}, by=TECHNICIAN),
    page("logistics:transfer", by=TECHNICIAN, kwargs=pk_of("asked_transfer")),
    page("logistics:transfer", by=LENDING_CLERK, kwargs=pk_of("sent_transfer"), guise="to_count"),
    page("logistics:transfer", by=LENDING_CLERK, kwargs=pk_of("short_transfer"), guise="missing"),
    page("logistics:transfer", by=TECHNICIAN, kwargs=pk_of("turned_transfer"), guise="called_back"),
    page("logistics:transfer", by=LENDING_CLERK, kwargs=pk_of("arrived_transfer"), guise="over"),
    page("logistics:manifest", by=LENDING_CLERK, kwargs=pk_of("sent_transfer")),
    posted("logistics:send", by=TECHNICIAN, kwargs=pk_of("asked_transfer"), seen_on="logistics-transfer"),
    posted("logistics:leave_out", by=TECHNICIAN, kwargs=pk_of("asked_line"), seen_on="logistics-transfer"),
    refused("logistics:cancel", {"because": ""}, by=TECHNICIAN, kwargs=pk_of("asked_transfer"), seen_on="logistics-transfer"),
    refused("logistics:receive", {"scanned": "DB-000001-0"}, by=LENDING_CLERK, kwargs=pk_of("sent_transfer"), seen_on="logistics-transfer-to_count"),
    refused("logistics:settle_missing", {"once": ""}, by=LENDING_CLERK, kwargs=pk_of("short_transfer"), seen_on="logistics-transfer-missing"),
    page("logistics:scan", by=TECHNICIAN, kwargs=pk_of("asked_transfer")),
    page("logistics:scan", by=LENDING_CLERK, kwargs=pk_of("sent_transfer"), guise="to_count"),
    refused("logistics:scan", {"scan": ""}, by=TECHNICIAN, kwargs=pk_of("asked_transfer")),
    # Counts
    page("inventory:stocktakes", by=TECHNICIAN),
    page("inventory:start_stocktake", by=LENDING_CLERK),
    refused("inventory:start_stocktake", {"place": ""}, by=LENDING_CLERK),
    page("inventory:stocktake", by=TECHNICIAN, kwargs=pk_of("count")),
    page("inventory:stocktake", by=LENDING_CLERK, kwargs=pk_of("settling_count"), guise="differences"),
    page("inventory:stocktake", by=COORDINATOR, kwargs=pk_of("settled_count"), guise="settled"),
    page("inventory:stocktake", by=COORDINATOR, kwargs=pk_of("approved_count"), guise="approved"),
    page("inventory:stocktake", by=COORDINATOR, kwargs=pk_of("cancelled_count"), guise="cancelled"),
    page("inventory:scan_count", by=TECHNICIAN, kwargs=pk_of("count")),
    refused("inventory:scan_count", {"scan": ""}, by=TECHNICIAN, kwargs=pk_of("count")),
    posted("inventory:state_missing", by=TECHNICIAN, kwargs=pk_of("count"), seen_on="inventory-stocktake"),
    page("inventory:settle_difference", by=LENDING_CLERK, kwargs=pk_of("missing_line")),
    page("inventory:settle_difference", by=LENDING_CLERK, kwargs=pk_of("stray_line"), guise="stray"),
    refused("inventory:settle_difference", {"settled_as": "noted"}, by=LENDING_CLERK, kwargs=pk_of("missing_line")),
    posted("inventory:approve_stocktake", by=COORDINATOR, kwargs=pk_of("settled_count"), seen_on="inventory-stocktake-settled"),
    refused("inventory:cancel_stocktake", {"because": ""}, by=TECHNICIAN, kwargs=pk_of("count"), seen_on="inventory-stocktake"),
    page("inventory:count_csv", by=LENDING_CLERK, kwargs=pk_of("settling_count")),
    page("inventory:count_report", by=LENDING_CLERK, kwargs=pk_of("settling_count")),
    # Workshop
    page("refurbishment:board", by=TECHNICIAN),
    page("refurbishment:board", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("bench_device")),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("unknown_device"), guise="unknown"),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("waiting_device"), guise="own_log"),
    page("refurbishment:device", by=SECOND_TECHNICIAN, kwargs=pk_of("waiting_device"), guise="second_person"),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("erased_device"), guise="erased"),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("installed_device"), guise="own_work"),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("own_device"), guise="to_check"),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("stock_device"), guise="ready"),
    page("refurbishment:log", by=TECHNICIAN, kwargs=pk_of("erasure")),
    page("refurbishment:attestation", by=TECHNICIAN, kwargs=pk_of("attested")),
    refused("refurbishment:add_log", {"once": ""}, by=TECHNICIAN, kwargs=pk_of("bench_device"), seen_on="refurbishment-device"),
    refused("refurbishment:state_seen", {"once": ""}, by=SECOND_TECHNICIAN, kwargs=pk_of("waiting_erasure"), seen_on="refurbishment-device-second_person"),
    posted("refurbishment:withdraw", by=TECHNICIAN, kwargs=pk_of("waiting_erasure"), seen_on="refurbishment-device-own_log"),
    posted("refurbishment:pass_gate", by=TECHNICIAN, kwargs=pk_of("empty_device"), seen_on="refurbishment-device-empty"),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("empty_device"), guise="empty"),
    page("refurbishment:medium", by=TECHNICIAN, kwargs=lambda made: {"pk": made["bench_device"].media.get().pk}),
    page("refurbishment:medium", by=TECHNICIAN, kwargs=pk_of("loose_medium"), guise="loose"),
    page("refurbishment:medium", by=SECOND_TECHNICIAN, kwargs=pk_of("drive_medium"), guise="by_the_drive"),
    page("refurbishment:medium", by=SECOND_TECHNICIAN, kwargs=pk_of("short_medium"), guise="too_little"),
    page("refurbishment:medium", by=SECOND_TECHNICIAN, kwargs=pk_of("reset_medium"), guise="reset"),
    page("refurbishment:medium", by=TECHNICIAN, kwargs=pk_of("broken_medium"), guise="destroyed"),
    page("refurbishment:device", by=SECOND_TECHNICIAN, kwargs=lambda made: {"pk": made["short_medium"].device_id}, guise="too_little"),
    page("refurbishment:device", by=TECHNICIAN, kwargs=lambda made: {"pk": made["loose_medium"].device_id}, guise="drive_out"),
    page("refurbishment:loose", by=TECHNICIAN),
    page("refurbishment:loose", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("refurbishment:to_reread", by=SECOND_TECHNICIAN),
    page("refurbishment:reread", by=SECOND_TECHNICIAN, kwargs=pk_of("erasure")),
    page("refurbishment:reread", by=TECHNICIAN, kwargs=pk_of("erasure"), guise="own_work"),
    refused("refurbishment:reread", {"once": ""}, by=SECOND_TECHNICIAN, kwargs=pk_of("erasure")),
    page("refurbishment:script", by=TECHNICIAN),
    page("refurbishment:sample", by=TECHNICIAN, kwargs=pk_of("drive_erasure")),
    refused("refurbishment:add_proof", {"once": ""}, by=TECHNICIAN, kwargs=pk_of("loose_medium"), seen_on="refurbishment-medium-loose"),
    refused("refurbishment:write_down_reset", {"system": "other"}, by=TECHNICIAN, kwargs=lambda made: {"pk": made["bench_device"].media.get().pk}, seen_on="refurbishment-medium"),
    refused("refurbishment:write_down_destruction", {"way": ""}, by=TECHNICIAN, kwargs=pk_of("loose_medium"), seen_on="refurbishment-medium-loose"),
    refused("refurbishment:exempt", {"reason": ""}, by=SECOND_TECHNICIAN, kwargs=pk_of("short_erasure"), seen_on="refurbishment-medium-too_little"),
    refused("refurbishment:install", {"system": ""}, by=TECHNICIAN, kwargs=pk_of("erased_device"), seen_on="refurbishment-device-erased"),
    refused("refurbishment:check_quality", {"good": "screen"}, by=TECHNICIAN, kwargs=pk_of("own_device"), seen_on="refurbishment-device-to_check"),
    page("refurbishment:board", by=TECHNICIAN, guise="kept_back", query=lambda made: {"vlag": "needs_part"}),
    page("refurbishment:board", by=TECHNICIAN, guise="card_first", query=lambda made: {"q": "DB*INSPECT"}),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("flagged_device"), guise="kept_back"),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("reject_device"), guise="not_reusable"),
    page("refurbishment:inspect", by=TECHNICIAN, kwargs=pk_of("bench_device")),
    refused("refurbishment:inspect", {"words": "Mooi."}, by=TECHNICIAN, kwargs=pk_of("bench_device")),
    page("refurbishment:test", by=TECHNICIAN, kwargs=pk_of("bench_device")),
    refused("refurbishment:test", {"wifi": "serious"}, by=TECHNICIAN, kwargs=pk_of("bench_device")),
    page("refurbishment:repair", by=TECHNICIAN, kwargs=pk_of("flagged_device")),
    refused("refurbishment:repair", {"problem": "Moederbord", "status": "3"}, by=TECHNICIAN, kwargs=pk_of("flagged_device")),
    page("refurbishment:harvest", by=TECHNICIAN, kwargs=pk_of("reject_device")),
    refused("refurbishment:harvest", {"kind": "storage"}, by=TECHNICIAN, kwargs=pk_of("reject_device")),
    page("refurbishment:parts", by=TECHNICIAN),
    refused("refurbishment:parts", {"kind": "memory"}, by=TECHNICIAN),
    page("refurbishment:scrap_part", by=TECHNICIAN, kwargs=pk_of("part")),
    refused("refurbishment:scrap_part", {"because": ""}, by=TECHNICIAN, kwargs=pk_of("part")),
    page("refurbishment:repairs", by=TECHNICIAN),
    page("refurbishment:repairs", by=TECHNICIAN, guise="counted", query=lambda made: {"start": "2020-01-01", "end": "2020-12-31"}),
    page("refurbishment:task_cards", by=TECHNICIAN),
    page("refurbishment:task_cards", by=WORKER, guise="forbidden", answers=403),
    page("refurbishment:lay_out_lane", by=TECHNICIAN, kwargs=lane("installed")),
    page("refurbishment:lay_out_lane", by=TECHNICIAN, kwargs=lane("lent"), guise="no_lane", answers=404),
    refused("refurbishment:lay_out_lane", {"kind": ""}, by=TECHNICIAN, kwargs=lane("installed")),
    refused("refurbishment:lay_out", {"kind": "clean"}, by=TECHNICIAN, kwargs=pk_of("bench_device"), seen_on="refurbishment-device"),
    posted("refurbishment:lay_out_again", by=TECHNICIAN, kwargs=pk_of("stuck_card"), seen_on="refurbishment-task_cards"),
    page("refurbishment:withdraw_card", by=TECHNICIAN, kwargs=pk_of("stuck_card")),
    refused("refurbishment:withdraw_card", {"because": ""}, by=TECHNICIAN, kwargs=pk_of("stuck_card")),
    page("refurbishment:device", by=SECOND_TECHNICIAN, kwargs=pk_of("installed_device"), guise="cleaned"),
    page("refurbishment:action_sheet", by=TECHNICIAN),
    page("refurbishment:spec_label", by=TECHNICIAN, kwargs=pk_of("stock_device")),
    refused("refurbishment:scan", {"q": "fiets"}, by=TECHNICIAN, kwargs=pk_of("bench_device"), seen_on="refurbishment-device"),
    refused("refurbishment:raise_flag", {"kind": "investigate"}, by=TECHNICIAN, kwargs=pk_of("bench_device"), seen_on="refurbishment-device"),
    refused("refurbishment:clear_flag", {"how": ""}, by=TECHNICIAN, kwargs=pk_of("flag"), seen_on="refurbishment-device-kept_back"),
    page("inventory:device", by=TECHNICIAN, kwargs=pk_of("flagged_device"), guise="kept_back"),
    refused("inventory:raise_flag", {"kind": "investigate"}, by=TECHNICIAN, kwargs=pk_of("device"), seen_on="inventory-device"),
    refused("inventory:clear_flag", {"how": ""}, by=TECHNICIAN, kwargs=pk_of("flag"), seen_on="inventory-device-kept_back"),
    posted("refurbishment:attest", by=TECHNICIAN, kwargs=pk_of("erasure"), seen_on="refurbishment-device-erased"),
    # Waste
    page("refurbishment:waste", by=TECHNICIAN),
    page("refurbishment:waste", by=COORDINATOR, guise="coordinator"),
    page("refurbishment:waste", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("refurbishment:waste", by=TECHNICIAN, guise="nothing", query=lambda _made: {"q": "niets"}),
    page("refurbishment:device", by=TECHNICIAN, kwargs=pk_of("waste_device"), guise="disposed"),
    page("refurbishment:dispose", by=TECHNICIAN, kwargs=pk_of("empty_device")),
    page("refurbishment:dispose", by=TECHNICIAN, kwargs=pk_of("bench_device"), guise="not_settled"),
    refused(
        "refurbishment:dispose", {"ground": "broken", "grams": "1850", "category": "2", "origin": "household"},
        by=TECHNICIAN, kwargs=pk_of("empty_device"),
    ),
    posted("refurbishment:undo_disposal", by=TECHNICIAN, kwargs=pk_of("disposal"), seen_on="refurbishment-waste"),
    page("refurbishment:hand_over", by=TECHNICIAN, kwargs=pk_of("depot")),
    refused("refurbishment:hand_over", {"document_number": "", "drives": "OM-000001-0"}, by=TECHNICIAN, kwargs=pk_of("depot")),
    page("refurbishment:collections", by=TECHNICIAN),
    page("refurbishment:collection", by=TECHNICIAN, kwargs=pk_of("collection")),
    page("refurbishment:collection_list", by=TECHNICIAN, kwargs=pk_of("collection")),
    page("refurbishment:collection_document", by=TECHNICIAN, kwargs=pk_of("collection_paper")),
    refused("refurbishment:add_collection_document", {"once": ""}, by=TECHNICIAN, kwargs=pk_of("collection"), seen_on="refurbishment-collection"),
    page("refurbishment:recyclers", by=TECHNICIAN),
    refused("refurbishment:recyclers", {"name": "Nog een", "registration": "OVAM 55023"}, by=TECHNICIAN),
    posted("refurbishment:end_recycler", by=TECHNICIAN, kwargs=pk_of("recycler"), seen_on="refurbishment-recyclers"),
    page("refurbishment:register", by=TECHNICIAN),
    page("refurbishment:register", by=COORDINATOR, guise="empty", query=lambda _made: {"category": "4"}),
    page("refurbishment:register_csv", by=TECHNICIAN),
    page("refurbishment:year", by=TECHNICIAN),
    page("refurbishment:year", by=COORDINATOR, guise="empty", query=lambda _made: {"year": "2001"}),
    page("refurbishment:year_csv", by=TECHNICIAN),
    page("refurbishment:effect", by=COORDINATOR),
    page("refurbishment:effect", by=TECHNICIAN, guise="forbidden", answers=403),
    posted("refurbishment:count_effects", by=COORDINATOR, seen_on="refurbishment-effect"),
    refused("refurbishment:adopt_factors", {"once": ""}, by=COORDINATOR, seen_on="refurbishment-effect"),
    page("refurbishment:record", by=TECHNICIAN, kwargs=pk_of("stock_device")),
    page("refurbishment:record", by=LENDING_CLERK, kwargs=pk_of("free_laptop"), guise="at_desk"),
    page("refurbishment:record", by=COORDINATOR, kwargs=pk_of("left_device"), guise="left"),
    page("refurbishment:record_paper", by=TECHNICIAN, kwargs=pk_of("stock_device")),
    page("refurbishment:record_json", by=TECHNICIAN, kwargs=pk_of("stock_device")),
    page("refurbishment:frozen_record", by=TECHNICIAN, kwargs=pk_of("frozen_record")),
    page("refurbishment:frozen_paper", by=TECHNICIAN, kwargs=pk_of("frozen_record")),
    posted("refurbishment:freeze_record", by=TECHNICIAN, kwargs=pk_of("stock_device"), seen_on="refurbishment-record"),
    refused("refurbishment:note_kilometres", {"count": "0"}, by=TECHNICIAN, kwargs=pk_of("stock_device"), seen_on="refurbishment-record"),
    # Donations
    page("refurbishment:intake_reports", by=TECHNICIAN),
    page("refurbishment:intake_reports", by=TECHNICIAN, guise="taken_over", query=lambda _made: {"welke": "bound"}),
    page("refurbishment:intake_reports", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("refurbishment:intake_report", by=TECHNICIAN, kwargs=pk_of("known_intake")),
    page("refurbishment:intake_report", by=TECHNICIAN, kwargs=pk_of("new_intake"), guise="new"),
    page("refurbishment:intake_report", by=TECHNICIAN, kwargs=pk_of("bound_intake"), guise="bound"),
    page("refurbishment:intake_report", by=TECHNICIAN, kwargs=pk_of("aside_intake"), guise="aside"),
    page("refurbishment:intake_file", by=TECHNICIAN, kwargs=pk_of("new_intake")),
    refused("refurbishment:bind_intake", {"device": "DB-000012-9"}, by=TECHNICIAN, kwargs=pk_of("known_intake"), seen_on="refurbishment-intake_report"),
    refused("refurbishment:register_intake", {"device_class": ""}, by=TECHNICIAN, kwargs=pk_of("new_intake"), seen_on="refurbishment-intake_report-new"),
    refused("refurbishment:set_intake_aside", {"because": ""}, by=TECHNICIAN, kwargs=pk_of("new_intake"), seen_on="refurbishment-intake_report-new"),
    posted("refurbishment:release_intake", by=TECHNICIAN, kwargs=pk_of("bound_intake"), seen_on="refurbishment-intake_report-bound"),
    posted("refurbishment:intake_waits_again", by=TECHNICIAN, kwargs=pk_of("aside_intake"), seen_on="refurbishment-intake_report-aside"),
    page("refurbishment:upload_intake", answers=405),
    page("refurbishment:stations", by=COORDINATOR),
    page("refurbishment:stations", by=TECHNICIAN, guise="forbidden", answers=403),
    page("refurbishment:register_station", by=COORDINATOR),
    refused("refurbishment:register_station", {"place": "", "name": "Tafel 3"}, by=COORDINATOR),
    page("refurbishment:station", by=COORDINATOR, kwargs=pk_of("station")),
    page("refurbishment:station", by=COORDINATOR, kwargs=pk_of("ended_station"), guise="ended"),
    page("refurbishment:station_token", by=COORDINATOR, kwargs=pk_of("station"), answers=410),
    page("refurbishment:station_file", by=COORDINATOR, kwargs=pk_of("station"), answers=410),
    posted("refurbishment:give_station_token", by=COORDINATOR, kwargs=pk_of("station"), seen_on="refurbishment-station"),
    posted("refurbishment:end_station", by=COORDINATOR, kwargs=pk_of("station"), seen_on="refurbishment-station"),
    page("donations:donations", by=TECHNICIAN),
    page("donations:donations", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("donations:register", by=TECHNICIAN),
    refused("donations:register", {"who": "nobody", "name": "Jef", "email": "jef@", "street": "Dorp 1"}, by=TECHNICIAN),
    Example(
        "donations:register", by=TECHNICIAN, guise="known", answers=422,
        sends={"who": "legal_person", "name": "Drukkerij de Linde"},
    ),
    page("donations:donation", by=TECHNICIAN, kwargs=pk_of("donation")),
    page("donations:donation", by=TECHNICIAN, kwargs=pk_of("nameless_donation"), guise="empty"),
    refused("donations:add_device", {"device_class": ""}, by=TECHNICIAN, kwargs=pk_of("donation"), seen_on="donations-donation"),
    refused("donations:count_parts", {"count": "-1"}, by=TECHNICIAN, kwargs=pk_of("donation"), seen_on="donations-donation"),
    posted("donations:write_receipt", by=TECHNICIAN, kwargs=pk_of("donation"), seen_on="donations-donation"),
    page("donations:receipt", by=TECHNICIAN, kwargs=pk_of("receipt")),
    page("donations:donation", by=TECHNICIAN, kwargs=pk_of("followed_donation"), guise="followed"),
    posted("donations:give_link", by=TECHNICIAN, kwargs=pk_of("donation"), seen_on="donations-donation"),
    posted("donations:end_link", by=TECHNICIAN, kwargs=pk_of("followed_donation"), seen_on="donations-donation-followed"),
    page("donations:link", by=TECHNICIAN, kwargs=pk_of("followed_donation"), guise="gone", answers=410),
    page("donations:donor_copy", by=TECHNICIAN, kwargs=pk_of("followed_donation"), guise="gone", answers=410),
    page("donations:forget", by=TECHNICIAN, kwargs=pk_of("private_donor")),
    page("donations:forget", by=TECHNICIAN, kwargs=pk_of("forgotten_donor"), guise="done"),
    refused("donations:forget", {"sure": ""}, by=TECHNICIAN, kwargs=pk_of("private_donor")),
    page("donations:offer", by=TECHNICIAN, kwargs=pk_of("refused_offer"), guise="nothing_may_come"),
    posted("donations:write_letter", by=TECHNICIAN, kwargs=pk_of("refused_offer"), seen_on="donations-offer-nothing_may_come"),
    page("donations:join_donor", by=TECHNICIAN, kwargs=pk_of("refused_offer"), query=lambda _made: {"q": "Drukkerij"}),
    page("donations:join_donor", by=TECHNICIAN, kwargs=pk_of("offer"), guise="nobody_alike"),
    refused("donations:join_donor", {"once": ""}, by=TECHNICIAN, kwargs=pk_of("refused_offer")),
    page("donations:letter", by=TECHNICIAN, kwargs=pk_of("refusal_letter")),
    posted("donations:give_offer_link", by=TECHNICIAN, kwargs=pk_of("offer"), seen_on="donations-offer"),
    posted("donations:end_offer_link", by=TECHNICIAN, kwargs=pk_of("refused_offer"), seen_on="donations-offer-nothing_may_come"),
    page("donations:offer_link", by=TECHNICIAN, kwargs=pk_of("refused_offer"), guise="gone", answers=410),
    page("donations:letter_copy", by=TECHNICIAN, kwargs=pk_of("refused_offer"), guise="gone", answers=410),
    page("donations:donation", by=TECHNICIAN, kwargs=pk_of("closed_donation"), guise="closed"),
    page("donations:releases", by=TECHNICIAN),
    page("donations:releases", by=TECHNICIAN, guise="all", query=lambda _made: {"shown": "all"}),
    page("donations:releases", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("donations:releases_of", by=TECHNICIAN, kwargs=pk_of("locked_donation")),
    page("donations:releases_of", by=COORDINATOR, kwargs=pk_of("donation"), guise="empty"),
    page("donations:release_letter", by=TECHNICIAN, kwargs=pk_of("locked_donation")),
    refused("donations:ask_release", {"device": "", "lock": "apple"}, by=TECHNICIAN, kwargs=pk_of("locked_donation"), seen_on="donations-releases_of"),
    posted("donations:remind_donor", by=TECHNICIAN, kwargs=pk_of("locked_donation"), seen_on="donations-releases_of"),
    posted("donations:answer_release", by=TECHNICIAN, kwargs=pk_of("release"), sends={"answer": "cannot"}, seen_on="donations-releases_of"),
    posted("donations:ask_again", by=TECHNICIAN, kwargs=pk_of("parts_release"), seen_on="donations-releases_of"),
    posted("donations:look_at_release", by=TECHNICIAN, kwargs=pk_of("told_release"), sends={"found": "free"}, seen_on="donations-releases_of"),
    page("refurbishment:batch", by=TECHNICIAN, kwargs=pk_of("donation"), guise="open"),
    page("refurbishment:batch", by=TECHNICIAN, kwargs=pk_of("closed_donation")),
    page("refurbishment:batch", by=COORDINATOR, kwargs=pk_of("reopened_donation"), guise="settled"),
    page("refurbishment:batch_attestation", by=TECHNICIAN, kwargs=pk_of("batch_paper")),
    posted("refurbishment:attest_batch", by=COORDINATOR, kwargs=pk_of("reopened_donation"), seen_on="refurbishment-batch-settled"),
    posted("refurbishment:close_batch", by=COORDINATOR, kwargs=pk_of("reopened_donation"), seen_on="refurbishment-batch-settled"),
    posted("refurbishment:count_batch", by=TECHNICIAN, kwargs=pk_of("closing"), seen_on="refurbishment-batch"),
    refused("refurbishment:reopen_batch", {"because": "wachtwoord zon1234"}, by=TECHNICIAN, kwargs=pk_of("closing"), seen_on="refurbishment-batch"),
    page("inventory:send_inventory", by=TECHNICIAN),
    refused("inventory:send_inventory", {"file": ""}, by=TECHNICIAN),
    page("inventory:inventory_list", by=TECHNICIAN, kwargs=plan_of("open_inventory")),
    page("inventory:inventory_list", by=TECHNICIAN, kwargs=plan_of("taken_inventory"), guise="taken_in"),
    refused(
        "inventory:choose_columns", {"device_class": "0", "vendor": "0"}, by=TECHNICIAN,
        kwargs=plan_of("open_inventory"), seen_on="inventory-inventory_list",
    ),
    posted("inventory:explain_words", by=TECHNICIAN, kwargs=plan_of("open_inventory"), seen_on="inventory-inventory_list"),
    refused("inventory:choose_rows", {"what": "leave"}, by=TECHNICIAN, kwargs=plan_of("open_inventory"), seen_on="inventory-inventory_list"),
    refused("inventory:take_in_inventory", {"seen": "0" * 64}, by=TECHNICIAN, kwargs=plan_of("open_inventory"), seen_on="inventory-inventory_list"),
    page("inventory:refused_rows", by=TECHNICIAN, kwargs=plan_of("open_inventory")),
    page("inventory:sample_inventory", by=TECHNICIAN),
    page("donations:send_list", by=TECHNICIAN, kwargs=pk_of("listed_offer")),
    refused("donations:send_list", {"file": ""}, by=TECHNICIAN, kwargs=pk_of("listed_offer")),
    page("donations:offer_list", by=TECHNICIAN, kwargs=list_of("open_list")),
    page("donations:offer_list", by=TECHNICIAN, kwargs=list_of("taken_list"), guise="taken_in"),
    refused(
        "donations:choose_columns", {"kind": "0", "vendor": "0"}, by=TECHNICIAN, kwargs=list_of("open_list"),
        seen_on="donations-offer_list",
    ),
    posted("donations:explain_words", by=TECHNICIAN, kwargs=list_of("open_list"), seen_on="donations-offer_list"),
    refused("donations:choose_rows", {"what": "leave"}, by=TECHNICIAN, kwargs=list_of("open_list"), seen_on="donations-offer_list"),
    refused("donations:take_in_list", {"seen": "0" * 64}, by=TECHNICIAN, kwargs=list_of("open_list"), seen_on="donations-offer_list"),
    page("donations:refused_rows", by=TECHNICIAN, kwargs=list_of("open_list")),
    page("donations:sample_list"),
    page("website:give_list", kwargs=link_to_lists),
    refused("website:give_list", {"file": ""}, kwargs=link_to_lists),
    page("website:give_list_rows", kwargs=sent_list("open_list")),
    page("website:give_list_rows", kwargs=sent_list("taken_list"), guise="taken_in"),
    refused(
        "website:give_list_columns", {"kind": "0", "vendor": "0"}, kwargs=sent_list("open_list"),
        seen_on="website-give_list_rows",
    ),
    posted("website:give_list_words", kwargs=sent_list("open_list"), seen_on="website-give_list_rows"),
    refused("website:give_list_send", {"seen": "0" * 64}, kwargs=sent_list("open_list"), seen_on="website-give_list_rows"),
    page("website:give_list_refused", kwargs=sent_list("open_list")),
    page("donations:offers", by=TECHNICIAN),
    page("donations:offers", by=TECHNICIAN, guise="empty", query=lambda _made: {"q": "niemand"}),
    page("donations:offers", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("donations:announce", by=TECHNICIAN),
    refused("donations:announce", {"who": "person", "name": "Jef", "phone": "0470"}, by=TECHNICIAN),
    page("donations:offer", by=TECHNICIAN, kwargs=pk_of("offer")),
    page("donations:offer", by=TECHNICIAN, kwargs=pk_of("nameless_offer"), guise="empty"),
    page("donations:offer", by=TECHNICIAN, kwargs=pk_of("expected_offer"), guise="expected"),
    page("donations:offer", by=TECHNICIAN, kwargs=pk_of("received_offer"), guise="received"),
    page("donations:offer", by=TECHNICIAN, kwargs=pk_of("withdrawn_offer"), guise="withdrawn"),
    refused("donations:judge", {"where": ""}, by=TECHNICIAN, kwargs=pk_of("offer"), seen_on="donations-offer"),
    refused("donations:add_item", {"count": "0"}, by=TECHNICIAN, kwargs=pk_of("offer"), seen_on="donations-offer"),
    posted("donations:withdraw", by=TECHNICIAN, kwargs=pk_of("offer"), seen_on="donations-offer"),
    posted("donations:bring_back", by=TECHNICIAN, kwargs=pk_of("withdrawn_offer"), seen_on="donations-offer-withdrawn"),
    posted("donations:take_decision_back", by=TECHNICIAN, kwargs=pk_of("refused_item"), seen_on="donations-offer-expected"),
    page("donations:photo", by=TECHNICIAN, kwargs=pk_of("offered_item")),
    page("donations:receive", by=TECHNICIAN, kwargs=pk_of("expected_item")),
    refused("donations:receive", {"count": "7"}, by=TECHNICIAN, kwargs=pk_of("expected_item")),
    refused("donations:refuse_at_door", {"count": "7"}, by=TECHNICIAN, kwargs=pk_of("expected_item"), seen_on="donations-receive"),
    posted("donations:miss", by=TECHNICIAN, kwargs=pk_of("expected_item"), seen_on="donations-receive"),
    posted("donations:expect_again", by=TECHNICIAN, kwargs=pk_of("missing_item"), seen_on="donations-offer-expected"),
    page("donations:add_extra", by=TECHNICIAN, kwargs=pk_of("expected_offer")),
    refused("donations:add_extra", {"count": "0"}, by=TECHNICIAN, kwargs=pk_of("expected_offer")),
    refused("donations:settle", {"settlement": ""}, by=TECHNICIAN, kwargs=pk_of("received_offer"), seen_on="donations-offer-received"),
    page("donations:loose_parts", by=TECHNICIAN),
    refused("donations:move_loose", {"kind": "bag", "why": "used", "count": "9"}, by=TECHNICIAN, seen_on="donations-loose_parts"),
    # Support
    page("support:entitlements", by=SOCIAL_WORKER),
    page("support:entitlements", by=SOCIAL_WORKER, guise="all", query=lambda _made: {"shown": "all"}),
    page("support:entitlements", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("support:residents", by=SOCIAL_WORKER),
    page("support:residents", by=SOCIAL_WORKER, guise="found", query=lambda _made: {"q": "Peeters"}),
    page("support:resident", by=SOCIAL_WORKER, kwargs=pk_of("resident")),
    page("support:resident", by=SOCIAL_WORKER, kwargs=pk_of("plain_resident"), guise="empty"),
    page("support:grant", by=SOCIAL_WORKER, kwargs=pk_of("plain_resident")),
    refused("support:grant", {"kind": "paid", "amount_cents": ""}, by=SOCIAL_WORKER, kwargs=pk_of("plain_resident")),
    posted("support:end", by=SOCIAL_WORKER, kwargs=pk_of("entitlement"), seen_on="support-resident"),
    # Lending
    page("lending:loans", by=LENDING_CLERK),
    page("lending:loans", by=TECHNICIAN, guise="forbidden", answers=403),
    page("lending:lend", by=LENDING_CLERK, kwargs=pk_of("borrower")),
    page("lending:prepare", by=LENDING_CLERK, kwargs=lambda made: {"pk": made["borrower"].pk, "device": made["free_laptop"].pk}),
    refused(
        "lending:prepare", {"slot": "call", "reason": "pincode 1234", "parts": "charger"}, by=LENDING_CLERK,
        kwargs=lambda made: {"pk": made["borrower"].pk, "device": made["free_laptop"].pk},
    ),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("prepared_loan")),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("unprinted_loan"), guise="unprinted"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("running_loan"), guise="running"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("late_loan"), guise="late"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("returned_loan"), guise="returned"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("lost_loan"), guise="lost"),
    page("lending:contract", by=LENDING_CLERK, kwargs=pk_of("prepared_loan")),
    posted("lending:make_contract", by=LENDING_CLERK, kwargs=pk_of("unprinted_loan"), seen_on="lending-loan-unprinted"),
    refused("lending:hand_over", OLD_PAGE, by=LENDING_CLERK, kwargs=pk_of("prepared_loan"), seen_on="lending-loan"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("signed_loan"), guise="signed"),
    page("lending:sign", by=LENDING_CLERK, kwargs=pk_of("prepared_loan")),
    page("lending:sign", by=LENDING_CLERK, kwargs=pk_of("running_loan"), guise="signed"),
    refused("lending:sign", {"strokes": "[[1,1]]"}, by=LENDING_CLERK, kwargs=pk_of("prepared_loan")),
    page("lending:sign_return", by=LENDING_CLERK, kwargs=pk_of("returned_loan")),
    refused("lending:sign_return", {"strokes": ""}, by=LENDING_CLERK, kwargs=pk_of("returned_loan")),
    refused(
        "lending:return_on_paper", OLD_PAGE, by=LENDING_CLERK, kwargs=pk_of("returned_loan"),
        seen_on="lending-loan-returned",
    ),
    refused(
        "lending:leave_unsigned", OLD_PAGE, by=LENDING_CLERK, kwargs=pk_of("returned_loan"),
        seen_on="lending-loan-returned",
    ),
    page("lending:slip", by=LENDING_CLERK, kwargs=pk_of("returned_loan")),
    page("lending:signed_contract", by=LENDING_CLERK, kwargs=pk_of("signed_loan")),
    page("lending:signed_slip", by=LENDING_CLERK, kwargs=pk_of("signed_loan")),
    posted("lending:make_papers", by=LENDING_CLERK, kwargs=pk_of("running_loan"), seen_on="lending-loan-running"),
    posted("lending:cancel", by=LENDING_CLERK, kwargs=pk_of("prepared_loan"), seen_on="lending-loan"),
    posted("lending:renew", by=LENDING_CLERK, kwargs=pk_of("running_loan"), seen_on="lending-loan-running"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("guarded_loan"), guise="guarded"),
    page("lending:sign_along", by=LENDING_CLERK, kwargs=pk_of("guarded_loan")),
    refused("lending:sign_along", {"strokes": "[[1,1]]"}, by=LENDING_CLERK, kwargs=pk_of("guarded_loan")),
    refused(
        "lending:along_on_paper", OLD_PAGE, by=LENDING_CLERK, kwargs=pk_of("guarded_loan"),
        seen_on="lending-loan-guarded",
    ),
    posted("lending:make_anew", by=LENDING_CLERK, kwargs=pk_of("guarded_loan"), seen_on="lending-loan-guarded"),
    page("lending:aloud", by=LENDING_CLERK, kwargs=pk_of("prepared_loan")),
    page("lending:translation", by=LENDING_CLERK, kwargs=in_language("prepared_loan", "fr")),
    page("lending:translation", by=LENDING_CLERK, kwargs=in_language("prepared_loan", "ar"), guise="arabic"),
    page("lending:signed_translation", by=LENDING_CLERK, kwargs=in_language("signed_loan", "uk")),
    page("lending:plan_handover", by=LENDING_CLERK, kwargs=pk_of("prepared_loan")),
    refused("lending:plan_handover", {"slot": "call", "reason": ""}, by=LENDING_CLERK, kwargs=pk_of("prepared_loan")),
    page("lending:take_back", by=LENDING_CLERK, kwargs=pk_of("running_loan")),
    refused("lending:take_back", {"part_bag": "missing", "note": "pincode 1234", "asked_well": "1"}, by=LENDING_CLERK, kwargs=pk_of("running_loan")),
    page("lending:swap", by=LENDING_CLERK, kwargs=pk_of("running_loan")),
    refused("lending:swap", {"scan": "DB-000001-3", "part_bag": "present", "asked_well": "1"}, by=LENDING_CLERK, kwargs=pk_of("running_loan")),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("swapped_loan"), guise="swapped"),
    page("lending:swap_slip", by=LENDING_CLERK, kwargs=pk_of("swap")),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("loan_to_call"), guise="to_call"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("loan_all_done"), guise="all_done"),
    page("lending:pause", by=LENDING_CLERK, kwargs=pk_of("loan_to_call")),
    refused("lending:pause", {"until_on": "", "because": "ill"}, by=LENDING_CLERK, kwargs=pk_of("loan_to_call")),
    posted("lending:called_late", by=LENDING_CLERK, sends={"how": "not_reached"}, kwargs=pk_of("late_call"), seen_on="lending-calls"),
    refused("lending:called_late", {"how": "agreed", "agreed_on": ""}, by=LENDING_CLERK, kwargs=pk_of("late_call"), seen_on="lending-calls"),
    page("lending:ladders_done", by=COORDINATOR),
    page("lending:ladders_done", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("lending:give_leave", by=COORDINATOR),
    refused("lending:give_leave", {"number": "UL-1", "because": "study", "note": ""}, by=COORDINATOR),
    page("lending:report_lost", by=LENDING_CLERK, kwargs=pk_of("running_loan")),
    page("lending:report_stolen", by=LENDING_CLERK, kwargs=pk_of("running_loan")),
    refused("lending:report_stolen", {"note": "Uit de auto."}, by=LENDING_CLERK, kwargs=pk_of("running_loan")),
    # Money
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("loan_to_pay"), guise="to_pay"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("loan_in_parts"), guise="in_parts"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("paid_loan"), guise="paid"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("loan_to_decide"), guise="to_decide"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("loan_to_refund"), guise="to_refund"),
    posted("lending:pay_due", by=LENDING_CLERK, kwargs=pk_of("loan_to_pay"), sends={"way": "cash"}, seen_on="lending-loan-to_pay"),
    posted("lending:bear", by=LENDING_CLERK, kwargs=pk_of("loan_to_settle"), seen_on="lending-loan-to_settle"),
    page("lending:loan", by=LENDING_CLERK, kwargs=pk_of("loan_to_settle"), guise="to_settle"),
    page("lending:pay", by=LENDING_CLERK, kwargs=pk_of("open_deposit")),
    refused("lending:pay", {"cents": "99", "way": "cash"}, by=LENDING_CLERK, kwargs=pk_of("open_deposit")),
    page("lending:waive", by=LENDING_CLERK, kwargs=pk_of("open_deposit")),
    refused("lending:waive", {"reason": "pincode 1234"}, by=LENDING_CLERK, kwargs=pk_of("open_deposit")),
    page("lending:agree_instalments", by=LENDING_CLERK, kwargs=pk_of("open_deposit")),
    refused("lending:agree_instalments", {"count": "9"}, by=LENDING_CLERK, kwargs=pk_of("open_deposit")),
    page("lending:decide", by=LENDING_CLERK, kwargs=pk_of("loan_to_decide")),
    refused("lending:decide", {"finding": "missing-bag", "decision": "waive"}, by=LENDING_CLERK, kwargs=pk_of("loan_to_decide")),
    page("lending:give_back", by=LENDING_CLERK, kwargs=pk_of("deposit_back")),
    refused("lending:give_back", {"way": "list", "payee": "BE68539007"}, by=LENDING_CLERK, kwargs=pk_of("open_deposit")),
    page("lending:correct", by=LENDING_CLERK, kwargs=pk_of("to_correct")),
    refused("lending:correct", {"because": ""}, by=LENDING_CLERK, kwargs=pk_of("to_correct")),
    page("lending:receipt", by=LENDING_CLERK, kwargs=pk_of("to_correct")),
    posted("lending:make_receipt", by=LENDING_CLERK, kwargs=pk_of("without_receipt"), seen_on="lending-loan-paid"),
    page("lending:tills", by=LENDING_CLERK),
    page("lending:tills", by=ACCOUNTANT, guise="accountant"),
    page("lending:tills", by=TECHNICIAN, guise="forbidden", answers=403),
    posted("lending:open_till", by=LENDING_CLERK, kwargs=pk_of("desk_without_till"), seen_on="lending-tills"),
    page("lending:till", by=LENDING_CLERK, kwargs=pk_of("till")),
    page("lending:till", by=ACCOUNTANT, kwargs=pk_of("till"), guise="accountant"),
    page("lending:book_transfer", by=LENDING_CLERK, kwargs=pk_of("till")),
    refused(
        "lending:book_transfer", {"communication": "+++000/0000/00001+++", "cents": "25", "received_on": "2026-01-05"},
        by=LENDING_CLERK, kwargs=pk_of("till"),
    ),
    page("lending:move_change", by=LENDING_CLERK, kwargs=pk_of("till")),
    refused("lending:move_change", {"direction": "out", "cents": "9999", "because": "Naar de kluis."}, by=LENDING_CLERK, kwargs=pk_of("till")),
    page("lending:close_day", by=LENDING_CLERK, kwargs=pk_of("till")),
    refused("lending:close_day", {"counted_cents": "1", "banked_cents": "0", "number": "2", "seen": "0"}, by=LENDING_CLERK, kwargs=pk_of("till")),
    page("lending:closing_paper", by=ACCOUNTANT, kwargs=pk_of("closed_day")),
    page("lending:till_csv", by=ACCOUNTANT, kwargs=lambda made: {"pk": made["till"].pk, "year": 2025}),
    page("lending:payment_lists", by=LENDING_CLERK),
    page("lending:payment_lists", by=ACCOUNTANT, guise="accountant"),
    posted("lending:make_list", by=LENDING_CLERK, kwargs=pk_of("town"), seen_on="lending-payment_lists"),
    page("lending:payment_list", by=LENDING_CLERK, kwargs=pk_of("draft_list")),
    page("lending:payment_list", by=ACCOUNTANT, kwargs=pk_of("draft_list"), guise="to_approve"),
    page("lending:payment_list", by=ACCOUNTANT, kwargs=pk_of("approved_list"), guise="approved"),
    page("lending:payment_list", by=LENDING_CLERK, kwargs=pk_of("executed_list"), guise="executed"),
    posted("lending:approve_list", by=ACCOUNTANT, kwargs=pk_of("draft_list"), seen_on="lending-payment_list-to_approve"),
    posted("lending:execute_list", by=ACCOUNTANT, kwargs=pk_of("approved_list"), seen_on="lending-payment_list-approved"),
    posted("lending:withdraw_list", by=LENDING_CLERK, kwargs=pk_of("draft_list"), seen_on="lending-payment_list"),
    page("lending:list_paper", by=ACCOUNTANT, kwargs=pk_of("approved_list")),
    page("lending:list_csv", by=ACCOUNTANT, kwargs=pk_of("approved_list")),
    posted("lending:take_off", by=LENDING_CLERK, kwargs=pk_of("listed_refund"), seen_on="lending-payment_list"),
    page("lending:set_payee", by=LENDING_CLERK, kwargs=pk_of("listed_refund")),
    refused("lending:set_payee", {"payee": "40 123"}, by=LENDING_CLERK, kwargs=pk_of("listed_refund")),
    page("lending:prices", by=ADMINISTRATOR, kwargs=pk_of("town")),
    page("lending:prices", by=ADMINISTRATOR, kwargs=pk_of("partner"), guise="empty"),
    refused("lending:prices", {"what": "bag", "cents": "8", "valid_from": "2020-01-01"}, by=ADMINISTRATOR, kwargs=pk_of("town")),
    page("desk:set_account", by=ADMINISTRATOR, kwargs=pk_of("town")),
    refused("desk:set_account", {"account_number": "BE00", "version": "1"}, by=ADMINISTRATOR, kwargs=pk_of("town")),
    page("lending:requests", by=LENDING_CLERK),
    page("lending:ask", by=LENDING_CLERK, kwargs=pk_of("borrower")),
    refused("lending:ask", {"device_class": "", "asked_through": "staff"}, by=LENDING_CLERK, kwargs=pk_of("borrower")),
    page("lending:request", by=LENDING_CLERK, kwargs=pk_of("waiting_request")),
    page("lending:request", by=LENDING_CLERK, kwargs=pk_of("later_request"), guise="later"),
    page("lending:request", by=LENDING_CLERK, kwargs=pk_of("promised_request"), guise="promised"),
    page("lending:request", by=LENDING_CLERK, kwargs=pk_of("offered_request"), guise="offered"),
    page("lending:request", by=LENDING_CLERK, kwargs=pk_of("moved_request"), guise="moved"),
    page("lending:line", by=LENDING_CLERK, query=lambda made: {"desk": made["lending_desk"].pk, "device_class": made["waiting_request"].device_class_id}),
    page("lending:line", by=LENDING_CLERK, guise="empty"),
    page("lending:place_card", by=LENDING_CLERK, kwargs=pk_of("waiting_request")),
    page("lending:move_up", by=LENDING_CLERK, kwargs=pk_of("later_request")),
    refused("lending:move_up", {"because": ""}, by=LENDING_CLERK, kwargs=pk_of("later_request")),
    page("lending:see_proofs", by=STRICT_CLERK, kwargs=pk_of("shows_proofs")),
    page("lending:see_proofs", by=STRICT_CLERK, kwargs=pk_of("showed_proofs"), guise="seen"),
    refused("lending:see_proofs", {"seen": ""}, by=STRICT_CLERK, kwargs=pk_of("shows_proofs")),
    posted("lending:unsee_proofs", by=STRICT_CLERK, kwargs=pk_of("showed_proofs"), seen_on="lending-see_proofs-seen"),
    page("lending:lend", by=STRICT_CLERK, kwargs=pk_of("showed_proofs"), guise="proofs"),
    page("lending:lend", by=LENDING_CLERK, kwargs=pk_of("excepted"), guise="exception"),
    page("lending:ask_exemption", by=LENDING_CLERK, kwargs=pk_of("late_borrower")),
    refused(
        "lending:ask_exemption", {"rule": "devices", "reason": "pincode 1234"}, by=LENDING_CLERK,
        kwargs=pk_of("late_borrower"),
    ),
    page(
        "lending:prepare", by=STRICT_CLERK, guise="kinds",
        kwargs=lambda made: {"pk": made["shows_proofs"].pk, "device": made["strict_laptop"].pk},
    ),
    page("lending:loan", by=STRICT_CLERK, kwargs=pk_of("gift_loan"), guise="gift"),
    page("lending:loan", by=STRICT_CLERK, kwargs=pk_of("lease_loan"), guise="lease"),
    page("lending:loan", by=STRICT_CLERK, kwargs=pk_of("paid_lease"), guise="paid_lease"),
    page("lending:loan", by=STRICT_CLERK, kwargs=pk_of("owned_lease"), guise="owned"),
    page("lending:ownership", by=STRICT_CLERK, kwargs=pk_of("owned_lease")),
    posted("lending:pass_on", by=STRICT_CLERK, kwargs=pk_of("paid_lease"), seen_on="lending-loan-paid_lease"),
    page("inventory:device", by=STRICT_CLERK, kwargs=lambda made: {"pk": made["gift_loan"].device_id}, guise="given_away"),
    page("lending:sets", by=STRICT_CLERK),
    page("lending:sets", by=LENDING_CLERK, guise="empty"),
    page("lending:sets", by=TECHNICIAN, guise="forbidden", answers=403),
    page("lending:ask_set", by=STRICT_CLERK),
    refused("lending:ask_set", {"count": "0", "contact_name": ""}, by=STRICT_CLERK),
    page("lending:set", by=STRICT_CLERK, kwargs=pk_of("asked_set")),
    *[
        page("lending:set", by=STRICT_CLERK, kwargs=pk_of(f"{state}_set"), guise=state)
        for state in ("promised", "refused", "out", "back", "checked")
    ],
    posted("lending:cancel_set", by=STRICT_CLERK, kwargs=pk_of("asked_set"), seen_on="lending-set"),
    posted("lending:promise_set", by=STRICT_CLERK, kwargs=pk_of("asked_set"), seen_on="lending-set"),
    page("lending:set", by=STRICT_CLERK, kwargs=pk_of("missed_set"), guise="missed"),
    posted("lending:note_no_show", by=STRICT_CLERK, kwargs=pk_of("missed_set"), seen_on="lending-set-missed"),
    posted("lending:make_set_contract", by=STRICT_CLERK, kwargs=pk_of("missed_set"), seen_on="lending-set-missed"),
    page("lending:set_contract", by=STRICT_CLERK, kwargs=pk_of("promised_set")),
    page("lending:refuse_set", by=STRICT_CLERK, kwargs=pk_of("asked_set")),
    refused("lending:refuse_set", {"reason": ""}, by=STRICT_CLERK, kwargs=pk_of("asked_set")),
    page("lending:hand_over_set", by=STRICT_CLERK, kwargs=pk_of("promised_set")),
    refused("lending:hand_over_set", {"scans": "DB-999999-0"}, by=STRICT_CLERK, kwargs=pk_of("promised_set")),
    page("lending:receive_set", by=STRICT_CLERK, kwargs=pk_of("out_set")),
    refused("lending:receive_set", {"scans": "DB-999999-0"}, by=STRICT_CLERK, kwargs=pk_of("out_set")),
    page("lending:check_set", by=STRICT_CLERK, kwargs=pk_of("back_set")),
    page("lending:pauses", by=COORDINATOR),
    page("lending:pauses", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("lending:lift_pause", by=COORDINATOR, kwargs=pk_of("paused_loan")),
    refused("lending:lift_pause", {"reason": ""}, by=COORDINATOR, kwargs=pk_of("paused_loan")),
    page("lending:exemptions", by=COORDINATOR),
    page("lending:exemptions", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("lending:exemption", by=COORDINATOR, kwargs=pk_of("exemption")),
    page("lending:exemption", by=COORDINATOR, kwargs=pk_of("granted_exemption"), guise="granted"),
    refused("lending:exemption", {"until_on": ""}, by=COORDINATOR, kwargs=pk_of("exemption")),
    refused(
        "lending:refuse_exemption", {"answer": ""}, by=COORDINATOR, kwargs=pk_of("exemption"),
        seen_on="lending-exemption",
    ),
    page("lending:moves", by=COORDINATOR),
    # Followed after the loan
    page("helpdesk:handovers", by=LENDING_CLERK),
    page("helpdesk:handovers", by=GUIDE, guise="helper"),
    page("helpdesk:handovers", by=TECHNICIAN, guise="forbidden", answers=403),
    page("helpdesk:handover", by=LENDING_CLERK, kwargs=pk_of("handover")),
    *[
        page("helpdesk:handover", by=GUIDE, kwargs=pk_of(key), guise=key)
        for key in ("to_plan", "was_to_come", "call_due", "independent", "on_course", "stopped")
    ],
    page("helpdesk:open_handover", by=LENDING_CLERK, kwargs=pk_of("plain_resident")),
    refused("helpdesk:open_handover", {"place": "0"}, by=LENDING_CLERK, kwargs=pk_of("plain_resident")),
    page("helpdesk:hold_session", by=GUIDE, kwargs=pk_of("handover")),
    refused("helpdesk:hold_session", {"learned": "Pincode 1234"}, by=GUIDE, kwargs=pk_of("handover")),
    page("helpdesk:plan_next", by=GUIDE, kwargs=pk_of("to_plan")),
    refused(
        "helpdesk:plan_next", {"slot": "call", "reason": "wachtwoord zon1"}, by=GUIDE, kwargs=pk_of("to_plan")
    ),
    posted("helpdesk:missed", by=GUIDE, kwargs=pk_of("was_to_come"), seen_on="helpdesk-handover-was_to_come"),
    page("helpdesk:note_call", by=GUIDE, kwargs=pk_of("call_due")),
    refused("helpdesk:note_call", {"brought": "session"}, by=GUIDE, kwargs=pk_of("call_due")),
    page("helpdesk:conclude", by=GUIDE, kwargs=pk_of("call_due")),
    refused("helpdesk:conclude", {"to": "course"}, by=GUIDE, kwargs=pk_of("call_due")),
    page("helpdesk:note_course", by=GUIDE, kwargs=pk_of("on_course")),
    refused("helpdesk:note_course", {"went": ""}, by=GUIDE, kwargs=pk_of("on_course")),
    page("helpdesk:look_back", by=GUIDE, kwargs=pk_of("independent")),
    refused("helpdesk:look_back", {"reached": "no", "alone": "self"}, by=GUIDE, kwargs=pk_of("independent")),
    page("helpdesk:talks", by=GUIDE, kwargs=pk_of("talked")),
    page("helpdesk:talks", by=LENDING_CLERK, kwargs=pk_of("silent"), guise="empty"),
    posted("helpdesk:talks", by=LENDING_CLERK, kwargs=pk_of("silent"), seen_on="helpdesk-talks-empty"),
    page("helpdesk:talks", by=GUIDE, kwargs=pk_of("speaks"), guise="to_begin"),
    page("helpdesk:talk_step", by=GUIDE, kwargs=step_of("talk", 1)),
    page("helpdesk:talk_step", by=GUIDE, kwargs=step_of("talk", 11), guise="fact"),
    page("helpdesk:talk_step", by=GUIDE, kwargs=step_of("talk", 14), guise="wish"),
    Example(
        "helpdesk:talk_step", by=GUIDE, kwargs=step_of("talk", 14), guise="refused", answers=422,
        sends={"wish": "Mijn pincode 1234 kennen"},
    ),
    page("helpdesk:talk", by=GUIDE, kwargs=pk_of("talk")),
    page("helpdesk:talk", by=GUIDE, kwargs=pk_of("empty_talk"), guise="empty"),
    refused("helpdesk:talk", {}, by=GUIDE, kwargs=pk_of("empty_talk"), seen_on="helpdesk-talk-empty"),
    page("helpdesk:talk_paper", by=GUIDE, kwargs=pk_of("talked")),
    page("helpdesk:type_over", by=GUIDE, kwargs=pk_of("silent")),
    refused("helpdesk:type_over", {"wording": "1"}, by=GUIDE, kwargs=pk_of("silent")),
    page("helpdesk:progress", by=GUIDE, kwargs=pk_of("talked")),
    page("helpdesk:progress_paper", by=GUIDE, kwargs=pk_of("talked")),
    page("helpdesk:figures", by=GUIDE),
    page("helpdesk:outreach", by=GUIDE),
    page("helpdesk:note_outreach", by=GUIDE),
    refused("helpdesk:note_outreach", {"where": "", "spoken_to": "-1"}, by=GUIDE),
    page("helpdesk:outreach_day", by=GUIDE, kwargs=pk_of("outreach")),
    refused("helpdesk:outreach_day", {"what": ""}, by=GUIDE, kwargs=pk_of("outreach")),
    posted("helpdesk:keep_promise", by=GUIDE, kwargs=pk_of("follow_up"), seen_on="helpdesk-outreach_day"),
    page("helpdesk:met_at", by=GUIDE, kwargs=pk_of("talked")),
    refused("helpdesk:met_at", {"outreach": "0"}, by=GUIDE, kwargs=pk_of("talked")),
    page("spreading:today", by=COORDINATOR),
    page("spreading:today", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("spreading:earlier", by=COORDINATOR),
    page("spreading:proposal", by=COORDINATOR, kwargs=pk_of("old_proposal")),
    page("spreading:line", by=COORDINATOR, kwargs=pk_of("spread_line")),
    page("spreading:line", by=COORDINATOR, kwargs=pk_of("accepted_line"), guise="accepted"),
    refused("spreading:line", {"count": "999"}, by=COORDINATOR, kwargs=pk_of("spread_line")),
    refused("spreading:drop", {"because": ""}, by=COORDINATOR, kwargs=pk_of("spread_line"), seen_on="spreading-line"),
    posted("spreading:undo", by=COORDINATOR, kwargs=pk_of("accepted_line"), seen_on="spreading-line-accepted"),
    posted("spreading:propose", by=COORDINATOR, kwargs=pk_of("association"), seen_on="spreading-today"),
    refused("spreading:accept", {"lines": ""}, by=COORDINATOR, kwargs=pk_of("proposal"), seen_on="spreading-today"),
    page("spreading:minimums", by=COORDINATOR),
    page("spreading:set_minimums", by=COORDINATOR, kwargs=pk_of("lending_desk")),
    refused("spreading:set_minimums", {"seen": "7:1"}, by=COORDINATOR, kwargs=pk_of("lending_desk")),
    page("lending:moves", by=LENDING_CLERK, guise="forbidden", answers=403),
    page("lending:calls", by=LENDING_CLERK),
    posted("lending:called", by=LENDING_CLERK, sends={"how": "accepted"}, kwargs=pk_of("offered_request"), seen_on="lending-calls"),
    refused("lending:called", {"how": "shouts"}, by=LENDING_CLERK, kwargs=pk_of("offered_request"), seen_on="lending-calls"),
    posted("lending:answer", by=LENDING_CLERK, sends={"answer": "not_now"}, kwargs=pk_of("offered_request"), seen_on="lending-request-offered"),
    refused("lending:offer", {"once": ""}, by=LENDING_CLERK, kwargs=pk_of("moved_request"), seen_on="lending-request-moved"),
    Example(
        "lending:promise", by=LENDING_CLERK, guise="refused", answers=422, kwargs=pk_of("waiting_request"),
        seen_on="lending-request",
    ),
    posted("lending:withdraw", by=LENDING_CLERK, kwargs=pk_of("promised_request"), seen_on="lending-request-promised"),
    page("lending:refuse", by=LENDING_CLERK, kwargs=pk_of("promised_request")),
    refused("lending:refuse", {"reason": ""}, by=LENDING_CLERK, kwargs=pk_of("promised_request")),
    # The agenda
    page("agenda:week", by=LENDING_CLERK),
    page("agenda:week", by=HELPER, guise="help_point"),
    page("agenda:week", by=TECHNICIAN, guise="forbidden", answers=403),
    page("agenda:today", by=HELPER),
    page("lending:calendars", by=LENDING_CLERK),
    page("lending:class_calendar", by=LENDING_CLERK),
    page("lending:device_calendar", by=LENDING_CLERK, kwargs=pk_of("free_laptop")),
    posted("lending:give_own_calendar", by=LENDING_CLERK, seen_on="lending-calendars"),
    posted("lending:give_calendar", by=LENDING_CLERK, kwargs=pk_of("lending_desk"), seen_on="lending-calendars"),
    posted("lending:end_calendar", by=LENDING_CLERK, kwargs=pk_of("calendar_link"), seen_on="lending-calendars"),
    page("lending:calendar", kwargs=lambda made: {"secret": made["calendar_secret"]}),
    page("agenda:set_day_limits", by=HELPER, kwargs=pk_of("help_point")),
    refused("agenda:set_day_limits", {"day_1": "-1"}, by=HELPER, kwargs=pk_of("help_point")),
    page("agenda:helpers", by=HELPER, kwargs=pk_of("help_point")),
    page("agenda:book_with_helper", by=LENDING_CLERK, kwargs=pk_of("resident")),
    Example(
        "agenda:book_with_helper", by=LENDING_CLERK, kwargs=pk_of("resident"), guise="refused", answers=422,
        sends={"starts_at": ""}, query=lambda made: {"place": made["help_point"].pk},
    ),
    page("agenda:appointment", by=LENDING_CLERK, kwargs=pk_of("helped_appointment"), guise="helper"),
    page("agenda:card", by=LENDING_CLERK, kwargs=pk_of("helped_appointment")),
    page("agenda:move_with_helper", by=LENDING_CLERK, kwargs=pk_of("helped_appointment")),
    refused("agenda:move_with_helper", {"starts_at": ""}, by=LENDING_CLERK, kwargs=pk_of("helped_appointment")),
    page(
        "agenda:book_with_helper", by=LENDING_CLERK, kwargs=pk_of("resident"), guise="at_home",
        query=lambda made: {"place": made["help_point"].pk, "where": "at_home"},
    ),
    page("agenda:book_full", by=LENDING_CLERK, kwargs=pk_of("resident"), query=full_hour),
    page("agenda:book_full", by=LENDING_CLERK, kwargs=pk_of("resident"), guise="no_hour", answers=303),
    Example(
        "agenda:book_full", by=LENDING_CLERK, kwargs=pk_of("resident"), guise="refused", answers=422,
        sends={"despite": ""}, query=full_hour,
    ),
    Example(
        "agenda:move_full", by=LENDING_CLERK, kwargs=pk_of("helped_appointment"), guise="refused", answers=422,
        sends={"despite": "wachtwoord zon1"}, query=full_hour,
    ),
    page("agenda:open_moments", by=HELPER),
    refused("agenda:open_moments", {"times": "9.30 straks", "minutes": "0"}, by=HELPER),
    page("agenda:slot", by=LENDING_CLERK, kwargs=pk_of("slot")),
    page("agenda:slot", by=HELPER, kwargs=pk_of("begun_slot"), guise="begun"),
    page("agenda:slot", by=LENDING_CLERK, kwargs=pk_of("full_slot"), guise="full"),
    refused("agenda:book", {"person": "Niemand"}, by=LENDING_CLERK, kwargs=pk_of("slot"), seen_on="agenda-slot"),
    page("agenda:cancel_slot", by=HELPER, kwargs=pk_of("slot")),
    refused("agenda:cancel_slot", {"reason": ""}, by=HELPER, kwargs=pk_of("slot")),
    page("agenda:call", by=LENDING_CLERK),
    refused("agenda:call", {"person": "Niemand", "reason": "wachtwoord zon1"}, by=LENDING_CLERK),
    page("agenda:appointment", by=LENDING_CLERK, kwargs=pk_of("appointment")),
    page("agenda:appointment", by=LENDING_CLERK, kwargs=pk_of("red_call"), guise="call"),
    refused("agenda:appointment", {"slot": "0"}, by=LENDING_CLERK, kwargs=pk_of("handover_call")),
    posted("agenda:note_done", by=HELPER, kwargs=pk_of("begun_appointment"), seen_on="agenda-slot-begun"),
    posted("agenda:note_missed", by=HELPER, kwargs=pk_of("begun_appointment"), seen_on="agenda-slot-begun"),
    posted("agenda:cancel", by=LENDING_CLERK, kwargs=pk_of("appointment"), seen_on="agenda-appointment"),
    # The help point
    page("helpdesk:reception", by=RECEPTION),
    page("helpdesk:reception", by=LENDING_CLERK, guise="empty"),
    page("helpdesk:reception", by=HELPS, guise="forbidden", answers=403),
    page("helpdesk:walk_in", by=RECEPTION, kwargs=pk_of("digipunt")),
    refused("helpdesk:walk_in", {"person": "IN-999999-4"}, by=RECEPTION, kwargs=pk_of("digipunt")),
    posted("helpdesk:check_in", by=RECEPTION, kwargs=pk_of("expected"), seen_on="helpdesk-reception"),
    page("helpdesk:ticket", by=RECEPTION, kwargs=pk_of("waiting_visit")),
    page("helpdesk:ticket_paper", by=RECEPTION, kwargs=pk_of("waiting_visit")),
    posted("helpdesk:queue_step", by=RECEPTION, kwargs=with_step("gone_visit", "terug"), seen_on="helpdesk-reception"),
    page("helpdesk:team", by=RECEPTION, kwargs=pk_of("digipunt")),
    refused(
        "helpdesk:team", {"helper": "0", "day": "2026-01-05", "starts": "10:00", "ends": "09:00"}, by=RECEPTION,
        kwargs=pk_of("digipunt"),
    ),
    page("helpdesk:helper", by=RECEPTION, kwargs=pk_of(HELPS)),
    posted("helpdesk:helper", by=RECEPTION, kwargs=pk_of(HELPS), sends={"topics": "bank"}, seen_on="helpdesk-helper"),
    posted("helpdesk:helper_left", by=RECEPTION, kwargs=pk_of(f"{HELPS}_shift"), seen_on="helpdesk-team"),
    posted("helpdesk:call_shift_off", by=RECEPTION, kwargs=pk_of("planned_shift"), seen_on="helpdesk-team"),
    page("helpdesk:helping", by=HELPS, guise="in_help"),
    page("helpdesk:helping", by=CALLS, guise="called"),
    page("helpdesk:helping", by=FREE),
    page("helpdesk:helping", by=COMES_TO_HELP, guise="come"),
    page("helpdesk:helping", by=TECHNICIAN, guise="forbidden", answers=403),
    refused("helpdesk:come", {"table": "0"}, by=COMES_TO_HELP, seen_on="helpdesk-helping-come"),
    posted("helpdesk:go_home", by=HELPS, seen_on="helpdesk-helping-in_help"),
    posted("helpdesk:call_next", by=FREE, seen_on="helpdesk-helping"),
    posted("helpdesk:help_step", by=CALLS, kwargs=with_step("called_visit", "begin"), seen_on="helpdesk-helping-called"),
    page("helpdesk:outings", by=COMES_TO_HELP),
    page("helpdesk:outings", by=HELPS, guise="empty"),
    page("helpdesk:outing", by=COMES_TO_HELP, kwargs=pk_of("outing")),
    posted(
        "helpdesk:outing_step", by=COMES_TO_HELP, kwargs=with_step("outing", "begin"), seen_on="helpdesk-outing"
    ),
    page("agenda:appointment", by=LENDING_CLERK, kwargs=pk_of("outing"), guise="at_home"),
    page("helpdesk:helping", by=FOLLOWS, guise="follows"),
    posted(
        "helpdesk:follow_visitor", by=FOLLOWS, kwargs=pk_of("visit_to_follow"), seen_on="helpdesk-helping-follows"
    ),
    page("helpdesk:pass_on", by=HELPS, kwargs=pk_of("helped_visit")),
    posted("helpdesk:pass_on", by=HELPS, kwargs=pk_of("helped_visit"), seen_on="helpdesk-helping-in_help"),
    page("helpdesk:close", by=HELPS, kwargs=pk_of("helped_visit")),
    refused("helpdesk:close", {"note": "pincode 1234"}, by=HELPS, kwargs=pk_of("helped_visit")),
    page("helpdesk:ask_expert", by=HELPS, kwargs=pk_of("helped_visit")),
    refused("helpdesk:ask_expert", {"text": "pincode 1234"}, by=HELPS, kwargs=pk_of("helped_visit")),
    page("helpdesk:questions", by=RECEPTION),
    page("helpdesk:questions", by=RECEPTION, guise="answered", query=lambda _made: {"lijst": "beantwoord"}),
    page("helpdesk:questions_file", by=RECEPTION),
    page("helpdesk:ask", by=RECEPTION, kwargs=pk_of("digipunt")),
    refused("helpdesk:ask", {"text": ""}, by=RECEPTION, kwargs=pk_of("digipunt")),
    page("helpdesk:question", by=RECEPTION, kwargs=pk_of("question")),
    page("helpdesk:question", by=RECEPTION, kwargs=pk_of("red_question"), guise="red"),
    page("helpdesk:question", by=RECEPTION, kwargs=pk_of("answered_question"), guise="answered"),
    refused("helpdesk:question", {"answer": ""}, by=RECEPTION, kwargs=pk_of("question")),
    posted("helpdesk:take_question", by=RECEPTION, kwargs=pk_of("question"), seen_on="helpdesk-question"),
    posted("helpdesk:leave_to_expert", by=RECEPTION, kwargs=pk_of("question"), seen_on="helpdesk-question"),
    posted(
        "helpdesk:pass_question_on", by=RECEPTION, kwargs=pk_of("question"), sends={"passed_to": "bank"},
        seen_on="helpdesk-question",
    ),
    page("helpdesk:screens", by=RECEPTION),
    posted(
        "helpdesk:give_screen", by=RECEPTION, kwargs=pk_of("digipunt"), sends={"kind": "display"},
        seen_on="helpdesk-screens",
    ),
    posted("helpdesk:end_screen", by=RECEPTION, kwargs=pk_of("screen"), seen_on="helpdesk-screens"),
    page("helpdesk:display", kwargs=screen_of("display_secret")),
    page("helpdesk:display", kwargs=lambda _made: {"secret": "verzonnen"}, guise="not_found", answers=404),
    page("helpdesk:display_here", answers=404),
    page("helpdesk:kiosk", kwargs=screen_of("kiosk_secret")),
    page("helpdesk:kiosk_appointment", kwargs=screen_of("kiosk_secret")),
    refused("helpdesk:kiosk_appointment", {"number": "AF-000001-3"}, kwargs=screen_of("kiosk_secret")),
    page("helpdesk:kiosk_walk_in", kwargs=screen_of("kiosk_secret")),
    page(
        "helpdesk:kiosk_done",
        kwargs=lambda made: {"secret": made["kiosk_secret"], "link": number_link(made["waiting_visit"])},
    ),
    page("helpdesk:kiosk_still_there", kwargs=screen_of("kiosk_secret")),
    # Log-in, account, colleagues
    page("accounts:log_in"),
    refused("accounts:log_in", {"username": "anja", "password": "niet het juiste"}),
    page("accounts:second_step", answers=303),
    page("accounts:passkey"),
    page("accounts:outside", guise="not_set", answers=404),
    page("accounts:outside_back", guise="not_set", answers=404),
    posted("accounts:log_out", by=LENDING_CLERK, seen_on="desk-home"),
    page("accounts:prove", by=LENDING_CLERK),
    refused("accounts:prove", {"password": "een ander"}, by=LENDING_CLERK),
    page("accounts:second_lock", by=LENDING_CLERK),
    page("accounts:add_app", by=LENDING_CLERK),
    refused("accounts:add_app", {"code": "geen"}, by=LENDING_CLERK),
    page("accounts:add_passkey", by=LENDING_CLERK),
    refused("accounts:add_passkey", {"name": "Mijn telefoon"}, by=LENDING_CLERK),
    page("accounts:rename_passkey", by=LENDING_CLERK, kwargs=pk_of("passkey"), guise="of_another", answers=404),
    Example(
        "accounts:remove_lock", by=LENDING_CLERK, kwargs=pk_of("passkey"), guise="of_another", answers=303,
        sends={"sure": "1"},
    ),
    page("accounts:recovery_codes", by=LENDING_CLERK, guise="without_lock", answers=303),
    page("accounts:connect_outside", by=LENDING_CLERK, guise="not_set", answers=404),
    Example("accounts:disconnect_outside", by=LENDING_CLERK, guise="done", answers=303, sends={"sure": "1"}),
    Example("accounts:end_other_sessions", by=LENDING_CLERK, guise="done", answers=303, sends={"sure": "1"}),
    Example(
        "accounts:end_session", by=LENDING_CLERK, guise="done", kwargs=lambda _made: {"pk": 999_999}, answers=303,
        sends={"sure": "1"},
    ),
    page("accounts:account", by=LENDING_CLERK),
    refused("accounts:account", {"old_password": "een ander", "password": "kort"}, by=LENDING_CLERK),
    page("accounts:colleagues", by=ADMINISTRATOR),
    page("accounts:colleagues", by=TECHNICIAN, guise="forbidden", answers=403),
    page("accounts:add_colleague", by=ADMINISTRATOR),
    refused("accounts:add_colleague", {"username": "fatima", "full_name": "", "password": "kort"}, by=ADMINISTRATOR),
    page("accounts:colleague", by=ADMINISTRATOR, kwargs=pk_of("clerk")),
    refused("accounts:colleague", {"email": "fatima@"}, by=ADMINISTRATOR, kwargs=pk_of("clerk")),
    page("accounts:colleague", by=ADMINISTRATOR, kwargs=pk_of("barred"), guise="barred"),
    page("accounts:colleague", by=ADMINISTRATOR, kwargs=pk_of("administrator"), guise="oneself"),
    refused(
        "accounts:give_role", {"role": "coordinator"}, by=ADMINISTRATOR, kwargs=pk_of("clerk"),
        seen_on="accounts-colleague",
    ),
    refused(
        "accounts:give_password", {"password": "kort"}, by=ADMINISTRATOR, kwargs=pk_of("clerk"),
        seen_on="accounts-colleague",
    ),
    posted("accounts:bar", by=ADMINISTRATOR, kwargs=pk_of("clerk"), seen_on="accounts-colleague"),
    posted("accounts:let_in", by=ADMINISTRATOR, kwargs=pk_of("barred"), seen_on="accounts-colleague-barred"),
    posted(
        "accounts:take_away_locks", by=ADMINISTRATOR, kwargs=pk_of("barred"), seen_on="accounts-colleague-barred"
    ),
    posted("accounts:lift_lock_out", by=ADMINISTRATOR, kwargs=pk_of("clerk"), seen_on="accounts-colleague"),
    posted("accounts:end_role", by=ADMINISTRATOR, kwargs=pk_of("clerk_role"), seen_on="accounts-colleague"),
    # Badges and shared computers; what is seen at such a computer is in tests/browser/test_counter.py
    page("badges:counter", answers=403),
    page("badges:code", answers=403),
    Example("badges:lock", answers=303, sends={"how": "button"}),
    Example("badges:still_here", answers=303, sends={"how": "button"}),
    page("badges:own", by=LENDING_CLERK),
    page("badges:own", by=TECHNICIAN, guise="none"),
    refused("badges:own", {"code": "1234", "again": "1234"}, by=LENDING_CLERK),
    posted("badges:lost", by=LENDING_CLERK, seen_on="badges-own"),
    page("badges:badges", by=ADMINISTRATOR),
    page("badges:badges", by=COORDINATOR, guise="forbidden", answers=403),
    page("badges:badge", by=ADMINISTRATOR, kwargs=pk_of("clerk")),
    page("badges:badge", by=ADMINISTRATOR, kwargs=pk_of("technician"), guise="none"),
    page("badges:badge", by=ADMINISTRATOR, kwargs=pk_of("coordinator"), guise="blocked"),
    refused("badges:badge", {"code": "8264", "again": "8265"}, by=ADMINISTRATOR, kwargs=pk_of("clerk")),
    refused(
        "badges:set_code", {"code": "1951", "again": "1951"}, by=ADMINISTRATOR, kwargs=pk_of("clerk"),
        seen_on="badges-badge",
    ),
    posted("badges:lift_block", by=ADMINISTRATOR, kwargs=pk_of("coordinator"), seen_on="badges-badge-blocked"),
    posted("badges:end_badge", by=ADMINISTRATOR, kwargs=pk_of("clerk"), seen_on="badges-badge"),
    page("badges:card", by=ADMINISTRATOR, kwargs=pk_of("clerk"), answers=410),
    page("badges:computers", by=ADMINISTRATOR),
    page("badges:computers", by=COORDINATOR, guise="coordinator"),
    page("badges:register", by=COORDINATOR),
    refused("badges:register", {"place": "", "name": "Balie"}, by=COORDINATOR),
    page("badges:computer", by=ADMINISTRATOR, kwargs=pk_of("counter")),
    refused("badges:computer", {"name": "", "version": "1"}, by=ADMINISTRATOR, kwargs=pk_of("counter")),
    posted("badges:end_computer", by=ADMINISTRATOR, kwargs=pk_of("counter"), seen_on="badges-computer"),
    # Desk and administration
    page("desk:scan_in", by=LENDING_CLERK),
    page("desk:scan_in", by=TECHNICIAN, guise="empty"),
    page("desk:scan_in", by=ADMINISTRATOR, guise="forbidden", answers=403),
    refused("desk:scan_in", {"scan": ""}, by=LENDING_CLERK),
    refused("desk:scan_pasted", {"numbers": ""}, by=LENDING_CLERK, seen_on="desk-scan_in"),
    posted("desk:decide_scan", by=LENDING_CLERK, kwargs=pk_of("gone_scan"), seen_on="desk-scan_in"),
    posted("desk:undo_scan", by=LENDING_CLERK, kwargs=pk_of("home_scan"), seen_on="desk-scan_in"),
    page("desk:take_back_scanned", by=LENDING_CLERK, kwargs=pk_of("lent_scan")),
    refused(
        "desk:take_back_scanned", {"part_bag": "missing", "note": "pincode 1234"}, by=LENDING_CLERK,
        kwargs=pk_of("lent_scan"),
    ),
    page("desk:settle_slip", by=LENDING_CLERK, kwargs=pk_of("returned_scan")),
    refused("desk:settle_slip", OLD_PAGE, by=LENDING_CLERK, kwargs=pk_of("returned_scan")),
    page("desk:scanned_slip", by=LENDING_CLERK, kwargs=pk_of("returned_scan")),
    page("desk:home", by=LENDING_CLERK),
    page("desk:home", by=ADMINISTRATOR, guise="administrator"),
    page("desk:home", by=TECHNICIAN, guise="technician"),
    page("desk:home", by=COORDINATOR, guise="coordinator"),
    page("desk:home", by=LENDING_CLERK, guise="device", query=lambda made: {"q": made["free_laptop"].number}),
    page("desk:home", by=TECHNICIAN, guise="workbench", query=lambda made: {"q": made["device"].number}),
    page("desk:home", by=LENDING_CLERK, guise="person", query=lambda made: {"q": made["resident"].number}),
    page("desk:home", by=LENDING_CLERK, guise="words", query=lambda _made: {"q": "e"}),
    page("desk:home", by=LENDING_CLERK, guise="nothing", query=lambda _made: {"q": "DB-999999-9"}),
    page("desk:home", by=LENDING_CLERK, guise="for_device", query=lambda made: {"device": made["free_laptop"].number}),
    page(
        "desk:home", by=LENDING_CLERK, guise="person_for_device",
        query=lambda made: {"q": made["borrower"].number, "device": made["free_laptop"].number},
    ),
    page("desk:home", by=WORKER, guise="worker", answers=303),
    page("desk:task", by=WORKER),
    page("desk:task", by=SCANS, guise="scan"),
    page("desk:task", by=STARTS, guise="start"),
    page("desk:task", by=NO_TASKS, guise="nothing"),
    page("desk:task", by=TECHNICIAN, guise="forbidden", answers=403),
    posted("desk:take_task", by=STARTS, seen_on="desk-task-start"),
    refused("desk:scan_task", {"number": "DB-000001-3"}, by=SCANS, seen_on="desk-task-scan"),
    posted("desk:task_done", by=WORKER, sends={"step": "1"}, seen_on="desk-task"),
    posted("desk:task_back", by=WORKER, sends={"step": "1"}, seen_on="desk-task"),
    page("desk:ask_help", by=WORKER),
    refused("desk:ask_help", {"what": ""}, by=WORKER),
    Example("desk:undo_task", by=NO_TASKS, answers=303, sends={"once": ""}),
    page("desk:device", by=TECHNICIAN, kwargs=pk_of("device")),
    page("desk:person", by=LENDING_CLERK, kwargs=pk_of("resident")),
    page("desk:person", by=LENDING_CLERK, kwargs=pk_of("plain_resident"), guise="empty"),
    page("desk:damaged_documents", by=ADMINISTRATOR),
    page("desk:organisations", by=ADMINISTRATOR),
    page("desk:add_organisation", by=ADMINISTRATOR),
    refused("desk:add_organisation", {"name": "gemeente wilgerdonk", "kind": "municipality"}, by=ADMINISTRATOR),
    page("desk:organisation", by=ADMINISTRATOR, kwargs=pk_of("town")),
    page("desk:organisation", by=ADMINISTRATOR, kwargs=pk_of("partner"), guise="empty"),
    page("desk:organisation", by=ADMINISTRATOR, kwargs=pk_of("ocmw"), guise="ocmw"),
    page("desk:home", by=SOCIAL_WORKER, guise="social-worker"),
    page("desk:open_place", by=ADMINISTRATOR, kwargs=pk_of("town")),
    refused(
        "desk:open_place", {"name": "Uitleenbalie Marktplein", "postcode": "239"}, by=ADMINISTRATOR,
        kwargs=pk_of("town"),
    ),
    page("desk:place", by=ADMINISTRATOR, kwargs=pk_of("lending_desk")),
    page("desk:place", by=ADMINISTRATOR, kwargs=pk_of("new_place"), guise="empty"),
    page("desk:edit_place", by=ADMINISTRATOR, kwargs=pk_of("lending_desk")),
    refused("desk:edit_place", {"postcode": "0239"}, by=ADMINISTRATOR, kwargs=pk_of("lending_desk")),
    page("desk:set_hours", by=ADMINISTRATOR, kwargs=pk_of("lending_desk")),
    refused(
        "desk:set_hours", {"opens_0_0": "12:00", "closes_0_0": "09:00"}, by=ADMINISTRATOR, kwargs=pk_of("lending_desk")
    ),
    refused(
        "desk:close_days", {"from_on": "2027-03-05", "last_on": "2027-03-01", "reason": "Verbouwing"}, by=ADMINISTRATOR, kwargs=pk_of("lending_desk"),
        seen_on="desk-place",
    ),
    posted("desk:reopen_days", by=ADMINISTRATOR, kwargs=pk_of("closure"), seen_on="desk-place"),
    page("desk:place", by=ADMINISTRATOR, kwargs=pk_of("help_point"), guise="rules"),
    page("desk:add_hours", by=ADMINISTRATOR, kwargs=pk_of("help_point")),
    refused(
        "desk:add_hours",
        {"kind": "walk_in", "weekday": "4", "opens": "18:00", "closes": "20:00", "every_weeks": "1"},
        by=ADMINISTRATOR, kwargs=pk_of("help_point"),
    ),
    page("desk:edit_hours", by=ADMINISTRATOR, kwargs=pk_of("monthly_hours")),
    refused("desk:edit_hours", {"opens": "20:00"}, by=ADMINISTRATOR, kwargs=pk_of("monthly_hours")),
    posted("desk:drop_hours", by=ADMINISTRATOR, kwargs=pk_of("monthly_hours"), seen_on="desk-edit_hours"),
    page("desk:add_stop", by=ADMINISTRATOR, kwargs=pk_of("help_point")),
    refused("desk:add_stop", {"name": "Markt", "postcode": "0"}, by=ADMINISTRATOR, kwargs=pk_of("help_point")),
    page("desk:edit_stop", by=ADMINISTRATOR, kwargs=pk_of("stop")),
    page("desk:edit_stop", by=ADMINISTRATOR, kwargs=pk_of("empty_stop"), guise="empty"),
    refused("desk:edit_stop", {"postcode": "0"}, by=ADMINISTRATOR, kwargs=pk_of("stop")),
    posted("desk:drop_stop", by=ADMINISTRATOR, kwargs=pk_of("empty_stop"), seen_on="desk-edit_stop-empty"),
    page("desk:describe_place", by=ADMINISTRATOR, kwargs=pk_of("help_point")),
    refused("desk:describe_place", {"version": "999"}, by=ADMINISTRATOR, kwargs=pk_of("help_point")),
    page("desk:closure_sets", by=ADMINISTRATOR),
    refused("desk:closure_sets", {"name": "Kerstvakantie"}, by=ADMINISTRATOR),
    page("desk:closure_set", by=ADMINISTRATOR, kwargs=pk_of("closure_set")),
    page("desk:closure_set", by=ADMINISTRATOR, kwargs=pk_of("empty_set"), guise="empty"),
    refused("desk:closure_set", {"name": ""}, by=ADMINISTRATOR, kwargs=pk_of("closure_set")),
    refused(
        "desk:close_set_days", {"from_on": "2027-03-05", "last_on": "2027-03-01", "reason": "Brug"}, by=ADMINISTRATOR,
        kwargs=pk_of("closure_set"), seen_on="desk-closure_set",
    ),
    posted("desk:drop_closure_set", by=ADMINISTRATOR, kwargs=pk_of("empty_set"), seen_on="desk-closure_set-empty"),
    page("desk:adopt_regulation", by=ADMINISTRATOR, kwargs=pk_of("town")),
    refused("desk:adopt_regulation", {"loan_months": "0"}, by=ADMINISTRATOR, kwargs=pk_of("town")),
    page("desk:translate_regulation", by=ADMINISTRATOR, kwargs=pk_of("regulation")),
    refused(
        "desk:translate_regulation", {"language": "fr", "text": "Une.", "translated_by": "Léa"}, by=ADMINISTRATOR,
        kwargs=pk_of("regulation"),
    ),
    page("desk:regulation", by=ADMINISTRATOR, kwargs=pk_of("regulation")),
    page("desk:regulation", by=ADMINISTRATOR, kwargs=pk_of("old_regulation"), guise="old"),
    page("desk:regulation", by=ADMINISTRATOR, kwargs=pk_of("strict_regulation"), guise="proofs"),
    page("desk:amounts", by=ADMINISTRATOR),
    refused("desk:amounts", {"cents": "veel"}, by=ADMINISTRATOR),
    # The design system
    page("ui:style"),
    page("operation:alive"),
    page("operation:ready"),
    page("operation:metrics", answers=404),
    page("ui:style_resident"),
    posted("ui:look", sends={"theme": "auto", "back": "/stijl/"}, seen_on="ui-style"),
]  # fmt: skip


def names_without_example() -> list[str]:
    """Addresses that have a name and no line above."""
    return sorted(set(_names(get_resolver())) - {example.name for example in PAGES})


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield space + entry.name


def fill() -> str:
    """Fill the empty database of the settings; all that a browser needs to come to each page, as JSON."""
    made = build()
    return json.dumps(
        {
            "log_in": reverse("accounts:log_in"),
            "prove": reverse("accounts:prove"),
            "password": PASSWORD,
            "pages": [example.row(made) for example in PAGES],
        }
    )
