"""Write the reference pages from the code, or check that they are up to date."""

import importlib
import sys
from pathlib import Path

import django
from django.apps import apps
from django.utils import translation

import listening

django.setup()

from config import settings  # noqa: E402  the apps must be ready first
from digibank.accounts.rights import GRANTS, MEANING, Can, Role  # noqa: E402
from digibank.flow import Flow  # noqa: E402

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- Made from the code by ./digibank reference; do not edit. -->\n"


def rights() -> str:
    """Who may do what."""
    lines = [
        "# Rights",
        "",
        NOTE,
        "Made from `src/digibank/accounts/rights.py`. A right counts at the organisation of the",
    ]
    lines += ["membership and at the members of that organisation.", ""]
    lines += ["| right | meaning | " + " | ".join(str(role.label) for role in Role) + " |"]
    lines += ["|---|---|" + "---|" * len(Role)]
    for can in Can:
        ticks = " | ".join("yes" if can in GRANTS[role] else "" for role in Role)
        lines.append(f"| `{can}` | {MEANING[can]} | {ticks} |")
    return "\n".join(lines) + "\n"


def variables() -> str:
    """What can be set from outside."""
    lines = [
        "# Settings",
        "",
        NOTE,
        "Made from `src/config/settings.py` and `tools/listening.py`. Every setting is an environment variable.",
        "",
    ]
    lines += ["| variable | when not set | what it is for |", "|---|---|---|"]
    of_the_server = [settings.Variable(*variable) for variable in listening.VARIABLES]
    for variable in sorted([*settings.VARIABLES, *of_the_server], key=lambda v: v.name):
        default = variable.default.replace(str(settings.ROOT), "(project)")
        lines.append(f"| `{variable.name}` | {f'`{default}`' if default else ''} | {variable.purpose} |")
    return "\n".join(lines) + "\n"


def flows() -> str:
    """The states of each kind of record and the steps between them."""
    lines = ["# Flows", "", NOTE]
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        if not app.name.startswith("digibank.") or not (Path(app.path) / "flows.py").exists():
            continue
        module = importlib.import_module(f"{app.name}.flows")
        for name, flow in vars(module).items():
            if isinstance(flow, Flow):
                lines += [f"## {app.label}: {name}", "", "```mermaid", flow.as_mermaid(), "```", ""]
    return "\n".join(lines)


def main() -> int:
    """Write, or with --check compare."""
    stale = []
    with translation.override("en"):
        pages = {"rights.md": rights(), "settings.md": variables(), "flows.md": flows()}
    for name, text in pages.items():
        path = FOLDER / name
        if "--check" not in sys.argv:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale.append(name)
    if stale:
        print("Not up to date:", ", ".join(stale), "- run ./digibank reference")
    return 1 if stale else 0


sys.exit(main())
