"""Passkeys against a key made of software: what opens an account, and what a stolen key is not enough for."""

import json
from hashlib import sha256

import pytest
from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from digibank.accounts import actions
from digibank.accounts.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

HOST = sha256(b"testserver").digest()
TOUCHED = AuthenticatorData.FLAG.UP
WITH_PIN = TOUCHED | AuthenticatorData.FLAG.UV
PASSKEY, DESK = reverse("accounts:passkey"), reverse("desk:home")


class Key:
    """A key of this user."""

    def __init__(self, user, name: bytes) -> None:
        self.user, self.name = user, name
        self.secret = ec.generate_private_key(ec.SECP256R1())
        public = ES256.from_cryptography_key(self.secret.public_key())
        made = AttestedCredentialData.create(b"\0" * 16, name, public)
        data = AuthenticatorData.create(HOST, WITH_PIN | AuthenticatorData.FLAG.AT, 0, bytes(made))
        client = CollectedClientData.create("webauthn.create", b"x" * 32, "https://testserver")
        told = {"clientDataJSON": websafe_encode(bytes(client))}
        told["attestationObject"] = websafe_encode(bytes(AttestationObject.create("none", data, {})))
        actions.add_passkey(user, name="Sleutel", credential=self._credential(told), by=user.actor)

    def answer(self, options: dict, flags: AuthenticatorData.FLAG) -> str:
        """What this key says to the question in these options, touched or with its PIN as well."""
        data = AuthenticatorData.create(HOST, flags, 5)
        challenge = websafe_decode(options["publicKey"]["challenge"])
        client = CollectedClientData.create("webauthn.get", challenge, "https://testserver")
        signed = self.secret.sign(bytes(data) + sha256(bytes(client)).digest(), ec.ECDSA(hashes.SHA256()))
        told = {
            "clientDataJSON": websafe_encode(bytes(client)),
            "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(signed),
            "userHandle": websafe_encode(user_pk_to_url_str(self.user).encode()),
        }
        return json.dumps(self._credential(told))

    def _credential(self, told: dict) -> dict:
        name = websafe_encode(self.name)
        results = {"credProps": {"rk": True}}
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": results, "response": told}


@pytest.mark.parametrize(("flags", "opens"), [(WITH_PIN, 302), (TOUCHED, 422)])
@pytest.mark.rule("S-03")
def test_a_passkey_opens_an_account_with_its_finger_or_pin_only(clerk, flags, opens):
    key, client = Key(clerk, b"key-of-the-clerk"), Client()

    asked = client.get(PASSKEY).json()
    answer = client.post(PASSKEY, {"credential": key.answer(asked, flags)})

    assert answer.status_code == opens
    assert client.get(DESK).status_code == (200 if opens == 302 else 302)


@pytest.mark.rule("S-03")
def test_a_question_that_was_asked_after_another_password_opens_no_account(clerk, technician):
    stolen, _own, client = Key(clerk, b"key-of-the-clerk"), Key(technician, b"key-of-another"), Client()
    client.post(reverse("accounts:log_in"), {"username": technician.username, "password": PASSWORD})
    asked = json.loads(client.get(reverse("accounts:second_step")).context["options"])

    answer = client.post(PASSKEY, {"credential": stolen.answer(asked, TOUCHED)})

    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session
