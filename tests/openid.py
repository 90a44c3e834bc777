"""A real OpenID provider for the tests of the log-in outside: Canaille, in a process of its own, forgetting all."""

import signal
import sys

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

NAME, PASSWORD = "lies.outside", "vier gewone woorden samen"
CLIENT, SECRET = "digibank", "a secret that only this test knows"
STRONG = "mfa"  # What it says of who showed more than one factor (RFC 8176).


def serve(port: int) -> None:
    """Serve a provider that knows one person, and the site whose way back stands on the first line it is told.

    From SIGUSR1 on it asks two factors, and says so. The second is the password again: which factors it asks is its
    affair, that it says how many there were is ours.
    """
    app = create_app(
        {
            "SECRET_KEY": "only for this test",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"JAVASCRIPT": False, "LOGGING": {"version": 1}},
            "CANAILLE_OIDC": {
                "REQUIRE_NONCE": False,
                "ACTIVE_JWKS": [RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True)],
            },
        },
    )
    with app.app_context(), Backend.instance.session():
        person = models.User(user_name=NAME, formatted_name="Lies", family_name="Loket", emails=["lies@example.org"])
        person.password = PASSWORD
        Backend.instance.save(person)
        site = models.Client(
            client_id=CLIENT, client_secret=SECRET, client_name="Digibank", client_uri="http://127.0.0.1/",
            redirect_uris=[sys.stdin.readline().strip()], grant_types=["authorization_code"], response_types=["code"],
            scope=["openid", "profile", "email"], token_endpoint_auth_method="client_secret_post",
        )  # fmt: skip
        Backend.instance.save(site)
        site.audience = [site]  # Without it, its tokens name nobody for whom they are.
        Backend.instance.save(site)
    signal.signal(signal.SIGUSR1, lambda *_: app.config["CANAILLE"].update(AUTHENTICATION_FACTORS=["password"] * 2))
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
