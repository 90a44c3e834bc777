"""Templates in which what is always the same is worked out once.

Django walks a template node by node for each page, while most nodes of our pages always give the same text: plain
HTML, `{% translate "Save" %}`, `{% icon "check" %}`, `{% static "ui/staff.js" %}`, `{% url "desk:home" %}`. The loader
joins neighbours of that sort to one node, which remembers its text for each language. It remembers nothing that comes
from a request, a record or a person.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeIs

from django.template import Context, Engine, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, Variable
from django.template.defaulttags import CommentNode, IfNode, URLNode
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from digibank.ui.templatetags import ui

# Tags that look at their arguments and at the language, and at nothing else.
PURE_TAGS = {ui.icon, ui.position, ui.flag, ui.step_dot, ui.resident_style}


class _FoldingLoader(base.Loader):
    """Folds a template when it was read, before anybody can see it."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, _FoldingLoader):
    """Keeps each template in memory, folded."""


class FixedNode(Node):
    """Neighbours that always give the same text in the same language."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.known: dict[tuple[str | None, str, bool], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The text. Two threads that make it at once make the same."""
        case = (get_language(), get_script_prefix(), context.autoescape)
        text = self.known.get(case)
        if text is None:
            text = self.known[case] = NodeList(self.nodes).render(context)
        return text


class FixedInclude(IncludeNode):
    """`{% include %}` of a template that is named in the page itself: found once."""

    included: Template | None = None

    @classmethod
    def of(cls, node: IncludeNode) -> "FixedInclude":
        """The same include, with a memory for its template."""
        fixed = cls(node.template, *(), extra_context=node.extra_context, isolated_context=node.isolated_context)
        fixed.origin, fixed.token = node.origin, node.token
        return fixed

    def render(self, context: Context) -> SafeString:
        """As Django does, without looking for the template each time."""
        template = self.included
        if template is None:
            template = self.included = Engine.get_default().get_template(str(self.template.var))
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.isolated_context:
            return template.render(context.new(values))
        with context.push(**values):
            return template.render(context)


def fold(nodes: NodeList) -> None:
    """Join, in this list and in all lists inside it, the neighbours that are always the same."""
    for node in nodes:
        for inside in _lists_in(node):
            fold(inside)
    nodes[:] = _joined(nodes)


def _joined(nodes: Iterable[Node]) -> Iterator[Node]:
    fixed: list[Node] = []
    for node in nodes:
        if isinstance(node, CommentNode):
            continue
        if _is_fixed(node):
            fixed.append(node)
            continue
        yield from _one(fixed)
        fixed = []
        yield FixedInclude.of(node) if _names_its_template(node) else node
    yield from _one(fixed)


def _one(nodes: list[Node]) -> Iterator[Node]:
    """These nodes as one; plain text stays plain text."""
    if all(isinstance(node, TextNode) for node in nodes):
        yield from nodes
    else:
        yield FixedNode(nodes)


def _lists_in(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [nodes for _condition, nodes in node.conditions_nodelists]
    lists = [getattr(node, name, None) for name in node.child_nodelists]
    return [nodes for nodes in lists if isinstance(nodes, NodeList)]


def _is_fixed(node: Node) -> bool:
    match node:
        case TextNode():
            return True
        case TranslateNode():
            return not node.asvar and not node.message_context and _is_literal(node.filter_expression)
        case StaticNode():
            return node.varname is None and _is_literal(node.path)
        case URLNode():
            return not (node.args or node.kwargs or node.asvar) and _is_literal(node.view_name)
        case SimpleNode(func=tag, target_var=None) if tag in PURE_TAGS:
            return all(_is_literal(value) for value in [*node.args, *node.kwargs.values()])
    return False


def _names_its_template(node: Node) -> TypeIs[IncludeNode]:
    return isinstance(node, IncludeNode) and _is_literal(node.template) and not str(node.template.var).startswith(".")


def _is_literal(value: FilterExpression) -> bool:
    """Whether it is written out in the template: a text or a number, translated or not, without filters."""
    return not value.filters and not (isinstance(value.var, Variable) and value.var.lookups is not None)
