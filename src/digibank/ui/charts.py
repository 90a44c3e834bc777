"""Charts as drawings: where each bar stands, how long it is, and what the figures are in words.

All measures are in the units of a drawing 300 wide, so that 13 px text stays 13 px on a phone of 360.
"""

from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH = 300
BAR = 12  # thickness of a lying bar
POST = 106  # where the post of lying bars stands when the words fit before it
LETTER = 6.8  # about how wide a letter of 13 px is
FOOT = 133  # where columns stand
TALLEST = 100
SOLID = 1  # the first fill has no pattern
TABLE_FROM = 10


@dataclass(frozen=True)
class Series:
    """One kind of figure, in one colour with its own pattern: fill 1 solid, 2 diagonal, 3 dots, 4 cross, 5 rings."""

    label: str
    values: list[int]
    fill: int = SOLID


@dataclass(frozen=True)
class Bar:
    """A rectangle; `paint` is its colour and pattern."""

    x: str
    y: str
    width: str
    height: str
    paint: SafeString


@dataclass(frozen=True)
class Words:
    """Text in the drawing; `kind` are its classes."""

    x: str
    y: str
    text: str
    kind: str = ""


@dataclass
class Chart:
    """A drawing: its bars, its words, and the same figures for those who do not look."""

    key: str
    title: str
    labels: list[str]
    series: list[Series]
    height: str = "160"
    plank: str = "M6 134h288"
    bars: list[Bar] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    now: tuple[str, str] | None = None

    @property
    def fills(self) -> list[int]:
        """The fills in use that need a pattern."""
        return sorted({one.fill for one in self.series} - {SOLID})

    @property
    def in_words(self) -> str:
        """All figures in sentences."""
        return " ".join(f"{label}: {self._figures(at)}." for at, label in enumerate(self.labels))

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """The figures as a table, when they are too many for one sentence."""
        if len(self.labels) * len(self.series) <= TABLE_FROM:
            return []
        return [(label, [one.values[at] for one in self.series]) for at, label in enumerate(self.labels)]

    @property
    def legend(self) -> list[tuple[str, SafeString]]:
        """What each paint means; one series needs no legend."""
        return [(one.label, _paint(self.key, one.fill)) for one in self.series] if len(self.series) > 1 else []

    def _figures(self, at: int) -> str:
        return ", ".join(f"{one.values[at]} {one.label}".strip() for one in self.series)


def lying(key: str, title: str, labels: list[str], series: list[Series]) -> Chart:
    """Bars against a post, one group for each label. `key` is unique on the page."""
    fits = max((len(label) for label in labels), default=0) * LETTER < POST
    post, above = (POST, 0) if fits else (3, 18)
    longest = max((value for one in series for value in one.values), default=0) or 1
    scale = (WIDTH - post - 30) / longest
    step = above + len(series) * (BAR + 3) + 14
    chart = Chart(key, title, labels, series, height=_n(len(labels) * step))
    chart.plank = f"M{post} 4V{_n(len(labels) * step - 8)}"
    for at, label in enumerate(labels):
        top = at * step + 4 + above
        beside = top + len(series) * (BAR + 3) / 2 + 3
        chart.words.append(Words("0", _n(beside), label) if fits else Words("10", _n(top - 4), label))
        for place, one in enumerate(series):
            y, value = top + place * (BAR + 3), one.values[at]
            width = value * scale
            if value:
                chart.bars.append(Bar(_n(post + 4), _n(y), _n(width), _n(BAR), _paint(key, one.fill)))
            chart.words.append(Words(_n(post + 10 + width), _n(y + 11), str(value), "strong"))
    return chart


def standing(
    key: str, title: str, labels: list[str], done: Series, *, planned: Series | None = None, now: int | None = None
) -> Chart:
    """Columns on a plank, one for each period. `planned` is still to come; `now` is the place of the present period."""
    plans = planned.values if planned else [0] * len(labels)
    scale = TALLEST / (max((value + plan for value, plan in zip(done.values, plans, strict=True)), default=0) or 1)
    step = (WIDTH - 12) / max(len(labels), 1)
    width = min(step * 0.6, 36)
    chart = Chart(key, title, labels, [done, planned] if planned else [done])
    for at, (label, value, plan) in enumerate(zip(labels, done.values, plans, strict=True)):
        middle, tall, rest = 6 + step * (at + 0.5), value * scale, plan * scale
        left = _n(middle - width / 2)
        if value:
            chart.bars.append(Bar(left, _n(FOOT - tall), _n(width), _n(tall), _paint(key, done.fill)))
        if plan:
            paint = SafeString('class="planned"')
            chart.bars.append(Bar(left, _n(FOOT - tall - rest), _n(width), _n(rest), paint))
        else:
            chart.words.append(Words(_n(middle), _n(FOOT - tall - 5), str(value), "strong middle"))
        if at == now:
            chart.now = (_n(middle), _n(FOOT - tall - rest - (14 if plan else 28)))
        chart.words.append(Words(_n(middle), "154", label, "strong middle" if at == now else "middle"))
    return chart


def _paint(key: str, fill: int) -> SafeString:
    return SafeString('class="fill-1"') if fill == SOLID else format_html('fill="url(#{}-{})"', key, fill)


def _n(measure: float) -> str:
    """As SVG writes numbers: a point, also where people write a comma."""
    return f"{measure:.1f}".removesuffix(".0")
