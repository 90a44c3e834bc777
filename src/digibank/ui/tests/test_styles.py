"""The style sheets: made from their parts, one set of colours, and nothing that an old phone lacks."""

import base64
import hashlib
import re

import pytest
from django.core.management import CommandError, call_command

from digibank.ui import styles

PARTS = styles.FOLDER / "css"
TOKENS = (PARTS / "tokens.css").read_text()
RESIDENT = styles.RESIDENT_SHEET.read_text()


def values(css: str) -> dict[str, str]:
    return {name: full(value) for name, value in re.findall(r"--([\w-]+):\s*([^;}]+)", css)}


def full(value: str) -> str:
    """#fff as #ffffff."""
    value = value.strip()
    return "#" + "".join(sign * 2 for sign in value[1:]) if re.fullmatch(r"#[0-9a-f]{3}", value) else value


def block(css: str, opening: str) -> str:
    """What stands between the braces after `opening`."""
    start = css.index("{", css.index(opening)) + 1
    depth, at = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        at += 1
    return css[start : at - 1]


def test_the_staff_sheet_is_made_from_its_parts():
    call_command("styles", "--check")


def test_a_sheet_that_is_behind_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr("digibank.ui.management.commands.styles.STAFF_SHEET", tmp_path / "staff.css")

    with pytest.raises(CommandError):
        call_command("styles", "--check")


def test_every_part_is_in_the_sheet():
    assert sorted(part.stem for part in PARTS.glob("*.css")) == sorted(styles.PARTS)


def test_tightening_keeps_spaces_that_mean_something():
    css = "/* why */\n.a > .b :focus , .c {\n  margin: 0 auto;\n  inline-size: calc(100% - 1rem);\n}\n"

    assert styles.tightened(css) == ".a>.b :focus,.c{margin:0 auto;inline-size:calc(100% - 1rem)}"


@pytest.mark.parametrize(
    ("automatic", "chosen"),
    [
        ("@media (prefers-color-scheme: dark)", ':root[data-theme="dark"]'),
        ("@media (prefers-contrast: more)", ':root[data-theme="contrast"]'),
    ],
)
def test_a_look_is_the_same_chosen_or_asked_by_the_device(automatic, chosen):
    assert values(block(TOKENS, automatic)) == values(block(TOKENS, chosen))


@pytest.mark.parametrize(
    ("of_staff", "of_residents"),
    [
        (":root {", ":root{"),
        ("@media (prefers-color-scheme: dark)", "@media (prefers-color-scheme:dark)"),
        ("@media (prefers-contrast: more)", "@media (prefers-contrast:more)"),
    ],
)
def test_residents_and_staff_see_the_same_colours(of_staff, of_residents):
    staff = values(block(TOKENS, of_staff))
    resident = values(block(RESIDENT, of_residents))

    assert resident == {name: staff[name] for name in resident}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


WORDS = [
    *[(ink, field) for ink in ("ink", "ink-2") for field in ("paper", "ground", "dawn", "dawn-2", "sun-soft")],
    *[(tone, f"{tone}-bg") for tone in ("ok", "wait", "warn", "stop", "rest")],
    *[(tone, "paper") for tone in ("ok", "wait", "warn", "stop", "rest", "link")],
    *[("link", "ground"), ("on-act", "act"), ("on-act", "act-hover"), ("on-act-dot", "act-dot"), ("on-sun", "sun")],
]
EDGES = [
    ("line-mid", "paper"),
    ("line-mid", "ground"),
    ("line-mid", "dawn-2"),
    ("line", "ground"),
    ("focus-out", "paper"),
]


@pytest.mark.parametrize("look", ["", "@media (prefers-color-scheme: dark)", "@media (prefers-contrast: more)"])
def test_words_and_edges_can_be_seen_in_every_look(look):
    colours = values(block(TOKENS, ":root {")) | (values(block(TOKENS, look)) if look else {})

    assert [pair for pair in WORDS if contrast(colours[pair[0]], colours[pair[1]]) < 7] == []
    assert [pair for pair in EDGES if contrast(colours[pair[0]], colours[pair[1]]) < 3] == []


UNKNOWN_IN_2017 = [
    r"@layer", r"@container", r":has\(", r":is\(", r":where\(", r":focus-visible", r"(?<!-)\bgap:", r"(?:margin|padding|border)-(?:inline|block)",
    r"(?<![\w-])inset:", r"aspect-ratio", r"\bmin\(", r"\bmax\(", r"\bclamp\(", r"color-mix", r"#[0-9a-f]{8}\b", r"accent-color",
    r"\bdvh\b", r"inline-size", r"block-size", r"@import", r"url\(",
]  # fmt: skip


@pytest.mark.parametrize("feature", UNKNOWN_IN_2017)
def test_residents_with_an_old_phone_get_nothing_it_does_not_know(feature):
    assert re.findall(feature, styles.resident_sheet()) == []


def test_staff_sheets_do_not_take_the_side_of_one_direction():
    sided = re.compile(
        r"^\s*(?:margin|padding|border)-(?:left|right|top|bottom)\b|^\s*(?:left|right|top|bottom):", re.MULTILINE
    )

    assert {part.name: sided.findall(part.read_text()) for part in PARTS.glob("*.css")} == {
        part.name: [] for part in PARTS.glob("*.css")
    }


def test_the_content_policy_knows_the_one_style_of_resident_pages(render):
    style = render("<style>{% resident_style %}</style>").removeprefix("<style>").removesuffix("</style>")

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert styles.resident_source() == f"'sha256-{digest}'"
