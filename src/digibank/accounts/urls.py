"""Addresses of log-in, account and colleagues."""

from django.urls import path

from digibank.accounts.views import colleagues, coming_in, locks, outside, own

app_name = "accounts"
urlpatterns = [
    path("aanmelden/", coming_in.log_in, name="log_in"),
    path("aanmelden/tweede-slot/", coming_in.second_step, name="second_step"),
    path("aanmelden/sleutel/", coming_in.passkey, name="passkey"),
    path("aanmelden/elders/", outside.outside, name="outside"),
    path("aanmelden/elders/terug/", outside.outside_back, name="outside_back"),
    path("afmelden/", coming_in.log_out, name="log_out"),
    path("mijn-account/", own.account, name="account"),
    path("mijn-account/toestellen/einde/", own.end_other_sessions, name="end_other_sessions"),
    path("mijn-account/toestellen/<int:pk>/einde/", own.end_session, name="end_session"),
    path("mijn-account/bevestigen/", locks.prove, name="prove"),
    path("mijn-account/tweede-slot/", locks.second_lock, name="second_lock"),
    path("mijn-account/tweede-slot/app/", locks.add_app, name="add_app"),
    path("mijn-account/tweede-slot/sleutel/", locks.add_passkey, name="add_passkey"),
    path("mijn-account/tweede-slot/sleutel/<int:pk>/", locks.rename_passkey, name="rename_passkey"),
    path("mijn-account/tweede-slot/<int:pk>/weg/", locks.remove_lock, name="remove_lock"),
    path("mijn-account/tweede-slot/herstelcodes/", locks.recovery_codes, name="recovery_codes"),
    path("mijn-account/elders/", outside.connect_outside, name="connect_outside"),
    path("mijn-account/elders/weg/", outside.disconnect_outside, name="disconnect_outside"),
    path("beheer/collegas/", colleagues.colleagues, name="colleagues"),
    path("beheer/collegas/nieuw/", colleagues.add_colleague, name="add_colleague"),
    path("beheer/collegas/<int:pk>/", colleagues.colleague, name="colleague"),
    path("beheer/collegas/<int:pk>/rol/", colleagues.give_role, name="give_role"),
    path("beheer/collegas/<int:pk>/wachtwoord/", colleagues.give_password, name="give_password"),
    path("beheer/collegas/<int:pk>/tweede-slot-weg/", colleagues.take_away_locks, name="take_away_locks"),
    path("beheer/collegas/<int:pk>/opnieuw-proberen/", colleagues.lift_lock_out, name="lift_lock_out"),
    path("beheer/collegas/<int:pk>/uitsluiten/", colleagues.bar, name="bar"),
    path("beheer/collegas/<int:pk>/toelaten/", colleagues.let_in, name="let_in"),
    path("beheer/rollen/<int:pk>/einde/", colleagues.end_role, name="end_role"),
]
