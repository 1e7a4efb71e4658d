"""Feeds, exports and other forms of hostile records are read by their parsers, and no field of an answer is made by them."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pytest

import payloads

KINDS = ["articles", "experts", "quotes", "statistics", "indicators", "sources", "topics"]


def read(server, path, **fields):
    status, answered, content = server.send("GET", path, fields=fields)
    assert status == 200, f"{path}: {status}"
    assert "X-Injected" not in answered and "Set-Cookie" not in answered, path
    return content.decode()


@pytest.mark.parametrize("path", ["/feed", "/corrections/feed", *(f"/{kind}/hostile-{{}}/feed" for kind in ("experts", "topics", "indicators"))])
def test_feeds_parse(hostile_server, path):
    for number in range(0, len(payloads.ALL)) if "{}" in path else [0]:
        ElementTree.fromstring(read(hostile_server, path.format(number) + ".atom"))
        json.loads(read(hostile_server, path.format(number) + ".json"))


@pytest.mark.parametrize("kind", KINDS)
def test_lists_parse_as_tables_and_lines(hostile_server, kind):
    rows = list(csv.reader(io.StringIO(read(hostile_server, f"/api/v1/{kind}.csv"), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    lines = read(hostile_server, f"/api/v1/{kind}.ndjson").split("\n")
    # One more article was imported.
    expected = len(payloads.ALL) + (kind == "articles")
    assert len([json.loads(line) for line in lines if line]) == len(rows) - 1 == expected


def test_the_export_parses(hostile_server):
    lines = [json.loads(line) for line in read(hostile_server, "/api/v1/export").split("\n") if line]
    assert {line["resource"] for line in lines} >= set(KINDS)


def test_sitemaps_and_charts_parse(hostile_server):
    index = ElementTree.fromstring(read(hostile_server, "/sitemap.xml"))
    for place in index.iter("{*}loc"):
        ElementTree.fromstring(read(hostile_server, place.text.removeprefix(hostile_server.address)))
    for number in range(len(payloads.ALL)):
        ElementTree.fromstring(read(hostile_server, f"/api/v1/indicators/hostile-{number}/series.svg"))


@pytest.mark.parametrize("extension", ["json", "jsonld", "md", "bib", "ris", "csl.json"])
def test_records_are_read_in_every_form(hostile_server, extension):
    for number in range(len(payloads.ALL)):
        content = read(hostile_server, f"/api/v1/articles/hostile-{number}.{extension}")
        if "json" in extension:
            json.loads(content)
