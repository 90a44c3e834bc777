"""Addresses of the helpdesk."""

from django.urls import path

from digibank.helpdesk.views import handovers, outreach, talks

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
    # Skills talks
    path("begeleiding/inwoners/<int:pk>/gesprekken/", talks.talks, name="talks"),
    path("begeleiding/inwoners/<int:pk>/gesprekken/papier.pdf", talks.talk_paper, name="talk_paper"),
    path("begeleiding/inwoners/<int:pk>/gesprekken/overtypen/", talks.type_over, name="type_over"),
    path("begeleiding/inwoners/<int:pk>/vooruitgang/", talks.progress, name="progress"),
    path("begeleiding/inwoners/<int:pk>/vooruitgang.pdf", talks.progress_paper, name="progress_paper"),
    path("begeleiding/gesprekken/<int:pk>/", talks.talk, name="talk"),
    path("begeleiding/gesprekken/<int:pk>/<int:step>/", talks.talk_step, name="talk_step"),
    # Outreach
    path("begeleiding/op-stap/", outreach.outreach, name="outreach"),
    path("begeleiding/op-stap/nieuw/", outreach.note_outreach, name="note_outreach"),
    path("begeleiding/op-stap/<int:pk>/", outreach.outreach_day, name="outreach_day"),
    path("begeleiding/op-stap/beloftes/<int:pk>/gedaan/", outreach.keep_promise, name="keep_promise"),
    path("begeleiding/inwoners/<int:pk>/op-stap/", outreach.met_at, name="met_at"),
]
