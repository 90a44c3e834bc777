"""Addresses of messages."""

from django.urls import path

from digibank.comms import views

app_name = "comms"
urlpatterns = [
    path("berichten/", views.messages, name="messages"),
    path("berichten/<int:pk>/", views.message, name="message"),
    path("berichten/<int:pk>/brief.pdf", views.paper, name="paper"),
    path("berichten/<int:pk>/gepost/", views.note_posted, name="note_posted"),
    path("berichten/<int:pk>/afgegeven/", views.note_given, name="note_given"),
    path("berichten/<int:pk>/gebeld/", views.note_called, name="note_called"),
    path("berichten/<int:pk>/nagekeken/", views.decide_uncertain, name="decide_uncertain"),
    path("berichten/<int:pk>/andere-weg/", views.change_channel, name="change_channel"),
    path("berichten/<int:pk>/toch-niet/", views.take_back, name="take_back"),
    path("berichten/<int:pk>/teruggekomen/", views.note_returned, name="note_returned"),
    path("berichten/<int:pk>/annuleren/", views.cancel, name="cancel"),
]
