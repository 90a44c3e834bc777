"""Addresses of the helpdesk."""

from django.urls import path

from digibank.helpdesk.views import handovers

app_name = "helpdesk"
urlpatterns = [
    # Handovers
    path("begeleiding/", handovers.handovers, name="handovers"),
    path("begeleiding/<int:pk>/", handovers.handover, name="handover"),
    path("begeleiding/<int:pk>/sessie/", handovers.hold_session, name="hold_session"),
    path("begeleiding/<int:pk>/plannen/", handovers.plan_next, name="plan_next"),
    path("begeleiding/<int:pk>/gemist/", handovers.missed, name="missed"),
    path("begeleiding/<int:pk>/gebeld/", handovers.note_call, name="note_call"),
    path("begeleiding/<int:pk>/einde/", handovers.conclude, name="conclude"),
    path("begeleiding/<int:pk>/opleiding/", handovers.note_course, name="note_course"),
    path("begeleiding/<int:pk>/drie-maanden/", handovers.look_back, name="look_back"),
    path("begeleiding/inwoners/<int:pk>/nieuw/", handovers.open_handover, name="open_handover"),
]
