"""E-mail: plain text under a Message-ID that never changes, so that a repeat is seen as the same message."""

from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.comms.models import Message
from digibank.comms.texts import sender_of

# Answers of a mail server from here on say: never; those below say: not now.
NEVER = 500


class MailRefused(Exception):
    """The mail server did not take the message and never will."""


class MailPutOff(Exception):
    """The message did not go, or nobody knows; it may go again under the same Message-ID."""


def message_id(message: Message) -> str:
    """The Message-ID: the message's own key at the domain we send from."""
    domain = parseaddr(settings.SENDER)[1].rpartition("@")[2]
    return f"<{message.key}@{domain}>"


def send(message: Message, address: str) -> None:
    """Hand the message to the mail server. Raises MailRefused or MailPutOff when it did not surely take it."""
    email = EmailMessage(
        subject=message.subject,
        body=letter_in_words(message),
        from_email=settings.SENDER,
        to=[address],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    try:
        email.send()
    except SMTPRecipientsRefused as no:
        codes = [code for code, _answer in no.recipients.values()]
        raise (MailRefused if min(codes) >= NEVER else MailPutOff) from no
    except SMTPDataError as no:
        raise (MailRefused if no.smtp_code >= NEVER else MailPutOff) from no
    except OSError as no:
        # The server is away, or refuses us rather than this message: an administrator can mend that.
        raise MailPutOff from no


def letter_in_words(message: Message) -> str:
    """The whole text: greeting, what there is to say, and who writes."""
    sender = sender_of(message.organisation, message.place)
    with translation.override(settings.LANGUAGE_CODE):
        ring = [_("Questions? Ring %(phone)s.") % {"phone": sender.phone}] if sender.phone else []
        closing = "\n".join([_("Kind regards,"), sender.desk, sender.name])
    return "\n\n".join([message.greeting, message.body, *ring, closing]) + "\n"
