"""The worker of the outbox: it sends what can be sent, and makes ready what people post and give.

Whatever it does may stop at any moment, also by kill -9. A claimed message comes back when its claim ends; then an
e-mail goes again under the same Message-ID, paper is made again, and a text message becomes uncertain.
"""

import logging
import secrets

from digibank import clock
from digibank.audit.models import Actor
from digibank.comms import mail, papers, sms
from digibank.comms.actions import by_worker
from digibank.comms.actions.by_worker import CLAIM_SECONDS, LONGEST_PAUSE, MOST_TRIES
from digibank.comms.channels import email_of, is_open, mobile_of
from digibank.comms.flows import State
from digibank.comms.models import PAPER, Channel, Message
from digibank.comms.queries import closed_to_do
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.work import lease
from digibank.work.models import LeaseLost
from digibank.work.registry import every

MOST_AT_ONCE = 200

logger = logging.getLogger(__name__)


@every(seconds=10, lease=300)
def send_due(by: Actor) -> int:
    """Deliver what is due, one message at a time; how many were taken in hand."""
    worker = f"send-due:{secrets.token_hex(8)}"
    for done in range(MOST_AT_ONCE):
        lease.extend()
        claimed = Message.objects.claim(1, for_seconds=CLAIM_SECONDS, by=worker)
        if not claimed:
            return done
        deliver(claimed[0], by)
    return MOST_AT_ONCE


@every(minutes=5)
def close_ways(by: Actor) -> int:
    """Send another way what people were to do but may not any more, such as a letter to somebody now protected."""
    closed = closed_to_do()
    for message in closed:
        by_worker.close(message, because="closed", by=by)
    return len(closed)


@every(minutes=5)
def wake_overslept(by: Actor) -> int:
    """Have those sent now that wait longer than any may: they were put off before a clock was set back."""
    return Message.objects.filter(due_at__gt=clock.now() + LONGEST_PAUSE).update(due_at=clock.now())


def deliver(message: Message, by: Actor) -> None:
    """Do what this claimed message needs. After a fault of ours it comes back when its claim ends: never lost."""
    try:
        _deliver(message, by)
    except (LeaseLost, RuleBroken):
        logger.warning("Message %s was taken over by somebody else.", message.pk)
    except Exception:
        logger.exception("Message %s failed and comes back", message.pk)


def _deliver(message: Message, by: Actor) -> None:
    if message.channel == Channel.SMS and message.state == State.SENDING:
        by_worker.lose_sight(message, because="worker_died", by=by)
    elif not is_open(message):
        by_worker.fall_back(message, because="closed", by=by)
    elif message.attempts > MOST_TRIES:
        by_worker.fall_back(message, because="our_fault", by=by)
    elif message.channel in PAPER:
        _make_paper(message, by)
    elif message.channel == Channel.EMAIL:
        _send_email(message, by)
    else:
        _send_sms(message, by)


def _make_paper(message: Message, by: Actor) -> None:
    content = papers.paper(message)
    document = files.store(content, media_type="application/pdf", name=f"{message.channel}.pdf", by=by)
    by_worker.make_ready(message, document=document, by=by)


def _send_email(message: Message, by: Actor) -> None:
    by_worker.start_sending(message, by=by)
    try:
        mail.send(message, email_of(message.receiver))
    except mail.MailRefused:
        by_worker.fall_back(message, because="refused", by=by)
    except mail.MailPutOff:
        by_worker.put_off(message, because="no_answer", by=by)
    else:
        by_worker.note_sent(message, by=by)


def _send_sms(message: Message, by: Actor) -> None:
    provider = sms.provider()
    by_worker.start_sending(message, by=by)
    try:
        provider.send(mobile_of(message.receiver), message.short, message.key)
    except sms.SmsRefused:
        by_worker.fall_back(message, because="refused", by=by)
    except Exception:
        logger.exception("Message %s may or may not have arrived", message.pk)
        by_worker.lose_sight(message, because="no_answer", by=by)
    else:
        by_worker.note_sent(message, by=by)
