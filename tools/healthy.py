"""The health check of a container: ask our own server there whether it lives, under a name that it answers to."""

import os
import urllib.request

from listening import PORT


def main() -> None:
    """End with a fault when it does not answer well. Behind a proxy that speaks https we say that this was https."""
    host = os.environ.get("DIGIBANK_HOSTS", "localhost").split(",")[0].strip().removeprefix(".")
    address = f"http://127.0.0.1:{PORT.value}/toestand/leeft/"
    question = urllib.request.Request(address, headers={"Host": host, "X-Forwarded-Proto": "https"})
    urllib.request.urlopen(question, timeout=4).close()  # noqa: S310  our own address


main()
