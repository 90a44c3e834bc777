"""Addresses of the workshop."""

from django.urls import path

from digibank.refurbishment.views import board, card, erasing, preparing

app_name = "refurbishment"
urlpatterns = [
    path("werkplaats/", board.board, name="board"),
    path("werkplaats/<int:pk>/", card.device, name="device"),
    path("werkplaats/<int:pk>/wislog/", erasing.add_log, name="add_log"),
    path("werkplaats/<int:pk>/verder/", erasing.pass_gate, name="pass_gate"),
    path("werkplaats/<int:pk>/installeren/", preparing.install, name="install"),
    path("werkplaats/<int:pk>/nakijken/", preparing.check_quality, name="check_quality"),
    path("werkplaats/wissen/<int:pk>/verklaring/", erasing.state_seen, name="state_seen"),
    path("werkplaats/wissen/<int:pk>/telt-niet/", erasing.withdraw, name="withdraw"),
    path("werkplaats/wissen/<int:pk>/log/", erasing.log, name="log"),
    path("werkplaats/wissen/<int:pk>/wisattest/maken/", erasing.attest, name="attest"),
    path("werkplaats/wissen/<int:pk>/wisattest.pdf", erasing.attestation, name="attestation"),
]
