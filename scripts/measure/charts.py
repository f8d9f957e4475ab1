#!/usr/bin/env python3
"""Draw docs/charts/*.svg from the figures in docs/measured.

usage: scripts/measure/charts.py [--check]           (from the repository's root)
--check: writes nothing; fails if a chart differs from what the committed figures give
"""
import csv
import math
import pathlib
import re
import sys
from xml.sax.saxutils import escape

MEASURED = pathlib.Path("docs/measured")
CHARTS = pathlib.Path("docs/charts")
DIRECTIONS = ("encode", "decode")
# Each method's colour in light mode and in dark mode; SHAPES distinguish the methods too.
COLOURS = [("#0b63c5", "#5aa9ff"), ("#c2410c", "#ff9f5a"), ("#15803d", "#5ad17f"), ("#9333ea", "#c79bff"),
           ("#b91c5c", "#ff7fb0"), ("#8a6d00", "#e3c34a"), ("#0f766e", "#4fd1c5"), ("#57606a", "#a0a8b0"),
           ("#1f2328", "#f0f3f6"), ("#7a3b12", "#c9996b")]
# These methods look nothing up in a table, and their bars would dwarf all others.
NOT_DRAWN = ["stream-vbyte of ids", "memcpy"]
SHAPES = ["circle", "square", "diamond", "up", "down"]


class Chart:
    """An SVG image of this size."""

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

    def box(self, x, y, width, height, lines, kind):
        self.add(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" class="{kind}"/>')
        for number, line in enumerate(lines):
            self.text(x + width / 2, y + height / 2 + 5 + 18 * (number - (len(lines) - 1) / 2), line, "strong", "middle")

    def link(self, left, right, y, height):
        """Draws an arrow of this height that points to the right. A thin arrow gets a visible head."""
        half, neck = height / 2, right - 14
        self.polygon([(left, y - half), (neck, y - half), (right, y), (neck, y + half), (left, y + half)],
                     "wide" if height > 12 else "f0")
        if height <= 12:
            self.polygon([(neck, y - 6), (right, y), (neck, y + 6)], "f0")

    def polygon(self, corners, kind):
        points = " ".join(f"{x:.1f},{y:.2f}" for x, y in corners)
        self.add(f'<polygon points="{points}" class="{kind}"/>')

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
        style = "".join(rules(dark=False)) + "@media (prefers-color-scheme: dark) {" + "".join(rules(dark=True)) + "}"
        body = "\n".join(self.parts)
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
                f'height="{height}" role="img">\n<style>{style}</style>\n'
                f'<rect width="{width}" height="{height}" class="page"/>\n{body}\n</svg>\n')


def rules(dark):
    """Yields the style sheet's rules for light or dark mode."""
    page, ink, faint = (("#ffffff", "#1f2328", "#d0d7de"), ("#0d1117", "#e6edf3", "#30363d"))[dark]
    yield f".page{{fill:{page}}}text{{fill:{ink};font-family:sans-serif;font-size:12px}}"
    yield f".title{{font-size:15px;font-weight:bold}}.small{{font-size:11px}}.grid{{stroke:{faint}}}.axis{{stroke:{ink}}}"
    yield f".strong{{font-size:13px;font-weight:bold}}.other{{fill:none;stroke:{ink}}}"
    yield f".own{{fill:none;stroke:{COLOURS[0][dark]};stroke-width:2}}.wide{{fill:{COLOURS[0][dark]};fill-opacity:0.18}}"
    for number, colours in enumerate(COLOURS):
        yield f".s{number}{{stroke:{colours[dark]};stroke-width:2;fill:none}}.f{number}{{fill:{colours[dark]}}}"


class Panel:
    """A plot with a logarithmic x axis and a linear or logarithmic y axis."""

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
    records = [row for row in rows("sizes") if row["method"] != "zstd-19"]
    sets, methods = (unique(row[key] for row in records) for key in ("set", "method"))
    lengths = sorted({int(row["length"]) for row in records})
    maximum = math.ceil(2 * max(float(row["bytes_per_token"]) for row in records)) / 2
    chart = Chart(960, 110 + 330 * math.ceil(len(sets) / 2), "Bytes per token by length of the message")
    chart.legend(methods, 48, 3)
    for number, name in enumerate(sets):
        box = (70 + 470 * (number % 2), 135 + 330 * (number // 2), 390, 240)
        panel = Panel(chart, box, (lengths[0], lengths[-1]), (0, maximum), False)
        ticks = [(tick / 2, f"{tick / 2:.1f}") for tick in range(int(2 * maximum) + 1)]
        panel.frame(name, lengths, ticks, "tokens in the message", "bytes per token")
        for index, method in enumerate(methods):
            points = [(int(row["length"]), float(row["bytes_per_token"])) for row in records
                      if (row["set"], row["method"]) == (name, method)]
            chart.curve([panel.at(*point) for point in points], index)
    return chart.svg()


def speeds():
    records = rows("ratios")
    cells = {(row["method"], row["direction"]): row for row in records}
    methods = [method for method in unique(row["method"] for row in records) if method not in NOT_DRAWN]
    maximum = max(float(cells[method, direction]["m_tokens_per_s"]) for method in methods for direction in DIRECTIONS)
    chart = Chart(960, 150 + 44 * len(methods), "Ids to bytes and back, on one core: million tokens per second")
    left, width = 210, 540
    for tick in ticks_of(maximum):
        x = left + width * tick / maximum
        chart.line(x, 44, x, 54 + 44 * len(methods), "grid")
        chart.text(x, 70 + 44 * len(methods), f"{tick:,}", "small", "middle")
    for number, method in enumerate(methods):
        top = 52 + 44 * number
        chart.text(left - 10, top + 22, method, "label", "end")
        for lower, direction in enumerate(DIRECTIONS):
            row = cells[method, direction]
            speed, y = float(row["m_tokens_per_s"]), top + 18 * lower
            chart.add(f'<rect x="{left}" y="{y}" width="{width * speed / maximum:.1f}" height="15" class="f{lower}"/>')
            chart.text(left + width * speed / maximum + 6, y + 12,
                       f"{direction} {speed:,.0f}, {float(row['times_tacc']):.1f} x tacc", "small")
    below = 92 + 44 * len(methods)
    chart.text(left + width / 2, below, "million tokens per second", "label", "middle")
    for number, method in enumerate(NOT_DRAWN):
        encode, decode = (float(cells[method, direction]["m_tokens_per_s"]) for direction in DIRECTIONS)
        note = f"Without a table, not drawn: {method}, encode {encode:,.0f}, decode {decode:,.0f}"
        chart.text(left, below + 20 * (number + 1), note, "small")
    return chart.svg()


def ticks_of(maximum):
    step = 10 ** math.floor(math.log10(maximum))
    step = next(step / part for part in (5, 2, 1) if maximum / (step / part) <= 10)
    return [round(step * number) for number in range(int(maximum / step) + 1)]


def cost():
    records = rows("cost")
    methods = unique(row["method"] for row in records)
    tokens = sorted({int(row["tokens"]) for row in records})
    times = [float(row["median_ns_per_message"]) for row in records]
    low, high = decades(times)
    chart = Chart(960, 520, "Time per message by its length")
    chart.legend(methods, 48, 4)
    ticks = [(10 ** power, seconds(10 ** power)) for power in range(round(math.log10(low)), round(math.log10(high)) + 1)]
    for number, direction in enumerate(DIRECTIONS):
        panel = Panel(chart, (80 + 470 * number, 115, 380, 350), (tokens[0], tokens[-1]), (low, high), True)
        panel.frame(direction, tokens, ticks, "tokens in the message", "time per message")
        for index, method in enumerate(methods):
            points = [(int(row["tokens"]), float(row["median_ns_per_message"])) for row in records
                      if (row["method"], row["direction"]) == (method, direction)]
            chart.curve([panel.at(*point) for point in points], index)
    return chart.svg()


def decades(values):
    """Returns the powers of ten around the values."""
    values = list(values)
    return 10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values)))


def seconds(nanoseconds):
    for unit, size in (("ms", 10 ** 6), ("µs", 10 ** 3)):
        if nanoseconds >= size:
            return f"{nanoseconds // size:,} {unit}"
    return f"{nanoseconds} ns"


def streams():
    """Draws a row of three marks for each answer. Marks suit the logarithmic scale; bars would need a zero."""
    records = [row for row in rows("streams") if int(row["tokens"])]
    columns = [("bytes", "as a token stream"), ("gzip_flushed", "gzip-6, flushed"), ("raw", "as the server sends it")]
    each = [[int(row[column]) / int(row["tokens"]) for column, _ in columns] for row in records]
    bottom = 84 + 24 * len(records)
    chart = Chart(960, bottom + 50, "Bytes per token, with one event per write (logarithmic scale)")
    chart.legend([name for _, name in columns], 48, 3)
    panel = Panel(chart, (250, 70, 650, bottom - 70), (1, 10 ** math.ceil(math.log10(max(map(max, each))))), (0, 1), False)
    panel.frame("", ticks_of_decades(panel.x_range[1]), [], "bytes per token", "")
    for number, (row, values) in enumerate(zip(records, each)):
        y = 90 + 24 * number
        chart.text(240, y + 4, row["file"], "label", "end")
        ends = [panel.at(value, 0)[0] for value in values]
        chart.line(min(ends), y, max(ends), y, "grid")
        for index, (x, value) in enumerate(zip(ends, values)):
            chart.mark(x, y, index)
            chart.text(x + 6, y - 4, f"{value:.1f}" if value < 100 else f"{value:.0f}", "small")
    return chart.svg()


def ticks_of_decades(maximum):
    return [step * 10 ** power for power in range(round(math.log10(maximum)) + 1) for step in (1, 2, 5)
            if step * 10 ** power <= maximum]


def gateway():
    """Draws a panel for each kind of answer: all bytes on the wire per token, by the number of events per write."""
    cases = {}
    for row in rows("gateway"):
        if row["measure"] == "wire":
            cases.setdefault(tuple(row["case"].split("/")), {})[row["figure"]] = float(row["value"])
    shapes, writes, codings = (unique(case[part] for case in cases) for part in range(3))
    per_token = {case: figures["with packets"] / figures["tokens"] for case, figures in cases.items()}
    low, high = decades(per_token.values())
    chart = Chart(960, 440, "Bytes per token on the wire, including headers of HTTP, TLS and packets (logarithmic scale)")
    chart.legend(["events unchanged" if coding == "as sent" else coding for coding in codings], 48, 4)
    ticks = [(step * 10 ** power, f"{step * 10 ** power:,}") for power in range(round(math.log10(low)), round(math.log10(high)))
             for step in (1, 2, 5)] + [(high, f"{high:,}")]
    for number, shape in enumerate(shapes):
        panel = Panel(chart, (80 + 310 * number, 105, 225, 270), (int(writes[0]), int(writes[-1])), (low, high), True)
        panel.frame(shape, list(map(int, writes)), ticks, "events per write", "bytes per token" if number == 0 else "")
        for index, coding in enumerate(codings):
            chart.curve([panel.at(int(events), per_token[shape, events, coding]) for events in writes], index)
    return chart.svg()


def live():
    """Returns the figures of `demo --live`: tokens, events, and the bytes of the answer as SSE and as a token stream."""
    text = (MEASURED / "live.txt").read_text()
    matches = (re.search(pattern, text, re.M) for pattern in
             (r"^(\d+) tokens in ", r" tokens in (\d+) events", r"^SSE +(\d+) ", r"^token stream +(\d+) "))
    return [int(match[1]) for match in matches]


def overview():
    """Draws the two proxies between model server and client. The height of each link is its number of bytes per token."""
    tokens, events, sse, stream = live()
    boxes = [["model server"], ["tokenwire", "serve"], ["tokenwire", "connect"], ["your program,", "unmodified", "SDK"]]
    links = [(sse, ["SSE"]), (stream, ["token stream", "over the network"]), (sse, ["SSE"])]
    chart = Chart(830, 246, "Where tokenwire runs, and the bytes per token on each link")
    width, gap, top, height, tallest = 118, 115, 40, 150, 130
    middle = top + height / 2
    for number, lines in enumerate(boxes):
        chart.box(6 + (width + gap) * number, top, width, height, lines, "own" if "tokenwire" in lines else "other")
    for number, (size, lines) in enumerate(links):
        left = 6 + width + (width + gap) * number
        center = left + gap / 2 - 4
        chart.link(left + 5, left + gap - 5, middle, tallest * size / max(sse, stream))
        chart.text(center, middle - 10, f"{size / tokens:.{1 if size == stream else 0}f} bytes", "strong", "middle")
        for below, line in enumerate(lines):
            chart.text(center, middle + 19 + 15 * below, line, "small", "middle")
    chart.text(415, 214, f"An OpenAI chat completion of {tokens} tokens in {events} server-sent events (SSE).", "label", "middle")
    chart.text(415, 233, "Response bodies only. The height of each link is to scale.", "label", "middle")
    return chart.svg()


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    for name, source, draw in (("overview", "live.txt", overview), ("sizes", "sizes.csv", sizes), ("speeds", "ratios.csv", speeds),
                               ("cost", "cost.csv", cost), ("streams", "streams.csv", streams), ("gateway", "gateway.csv", gateway)):
        path = CHARTS / f"{name}.svg"
        if not (MEASURED / source).exists():
            continue
        if not arguments:
            CHARTS.mkdir(exist_ok=True)
            path.write_text(draw())
        elif not path.exists() or path.read_text() != draw():
            sys.exit(f"{path} does not show the figures in {MEASURED / source}; run scripts/measure/charts.py")


if __name__ == "__main__":
    main(sys.argv[1:])
