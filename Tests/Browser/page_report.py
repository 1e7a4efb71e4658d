"""Prints every number that the pages are held to, beside its bound, and makes pictures of them; or, of a database that is there,
what its pages cost the server. Started by Scripts/page-report."""

import argparse
import itertools
import json
import pathlib
import sys
import time
import urllib.parse

import audit
import browsers
import content
import server as servers
from views import THEMES, VIEWS, WIDTHS

# How often a page is asked for to see what it costs the server; a number of seconds' worth, as the clock ticks in 10 ms.
ASKED = 200
# How many different pages of a kind are asked for in a database that is there, and how often each.
PAGES, EACH = 40, 5
# Milliseconds of the server's processor for a page that is made anew; the article of 300 quotes has a bound of its own
# (Docs/page.md says why).
PROCESSOR, MANY_QUOTES = 5, 25


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binary", type=pathlib.Path)
    arguments.add_argument("--screenshots", type=pathlib.Path)
    arguments.add_argument("--database", type=pathlib.Path)
    arguments = arguments.parse_args()
    if arguments.database:
        sys.exit(of_a_database(arguments.binary, arguments.database.resolve(strict=True)))
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
    cost = processor(server, [view.path.split("#")[0]] * ASKED)
    # A chart is a picture, which is one more.
    requests = audit.REQUESTS + any(kind == "image" for _, kind, _ in taken)
    most = MANY_QUOTES if view.name == "article-of-300-quotes" else PROCESSOR
    numbers = [(len(taken), requests), (size, audit.BYTES), (shift, 0), (len(found), 0), (paint is None, 0), (cost, most)]
    print(f"{view.name:<24} {len(taken):>8} {size:>7} {'never' if paint is None else round(paint):>8} {shift:>6.3f} {len(found):>4} {cost:>9.2f}", flush=True)
    return sum(number > bound for number, bound in numbers)


def processor(server, paths):
    """Milliseconds of the server's processor for one answer, by its own clock (clock_getcpuclockid(3))."""
    clock = ~server.process.pid << 3 | 2
    begin = time.clock_gettime(clock)
    for path in paths:
        status, _, content = server.send("GET", path, fields={"Accept": "text/html", "Accept-Encoding": "gzip"})
        if status >= 500:
            raise RuntimeError(f"{path}: {status} {content[:200]}")
    return (time.clock_gettime(clock) - begin) * 1000 / len(paths)


def of_a_database(binary, database):
    """What the pages of a database cost, one line for each kind: the mean, and the dearest page. 1 where a mean is past its bound."""
    with servers.Server(binary, "--max-cache", "0", "--database", str(database)) as server:
        kinds = pages(server)
        print(f"{'page':<24} {'pages':>6} {'mean ms':>8} {'most ms':>8}  the dearest")
        past = 0
        for kind, paths in kinds.items():
            # What is read for the first time comes from the disk.
            processor(server, paths)
            costs = {path: processor(server, [path] * EACH) for path in paths}
            mean, most = sum(costs.values()) / len(costs), max(costs, key=costs.get)
            past += mean > PROCESSOR
            print(f"{kind:<24} {len(paths):>6} {mean:>8.2f} {costs[most]:>8.2f}  {most}", flush=True)
        print(f"{'bound':<24} {'':>6} {PROCESSOR:>8}\n{f'{past} past the bound' if past else 'All within the bound'}")
        return 1 if past else 0


def pages(server):
    """Addresses of pages by kind, of records from all over the database: the newest, and others evenly by id."""
    def some(resource, member="slug"):
        newest = server.get(f"/{resource}?sort=-id&limit=1")["items"]
        if not newest:
            return []
        step = max(1, newest[0]["id"] // PAGES)
        ids = range(newest[0]["id"], 0, -step)
        found = (server.send("GET", f"/api/v1/{resource}/{id}?fields={member}") for id in itertools.islice(ids, PAGES))
        return [json.loads(content)[member] for status, _, content in found if status == 200]

    quoted = urllib.parse.quote
    often = [item["expert"]["slug"] for item in server.get(f"/quotes?limit={PAGES}")["items"]]
    spoken = [words.split() for words in some("quotes", "text")]
    topics = list(dict.fromkeys(topic for item in server.get("/articles?limit=100")["items"] for topic in item["topics"]))
    return {kind: list(dict.fromkeys(paths)) for kind, paths in {
        "home": ["/"],
        "lists": ["/articles", "/experts", "/indicators", "/sources", "/topics"],
        "article": [f"/articles/{slug}" for slug in some("articles")],
        "expert": [f"/experts/{slug}" for slug in some("experts")],
        "expert quoted lately": [f"/experts/{slug}" for slug in often],
        "indicator": [f"/indicators/{slug}" for slug in some("indicators")],
        "topic": [f"/topics/{quoted(topic, safe='')}" for topic in topics[:PAGES]],
        "comparison": [f"/compare?experts={one},{other}" for one, other in zip(often, often[1:])],
        "search of a word": [f"/search?q={quoted(words[0])}" for words in spoken if words],
        "search of two, of quotes": [f"/search?kind=quotes&q={quoted(' '.join(words[1:3]))}" for words in spoken if len(words) > 2],
    }.items() if paths}


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
