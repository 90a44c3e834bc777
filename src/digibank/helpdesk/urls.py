"""Addresses of the help points."""

from django.urls import path

from digibank.helpdesk.views import helping, questions, reception, screens, team

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
    path("helpen/<int:pk>/klaar/", helping.close, name="close"),
    path("helpen/<int:pk>/doorgeven/", helping.pass_on, name="pass_on"),
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
]
