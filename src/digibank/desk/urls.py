"""Addresses of the desk."""

from django.urls import path

from digibank.desk import administration, scanning, tasks, views

app_name = "desk"
urlpatterns = [
    path("balie/", views.home, name="home"),
    path("balie/toestellen/<int:pk>/", views.device, name="device"),
    path("balie/inwoners/<int:pk>/", views.person, name="person"),
    path("balie/scannen/", scanning.scan_in, name="scan_in"),
    path("balie/scannen/lijst/", scanning.scan_pasted, name="scan_pasted"),
    path("balie/scannen/<int:pk>/doen/", scanning.decide_scan, name="decide_scan"),
    path("balie/scannen/<int:pk>/ongedaan/", scanning.undo_scan, name="undo_scan"),
    path("balie/scannen/<int:pk>/terug/", scanning.take_back_scanned, name="take_back_scanned"),
    path("balie/scannen/<int:pk>/bewijs/", scanning.settle_slip, name="settle_slip"),
    path("balie/scannen/<int:pk>/teruggavebewijs.pdf", scanning.scanned_slip, name="scanned_slip"),
    path("taak/", tasks.task, name="task"),
    path("taak/neem/", tasks.take, name="take_task"),
    path("taak/scan/", tasks.scan, name="scan_task"),
    path("taak/klaar/", tasks.done, name="task_done"),
    path("taak/terug/", tasks.back, name="task_back"),
    path("taak/help/", tasks.ask_help, name="ask_help"),
    path("taak/ongedaan/", tasks.undo, name="undo_task"),
    path("beheer/organisaties/", administration.organisations, name="organisations"),
    path("beheer/organisaties/nieuw/", administration.add_organisation, name="add_organisation"),
    path("beheer/organisaties/<int:pk>/", administration.organisation, name="organisation"),
    path("beheer/organisaties/<int:pk>/rekening/", administration.set_account, name="set_account"),
    path("beheer/organisaties/<int:pk>/plaats/", administration.open_place, name="open_place"),
    path("beheer/organisaties/<int:pk>/reglement/", administration.adopt_regulation, name="adopt_regulation"),
    path("beheer/reglementen/<int:pk>/vertalen/", administration.translate_regulation, name="translate_regulation"),
    path("beheer/reglementen/<int:pk>/", administration.regulation, name="regulation"),
    path("beheer/plaatsen/<int:pk>/", administration.place, name="place"),
    path("beheer/plaatsen/<int:pk>/wijzigen/", administration.edit_place, name="edit_place"),
    path("beheer/plaatsen/<int:pk>/uren/", administration.set_hours, name="set_hours"),
    path("beheer/plaatsen/<int:pk>/dicht/", administration.close_days, name="close_days"),
    path("beheer/sluitingsdagen/<int:pk>/terug/", administration.reopen_days, name="reopen_days"),
    path("beheer/bedragen/", administration.amounts, name="amounts"),
    path("beheer/documenten/", administration.damaged_documents, name="damaged_documents"),
]
