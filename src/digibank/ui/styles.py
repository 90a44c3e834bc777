"""The style sheets: staff pages load one file made from one file per component, resident pages carry theirs inside.

`manage styles` makes the one file; `manage styles --check` and a test say when it is behind.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "ui"
STAFF_SHEET = FOLDER / "built" / "staff.css"
RESIDENT_SHEET = FOLDER / "resident.css"

LAYERS = "@layer reset, tokens, base, components, page;"

# In this order: what comes later may build on what comes before.
PARTS = [
    "fonts", "reset", "tokens", "base", "layout", "top", "sheet", "dot", "tag", "button", "keys", "facts", "steps",
    "timeline", "journey", "search", "acts", "table", "cases", "chart", "note", "form", "dialog", "camera", "progress",
    "pages", "drawing", "foot", "counter", "task", "visits", "specimen", "print",
]  # fmt: skip


def staff_sheet() -> str:
    """The staff style sheet: all parts, one under the other, without comments and empty space."""
    return LAYERS + "".join(tightened((FOLDER / "css" / f"{part}.css").read_text()) for part in PARTS) + "\n"


@cache
def resident_sheet() -> str:
    """What resident pages carry in their one <style>."""
    return tightened(RESIDENT_SHEET.read_text())


@cache
def resident_source() -> str:
    """The source to add to `style-src` of the content policy, so that the one <style> of resident pages may stay."""
    digest = hashlib.sha256(resident_sheet().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def tightened(css: str) -> str:
    """The same rules in fewer characters. Only spaces that carry no meaning go."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"(?<=[\w-]): (?=\S)", ":", css)
    return css.replace(";}", "}").strip()
