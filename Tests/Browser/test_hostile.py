"""Texts that break careless pages are shown as letters, and do nothing."""

import json

import pytest

import audit
import payloads
from views import VIEWS
from watch import shown

DISTINCT = list({view.hostile or view.path: view for view in VIEWS}.values())


@pytest.mark.parametrize("view", DISTINCT, ids=str)
def test_hostile_texts_are_letters_and_do_nothing(hostile_server, open_page, view):
    page = open_page(hostile_server, view, path="/search", width=320)
    labels = labels_of(hostile_server, view)
    found = []
    for number, path in enumerate(view.hostile_paths()):
        page.goto(path)
        wrong = page.watch.take()
        # The page's own script has run: it makes the field a combobox.
        if page.locator("input[name=q]").first.get_attribute("role") != "combobox":
            wrong.append("the page's script has not run")
        # The phrases that scripts say and what machines read come along as data.
        if page.locator("script:not([src]):not(#words):not([data-words]):not([type='application/ld+json'])").count():
            wrong.append("there is a script in the page")
        wrong += unreadable(page)
        wrong += audit.overflow(page)
        if labels:
            heading, title = (" ".join(text.split()) for text in (page.locator("h1").first.text_content(), page.title()))
            # What is done with a record stands before what it is called.
            if not f": {heading}".endswith(f": {labels[number]}") or not title.startswith(labels[number][:60]):
                wrong.append(f"{labels[number]!r} is shown as {heading!r} and {title!r}")
        found += [f"{path}: {complaint}" for complaint in wrong]
    assert not found, shown(found)


def unreadable(page):
    """The data blocks that are no JSON, or hold a `<` which might end them."""
    blocks = page.locator("script[type$=json]").all_text_contents()
    return [f"{block[:200]!r} is no safe JSON" for block in blocks if "<" in block or not json.loads(block)]


def labels_of(server, view):
    """What the pages of a record each are headed with, white space aside; nothing where a view is of no record."""
    if "hostile-{number}" not in view.hostile:
        return []
    kind = view.hostile.split("/")[1]
    label = "title" if kind == "articles" else "name"
    records = server.get(f"/{kind}?limit=200&sort=id&fields=slug,{label}")["items"]
    return [" ".join(record[label].split()) for record in records if record["slug"].startswith("hostile-")]


def test_what_is_found_while_one_types_is_letters(hostile_server, open_page):
    page = open_page(hostile_server, VIEWS[0])
    for text in ["alert", "script onerror", "javascript", "{{title}}", "evil example", "svg onload"]:
        page.fill("input[name=q]", "")
        page.locator("input[name=q]").press_sequentially(text)
        page.locator("[role=option].all").wait_for()
        assert page.locator(".found :is(script, img, svg, iframe, style, math)").count() == 0


@pytest.mark.parametrize("url", payloads.URLS, ids=json.dumps)
def test_no_address_but_of_the_web_is_kept(server, url):
    for field in ({"url": url}, {"links": [{"url": url, "rel": "source"}]}, {"photos": [{"url": url, "caption": "x"}]}):
        status, fields, _ = server.send("POST", "/api/v1/articles?strict=true", {"title": "An address", **field})
        assert status == 422 or url.startswith("https://user"), f"{field} is answered with {status}"
        assert "X-Injected" not in fields and "Set-Cookie" not in fields
