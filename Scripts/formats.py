"""Checks each format with a program that others wrote. Started by Scripts/check-formats."""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import warnings
import xml.etree.ElementTree as ElementTree

import bibtexparser
import bibtexparser.middlewares
import feedparser
import rispy
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import unicode_to_latex
from pyld import jsonld

warnings.filterwarnings("ignore")
from citeproc.source.json import CiteProcJSON  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKEN = "of-the-check"
RESOURCES = ["articles", "experts", "quotes", "statistics", "indicators", "sources", "topics"]
HOSTILE = {
    "title": "=cmd|'/C calc'!A0 {\\\"o} & $5_000 # ~ ^ 100 % <b>“x”</b>", "subtitle": "two\nlines, \"quoted\"", "url": "https://example.org/a_b?c={d}&e=%20",
    "publisher": "A & B, {Ltd}", "authors": ["O’Neil Jean-Luc de la Cruz", "Agency, and Co", "李", "Иванов Иван Иванович"],
    "language": "ru", "published_on": "2024-02-29", "body": "# A\n\n“=1+1,” she said.\n\n- a\n", "topics": ["water"],
    "quotes": [{"expert": {"name": "+Anna \"Q\" | Test"}, "kind": "direct", "text": "=1+1", "role": "@role\twith tab"}],
    "statistics": [{"indicator": {"name": "Share & part"}, "value": -0.5, "unit": "%", "period": "2018", "printed": "-0.5 %"}],
}

failures = 0
checks = 0


def check(holds, what):
    global failures, checks
    checks += 1
    if not holds:
        failures += 1
        print(f"FAIL {what}")


class Server:
    def __init__(self, binary, folder):
        environment = {**os.environ, "SOURCEBOOK_TOKEN": TOKEN}
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--database", f"{folder}/formats.db"], cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=environment)
        line = self.process.stdout.readline()
        self.base = line.split(" at ")[-1].strip()

    def get(self, path, accept=None):
        request = urllib.request.Request(self.base + path, headers={"Accept": accept} if accept else {})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode(), answer.headers

    def post(self, path, body):
        request = urllib.request.Request(
            self.base + path, data=json.dumps(body).encode(), method="POST",
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
        try:
            urllib.request.urlopen(request, timeout=30).read()
        except urllib.error.HTTPError as error:
            sys.exit(f"Posting failed: {error.read().decode()}")


def items(server, resource):
    path = f"/api/v1/{resource}?limit=200"
    while path:
        page = json.loads(server.get(path)[0])
        yield from page["items"]
        path = page["next"]


def check_works(server, articles, quotes):
    decode = LatexNodes2Text(keep_braced_groups=False).latex_to_text
    for resource, records in (("articles", articles), ("quotes", quotes)):
        for record in records:
            article = record if resource == "articles" else next(a for a in articles if a["id"] == record["article"]["id"])
            title = article["title"] + (f": {article['subtitle']}" if article["subtitle"] else "")
            path = f"/api/v1/{resource}/{record['id']}"
            library = bibtexparser.parse_string(server.get(path + ".bib")[0])
            check(len(library.entries) == 1 and not library.failed_blocks, f"{path}.bib is read")
            if library.entries:
                fields = library.entries[0].fields_dict
                read = decode(fields["title"].value)
                # The decoder reads a caret as another one than its own encoder has written.
                meant = title.replace("^", decode(unicode_to_latex("^")))
                check("".join(read.split()) == "".join(meant.split()), f"{path}.bib: title {read!r}")
                names = fields["author"].value if "author" in fields else ""
                parsed = bibtexparser.middlewares.SeparateCoAuthors().transform(library).entries[0].fields_dict if names else {}
                if names:
                    check(len(parsed["author"].value) == len(article["authors"]), f"{path}.bib: authors {names}")
            entries = rispy.loads(server.get(path + ".ris")[0])
            check(len(entries) == 1, f"{path}.ris is read")
            check(entries[0].get("title", entries[0].get("primary_title")) == title.replace("\n", " "), f"{path}.ris: title")
            check(len(entries[0].get("authors", [])) == len(article["authors"]), f"{path}.ris: authors")
            bibliography = CiteProcJSON(json.loads(server.get(path + ".csl.json")[0]))
            check(len(bibliography) == 1, f"{path}.csl.json is read")


def check_linked(server, resource, record):
    """As a processor sees it whose copy of schema.org's context is that all words are schema.org's."""
    def load(url, options):
        check(url.startswith("https://schema.org"), f"context {url}")
        context = {"@vocab": "http://schema.org/", "url": {"@type": "@id"}, "sameAs": {"@type": "@id"}}
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": {"@context": context}}

    path = f"/api/v1/{resource}/{record['id']}.jsonld"
    document = json.loads(server.get(path)[0])
    expanded = jsonld.expand(document, {"documentLoader": load, "base": server.base + path})
    check(len(expanded) == 1 and expanded[0].get("@type"), f"{path} expands")
    check(expanded[0]["@id"].startswith(server.base), f"{path}: {expanded[0].get('@id')}")
    check(len(expanded[0]) == len(document) - 1, f"{path}: a member was dropped")


def check_tables(server, resource, records):
    text = server.get(f"/api/v1/{resource}.csv")[0]
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    check(len(rows) == len(records) + 1, f"{resource}.csv: {len(rows) - 1} records of {len(records)}")
    check(all(len(row) == len(rows[0]) for row in rows), f"{resource}.csv: as many cells in each record")
    for row in rows[1:]:
        for cell in row:
            if cell[:1] in tuple("=+@\t\r-"):
                try:
                    float(cell)
                except ValueError:
                    check(False, f"{resource}.csv: {cell!r} may be taken for a formula")
    lines = server.get(f"/api/v1/{resource}.ndjson")[0].splitlines()
    check([json.loads(line)["id"] for line in lines] == [record["id"] for record in records], f"{resource}.ndjson")


def check_feeds(server, paths):
    for path in paths:
        text, headers = server.get(path + ".atom")
        feed = feedparser.parse(text, response_headers={"content-type": headers["content-type"]})
        check(not feed.bozo, f"{path}.atom: {feed.get('bozo_exception')}")
        check(all(entry.get("id") and entry.get("updated_parsed") for entry in feed.entries), f"{path}.atom: entries")
        items = json.loads(server.get(path + ".json")[0])["items"]
        check([item["url"] for item in items] == [entry.link for entry in feed.entries], f"{path}.json has the same")


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(sys.argv[1], folder)
        try:
            for line in (ROOT / "Demo/articles.ndjson").read_text().splitlines():
                server.post("/api/v1/articles", json.loads(line))
            server.post("/api/v1/topics", {"name": "Water"}) if "water" not in server.get("/api/v1/topics")[0] else None
            server.post("/api/v1/articles", HOSTILE)
            records = {resource: list(items(server, resource)) for resource in RESOURCES}
            for resource in RESOURCES:
                check_tables(server, resource, records[resource])
                for record in records[resource]:
                    check_linked(server, resource, record)
                    check(server.get(f"/api/v1/{resource}/{record['id']}.md")[0].endswith("\n"), f"{resource} as Markdown")
            check_works(server, records["articles"], records["quotes"])
            check_feeds(server, ["/feed", "/corrections/feed"] + [
                f"/{resource}/{record['slug']}/feed" for resource in ("experts", "topics", "indicators")
                for record in records[resource]])
            for location in ElementTree.fromstring(server.get("/sitemap.xml")[0]).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
                part = ElementTree.fromstring(server.get(location.text.removeprefix(server.base))[0])
                check(len(part) > 0, location.text)
        finally:
            server.process.terminate()
            server.process.wait(20)
    print(f"{checks:,} checks, {failures} failed")
    sys.exit(1 if failures else 0)


main()
