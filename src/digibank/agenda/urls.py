"""Addresses of the agenda."""

from django.urls import path

from digibank.agenda import views

app_name = "agenda"
urlpatterns = [
    path("agenda/", views.week, name="week"),
    path("agenda/vandaag.pdf", views.today, name="today"),
    path("agenda/momenten/nieuw/", views.open_moments, name="open_moments"),
    path("agenda/per-dag/<int:pk>/", views.set_day_limits, name="set_day_limits"),
    path("agenda/momenten/<int:pk>/", views.slot, name="slot"),
    path("agenda/momenten/<int:pk>/boeken/", views.book, name="book"),
    path("agenda/momenten/<int:pk>/afzeggen/", views.cancel_slot, name="cancel_slot"),
    path("agenda/bellijst/nieuw/", views.call, name="call"),
    path("agenda/afspraken/<int:pk>/", views.appointment, name="appointment"),
    path("agenda/afspraken/<int:pk>/gekomen/", views.note_done, name="note_done"),
    path("agenda/afspraken/<int:pk>/gemist/", views.note_missed, name="note_missed"),
    path("agenda/afspraken/<int:pk>/afzeggen/", views.cancel, name="cancel"),
]
