"""Addresses of transfers."""

from django.urls import path

from digibank.logistics import views

app_name = "logistics"
urlpatterns = [
    path("transfers/", views.transfers, name="transfers"),
    path("transfers/nieuw/", views.ask, name="ask"),
    path("transfers/<int:pk>/", views.transfer, name="transfer"),
    path("transfers/<int:pk>/vrachtbrief.pdf", views.manifest, name="manifest"),
    path("transfers/<int:pk>/vertrekken/", views.send, name="send"),
    path("transfers/<int:pk>/ontvangen/", views.receive, name="receive"),
    path("transfers/<int:pk>/verloren/", views.settle_missing, name="settle_missing"),
    path("transfers/<int:pk>/afblazen/", views.cancel, name="cancel"),
    path("transfers/regels/<int:pk>/thuislaten/", views.leave_out, name="leave_out"),
]
