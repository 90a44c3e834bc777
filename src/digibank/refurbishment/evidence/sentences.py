"""What each sign says to people, by its code, and what a second person states where the tool saw nothing.

Read on the screen, in a refusal, and on the attestation.
"""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "method_overwrites": _("The method “%(observed)s” overwrites the drive."),
    "method_only_reads": _("The method “%(observed)s” only reads and erases nothing."),
    "method_firmware": _("nwipe cannot prove the method “%(observed)s”: the drive itself does the work."),
    "method_unknown": _("We do not know the method “%(observed)s”."),
    "status_erased": _("nwipe says “Erased” for this drive."),
    "status_failed": _("nwipe says that erasing this drive failed."),
    "status_aborted": _("Erasing this drive was stopped before the end."),
    "status_insane": _("nwipe does not know whether this drive was erased."),
    "status_missing": _("The log gives no result for this drive."),
    "errors_none": _("nwipe counted no errors in writing, reading back and saving."),
    "errors_counted": _("nwipe counted errors in writing, reading back and saving: %(observed)s."),
    "errors_reported": _("The log itself reports errors on this drive."),
    "errors_not_all_shown": _("This version of nwipe does not show all error counts: %(observed)s."),
    "bytes_all": _("Every pass wrote the whole drive: %(observed)s bytes in all."),
    "bytes_short": _("A pass stopped before the end of the drive: %(observed)s of %(expected)s bytes."),
    "bytes_without_size": _("The log does not give the exact size; nwipe wrote %(observed)s bytes."),
    "passes_missing": _("Passes written over the whole drive: %(observed)s of %(expected)s."),
    "verification_done": _("What was written last was read back, and it was right."),
    "verification_not_asked": _("The result was not read back, because nobody asked for it."),
    "verification_not_done": _("Reading back was asked, but what was written last was not confirmed."),
    "verification_not_all": _("Reading back every pass was asked, but only %(observed)s of %(expected)s were."),
    "verification_short": _("Reading back stopped before the end: %(observed)s of %(expected)s bytes."),
    "verification_without_bytes": _("nwipe says it read the drive back, but not how far."),
    "last_line_completed": _("The last line says that the run was completed."),
    "last_line_errors": _("The last line says that the run ended with errors."),
    "last_line_errors_elsewhere": _("The last line speaks of errors, and another drive of the same run failed."),
    "last_line_aborted": _("The last line says that somebody stopped the run."),
    "last_line_aborted_elsewhere": _("The last line says the run was stopped, while another drive was still busy."),
    "last_line_missing": _("The log has no last line: the run or the file was cut off."),
    "serial_same": _("The serial number in the log is that of this medium."),
    "serial_differs": _("The log is about serial number %(observed)s, not about %(expected)s."),
    "serial_twofold": _("The log gives this drive two serial numbers: %(observed)s and %(expected)s."),
    "serial_hidden": _("The serial numbers in the log were made unreadable (option -q)."),
    "serial_not_in_log": _("The log gives no usable serial number for this drive."),
    "serial_not_registered": _("No usable serial number is registered for this medium."),
    "serial_cut_off": _("nwipe cut the serial number off: %(observed)s of %(expected)s."),
    "capacity_same": _("The size in the log is that of this medium."),
    "capacity_differs": _("The drive in the log holds %(observed)s bytes, this medium %(expected)s bytes."),
    "capacity_not_in_log": _("The log gives no size for this drive."),
    "capacity_not_registered": _("No size is registered for this medium."),
    "hidden_area_none": _("nwipe found no hidden areas on this drive."),
    "hidden_area_found": _("This drive has a hidden area that was not erased."),
    "hidden_area_not_checked": _("The log does not tell whether this drive has hidden areas."),
}

STATEMENTS = {
    "error_counts": _("I read the whole log and found no errors on this drive."),
    "bytes": _("I compared the bytes written with the exact size of the drive: all of it was written."),
    "verification": _("I read the drive back to its end and found none of the old data."),
    "last_line": _("I read the whole log: the last line is about another drive, not about this one."),
    "serial": _("I read the serial number on the drive itself: this log is about this drive."),
    "capacity": _("I compared the size in the log with the label of the drive: they are the same."),
    "hidden_areas": _("I looked for hidden areas with another tool: this drive has none."),
}
