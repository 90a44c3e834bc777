"""What happened to handovers, skills talks and outreach, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "helpdesk.handover_opened": minor(_("Handover begins")),
    "helpdesk.followed": minor(_("Somebody follows the handover")),
    "helpdesk.planned": minor(_("Next session planned")),
    "helpdesk.session_held": Told(_("Practised together"), "talk"),
    "helpdesk.called": Told(_("Called after the handover"), "phone"),
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
