"""Addresses of support."""

from django.urls import path

from digibank.support import views

app_name = "support"
urlpatterns = [
    path("steun/", views.entitlements, name="entitlements"),
    path("steun/inwoners/", views.residents, name="residents"),
    path("steun/inwoners/<int:pk>/", views.resident, name="resident"),
    path("steun/inwoners/<int:pk>/geven/", views.grant, name="grant"),
    path("steun/<int:pk>/stop/", views.end, name="end"),
]
