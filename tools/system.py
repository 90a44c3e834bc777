"""Print the Debian packages that are missing on this machine for the given purposes."""

import ctypes.util
import platform
import shutil
import sys
from pathlib import Path

FONT = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")


def on_debian() -> bool:
    """Debian packs more programs than others do; elsewhere the tests do without those, and take longer."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def missing(purpose: str) -> list[str]:
    """Packages that this purpose needs and the machine lacks."""
    wanted: dict[str, bool] = {}
    match purpose:
        case "pdf":
            wanted = {
                "libpango-1.0-0": bool(ctypes.util.find_library("pango-1.0")),
                "libpangoft2-1.0-0": bool(ctypes.util.find_library("pangoft2-1.0")),
                "libharfbuzz-subset0": bool(ctypes.util.find_library("harfbuzz-subset")),
            }
        case "browser":
            wanted = {
                "chromium": bool(shutil.which("chromium") or shutil.which("google-chrome")),
                "chromium-headless-shell": bool(shutil.which("chromium-headless-shell")) or not on_debian(),
                "fonts-noto-core": FONT.exists() or sys.platform != "linux",
            }
        case "readers":
            wanted = {"zbar-tools": bool(shutil.which("zbarimg")), "poppler-utils": bool(shutil.which("pdftotext"))}
        case "gettext":
            wanted = {"gettext": bool(shutil.which("xgettext"))}
    return [package for package, there in wanted.items() if not there]


print(" ".join(package for purpose in sys.argv[1:] for package in missing(purpose)))
