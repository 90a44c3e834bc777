"""Addresses of the workshop."""

from django.urls import path

from digibank.refurbishment.views import board, card, erasing, media, preparing, rereading

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
    path("werkplaats/wissen/<int:pk>/steekproef/", erasing.sample, name="sample"),
    path("werkplaats/wissen/<int:pk>/uitzondering/", erasing.exempt, name="exempt"),
    path("werkplaats/wissen/<int:pk>/nalezen/", rereading.reread, name="reread"),
    path("werkplaats/nalezen/", rereading.to_reread, name="to_reread"),
    path("werkplaats/losse-schijven/", media.loose, name="loose"),
    path("werkplaats/schijven/<int:pk>/", media.medium, name="medium"),
    path("werkplaats/schijven/<int:pk>/bewijs/", media.add_proof, name="add_proof"),
    path("werkplaats/schijven/<int:pk>/fabrieksinstelling/", media.write_down_reset, name="write_down_reset"),
    path("werkplaats/schijven/<int:pk>/vernietigd/", media.write_down_destruction, name="write_down_destruction"),
    path("werkplaats/read_sample.py", media.script, name="script"),
    path("werkplaats/wissen/<int:pk>/wisattest/maken/", erasing.attest, name="attest"),
    path("werkplaats/wissen/<int:pk>/wisattest.pdf", erasing.attestation, name="attestation"),
]
