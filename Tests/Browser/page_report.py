"""Prints every number that the pages are held to, beside its bound, and makes pictures of them. Started by Scripts/page-report."""

import argparse
import pathlib
import sys
import time

import audit
import browsers
import content
import server as servers
from views import THEMES, VIEWS, WIDTHS

# How often a page is asked for to see what it costs the server; a number of seconds' worth, as the clock ticks in 10 ms.
ASKED = 200
# Milliseconds of the server's processor for a page that is made anew; the article of 300 quotes has a bound of its own
# (Docs/page.md says why).
PROCESSOR, MANY_QUOTES = 5, 25


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binary", type=pathlib.Path)
    arguments.add_argument("--screenshots", type=pathlib.Path)
    arguments = arguments.parse_args()
    # What is kept would tell what the cache costs.
    with servers.Server(arguments.binary, "--max-cache", "0") as server, browsers.chromium() as chromium:
        content.fill(server)
        print(f"{'view':<24} {'requests':>8} {'bytes':>7} {'paint ms':>8} {'shift':>6} {'axe':>4} {'server ms':>9}")
        past = 0
        for view in VIEWS:
            if view.needs_sign_in:
                continue
            past += report(view, server, chromium)
            if arguments.screenshots:
                take_pictures(view, server, chromium, arguments.screenshots)
        bounds = f"{'bound':<24} {audit.REQUESTS:>8} {audit.BYTES:>7} {'any':>8} {0:>6} {0:>4} {PROCESSOR:>9}"
        print(f"{bounds}\n{past} past a bound" if past else f"{bounds}\nAll within their bounds")
        sys.exit(1 if past else 0)


def report(view, server, chromium):
    """One line of the table. Returns how many of its numbers are past their bounds."""
    taken = audit.transfer(chromium, server.address, view.path)
    size = sum(bytes for _, _, bytes in taken)
    paint = audit.painted_before_scripts(chromium, server.address, view.path)
    shift, found = 0, []
    for width in WIDTHS:
        for theme in THEMES:
            page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce")
            page.goto(server.address + view.path)
            shift = max(shift, audit.layout_shift(page))
            found += audit.violations(page)
            page.context.close()
    cost = processor(server, view.path)
    # A chart is a picture, which is one more.
    requests = audit.REQUESTS + any(kind == "image" for _, kind, _ in taken)
    processor = MANY_QUOTES if view.name == "article-of-300-quotes" else PROCESSOR
    numbers = [(len(taken), requests), (size, audit.BYTES), (shift, 0), (len(found), 0), (paint is None, 0), (cost, processor)]
    print(f"{view.name:<24} {len(taken):>8} {size:>7} {'never' if paint is None else round(paint):>8} {shift:>6.3f} {len(found):>4} {cost:>9.2f}", flush=True)
    return sum(number > bound for number, bound in numbers)


def processor(server, path):
    """Milliseconds of the server's processor for one answer, by its own clock (clock_getcpuclockid(3))."""
    path = path.split("#")[0]
    clock = ~server.process.pid << 3 | 2
    begin = time.clock_gettime(clock)
    for _ in range(ASKED):
        server.send("GET", path, fields={"Accept": "text/html", "Accept-Encoding": "gzip"})
    return (time.clock_gettime(clock) - begin) * 1000 / ASKED


def take_pictures(view, server, chromium, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        for theme in THEMES:
            page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce")
            page.goto(server.address + view.path)
            # A page without end is told by its first screens.
            height = min(page.evaluate("document.documentElement.scrollHeight"), 4000)
            page.screenshot(path=folder / f"{view.name}-{width}-{theme}.png", full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
            page.context.close()


main()
