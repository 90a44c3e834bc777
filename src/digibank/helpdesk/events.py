"""What happened at help points, and to who is followed there, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    # Visits
    "helpdesk.came": minor(_("Came to the help point")),
    "helpdesk.called": minor(_("Visitor called")),
    "helpdesk.called_again": minor(_("Visitor called again")),
    "helpdesk.started": minor(_("Help began")),
    "helpdesk.joined": minor(_("A colleague helps along")),
    "helpdesk.stepped_out": minor(_("A colleague stopped helping along")),
    "helpdesk.paused": minor(_("Help paused")),
    "helpdesk.resumed": minor(_("Help went on")),
    "helpdesk.passed_on": minor(_("Visitor passed on to a colleague")),
    "helpdesk.put_back": minor(_("Visitor put back in the queue")),
    "helpdesk.missed": Told(_("Did not come when called"), "clock", "refusal"),
    "helpdesk.left": minor(_("Visitor left before")),
    "helpdesk.helped": Told(_("Helped at the help point"), "talk"),
    "helpdesk.reopened": minor(_("Help not done after all")),
    # Screens
    "helpdesk.screen_given": minor(_("Address of a screen given")),
    "helpdesk.screen_ended": minor(_("Address of a screen ended")),
    # Questions
    "helpdesk.asked": Told(_("Asked a question"), "help"),
    "helpdesk.question_taken": minor(_("A colleague answers the question")),
    "helpdesk.left_to_expert": minor(_("Question left to the expert")),
    "helpdesk.answered": Told(_("Question answered"), "talk"),
    "helpdesk.question_passed_on": minor(_("Question passed on")),
    "helpdesk.question_forgotten": minor(_("Words of a question forgotten")),
    # Handovers, skills talks and outreach
    "helpdesk.handover_opened": minor(_("Handover begins")),
    "helpdesk.followed": minor(_("Somebody follows the handover")),
    "helpdesk.planned": minor(_("Next session planned")),
    "helpdesk.session_held": Told(_("Practised together"), "talk"),
    "helpdesk.called_after": Told(_("Called after the handover"), "phone"),
    "helpdesk.handover_ended": Told(_("Handover ended"), "check"),
    "helpdesk.course_asked": minor(_("Asked how the course goes")),
    "helpdesk.looked_back": Told(_("Looked back after three months"), "history"),
    "helpdesk.talk_begun": minor(_("Skills talk begun")),
    "helpdesk.talk_finished": Told(_("Skills talk"), "people"),
    "helpdesk.outreach_noted": minor(_("Outreach noted")),
    "helpdesk.follow_up_promised": minor(_("Something promised at an outreach")),
    "helpdesk.follow_up_done": minor(_("Promise of an outreach kept")),
    "helpdesk.met_at": minor(_("Came to us through outreach")),
}
