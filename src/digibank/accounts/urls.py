"""Addresses of log-in, account and colleagues."""

from django.urls import path

from digibank.accounts import views

app_name = "accounts"
urlpatterns = [
    path("aanmelden/", views.log_in, name="log_in"),
    path("afmelden/", views.log_out, name="log_out"),
    path("mijn-account/", views.account, name="account"),
    path("beheer/collegas/", views.colleagues, name="colleagues"),
    path("beheer/collegas/nieuw/", views.add_colleague, name="add_colleague"),
    path("beheer/collegas/<int:pk>/", views.colleague, name="colleague"),
    path("beheer/collegas/<int:pk>/rol/", views.give_role, name="give_role"),
    path("beheer/collegas/<int:pk>/wachtwoord/", views.give_password, name="give_password"),
    path("beheer/collegas/<int:pk>/uitsluiten/", views.bar, name="bar"),
    path("beheer/collegas/<int:pk>/toelaten/", views.let_in, name="let_in"),
    path("beheer/rollen/<int:pk>/einde/", views.end_role, name="end_role"),
]
