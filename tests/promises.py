"""Promises of the code to its readers, as functions: each takes source text or an object and names what breaks it."""

import ast
import importlib
import inspect
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import URLPattern, URLResolver

from digibank.flow import Flow

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "digibank"
LONGEST_FUNCTION = 60
LONGEST_FILE = 350

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> dict[str, str]:
    """Our own code, by path under src; without tests, migrations and management commands' data."""
    return {
        str(path.relative_to(SOURCE.parent)): path.read_text()
        for path in sorted(SOURCE.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.parts)
    }


def templates() -> dict[str, str]:
    """Our own templates, by path under src."""
    return {
        str(path.relative_to(SOURCE.parent)): path.read_text() for path in sorted(SOURCE.rglob("templates/**/*.html"))
    }


@cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    """All that stands in a file; each promise looks at the same files."""
    return tuple(ast.walk(ast.parse(source)))


def functions(source: str) -> Iterator[Function]:
    yield from (node for node in nodes(source) if isinstance(node, Function))


def unfit_actions(source: str) -> list[str]:
    """Public functions of an actions.py that lack a keyword-only `by`, or are not one transaction."""
    complaints = []
    for node in ast.parse(source).body:
        if not isinstance(node, Function) or node.name.startswith("_"):
            continue
        if "by" not in [argument.arg for argument in node.args.kwonlyargs]:
            complaints.append(f"{node.name}: who acts? Take `by` by keyword.")
        if "transaction.atomic" not in [ast.unparse(decorator) for decorator in node.decorator_list]:
            complaints.append(f"{node.name}: decorate with transaction.atomic.")
    return complaints


def states_set_by_hand(source: str) -> list[int]:
    """Lines that assign `.state` or update it in the database; the flow does that."""
    return sorted(
        {
            target.lineno
            for node in nodes(source)
            for target in _targets(node)
            if isinstance(target, ast.Attribute) and target.attr == "state"
        }
        | {
            node.lineno
            for node in nodes(source)
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".update")
            if any(keyword.arg == "state" for keyword in node.keywords)
        }
    )


def _targets(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Assign):
        return [inner for target in node.targets for inner in ast.walk(target)]
    return [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []


def imports_inside(source: str) -> list[int]:
    """Lines inside functions that import."""
    return sorted(
        {n.lineno for f in functions(source) for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)}
    )


def signals(source: str) -> list[int]:
    """Lines that receive or connect signals."""
    imported = [
        n.lineno
        for n in nodes(source)
        if isinstance(n, ast.ImportFrom) and (n.module or "").endswith(("signals", "dispatch"))
    ]
    received = [
        d.lineno
        for f in functions(source)
        for d in f.decorator_list
        if ast.unparse(d).split("(")[0].endswith("receiver")
    ]
    return sorted(imported + received)


NOW = re.compile(
    r"^(datetime\.)*(datetime|timezone|date)\.(now|utcnow|today|localdate|localtime)$|^(now|localdate)$|^time\.time$"
)


def clocks(source: str) -> list[int]:
    """Lines that ask the time past our clock."""
    named = [n.lineno for n in nodes(source) if isinstance(n, ast.Attribute) and NOW.match(ast.unparse(n))]
    fetched = [n.lineno for n in nodes(source) if isinstance(n, ast.ImportFrom) and n.module == "django.utils.timezone"]
    return sorted(named + fetched)


WEAK_CALL = re.compile(
    r"^(random\.\w+|get_random_string|crypto\.get_random_string|uuid\.uuid1|uuid1|uuid\.getnode|getnode|os\.urandom)$"
)
SECRET_NAME = re.compile(r"secret|token|password|link|nonce|session", re.IGNORECASE)
ENOUGH_BYTES = 16


def weak_randomness(source: str) -> list[int]:
    """Lines that make something by chance that can be guessed, or past numbers.secret()."""
    calls = [n for n in nodes(source) if isinstance(n, ast.Call)]
    weak = [
        n.lineno for n in nodes(source) if isinstance(n, ast.Name | ast.Attribute) and WEAK_CALL.match(ast.unparse(n))
    ]
    imported = [
        n.lineno
        for n in nodes(source)
        if (isinstance(n, ast.Import) and "random" in [alias.name for alias in n.names])
        or (isinstance(n, ast.ImportFrom) and n.module in ("random", "secrets"))
    ]
    short = [
        n.lineno
        for n in calls
        if re.match(r"^secrets\.(token_|choice|randbelow|randbits)", ast.unparse(n.func)) and not _is_long(n)
    ]
    guessed = [
        n.lineno
        for n in nodes(source)
        if isinstance(n, ast.Assign | ast.AnnAssign | ast.keyword) and re.search(r"\buuid\d", ast.unparse(n.value or n))
        if SECRET_NAME.search(n.arg or "" if isinstance(n, ast.keyword) else ast.unparse(_targets(n)[0]))
    ]
    return sorted({*weak, *imported, *short, *guessed})


def _is_long(call: ast.Call) -> bool:
    """secrets.token_…(16) or more; without a number Python takes 32 bytes."""
    if ".token_" not in ast.unparse(call.func):
        return False
    sizes = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return all(isinstance(size, int) and size >= ENOUGH_BYTES for size in sizes) and len(sizes) == len(call.args)


def long_functions(source: str) -> list[str]:
    """Functions that do not fit on a screen."""
    return [f.name for f in functions(source) if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]


def long_files(sources: Mapping[str, str]) -> list[str]:
    """Files that do not read in one sitting, when more than one file in twenty is one of these."""
    long = [file for file, source in sources.items() if len(source.splitlines()) > LONGEST_FILE]
    return long if len(long) * 20 > len(sources) else []


def keys_by_text(source: str) -> list[int]:
    """Lines where a relation names its class in text; only "self" may."""
    kinds = ("ForeignKey", "OneToOneField", "ManyToManyField")
    return [
        node.lineno
        for node in nodes(source)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(kinds)
        for to in [*node.args[:1], *(k.value for k in node.keywords if k.arg in ("to", "through"))]
        if isinstance(to, ast.Constant) and to.value != "self"
    ]


def hidden_sentences(source: str) -> list[int]:
    """Lines with a sentence inside an f-string, where nobody finds it who collects what is to be translated."""
    return sorted(
        inner.lineno
        for node in nodes(source)
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and ast.unparse(inner.func) in ("_", "gettext", "ngettext", "pgettext")
    )


WRITES_THE_TRAIL = ("record", "record_each")


def verbs(source: str) -> list[str]:
    """Every verb that is written to the trail."""
    return [
        _text(node.args[0])
        for node in nodes(source)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in WRITES_THE_TRAIL and node.args
    ]


def _text(node: ast.expr) -> str:
    """A text as it stands in the code; what is filled in later reads as x."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) else ast.unparse(node)


def strange_verbs(app: str, source: str) -> list[str]:
    """Verbs that do not begin with their app, or are no plain word in lower case."""
    return [verb for verb in verbs(source) if not re.fullmatch(rf"{app}\.[a-z]+(_[a-z]+)*", verb)]


def unlike(recorded: Iterable[str], told: Iterable[str]) -> list[str]:
    """Verbs that happen and have no words, and words for what never happens."""
    return sorted(set(recorded) ^ set(told))


def unclassified(model: type[models.Model]) -> list[str]:
    """The fields of a model about somebody of which it is not said whether they are personal; or said in vain."""
    fields = {field.name: field for field in model._meta.get_fields() if field.concrete}
    if not hasattr(model, "privacy"):
        about_somebody = [name for name, field in fields.items() if hasattr(field.related_model, "privacy")]
        return sorted(fields) if about_somebody else []
    return sorted(set(fields) ^ set(model.privacy))


def pages(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every page under these addresses."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns)
        else:
            yield pattern


def silent_pages(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """Pages that say neither which right they need nor that they are public; or say both."""
    return [
        str(page.pattern)
        for page in pages(patterns)
        if hasattr(page.callback, "needs") == bool(getattr(page.callback, "public", False))
    ]


def unlimited_posts(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """Pages for everybody that take a form and do not say how often."""
    return [
        str(page.pattern)
        for page in pages(patterns)
        if getattr(page.callback, "public", False) and "POST" in taken(page.callback)
        if "POST" not in {method for limit in getattr(page.callback, "limits", ()) for method in limit.methods}
    ]


def taken(view: object) -> set[str]:
    """The methods that a view lets through: those of @require_safe and its like, else all."""
    methods = {"GET", "POST"}
    while view is not None:
        named = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        methods &= set(named.get("request_method_list", methods))
        view = getattr(view, "__wrapped__", None)
    return methods


def homeless(model: type[models.Model], organisation: type[models.Model]) -> str:
    """Why it is unclear whose the rows of this model are; empty when it is clear."""
    reason, path = getattr(model, "public", None), getattr(model, "scope_path", None)
    if (reason is None) == (path is None):
        return "say either scope_path or public"
    if path is None:
        return "" if isinstance(reason, str) and len(reason.split()) > 2 else "say in a sentence why it is public"
    here = model
    try:
        for step in path.split("__"):
            here = organisation if (step == "pk" and here is organisation) else here._meta.get_field(step).related_model
    except (FieldDoesNotExist, AttributeError):
        return f"{path} leads nowhere"
    return "" if here is organisation else f"{path} leads to {here}"


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("digibank.")]


def our_flows() -> dict[str, Flow]:
    """Every flow, by its name."""
    files = [file for file in modules() if file.endswith("/flows.py")]
    return {
        name: flow
        for file in files
        for name, flow in vars(importlib.import_module(file.removesuffix(".py").replace("/", "."))).items()
        if isinstance(flow, Flow)
    }


def stranded(flow: Flow) -> list[str]:
    """States where no record can ever come from the start, and steps that lead to what is no state."""
    reached, frontier = {str(flow.start)}, {str(flow.start)}
    while frontier:
        frontier = {str(step.target) for step in flow.steps.values() if frontier & set(step.sources)} - reached
        reached |= frontier
    return sorted(reached ^ {str(state) for state in type(flow.start)})


def loose_style(source: str) -> list[str]:
    """Style and script that stand inside the page instead of in a file; the one style block of residents apart."""
    source = source.replace("<style>{% resident_style %}</style>", "")
    found = re.findall(r"<style\b|\sstyle=|\son[a-z]+=\s*[\"']|href=[\"']javascript:", source, re.IGNORECASE)
    found += [tag for tag in re.findall(r"<script\b[^>]*>", source, re.IGNORECASE) if "src=" not in tag]
    return [text.strip() for text in found]


def layers() -> dict[str, int]:
    """Each app's height: 0 is the ground."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rows = next(c["layers"] for c in settings["tool"]["importlinter"]["contracts"] if c["name"].startswith("Apps"))
    return {
        app.strip("() "): height
        for height, row in enumerate(reversed(rows))
        for app in re.split(r"[|:]", row.replace(" ", ""))
    }


USES = re.compile(
    r"{%\s*(?:url\s+[\"'](?P<page>\w+):|(?:extends|include)\s+[\"'](?P<file>\w+)/)",
)


def upward_uses(app: str, source: str) -> list[str]:
    """Apps above this one, or beside it in the same layer, whose pages or templates it names."""
    height = layers()
    used = [match["page"] or match["file"] for match in USES.finditer(source)]
    return [other for other in used if other != app and other in height and height[other] >= height[app]]
