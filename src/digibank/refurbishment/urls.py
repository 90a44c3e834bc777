"""Addresses of the workshop."""

from django.urls import path

from digibank.refurbishment import views

app_name = "refurbishment"
urlpatterns = [
    path("werkplaats/", views.board, name="board"),
    path("werkplaats/<int:pk>/", views.device, name="device"),
    path("werkplaats/<int:pk>/wislog/", views.add_log, name="add_log"),
    path("werkplaats/<int:pk>/verder/", views.pass_gate, name="pass_gate"),
    path("werkplaats/<int:pk>/installeren/", views.install, name="install"),
    path("werkplaats/<int:pk>/nakijken/", views.check_quality, name="check_quality"),
    path("werkplaats/wissen/<int:pk>/verklaring/", views.state_seen, name="state_seen"),
    path("werkplaats/wissen/<int:pk>/telt-niet/", views.withdraw, name="withdraw"),
    path("werkplaats/wissen/<int:pk>/log/", views.log, name="log"),
    path("werkplaats/wissen/<int:pk>/wisattest/maken/", views.attest, name="attest"),
    path("werkplaats/wissen/<int:pk>/wisattest.pdf", views.attestation, name="attestation"),
]
