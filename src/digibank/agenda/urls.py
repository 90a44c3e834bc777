"""Addresses of the agenda."""

from django.urls import path

from digibank.agenda.views import cards, with_helper
from digibank.agenda.views import moments as views

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
    path("agenda/helpers/<int:pk>/", with_helper.helpers, name="helpers"),
    path("agenda/afspraak-maken/<int:pk>/", with_helper.book, name="book_with_helper"),
    path("agenda/afspraak-maken/<int:pk>/toch/", with_helper.book_full, name="book_full"),
    path("agenda/afspraken/<int:pk>/ander-uur/toch/", with_helper.move_full, name="move_full"),
    path("agenda/afspraken/<int:pk>/ander-uur/", with_helper.move, name="move_with_helper"),
    path("agenda/afspraken/<int:pk>/", views.appointment, name="appointment"),
    path("agenda/afspraken/<int:pk>/kaart.pdf", cards.card, name="card"),
    path("agenda/afspraken/<int:pk>/gekomen/", views.note_done, name="note_done"),
    path("agenda/afspraken/<int:pk>/gemist/", views.note_missed, name="note_missed"),
    path("agenda/afspraken/<int:pk>/afzeggen/", views.cancel, name="cancel"),
]
