"""Addresses of the counter screen, badges and shared computers."""

from django.urls import path

from digibank.badges import administration, views

app_name = "badges"
urlpatterns = [
    path("balie-pc/", views.counter, name="counter"),
    path("balie-pc/code/", views.code, name="code"),
    path("balie-pc/vergrendelen/", views.lock, name="lock"),
    path("balie-pc/hier/", views.still_here, name="still_here"),
    path("mijn-badge/", administration.own, name="own"),
    path("mijn-badge/kwijt/", administration.lost, name="lost"),
    path("beheer/badges/", administration.badges, name="badges"),
    path("beheer/badges/<int:pk>/", administration.badge, name="badge"),
    path("beheer/badges/<int:pk>/code/", administration.set_code, name="set_code"),
    path("beheer/badges/<int:pk>/vrij/", administration.lift_block, name="lift_block"),
    path("beheer/badges/<int:pk>/einde/", administration.end_badge, name="end_badge"),
    path("beheer/badges/<int:pk>/kaart/", administration.card, name="card"),
    path("beheer/balie-pcs/", administration.computers, name="computers"),
    path("beheer/balie-pcs/deze/", administration.register, name="register"),
    path("beheer/balie-pcs/<int:pk>/", administration.computer, name="computer"),
    path("beheer/balie-pcs/<int:pk>/einde/", administration.end_computer, name="end_computer"),
]
