"""Addresses of the workshop."""

from django.urls import path

from digibank.refurbishment.views import (
    board,
    card,
    erasing,
    flags,
    inspecting,
    parts,
    preparing,
    repairing,
    scanning,
    specs,
)

app_name = "refurbishment"
urlpatterns = [
    path("werkplaats/", board.board, name="board"),
    path("werkplaats/<int:pk>/", card.device, name="device"),
    path("werkplaats/actiekaarten.pdf", scanning.action_sheet, name="action_sheet"),
    path("werkplaats/herstellingen/", repairing.repairs, name="repairs"),
    path("werkplaats/onderdelen/", parts.parts, name="parts"),
    path("werkplaats/onderdelen/<int:pk>/onbruikbaar/", parts.scrap_part, name="scrap_part"),
    path("werkplaats/<int:pk>/scan/", scanning.scan, name="scan"),
    path("werkplaats/<int:pk>/schouwen/", inspecting.inspect, name="inspect"),
    path("werkplaats/<int:pk>/testen/", inspecting.try_out, name="test"),
    path("werkplaats/<int:pk>/herstellen/", repairing.repair, name="repair"),
    path("werkplaats/<int:pk>/onderdeel/", parts.harvest, name="harvest"),
    path("werkplaats/<int:pk>/kenmerken.pdf", specs.spec_label, name="spec_label"),
    path("werkplaats/<int:pk>/melden/", flags.raise_flag, name="raise_flag"),
    path("werkplaats/meldingen/<int:pk>/geregeld/", flags.clear_flag, name="clear_flag"),
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
