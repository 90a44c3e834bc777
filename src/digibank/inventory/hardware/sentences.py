"""What each remark and each reason says to the person who reads it."""

from django.utils.translation import gettext_lazy as _

from digibank.inventory.hardware.facts import Reason, Remark

_REMARKS = {
    Remark.PARTS_ONLY: _(
        "This report lists some parts, not the whole computer. Make it again with lshw -json, without -class."
    ),
    Remark.STORAGE_UNSURE: _("This report may not list all storage. Read a report of lshw too, or look inside."),
    Remark.KIND_UNCLEAR: _("The report does not say what kind of machine this is. Choose the kind yourself."),
    Remark.SERIAL_MISSING: _(
        "The report holds no serial number. Run lshw as administrator, or type the number from the machine."
    ),
    Remark.SERIAL_NOT_USABLE: _("The serial number in the report is not a real one. Type the number from the machine."),
    Remark.MEMORY_UNKNOWN: _("The report does not say how much memory there is. Fill it in yourself."),
    Remark.NO_STORAGE_LISTED: _(
        "The report lists no storage, but storage on the board (eMMC) is not always listed. Look inside before you"
        " note that there is none."
    ),
    Remark.STORAGE_WITHOUT_SIZE: _("One storage medium has no size in the report. Look up its size and fill it in."),
    Remark.STORAGE_WITHOUT_SERIAL: _(
        "One storage medium has no serial number in the report. Type the number from the medium."
    ),
    Remark.INTAKE_STICK_LEFT_OUT: _(
        "A USB stick was plugged in and is left out. Check that it is the intake stick, not one of the donor."
    ),
    Remark.EXTERNAL_DISK_LEFT_OUT: _(
        "A USB disk was plugged in and is left out. If it came with the donation, register it on its own."
    ),
    Remark.MEMORY_CARD_LEFT_OUT: _(
        "A memory card was in the reader and is left out. Take it out and register it on its own."
    ),
    Remark.STARTED_FROM_OWN_STORAGE: _(
        "The machine was started from its own storage. Start it from the intake stick before you erase it."
    ),
    Remark.TOOL_FAILED: _(
        "One of the programs in this report could not look into the machine. Make the report again as administrator."
    ),
    Remark.HEALTH_LEFT_OUT: _(
        "The health of one disk is left out, because its serial number is unclear. Test that disk by itself."
    ),
    Remark.ERASURE_IS_NO_PROOF: _(
        "This report says that a disk was erased. That is no proof. Read the log of the erasure in the workshop."
    ),
}

_REASONS = {
    Reason.STATUS_FAILED: _("The disk itself reports that it is failing. Do not use it again."),
    Reason.ATTRIBUTE_FAILING: _("One of the disk's own measures is below its limit. Do not use it again."),
    Reason.MANY_PENDING: _("More than 40 sectors of the disk cannot be read. Do not use it again."),
    Reason.ERRORS_AND_NO_SPARE: _("The disk makes errors and its spare cells are used up. Do not use it again."),
    Reason.CRITICAL_WARNING: _("The disk warns that it is no longer reliable. Do not use it again."),
    Reason.ATTRIBUTE_FAILED_BEFORE: _("One of the disk's own measures was below its limit before. Test the disk."),
    Reason.SOME_PENDING: _(
        "Some sectors of the disk cannot be read. Erase it with a full overwrite and check it again."
    ),
    Reason.REALLOCATED: _("The disk has replaced more than 10 bad sectors. Rather use another disk."),
    Reason.MEDIA_ERRORS: _("The disk has lost data before. Test it before you use it again."),
    Reason.SPARE_LOW: _("The spare cells of the disk are nearly used up. Rather use another disk."),
    Reason.WORN: _("More than 80 percent of the disk's life is used. Rather use another disk."),
    Reason.MANY_HOURS: _("The disk has run more than 40 000 hours. Rather use another disk."),
    Reason.ERRORS_LOGGED: _("The disk's log holds errors. Test it before you use it again."),
    Reason.SELF_TEST_FAILED: _("A self-test of the disk found errors. Test it again before you use it."),
    Reason.NOT_OPENED: _(
        "smartctl could not open this disk. Run it as administrator, or connect the disk without USB."
    ),
    Reason.SMART_OFF: _(
        "Health checks (SMART) are off on this disk. Switch them on with smartctl -s on and report again."
    ),
    Reason.NO_SMART: _("This disk does not report its health. Test it in another way."),
}


def sentence(code: Remark | Reason) -> str:
    """What this remark or reason means and what to do now, in the language of the reader."""
    return str(_REMARKS[code] if isinstance(code, Remark) else _REASONS[code])
