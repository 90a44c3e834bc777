"""Addresses of the help points."""

from django.urls import path

from digibank.helpdesk.views import (
    figures,
    handovers,
    helping,
    outreach,
    outside,
    questions,
    reception,
    screens,
    talks,
    team,
)

app_name = "helpdesk"
urlpatterns = [
    # Visits: the reception
    path("bezoeken/", reception.reception, name="reception"),
    path("bezoeken/nieuw/<int:pk>/", reception.walk_in, name="walk_in"),
    path("bezoeken/afspraak/<int:pk>/", reception.check_in, name="check_in"),
    path("bezoeken/<int:pk>/nummer/", reception.ticket, name="ticket"),
    path("bezoeken/<int:pk>/nummer.pdf", reception.ticket_paper, name="ticket_paper"),
    path("bezoeken/<int:pk>/<slug:step>/", reception.move, name="queue_step"),
    # Visits: the helper
    path("helpen/", helping.helping, name="helping"),
    path("helpen/hier/", helping.come, name="come"),
    path("helpen/naar-huis/", helping.go_home, name="go_home"),
    path("helpen/volgende/", helping.call_next, name="call_next"),
    path("helpen/onderweg/", outside.outings, name="outings"),
    path("helpen/onderweg/<int:pk>/", outside.outing, name="outing"),
    path("helpen/onderweg/<int:pk>/<slug:step>/", outside.outing_step, name="outing_step"),
    path("helpen/<int:pk>/klaar/", helping.close, name="close"),
    path("helpen/<int:pk>/doorgeven/", helping.pass_on, name="pass_on"),
    path("helpen/<int:pk>/volgen/", handovers.follow_visitor, name="follow_visitor"),
    path("helpen/<int:pk>/expert/", questions.ask_expert, name="ask_expert"),
    path("helpen/<int:pk>/<slug:step>/", helping.move, name="help_step"),
    # Visits: who helps when
    path("helpers/<int:pk>/", team.team, name="team"),
    path("helpers/wie/<int:pk>/", team.helper, name="helper"),
    path("helpers/dienst/<int:pk>/weg/", team.helper_left, name="helper_left"),
    path("helpers/dienst/<int:pk>/afzeggen/", team.call_shift_off, name="call_shift_off"),
    # Visits: screens that nobody logs in to
    path("schermen/", screens.screens, name="screens"),
    path("schermen/<int:pk>/nieuw/", screens.give_screen, name="give_screen"),
    path("schermen/<int:pk>/stoppen/", screens.end_screen, name="end_screen"),
    path("oproepscherm/", screens.display_here, name="display_here"),
    path("oproepscherm/<str:secret>/", screens.display, name="display"),
    path("aanmeldscherm/<str:secret>/", screens.kiosk, name="kiosk"),
    path("aanmeldscherm/<str:secret>/afspraak/", screens.kiosk_appointment, name="kiosk_appointment"),
    path("aanmeldscherm/<str:secret>/zonder/", screens.kiosk_walk_in, name="kiosk_walk_in"),
    path("aanmeldscherm/<str:secret>/klaar/<str:link>/", screens.kiosk_done, name="kiosk_done"),
    path("aanmeldscherm/<str:secret>/nog-daar/", screens.kiosk_still_there, name="kiosk_still_there"),
    # Questions
    path("vragen/", questions.questions, name="questions"),
    path("vragen/vragen.csv", questions.questions_file, name="questions_file"),
    path("vragen/nieuw/<int:pk>/", questions.ask, name="ask"),
    path("vragen/<int:pk>/", questions.question, name="question"),
    path("vragen/<int:pk>/voor-mij/", questions.take_question, name="take_question"),
    path("vragen/<int:pk>/voor-de-expert/", questions.leave_to_expert, name="leave_to_expert"),
    path("vragen/<int:pk>/doorgeven/", questions.pass_question_on, name="pass_question_on"),
    # Handovers
    path("begeleiding/", handovers.handovers, name="handovers"),
    path("begeleiding/cijfers/", figures.figures, name="figures"),
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
