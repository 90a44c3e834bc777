"""The templates keep the content policy: no style and no script inside the page."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from digibank.ui import icons, styles

FOLDER = Path(styles.FOLDER).parents[1] / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_read(name):
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_carries_no_style_and_no_script(name):
    source = (FOLDER / name).read_text().replace("<style>{% resident_style %}</style>", "")

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)|javascript:", source) == []


def test_every_icon_in_the_templates_exists():
    named = {name for path in FOLDER.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)" %}', path.read_text())}

    assert named - set(icons.PATHS) == set()


@pytest.mark.parametrize("name", sorted(icons.PATHS))
def test_an_icon_is_one_path_on_the_grid(name):
    assert re.fullmatch(r"[MmLlHhVvCcSsAaZz0-9 .,-]+", icons.PATHS[name])
