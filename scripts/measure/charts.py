#!/usr/bin/env python3
"""Draw docs/charts/*.svg from docs/measured/*.csv.

usage: scripts/measure/charts.py [--check]           (from the repository's root)
--check: writes nothing; fails if a chart is not what the committed figures give
"""
import csv
import math
import pathlib
import sys
from xml.sax.saxutils import escape

MEASURED = pathlib.Path("docs/measured")
CHARTS = pathlib.Path("docs/charts")
DIRECTIONS = ("encode", "decode")
# A light and a dark colour for each method; SHAPES distinguish the methods too.
COLOURS = [("#0b63c5", "#5aa9ff"), ("#c2410c", "#ff9f5a"), ("#15803d", "#5ad17f"), ("#9333ea", "#c79bff"),
           ("#b91c5c", "#ff7fb0"), ("#8a6d00", "#e3c34a"), ("#0f766e", "#4fd1c5"), ("#57606a", "#a0a8b0"),
           ("#1f2328", "#f0f3f6"), ("#7a3b12", "#c9996b")]
# These do no look-up, and their bars would dwarf all others.
NOT_DRAWN = ["stream-vbyte of ids", "memcpy"]
SHAPES = ["circle", "square", "diamond", "up", "down"]


class Chart:
    """Elements in an SVG of this size."""

    def __init__(self, width, height, title):
        self.size = (width, height)
        self.parts = [f"<title>{escape(title)}</title>"]
        self.text(width / 2, 22, title, "title", "middle")

    def add(self, element):
        self.parts.append(element)

    def text(self, x, y, text, kind="label", anchor="start", turn=0):
        rotate = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
        self.add(f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}"{rotate}>{escape(text)}</text>')

    def line(self, x1, y1, x2, y2, kind):
        self.add(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>')

    def mark(self, x, y, number, size=4.0):
        shape = SHAPES[number % len(SHAPES)]
        if shape == "circle":
            self.add(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" class="f{number}"/>')
            return
        corners = {"square": [(-1, -1), (1, -1), (1, 1), (-1, 1)], "diamond": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
                   "up": [(0, -1.2), (1.2, 1), (-1.2, 1)], "down": [(0, 1.2), (1.2, -1), (-1.2, -1)]}[shape]
        points = " ".join(f"{x + size * 0.9 * a:.1f},{y + size * 0.9 * b:.1f}" for a, b in corners)
        self.add(f'<polygon points="{points}" class="f{number}"/>')

    def curve(self, points, number):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.add(f'<polyline points="{path}" class="s{number}"/>')
        for x, y in points:
            self.mark(x, y, number)

    def legend(self, names, y, columns):
        width = (self.size[0] - 80) / columns
        for number, name in enumerate(names):
            x, below = 50 + width * (number % columns), y + 18 * (number // columns)
            self.line(x, below - 4, x + 24, below - 4, f"s{number}")
            self.mark(x + 12, below - 4, number)
            self.text(x + 30, below, name)

    def svg(self):
        width, height = self.size
        style = "".join(rule(0)) + "@media (prefers-color-scheme: dark) {" + "".join(rule(1)) + "}"
        body = "\n".join(self.parts)
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
                f'height="{height}" role="img">\n<style>{style}</style>\n'
                f'<rect width="{width}" height="{height}" class="page"/>\n{body}\n</svg>\n')


def rule(dark):
    page, ink, faint = (("#ffffff", "#1f2328", "#d0d7de"), ("#0d1117", "#e6edf3", "#30363d"))[dark]
    yield f".page{{fill:{page}}}text{{fill:{ink};font-family:sans-serif;font-size:12px}}"
    yield f".title{{font-size:15px;font-weight:bold}}.small{{font-size:11px}}.grid{{stroke:{faint}}}.axis{{stroke:{ink}}}"
    for number, colours in enumerate(COLOURS):
        yield f".s{number}{{stroke:{colours[dark]};stroke-width:2;fill:none}}.f{number}{{fill:{colours[dark]}}}"


class Panel:
    """A rectangle with two scales."""

    def __init__(self, chart, box, x_range, y_range, y_log):
        self.chart, self.box, self.x_range, self.y_range, self.y_log = chart, box, x_range, y_range, y_log

    def at(self, x, y):
        left, top, width, height = self.box
        scale = math.log10 if self.y_log else float
        across = share(math.log10(x), *map(math.log10, self.x_range))
        up = share(scale(y), *map(scale, self.y_range))
        return left + width * across, top + height * (1 - up)

    def frame(self, title, x_ticks, y_ticks, x_label, y_label):
        left, top, width, height = self.box
        for tick in x_ticks:
            x, _ = self.at(tick, self.y_range[0])
            self.chart.line(x, top, x, top + height, "grid")
            self.chart.text(x, top + height + 15, f"{tick:,}", "small", "middle")
        for tick, name in y_ticks:
            _, y = self.at(self.x_range[0], tick)
            self.chart.line(left, y, left + width, y, "grid")
            self.chart.text(left - 6, y + 4, name, "small", "end")
        self.chart.line(left, top + height, left + width, top + height, "axis")
        self.chart.line(left, top, left, top + height, "axis")
        self.chart.text(left + width / 2, top - 8, title, "label", "middle")
        self.chart.text(left + width / 2, top + height + 32, x_label, "label", "middle")
        self.chart.text(left - 60, top + height / 2, y_label, "label", "middle", -90)


def share(value, low, high):
    return (value - low) / (high - low)


def rows(name):
    with open(MEASURED / f"{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def unique(values):
    return list(dict.fromkeys(values))


def sizes():
    found = [row for row in rows("sizes") if row["method"] != "zstd-19"]
    sets, methods = (unique(row[key] for row in found) for key in ("set", "method"))
    lengths = sorted({int(row["length"]) for row in found})
    most = math.ceil(2 * max(float(row["bytes_per_token"]) for row in found)) / 2
    chart = Chart(960, 110 + 330 * math.ceil(len(sets) / 2), "Bytes a token against the length of a message")
    chart.legend(methods, 48, 3)
    for number, name in enumerate(sets):
        box = (70 + 470 * (number % 2), 135 + 330 * (number // 2), 390, 240)
        panel = Panel(chart, box, (lengths[0], lengths[-1]), (0, most), False)
        ticks = [(tick / 2, f"{tick / 2:.1f}") for tick in range(int(2 * most) + 1)]
        panel.frame(name, lengths, ticks, "tokens in the message", "bytes a token")
        for index, method in enumerate(methods):
            points = [(int(row["length"]), float(row["bytes_per_token"])) for row in found
                      if (row["set"], row["method"]) == (name, method)]
            chart.curve([panel.at(*point) for point in points], index)
    return chart.svg()


def speeds():
    found = rows("ratios")
    cells = {(row["method"], row["direction"]): row for row in found}
    methods = [method for method in unique(row["method"] for row in found) if method not in NOT_DRAWN]
    most = max(float(cells[method, direction]["m_tokens_per_s"]) for method in methods for direction in DIRECTIONS)
    chart = Chart(960, 150 + 44 * len(methods), "Ids to bytes and back, one core, M tokens a second")
    left, width = 210, 540
    for tick in ticks_of(most):
        x = left + width * tick / most
        chart.line(x, 44, x, 54 + 44 * len(methods), "grid")
        chart.text(x, 70 + 44 * len(methods), f"{tick:,}", "small", "middle")
    for number, method in enumerate(methods):
        top = 52 + 44 * number
        chart.text(left - 10, top + 22, method, "label", "end")
        for lower, direction in enumerate(DIRECTIONS):
            row = cells[method, direction]
            speed, y = float(row["m_tokens_per_s"]), top + 18 * lower
            chart.add(f'<rect x="{left}" y="{y}" width="{width * speed / most:.1f}" height="15" class="f{lower}"/>')
            chart.text(left + width * speed / most + 6, y + 12,
                       f"{direction} {speed:,.0f}, {float(row['times_tacc']):.1f} x tacc", "small")
    below = 92 + 44 * len(methods)
    chart.text(left + width / 2, below, "M tokens a second", "label", "middle")
    for number, method in enumerate(NOT_DRAWN):
        there, back = (float(cells[method, direction]["m_tokens_per_s"]) for direction in DIRECTIONS)
        note = f"Without a table, not drawn: {method}, {there:,.0f} and {back:,.0f}"
        chart.text(left, below + 20 * (number + 1), note, "small")
    return chart.svg()


def ticks_of(most):
    step = 10 ** math.floor(math.log10(most))
    step = next(step / part for part in (5, 2, 1) if most / (step / part) <= 10)
    return [round(step * number) for number in range(int(most / step) + 1)]


def cost():
    found = rows("cost")
    methods = unique(row["method"] for row in found)
    tokens = sorted({int(row["tokens"]) for row in found})
    times = [float(row["median_ns_per_message"]) for row in found]
    low, high = (10 ** bound for bound in (math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))))
    chart = Chart(960, 520, "Time a message against its length")
    chart.legend(methods, 48, 4)
    ticks = [(10 ** power, seconds(10 ** power)) for power in range(round(math.log10(low)), round(math.log10(high)) + 1)]
    for number, direction in enumerate(DIRECTIONS):
        panel = Panel(chart, (80 + 470 * number, 115, 380, 350), (tokens[0], tokens[-1]), (low, high), True)
        panel.frame(direction, tokens, ticks, "tokens in the message", "time a message")
        for index, method in enumerate(methods):
            points = [(int(row["tokens"]), float(row["median_ns_per_message"])) for row in found
                      if (row["method"], row["direction"]) == (method, direction)]
            chart.curve([panel.at(*point) for point in points], index)
    return chart.svg()


def seconds(nanoseconds):
    for unit, size in (("ms", 10 ** 6), ("us", 10 ** 3)):
        if nanoseconds >= size:
            return f"{nanoseconds // size:,} {unit}"
    return f"{nanoseconds} ns"


def streams():
    """Three marks a row, since bars have no logarithm."""
    found = [row for row in rows("streams") if int(row["tokens"])]
    columns = [("bytes", "as a token stream"), ("gzip_flushed", "gzip-6, flushed"), ("raw", "as the server sends it")]
    each = [[int(row[column]) / int(row["tokens"]) for column, _ in columns] for row in found]
    bottom = 84 + 24 * len(found)
    chart = Chart(960, bottom + 50, "Bytes a token, one event a write (logarithmic)")
    chart.legend([name for _, name in columns], 48, 3)
    panel = Panel(chart, (250, 70, 650, bottom - 70), (1, 10 ** math.ceil(math.log10(max(map(max, each))))), (0, 1), False)
    panel.frame("", ticks_of_decades(panel.x_range[1]), [], "bytes a token", "")
    for number, (row, values) in enumerate(zip(found, each)):
        y = 90 + 24 * number
        chart.text(240, y + 4, row["file"], "label", "end")
        ends = [panel.at(value, 0)[0] for value in values]
        chart.line(min(ends), y, max(ends), y, "grid")
        for index, (x, value) in enumerate(zip(ends, values)):
            chart.mark(x, y, index)
            chart.text(x + 6, y - 4, f"{value:.1f}" if value < 100 else f"{value:.0f}", "small")
    return chart.svg()


def ticks_of_decades(most):
    return [step * 10 ** power for power in range(round(math.log10(most)) + 1) for step in (1, 2, 5)
            if step * 10 ** power <= most]


def gateway():
    """A panel for each shape: all that a token costs on the wire, against how many events share a write."""
    found = {tuple(row["case"].split("/")): {} for row in rows("gateway") if row["measure"] == "wire"}
    for row in rows("gateway"):
        if row["measure"] == "wire":
            found[tuple(row["case"].split("/"))][row["figure"]] = float(row["value"])
    shapes, writes, ways = (unique(case[at] for case in found) for at in range(3))
    each = {case: of["with packets"] / of["tokens"] for case, of in found.items()}
    low, high = (10 ** bound for bound in (math.floor(math.log10(min(each.values()))), math.ceil(math.log10(max(each.values())))))
    chart = Chart(960, 440, "Bytes a token on the wire, headers of HTTP, TLS and packets in (logarithmic)")
    chart.legend(ways, 48, 4)
    ticks = [(step * 10 ** power, f"{step * 10 ** power:,}") for power in range(round(math.log10(low)), round(math.log10(high)))
             for step in (1, 2, 5)] + [(high, f"{high:,}")]
    for number, shape in enumerate(shapes):
        panel = Panel(chart, (80 + 310 * number, 105, 225, 270), (int(writes[0]), int(writes[-1])), (low, high), True)
        panel.frame(shape, list(map(int, writes)), ticks, "events a write", "bytes a token" if number == 0 else "")
        for index, way in enumerate(ways):
            chart.curve([panel.at(int(events), each[shape, events, way]) for events in writes], index)
    return chart.svg()


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    for name, source, draw in (("sizes", "sizes", sizes), ("speeds", "ratios", speeds), ("cost", "cost", cost),
                               ("streams", "streams", streams), ("gateway", "gateway", gateway)):
        path = CHARTS / f"{name}.svg"
        if not (MEASURED / f"{source}.csv").exists():
            continue
        if not arguments:
            CHARTS.mkdir(exist_ok=True)
            path.write_text(draw())
        elif not path.exists() or path.read_text() != draw():
            sys.exit(f"{path} is not of the figures in {MEASURED}; run scripts/measure/charts.py")


if __name__ == "__main__":
    main(sys.argv[1:])
