"""Addresses of transfers."""

from django.urls import path

from digibank.logistics.views import scanning, transfers

app_name = "logistics"
urlpatterns = [
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/nieuw/", transfers.ask, name="ask"),
    path("transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path("transfers/<int:pk>/vrachtbrief.pdf", transfers.manifest, name="manifest"),
    path("transfers/<int:pk>/scannen/", scanning.scan, name="scan"),
    path("transfers/<int:pk>/vertrekken/", transfers.send, name="send"),
    path("transfers/<int:pk>/ontvangen/", transfers.receive, name="receive"),
    path("transfers/<int:pk>/verloren/", transfers.settle_missing, name="settle_missing"),
    path("transfers/<int:pk>/afblazen/", transfers.cancel, name="cancel"),
    path("transfers/regels/<int:pk>/thuislaten/", transfers.leave_out, name="leave_out"),
]
