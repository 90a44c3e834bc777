"""The intake stick looks at computers of all sorts: what it asks, what it leaves alone, what it keeps, what it says.

The tools are real executables that say what such tools say. The last test asks the tools of this very machine.
"""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digibank.inventory.hardware import Machine, read_intake
from tests.stick import (
    DMIDECODE,
    LAPTOP,
    NVME,
    SATA,
    SCRIPT,
    Computer,
    a_laptop,
    a_small_medium,
    blocks,
    may_mount,
    node,
)

pytestmark = pytest.mark.once

LSBLK = "lsblk --json --bytes --output NAME,KNAME,PATH,MAJ:MIN,TYPE,RM,HOTPLUG,TRAN,RO,SIZE,MODEL,SERIAL,ROTA"
LOOKS = [LSBLK, "lshw -json -quiet", "dmidecode "]


@pytest.fixture
def laptop(tmp_path) -> Computer:
    return a_laptop(tmp_path / "laptop")


@pytest.fixture
def bare(tmp_path) -> Computer:
    """A computer on which nothing is installed."""
    return Computer(tmp_path / "bare")


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.rule("N-01")
def test_a_laptop_is_looked_at_and_nothing_but_looked_at(laptop):
    before = everything_in(laptop.folder)

    done = laptop.run("look")

    assert (done.returncode, done.stderr) == (0, "")
    assert laptop.called == [*LOOKS, "smartctl --json --xall /dev/sda", "smartctl --json --xall /dev/nvme0n1"]
    after = everything_in(laptop.folder)
    (kept,) = laptop.reports.iterdir()
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"called", str(kept.relative_to(laptop.folder))}


def test_the_screen_says_what_was_found_and_what_to_do_now(laptop):
    done = laptop.run("look")

    shown, (kept,) = words(done.stdout), laptop.reports.iterdir()
    told = [
        "Toestel HP HP ProBook 450 G3 (P5S65EA#UUG)",
        "Serienummer 5CD6000D1G",
        "Geheugen 8 GB",
        "Schijf /dev/sda 256 GB SAMSUNG MZ7LN256HAJQ-000H1 S3TANX0J000417, gezond, zegt de schijf",
        "Batterij BAT0 76 %",
        "Niet bekeken /dev/sdc 31 GB DataTraveler 3.0, aan USB",
        "Er is niets gewist en niets geschreven op een schijf van dit toestel.",
        f"NU: Het verslag staat op de stick: {kept.name}",
        "NU: Verstuur het van een toestel met netwerk: digibank-intake send",
    ]
    assert [sentence for sentence in told if sentence not in shown] == []
    assert "Nothing was erased" in laptop.run("look", "--language", "en").stdout


def test_what_is_kept_is_read_as_one_run(laptop):
    laptop.run("look", DIGIBANK_STATION="Tafel 1")

    (path,) = laptop.reports.iterdir()
    run = read_intake(path.read_bytes())

    machine = run.machine
    assert machine
    assert (machine.serial, run.station) == ("5CD6000D1G", "Tafel 1")
    assert [disk.serial for disk in run.disks] == ["S3TANX0J000417", "S466NX0M776250H"]
    assert [(battery.name, battery.health_percent) for battery in run.batteries] == [("BAT0", 76)]
    assert run.left_out == (("/dev/sdb", "usb"), ("/dev/sdc", "usb"))
    assert [(piece.tool, piece.problem, piece.refusal) for piece in run.pieces] == [
        (tool, "", "") for tool in ("lsblk", "lshw", "dmidecode", "smartctl", "smartctl", "battery")
    ]
    assert str(run.run) in path.name


@pytest.mark.rule("N-05")
def test_what_people_called_their_partitions_is_not_kept(laptop):
    said = (laptop.folder / "said/lshw").read_text()
    named = said.replace('"label" : "Windows"', '"label" : "Foto\'s van Roza \\" Peeters"')
    laptop.says("lshw", named.replace('"created"', '"lastmountpoint" : "/home/roza", "created"', 1))

    laptop.run("look")

    (path,) = laptop.reports.iterdir()
    assert ("Roza" in named, "/home/roza" in (laptop.folder / "said/lshw").read_text()) == (True, True)
    assert [name for name in ("Roza", "Peeters", "/home/roza") if name in path.read_text()] == []
    assert read_intake(path.read_bytes()).machine


@pytest.mark.parametrize(
    ("disk", "why"),
    [
        (SATA | {"tran": "usb"}, "usb"),
        (SATA | {"rm": True}, "removable"),
        (SATA | {"rm": "1"}, "removable"),  # As older versions of lsblk write it.
        (SATA | {"tran": "iscsi"}, "usb"),
        (SATA | {"size": 0}, "empty"),
        (SATA | {"size": None}, "empty"),
    ],
)
@pytest.mark.rule("N-01")
def test_what_can_be_pulled_out_is_not_touched(laptop, disk, why):
    laptop.says("lsblk", blocks(disk))

    laptop.run("look")

    assert laptop.called == LOOKS
    assert laptop.report()["left_out"] == [{"path": "/dev/sda", "why": why}]


@pytest.mark.rule("N-01")
@pytest.mark.parametrize("where", ["/", "script"])
def test_the_disk_that_the_system_or_the_script_is_on_is_not_touched(laptop, where):
    device = Path("/" if where == "/" else laptop.folder).stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    part = node("/dev/sda2", 1000, number, type="part")
    laptop.says("lsblk", blocks(SATA | {"children": [node("/dev/sda1", 10, "8:1"), part]}, NVME))

    laptop.run("look")

    assert laptop.called == [*LOOKS, "smartctl --json --xall /dev/nvme0n1"]
    assert laptop.report()["left_out"] == [{"path": "/dev/sda", "why": "system"}]


def test_what_is_no_disk_is_not_asked_about(laptop):
    chip = node("/dev/mmcblk0", 31_268_536_320, "179:0")
    laptop.says("lsblk", blocks(chip, node("/dev/mmcblk0boot0", 4_194_304, "179:8"), node("/dev/loop0", 5, "7:0"), node("/dev/sr0", 5, "11:0", type="rom")))  # fmt: skip

    shown = words(laptop.run("look").stdout)

    assert laptop.called == LOOKS
    assert "Schijf /dev/mmcblk0 31 GB, gezondheid niet bekend" in shown


@pytest.mark.rule("N-01")
@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator mounts")
def test_nothing_is_written_on_a_disk_of_the_computer(laptop, tmp_path):
    inside = tmp_path / "inside"
    if not may_mount(inside):
        pytest.skip("this machine does not let us mount")
    with a_small_medium(inside, "size=1m"):
        device = inside.stat().st_dev
        part = node("/dev/sda1", 10, f"{os.major(device)}:{os.minor(device)}")
        laptop.says("lsblk", blocks(SATA | {"children": [part]}))

        done = laptop.run("look", str(inside / "reports"))

        assert (done.returncode, done.stdout.count("=====")) == (2, 0)
        assert "De map voor verslagen staat op /dev/sda, een schijf van dit toestel." in done.stderr
        assert list(inside.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator mounts")
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("size=4k", "De stick is vol, dus het verslag is niet bewaard."),
        ("ro", "Op de stick kan niet geschreven worden, dus het verslag is niet bewaard."),
    ],
)
def test_a_stick_that_is_full_or_protected_keeps_nothing_half(laptop, tmp_path, options, sentence):
    if not may_mount(tmp_path / "try"):
        pytest.skip("this machine does not let us mount")
    with a_small_medium(tmp_path / "small", options) as small:
        done = laptop.run("look", str(small))

        assert (done.returncode, sentence in done.stdout) == (1, True)
        assert list(small.iterdir()) == []
        assert "5CD6000D1G" in done.stdout


def still_running(mark: str) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        found += [said] if mark in said and "pytest" not in said else []
    return found


def test_a_tool_that_hangs_is_stopped_with_all_that_it_started(laptop):
    mark = "4242.4242"
    laptop.has("smartctl", f"trap '' TERM INT HUP; /bin/sleep {mark} & /bin/sleep {mark}; wait")
    laptop.has("dmidecode", f"/bin/sleep {mark} & exit 0")  # Ends itself, and leaves somebody at the pipe.
    began = time.monotonic()

    done = laptop.run("look", "--patience", "1")

    assert time.monotonic() - began < 20
    assert (done.returncode, still_running(mark)) == (0, [])
    told = {(tool["tool"], tool["subject"]): tool["problem"] for tool in laptop.report()["tools"]}
    assert told["smartctl", "/dev/sda"] == told["smartctl", "/dev/nvme0n1"] == "timeout"
    assert (told["lshw", ""], told["dmidecode", ""]) == ("", "")
    assert "smartctl /dev/sda antwoordde niet op tijd en is gestopt." in done.stdout


def test_a_tool_that_hangs_when_it_is_asked_its_version_is_asked_all_the_same(laptop):
    path = laptop.folder / "tools/lsblk"
    path.write_text(path.read_text().replace("&& exit\n", "&& exec /bin/sleep 4343.4343\n", 1))

    laptop.run("look", "--patience", "2")

    assert still_running("4343.4343") == []
    assert [tool["problem"] for tool in laptop.report()["tools"]] == [""] * 6


def test_a_tool_that_never_stops_talking_is_stopped(laptop):
    laptop.has("lshw", "while :; do echo '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[['; done")
    laptop.has("dmidecode", f"exec {sys.executable} -c \"import sys\nwhile 1: sys.stderr.write('x' * 9999)\"")

    done = laptop.run("look", "--patience", "5")

    told = {tool["tool"]: (tool["problem"], len(tool["output"])) for tool in laptop.report()["tools"]}
    assert (done.returncode, told["lshw"]) == (0, ("too_long", 0))
    assert "lshw zei te veel; dat is niet bewaard." in done.stdout


def test_without_any_tool_there_is_a_report_all_the_same(bare):
    done = bare.run("look")

    assert done.returncode == 0
    assert [(tool["tool"], tool["problem"]) for tool in bare.report()["tools"]] == [
        ("lsblk", "missing"),
        ("lshw", "missing"),
        ("dmidecode", "missing"),
        ("battery", "none"),
    ]
    shown = words(done.stdout)
    assert "Ging mis lshw is er niet op dit systeem." in shown
    assert "Het is niet bekend welke schijven er zijn. Kijk in het toestel." in shown


@pytest.mark.rule("N-01")
def test_without_knowing_which_disks_there_are_none_is_touched(laptop):
    strange = [
        "", "[]", "{}", "null", '{"blockdevices": 5}', '{"blockdevices": [5]}', '{"blockdevices": [{"type": "disk"}]}',
        "[" * 100_000, blocks(SATA | {"path": "--set=security-erase /dev/sda"}), blocks(SATA | {"path": "/dev/../sda"}),
        blocks(SATA | {"size": "large"}), blocks(SATA | {"children": 5}), "\x1b[2J",
    ]  # fmt: skip

    for said in strange:
        laptop.says("lsblk", said)
        done = laptop.run("look")
        assert (done.returncode, done.stderr) == (0, "")

    assert [line for line in laptop.called if "smartctl" in line] == []


@settings(
    deadline=None, max_examples=25, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_whatever_the_tools_say_the_report_is_kept_and_can_be_read(tmp_path_factory, data):
    computer = a_laptop(tmp_path_factory.mktemp("junk") / "computer")
    junk = st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
    for tool in ("lsblk", "lshw", "dmidecode", "smartctl"):
        if data.draw(st.booleans()):
            computer.says(tool, data.draw(junk), code=data.draw(st.integers(0, 255)))

    done = computer.run("look")

    assert (done.returncode, done.stderr) == (0, "")
    (path,) = computer.reports.iterdir()
    assert read_intake(path.read_bytes()).pieces
    assert "\x1b" not in done.stdout


def test_each_run_has_a_number_of_its_own(laptop):
    for _time in range(3):
        laptop.run("look")

    assert len({read_intake(path.read_bytes()).run for path in laptop.reports.iterdir()}) == 3


def test_a_run_that_is_broken_off_leaves_nothing_half(laptop):
    laptop.has("lshw", "/bin/sleep 30")
    command = [
        sys.executable,
        str(laptop.folder / "stick" / SCRIPT.name),
        "look",
        "--sysfs",
        str(laptop.folder / "sys"),
    ]
    with subprocess.Popen(command, env={"PATH": str(laptop.folder / "tools")}, stdout=subprocess.DEVNULL) as running:
        while "lshw -json -quiet" not in laptop.called:
            time.sleep(0.02)
        time.sleep(0.5)  # The tool tells that it runs before the script is back from starting it.
        running.send_signal(signal.SIGINT)
        code = running.wait(60)

    assert (code, laptop.reports.exists()) == (1, False)


def test_a_report_that_is_too_long_loses_its_end_and_not_its_beginning(laptop):
    for tool in ("lsblk", "dmidecode"):
        laptop.says(tool, (blocks(*LAPTOP) if tool == "lsblk" else DMIDECODE) + " " * 10)
    many = [node(f"/dev/sd{letter}", 10**12, f"8:{number}", tran="sata") for number, letter in enumerate("abcdefgh")]
    laptop.says("lsblk", blocks(*many))
    laptop.has("smartctl", f"exec {sys.executable} -c \"print('\\\\\\\\' * 900000)\"")

    laptop.run("look")

    (path,) = laptop.reports.iterdir()
    run = read_intake(path.read_bytes())
    assert path.stat().st_size < 5_000_000
    assert isinstance(run.pieces[1].facts, Machine)
    assert "too_long" in {piece.problem for piece in run.pieces if piece.tool == "smartctl"}


def test_the_script_speaks_the_python_of_an_older_live_stick():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 9))


def test_every_sentence_on_the_screen_is_there_in_dutch():
    tree = ast.parse(SCRIPT.read_text())
    said = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("say", "tell", "Refused") and call.args
        if isinstance(call.args[0], ast.Constant)
    }
    (dutch,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DUTCH"
    ]

    assert said - set(dutch) == set()
    assert {line: text for line, text in dutch.items() if line.count("%s") != text.count("%s")} == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="lshw and smartctl tell little to who is not administrator")
@pytest.mark.skipif(
    not all(map(shutil.which, ("lsblk", "lshw", "dmidecode", "smartctl"))),
    reason="lshw, dmidecode or smartmontools is not on this machine: apt install them to look at it",
)
def test_this_very_machine_is_looked_at(tmp_path):
    (tmp_path / "stick").mkdir()
    script = tmp_path / "stick" / SCRIPT.name
    script.write_bytes(SCRIPT.read_bytes())

    done = subprocess.run(
        [sys.executable, str(script), "look"], capture_output=True, text=True, timeout=300, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    (path,) = (tmp_path / "stick/reports").iterdir()
    run = read_intake(path.read_bytes())
    assert [piece.tool for piece in run.pieces][:3] == ["lsblk", "lshw", "dmidecode"]
    assert run.machine
    assert run.machine.memory_bytes
    assert {piece.problem for piece in run.pieces if piece.tool in ("lsblk", "lshw")} == {""}
    versions = {piece.tool for piece in run.pieces}
    assert versions <= {"lsblk", "lshw", "dmidecode", "smartctl", "battery"}
