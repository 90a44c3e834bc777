"""The intake stick for tests: the script itself, and computers made of real executables that say what such tools say."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "intake" / "digibank-intake"
FIXTURES = ROOT / "src/digibank/inventory/hardware/tests/fixtures"
VERSIONS = {
    "lsblk": ("--version", "lsblk from util-linux 2.38.1"),
    "lshw": ("-version", "B.02.19.2"),
    "dmidecode": ("--version", "3.4"),
    "smartctl": ("--version", "smartctl 7.3 2022-02-28 r5338"),
}
DMIDECODE = "# dmidecode 3.4\nHandle 0x0001, DMI type 1, 27 bytes\nSystem Information\n\tSerial Number: 5CD6000D1G\n"


def node(path: str, size: int, number: str, **told: Any) -> dict[str, Any]:
    """A disk as lsblk lists it."""
    name = path.removeprefix("/dev/")
    known = {"name": name, "kname": name, "path": path, "maj:min": number, "type": "disk", "size": size}
    return known | {"rm": False, "hotplug": False, "ro": False, "tran": None, "model": None, "serial": None} | told


SATA = node(
    "/dev/sda", 256_060_514_304, "8:0", tran="sata", model="SAMSUNG MZ7LN256HAJQ-000H1", serial="S3TANX0J000417"
)
NVME = node(
    "/dev/nvme0n1", 500_107_862_016, "259:0", tran="nvme", model="Samsung SSD 970 EVO", serial="S466NX0M776250H"
)
READER = node("/dev/sdb", 0, "8:16", tran="usb", rm=True, model="SD/MMC CRW")
STICK = node(
    "/dev/sdc", 30_943_995_904, "8:32", tran="usb", rm=True, model="DataTraveler 3.0",
    children=[node("/dev/sdc1", 3_000_000_000, "8:33", type="part")],
)  # fmt: skip
LAPTOP = [SATA, NVME, READER, STICK, node("/dev/zram0", 0, "252:0")]


@dataclass
class Computer:
    """A computer to look at: its tools are scripts that write down how they were called, and say what they are given."""

    folder: Path
    said: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("tools", "said", "sys/class/power_supply", "stick"):
            (self.folder / name).mkdir(parents=True)
        script = self.folder / "stick" / SCRIPT.name
        script.write_bytes(SCRIPT.read_bytes())

    def has(self, tool: str, body: str) -> None:
        """Give it this tool; `body` is shell."""
        flag, version = VERSIONS[tool]
        called = shlex.quote(str(self.folder / "called"))
        path = self.folder / "tools" / tool
        path.write_text(
            f'#!/bin/sh\n[ "$1" = {flag} ] && echo "{version}" && exit\n'
            f'echo "{tool} $* token=$DIGIBANK_TOKEN" >> {called}\n{body}\n'
        )
        path.chmod(0o755)

    def says(self, tool: str, text: str | bytes, code: int = 0) -> None:
        """Give it this tool, which says this."""
        self.has(tool, f"/bin/cat {self._kept(tool, text)}; exit {code}")

    def says_of_disks(self, told: dict[str, str]) -> None:
        """Give it a smartctl that says this of each disk."""
        cases = "".join(f"{disk}) /bin/cat {self._kept(Path(disk).name, text)};; " for disk, text in told.items())
        self.has("smartctl", f'case "$3" in {cases}*) exit 2;; esac')

    def has_power(self, name: str, kind: str, uevent: str) -> None:
        supply = self.folder / "sys/class/power_supply" / name
        supply.mkdir()
        (supply / "type").write_text(f"{kind}\n")
        (supply / "uevent").write_text(uevent)

    @property
    def reports(self) -> Path:
        return self.folder / "stick" / "reports"

    @property
    def called(self) -> list[str]:
        """How the tools were called, without asking their version."""
        path = self.folder / "called"
        return [line.rpartition(" token=")[0] for line in path.read_text().splitlines()] if path.exists() else []

    def run(self, *words: str, seconds: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
        """The script on the stick, on this computer."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("DIGIBANK_")}
        command = [sys.executable, str(self.folder / "stick" / SCRIPT.name), *words]
        return subprocess.run(
            [*command, "--sysfs", str(self.folder / "sys"), "--pause", "0.1"],
            env=clean | {"PATH": str(self.folder / "tools")} | environment,
            capture_output=True, text=True, timeout=seconds, check=False,
        )  # fmt: skip

    def report(self) -> dict[str, Any]:
        """The one report that it kept."""
        (path,) = self.reports.glob("*.json")
        told: dict[str, Any] = json.loads(path.read_text())
        return told

    def _kept(self, name: str, text: str | bytes) -> str:
        path = self.folder / "said" / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return shlex.quote(str(path))


def blocks(*disks: dict[str, Any]) -> str:
    return json.dumps({"blockdevices": disks})


def a_laptop(folder: Path) -> Computer:
    """A laptop with a SATA and an NVMe disk, a battery, an empty card reader, and the stick."""
    laptop = Computer(folder)
    laptop.says("lsblk", blocks(*LAPTOP))
    laptop.says("lshw", (FIXTURES / "laptop_hp_probook.lshw.json").read_bytes())
    laptop.says("dmidecode", DMIDECODE)
    laptop.says_of_disks(
        {
            "/dev/sda": (FIXTURES / "laptop_hp_probook_ssd.smartctl.json").read_text(),
            "/dev/nvme0n1": (FIXTURES / "scrutiny-smart-nvme-failed.json").read_text(),
        }
    )
    laptop.has_power("BAT0", "Battery", (FIXTURES / "laptop_hp_probook.uevent").read_text())
    laptop.has_power("AC", "Mains", "DEVTYPE=power_supply\nPOWER_SUPPLY_NAME=AC\nPOWER_SUPPLY_ONLINE=1\n")
    mouse = "DEVTYPE=power_supply\nPOWER_SUPPLY_NAME=hid\nPOWER_SUPPLY_SCOPE=Device\nPOWER_SUPPLY_CAPACITY=7\n"
    laptop.has_power("hid-mouse", "Battery", mouse)
    return laptop


@contextmanager
def a_small_medium(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own on this folder, such as one that is full or write-protected."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def may_mount(folder: Path) -> bool:
    """Whether this machine lets us mount: only the administrator, and not in every container."""
    try:
        with a_small_medium(folder, "size=16k"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False
