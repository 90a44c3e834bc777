"""A real mail server for tests; its answers can be chosen."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Postbox:
    """What a real mail server received; its answers can be chosen."""

    def __init__(self):
        self.port = 0
        self.received = []
        self.answer_to_rcpt = "250 OK"
        self.answer_to_data = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  the server calls it so
        if self.answer_to_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  the server calls it so
        self.received.append(envelope)
        return self.answer_to_data

    def mailers(self) -> dict[str, dict]:
        """The settings that bring e-mail here."""
        where = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": where}}


class OnAnyPort(Controller):
    """A mail server on a port that the machine chooses."""

    def factory(self):
        return SMTP(self.handler, hostname="mail.example")

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def a_mail_server() -> Iterator[Postbox]:
    """One on this machine, and what it received."""
    box = Postbox()
    controller = OnAnyPort(box, hostname="127.0.0.1", port=0)
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()
