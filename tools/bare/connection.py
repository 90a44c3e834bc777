"""A client that costs next to nothing, so that the servers are measured and not the client."""

import re
import socket
from types import TracebackType
from typing import Self

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 30.0  # Seconds.


class Connection:
    """A kept connection that sends prepared bytes and reads the answer to its end."""

    def __init__(self, address: str) -> None:
        host, port = address.rsplit(":", 1)
        self._socket = socket.create_connection((host, int(port)), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> int:
        """Send this request; the status of the answer, when all of it is here."""
        self._socket.sendall(request)
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._more()
        length = LENGTH.search(answer, 0, end + 2)
        missing = end + 4 + int(length[1] if length else 0) - len(answer)
        while missing > 0:
            missing -= len(self._more())
        return int(answer[9:12])

    def _more(self) -> bytes:
        piece = self._socket.recv(1 << 16)
        if not piece:
            raise ConnectionError("The server closed the connection.")
        return piece
