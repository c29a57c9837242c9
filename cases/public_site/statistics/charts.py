"""Charts as SVG, rendered on the server. Colours come from the style sheet; the table beside a chart has the same data."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 260, 48, 28, 12
YEAR = 44  # width of a year label and the space before it


def nice(most: int) -> tuple[int, int]:
    """The top of an axis and the step between its ticks: 1, 2 or 5 times a power of ten."""
    step = 1
    while step * 4 < most:
        digits = int(str(step)[0])
        step = step * 2 if digits in (1, 5) else step * 5 // 2
    return max(step, -(-most // step) * step), step


def _frame(labels: Sequence[str], top: int, step: int) -> str:
    height, width = HEIGHT - BOTTOM - TOP, WIDTH - LEFT
    lines = []
    for mark in range(0, top + 1, step):
        y = TOP + height - height * mark / top
        lines.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text class="mark" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark}</text>')
    interval = max(1, -(-len(labels) // 8))
    for number, place in enumerate(range(0, len(labels), interval)):
        x = LEFT + width * (place + 0.5) / len(labels)
        kind = "mark second" if number % 2 else "mark"  # every second label is hidden if space is short
        lines.append(
            f'<text class="{kind}" x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(labels[place])}</text>'
        )
    return "".join(lines)


def _whole(title: str, body: str) -> SafeString:
    escaped_title = escape(title)
    return SafeString(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escaped_title}">'
        f"<title>{escaped_title}</title>{body}</svg>"
    )


def area(title: str, labels: Sequence[str], values: Sequence[int]) -> SafeString:
    """Area chart over time."""
    top, step = nice(max(values, default=0))
    height, width = HEIGHT - BOTTOM - TOP, WIDTH - LEFT
    points = [
        (LEFT + width * (place + 0.5) / len(values), TOP + height - height * value / top)
        for place, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    floor = TOP + height
    shape = f"{points[0][0]:.1f},{floor} {line} {points[-1][0]:.1f},{floor}"
    body = f'<polygon class="area" points="{shape}"/><polyline class="curve" points="{line}"/>'
    return _whole(title, _frame(labels, top, step) + body)


def columns(title: str, labels: Sequence[str], values: Sequence[int]) -> SafeString:
    """Column chart with one column per month."""
    top, step = nice(max(values, default=0))
    height, width = HEIGHT - BOTTOM - TOP, WIDTH - LEFT
    slot = width / len(values)
    body = "".join(
        f'<rect class="bar" x="{LEFT + slot * place + slot * 0.1:.1f}" y="{TOP + height - height * value / top:.1f}" '
        f'width="{slot * 0.8:.1f}" height="{height * value / top:.1f}"/>'
        for place, value in enumerate(values)
        if value
    )
    return _whole(title, _frame(labels, top, step) + body)


def timeline(periods: Sequence[Mapping[str, Any]], title: str, on: date) -> SafeString:
    """Timeline of periods of custody; a period without a known end lasts until the day `on`. Empty if no period has a date."""
    dated = [
        (lower := date.fromisoformat(period["lower"]), _last_day(period, lower, on), period["open"])
        for period in periods
        if period["lower"]
    ]
    if not dated:
        return SafeString("")
    first = min(lower for lower, _upper, _open in dated).year
    last = max(upper for _lower, upper, _open in dated).year + 1
    start, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal() + 60
    scale = WIDTH / (end - start)
    parts = []
    for year in range(first, last + 1, max(1, (last - first) // 10)):
        x = (date(year, 1, 1).toordinal() - start) * scale
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="26"/>')
        at = f'x="{x + 4:.1f}"' if x + YEAR <= WIDTH else f'x="{x - 4:.1f}" text-anchor="end"'
        parts.append(f'<text class="mark" {at} y="40">{year}</text>')
    for lower, upper, is_open in dated:
        x = (lower.toordinal() - start) * scale
        stop = upper.toordinal() + 1
        kind = "bar held" if is_open else "bar"
        parts.append(
            f'<rect class="{kind}" x="{x:.1f}" y="6" width="{max(3, (stop - start) * scale - x):.1f}" height="14"/>'
        )
    return SafeString(
        f'<svg class="chart timeline" viewBox="0 0 {WIDTH} 44" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _last_day(period: Mapping[str, Any], lower: date, on: date) -> date:
    """The last day to draw of a period; a transfer of which only the beginning is known has no length."""
    if period["open"]:
        return max(lower, on)
    return date.fromisoformat(period["upper"]) if period["upper"] else lower


def bar(value: int, most: int) -> SafeString:
    """A bar beside a number in a table."""
    length = 100 * value / most if most else 0
    return SafeString(
        f'<svg class="beside" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="bar" width="{length:.1f}" height="8"/></svg>'
    )
