"""Pages say the same with fixed pieces worked out once as node by node."""

from pathlib import Path

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.urls import set_script_prefix
from django.utils import translation

from digibank.ui.folding import FixedInclude, FixedNode

BUILTINS = ["django.templatetags.i18n", "django.templatetags.static", "digibank.ui.templatetags.ui"]
LOADERS = "django.template.loaders.filesystem.Loader"


@pytest.fixture
def folded(tmp_path):
    """The template with this source, as the loader makes it."""
    engine = Engine(dirs=[tmp_path], builtins=BUILTINS, loaders=[("digibank.ui.folding.Loader", [LOADERS])])

    def read(source: str):
        name = f"{len(list(tmp_path.iterdir()))}.html"
        (tmp_path / name).write_text(source)
        return engine.get_template(name)

    return read


def kinds(template) -> list[type]:
    return [type(node) for node in template.nodelist]


def test_neighbours_that_never_change_become_one(folded):
    template = folded(
        '<p>{% translate "Log out" %} {% icon "check" %}{# why #}<a href="{% url "desk:home" %}"></p>{{ who }}'
    )

    shown = template.render(Context({"who": "Fatima"}))

    assert [kind.__name__ for kind in kinds(template)] == ["FixedNode", "VariableNode"]
    assert shown.startswith("<p>Log out <svg")
    assert shown.endswith('<a href="/balie/"></p>Fatima')


def test_a_fixed_piece_speaks_the_language_of_who_reads(folded):
    template = folded('{% translate "Log out" %}')

    english = template.render(Context())
    with translation.override("nl"):
        dutch = template.render(Context())

    assert (english, dutch, template.render(Context())) == ("Log out", "Meld u af", "Log out")


def test_a_fixed_address_follows_where_the_site_stands(folded):
    template = folded('{% url "desk:home" %}')
    at_the_root = template.render(Context())
    set_script_prefix("/digibank/")

    try:
        assert (at_the_root, template.render(Context())) == ("/balie/", "/digibank/balie/")
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize(
    "source",
    [
        "{% icon name %}",
        "{% icon 'check' as drawn %}",
        "{% url 'inventory:device' 1 %}",
        "{% url 'desk:home' as here %}",
        "{% translate 'Log out' as words %}",
        "{% translate words %}",
        "{% translate 'Log out'|upper %}",
        "{% when day %}",
        "{% look %}",
        "{% csrf_token %}",
    ],
)
def test_what_may_change_is_asked_each_time(folded, source):
    assert FixedNode not in kinds(folded(source))


def test_pieces_inside_conditions_loops_and_blocks_are_joined_too(folded):
    template = folded(
        '{% block all %}{% for name in names %}{% if name %}<b>{% icon "check" %}</b>{{ name }}{% endif %}{% endfor %}{% endblock %}'
    )

    shown = template.render(Context({"names": ["a", "", "b"]}))

    assert len(template.nodelist.get_nodes_by_type(FixedNode)) == 1
    assert (shown.count("<b><svg"), shown[-1]) == (2, "b")


def test_plain_text_stays_plain_text(folded):
    assert kinds(folded("<p>Dag</p>")) == [TextNode]


def test_an_included_template_sees_what_it_is_given(folded):
    template = folded('{% for x in "ab" %}{% include "ui/pages.html" with newer_url=x %}{% endfor %}')
    alone = folded('{% include "ui/pages.html" only %}')

    assert len(template.nodelist.get_nodes_by_type(FixedInclude)) == 1
    assert [f'href="{x}"' in template.render(Context()) for x in "abc"] == [True, True, False]
    assert alone.render(Context({"newer_url": "a"})).strip() == ""


def test_a_template_that_is_named_later_is_looked_for_later(folded, tmp_path):
    Path(tmp_path, "other.html").write_text("other")
    template = folded("{% include name %}")

    assert FixedInclude not in kinds(template)
    assert template.render(Context({"name": "other.html"})) == "other"
