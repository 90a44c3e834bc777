"""Addresses of residents."""

from django.urls import path

from digibank.people import signing_along, views

app_name = "people"
urlpatterns = [
    path("inwoners/", views.people, name="people"),
    path("inwoners/nieuw/", views.register, name="register"),
    path("inwoners/andere-gemeente/", views.open_across_border, name="open_across_border"),
    path("inwoners/<int:pk>/", views.person, name="person"),
    path("inwoners/<int:pk>/wijzigen/", views.edit, name="edit"),
    path("inwoners/<int:pk>/bereiken/", views.add_way, name="add_way"),
    path("inwoners/bereiken/<int:pk>/stop/", views.end_way, name="end_way"),
    path("inwoners/bereiken/<int:pk>/gelukt/", views.note_reached, name="note_reached"),
    path("inwoners/<int:pk>/verhuizen/", views.move_house, name="move_house"),
    path("inwoners/adres/<int:pk>/stop/", views.leave_address, name="leave_address"),
    path("inwoners/<int:pk>/kaart/", views.card, name="card"),
    path("inwoners/<int:pk>/kaart/papier/", views.paper_card, name="paper_card"),
    path("inwoners/<int:pk>/samen/", views.live_together, name="live_together"),
    path("inwoners/<int:pk>/apart/<int:other>/", views.live_apart, name="live_apart"),
    path("inwoners/<int:pk>/tekent-mee/", signing_along.note_representative, name="note_representative"),
    path("inwoners/tekent-mee/<int:pk>/stop/", signing_along.end_representative, name="end_representative"),
    path("inwoners/<int:pk>/zelfde/<int:other>/", views.link_same, name="link_same"),
    path("inwoners/<int:pk>/anders/<int:other>/", views.say_different, name="say_different"),
    path("inwoners/<int:pk>/los/<int:other>/", views.unlink_same, name="unlink_same"),
]
