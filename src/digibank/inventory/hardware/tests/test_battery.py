import pytest

from digibank.inventory.hardware import Battery, read_battery
from digibank.inventory.hardware.tests.reports import refusal, report

HALFWAY = "This file stops halfway. Make the report again and choose the new file."


def kernel(**fields):
    lines = {"NAME": "BAT0", "PRESENT": "1", **fields}
    return "".join(f"POWER_SUPPLY_{key}={value}\n" for key, value in lines.items()).encode()


def upower(*lines, name="BAT0"):
    head = [
        f"  native-path:          {name}",
        "  vendor:               ACME",
        "  power supply:         yes",
        "  battery",
    ]
    return ("\n".join([*head, *(f"    {line}" for line in lines)]) + "\n").encode()


def test_one_battery_from_the_lines_of_the_kernel():
    assert read_battery(report("laptop_hp_probook.uevent")) == (
        Battery("BAT0", health_percent=76, measured_percent=76, cycles=214, vendor="333-2C-4E-A", model="RI04044XL"),
    )


def test_two_batteries_in_one_file_without_the_mains_and_the_mouse():
    assert read_battery(report("two_batteries.uevent")) == (
        Battery("BAT0", health_percent=100, measured_percent=104, cycles=None, vendor="SONY", model="45N1113"),
        Battery("BAT1", health_percent=52, measured_percent=52, cycles=388, vendor="LGC", model="45N1127"),
    )


@pytest.mark.parametrize(
    ("full", "measured", "health"),
    [
        ("0", 0, 0),
        ("1997", 36, 36),
        ("5544", 99, 99),
        ("5600", 100, 100),
        ("5824", 104, 100),
        ("11200", 200, 100),
        ("11300", 202, None),
        ("999999", None, None),
        ("-1", None, None),
        ("", None, None),
    ],
)
def test_health_is_what_is_left_of_the_design_and_never_more_than_all_of_it(full, measured, health):
    (battery,) = read_battery(kernel(CHARGE_FULL=full, CHARGE_FULL_DESIGN="5600"))

    assert (battery.measured_percent, battery.health_percent) == (measured, health)


@pytest.mark.parametrize("design", ["0", "", "-5"])
def test_without_a_design_there_is_no_health(design):
    (battery,) = read_battery(kernel(ENERGY_FULL="5600", ENERGY_FULL_DESIGN=design))

    assert (battery.measured_percent, battery.health_percent) == (None, None)


def test_charge_and_energy_are_never_mixed():
    (battery,) = read_battery(kernel(ENERGY_FULL="900", CHARGE_FULL_DESIGN="100"))

    assert battery.measured_percent is None


@pytest.mark.parametrize(("count", "cycles"), [("0", None), ("-1", None), ("", None), ("1", 1), ("388", 388)])
def test_a_battery_that_counted_nothing_does_not_count(count, cycles):
    (battery,) = read_battery(kernel(CYCLE_COUNT=count))

    assert battery.cycles == cycles


@pytest.mark.parametrize(
    "raw",
    [
        b"POWER_SUPPLY_NAME=\nPOWER_SUPPLY_PRESENT=\nPOWER_SUPPLY_CHARGE_FULL=\n",
        b"POWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_TYPE=Battery\n",
        b"POWER_SUPPLY_NAME=BAT1\nPOWER_SUPPLY_PRESENT=0\nPOWER_SUPPLY_CAPACITY=0\n",
        b"POWER_SUPPLY_NAME=AC\nPOWER_SUPPLY_TYPE=Mains\nPOWER_SUPPLY_ONLINE=1\n",
        b"POWER_SUPPLY_NAME=ADP1\nPOWER_SUPPLY_ONLINE=1\n",
        b"POWER_SUPPLY_NAME=hid\nPOWER_SUPPLY_TYPE=Battery\nPOWER_SUPPLY_SCOPE=Device\nPOWER_SUPPLY_CAPACITY=50\n",
    ],
)
def test_no_battery_is_no_battery(raw):
    assert read_battery(raw) == ()


def test_names_of_files_between_the_batteries_are_passed_over():
    text = (
        b"==> /sys/class/power_supply/BAT0/uevent <==\n" + kernel() + b"\n[BAT1]\n# second bay\n" + kernel(NAME="BAT1")
    )

    assert [battery.name for battery in read_battery(text)] == ["BAT0", "BAT1"]


def test_lines_from_windows_and_a_byte_order_mark_are_read():
    raw = b"\xef\xbb\xbf" + kernel(CHARGE_FULL="50", CHARGE_FULL_DESIGN="100").replace(b"\n", b"\r\n")

    assert [battery.health_percent for battery in read_battery(raw)] == [50]


def test_what_the_maker_of_the_battery_left_open_stays_open():
    (battery,) = read_battery(kernel(MANUFACTURER="To Be Filled By O.E.M.", MODEL_NAME="  X   1 "))

    assert (battery.vendor, battery.model) == ("", "X 1")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (kernel(CHARGE_FULL="lots"), "The field “POWER_SUPPLY_CHARGE_FULL” in this file cannot be right. Make the report again and choose the new file."),
        (kernel(CHARGE_FULL="1" * 16), "The field “POWER_SUPPLY_CHARGE_FULL” in this file cannot be right. Make the report again and choose the new file."),
        (kernel(CYCLE_COUNT="100001"), "The field “cycles” in this file cannot be right. Make the report again and choose the new file."),
        (kernel(MODEL_NAME="x" * 301), "The field “MODEL_NAME” in this file cannot be right. Make the report again and choose the new file."),
        (kernel() + b"POWER_SUPPLY_PRESENT=1\n", "This file says the same thing twice in one place. Make the report again and choose the new file."),
        (kernel() + b"rm -rf /\n", "This battery report holds a strange line: “rm -rf /”. Make it again and choose the new file."),
        (upower("soup of the day", "more"), "This battery report holds a strange line: “soup of the day”. Make it again and choose the new file."),
        (upower("energy-full: 33"), "The field “energy-full” in this file cannot be right. Make the report again and choose the new file."),
        (upower("energy-full: 33 Wh", "energy-full: 34 Wh"), "This file says the same thing twice in one place. Make the report again and choose the new file."),
        (upower("capacity: 68.4"), "The field “capacity” in this file cannot be right. Make the report again and choose the new file."),
        (upower("charge-cycles: many"), "The field “charge-cycles” in this file cannot be right. Make the report again and choose the new file."),
        (b"".join(kernel(NAME=f"BAT{number}") for number in range(9)), "This file lists more than 8 batteries. Choose the report of one machine."),
        (b"hello", "This is not a battery report. Copy /sys/class/power_supply/BAT0/uevent to a file and choose that file."),
    ],
)  # fmt: skip
def test_a_battery_report_that_cannot_be_right_is_refused(raw, sentence):
    assert refusal(read_battery, raw) == sentence


@pytest.mark.parametrize(
    "raw",
    [
        kernel(CHARGE_FULL_DESIGN="5600000", CHARGE_FULL="1997000")[:-4],
        kernel(CYCLE_COUNT="388").rstrip(),
        kernel() + b"POWER_SUPP",
        upower("charge-cycles:       187").rstrip(),
        upower("energy-full").rstrip(),
    ],
)
def test_a_battery_report_may_not_end_on_half_a_line(raw):
    assert refusal(read_battery, raw) == HALFWAY


def test_a_report_without_its_last_end_of_line_is_read_when_no_number_can_be_cut():
    raw = kernel(CHARGE_FULL="50", CHARGE_FULL_DESIGN="100", SERIAL_NUMBER="19075").rstrip()

    assert [battery.health_percent for battery in read_battery(raw)] == [50]


def test_a_battery_from_upower():
    assert read_battery(report("upower-i-utc.txt")) == (
        Battery(
            "BAT0", health_percent=68, measured_percent=68, cycles=None, vendor="Samsung SDI", model="DELL 7XFJJA2"
        ),
    )


@pytest.mark.parametrize(
    ("lines", "measured", "health", "cycles"),
    [
        (("energy-full: 36,81 Wh", "energy-full-design: 40,00 Wh", "charge-cycles: 187"), 92, 92, 187),
        (("energy-full: 42.56 Wh", "energy-full-design: 40 Wh", "cycles: 5"), 106, 100, 5),
        (("capacity: 68.4773%", "charge-cycles: N/A"), 68, 68, None),
        (("energy-full: 0 Wh", "energy-full-design: 0 Wh", "capacity: 0%"), None, None, None),
        (("energy-full: 0 Wh", "energy-full-design: 40 Wh", "capacity: 0%"), 0, 0, None),
        (("energy-full:", "present: yes"), None, None, None),
    ],
)
def test_the_numbers_of_upower(lines, measured, health, cycles):
    assert read_battery(upower(*lines)) == (Battery("BAT0", health, measured, cycles, "ACME", ""),)


def test_the_history_of_upower_is_passed_over():
    raw = upower("capacity: 50%") + b"  History (rate):\n    1365022\t10.9\tdischarging\n"

    assert [battery.health_percent for battery in read_battery(raw)] == [50]


def test_of_all_devices_of_upower_only_the_batteries_of_the_machine_count():
    mains = b"Device: /org/freedesktop/UPower/devices/line_power_AC\n  native-path:  AC\n  power supply:  yes\n  line-power\n    online:  yes\n\n"
    mouse = b"  native-path:  /sys/hid\n  power supply:  no\n  mouse\n    percentage:  55%\n"
    telephone = b"  native-path:  /sys/phone\n  power supply:  no\n  battery\n    percentage:  55%\n"
    empty_bay = upower("present: no", name="BAT9")
    together = (
        b"Device: /org/freedesktop/UPower/devices/DisplayDevice\n  power supply:  yes\n  battery\n    present:  yes\n"
    )
    daemon = b"Daemon:\n  daemon-version:  0.99.20\n  on-battery:  no\n"

    raw = mains + upower("capacity: 90%") + upower("capacity: 80%", name="BAT1") + mouse + telephone + empty_bay
    batteries = read_battery(raw + upower(name="(null)") + together + daemon)

    assert [(battery.name, battery.health_percent) for battery in batteries] == [("BAT0", 90), ("BAT1", 80)]
