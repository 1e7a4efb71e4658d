"""The main job on real input, through the pages alone: an analysis of a state visit is entered, read, cited, compared, contradicted
and corrected.

The article is read from the data beside the project, and `Tests/EndToEnd/Fixtures/state-visit.json` tells how it is entered: each
passage by its first and last words. What the API makes of the same, Tests/EndToEnd/StateVisitTests.swift holds.
"""

import json
import re

import pytest

import server as servers
from conftest import BINARY, select_words
from entering import mark, save, span, typed, write
from test_editing import ready, signed_in
from watch import Watch, shown

DATA = servers.ROOT.parent / "shared/data/state-visit.txt"
FIXTURE = json.loads((servers.ROOT / "Tests/EndToEnd/Fixtures/state-visit.json").read_text(encoding="utf-8"))
ARTICLE, QUOTES, FIGURES = FIXTURE["article"], FIXTURE["quotes"], FIXTURE["statistics"]
INDICATOR = "remittances-received"


@pytest.fixture(scope="module")
def newsroom(chromium):
    """A server of its own with the article, the page of the editor who entered it, its slug, and what was proposed of each field."""
    if not DATA.exists():
        pytest.skip(f"not run: there is no {DATA}, the article that is entered")
    with servers.Server(BINARY) as server, signed_in(chromium, server) as page:
        watch = Watch(page.context, server.address)
        slug, tally = write(page, FIXTURE, DATA.read_text(encoding="utf-8"))
        yield server, page, slug, tally
        assert not watch.complaints, shown(watch.complaints)
        assert not server.complaints()


def passages(server, slug):
    return [(each["selector"]["exact"], each["anchor"]) for each in server.get(f"/articles/{slug}/passages")["items"]]


def test_it_is_entered_with_everything_and_every_passage_is_found(newsroom):
    server, _, slug, tally = newsroom
    article = server.get(f"/articles/{slug}?include=quotes,statistics")
    text = server.send("GET", f"/api/v1/articles/{slug}.txt")[2].decode()
    for name in ("title", "language", "published_on", "publisher", "places"):
        assert article[name] == ARTICLE[name]
    assert article["topics"] == [topic.lower().replace(" ", "-") for topic in ARTICLE["topics"]]
    for rows in ("photos", "links"):
        for made, row in zip(article[rows], ARTICLE[rows], strict=True):
            assert {name: made[name] for name in row} == row
    assert "Norway" in article["note"]
    quotes, figures = [sorted(article[name], key=lambda each: each["id"]) for name in ("quotes", "statistics")]
    assert (len(quotes), len(figures)) == (len(QUOTES), len(FIGURES))
    for record in quotes + figures:
        assert record["anchor"] == "exact", record
        assert text[record["selector"]["start"]:record["selector"]["end"]] == record["selector"]["exact"]
    for quote, expected in zip(quotes, QUOTES):
        assert quote["selector"]["exact"].startswith(expected["from"]) and quote["selector"]["exact"].endswith(expected["to"])
        assert quote["expert"]["name"] == typed(expected["expert"])
        for name in ("kind", "speaker", "role", "cue"):
            assert quote[name] == expected.get(name), (name, quote)
    for figure, expected in zip(figures, FIGURES):
        for name in ("indicator", "source", "stated_by"):
            assert (figure[name] and figure[name]["name"]) == (typed(expected[name]) if name in expected else None)
        for name in ("value", "value_to", "qualifier", "unit", "period", "place", "counterpart", "printed"):
            assert figure[name] == expected.get(name), (name, figure)
    for name, pairs in tally.items():
        wrong = [f"{had!r} for {value!r}" for value, had in pairs if value != had]
        print(f"proposed rightly: {name} {len(pairs) - len(wrong)} of {len(pairs)}" + (f"; {'; '.join(wrong)}" if wrong else ""))


def test_it_is_read_cited_and_compared(newsroom):
    server, page, slug, _ = newsroom
    article = server.get(f"/articles/{slug}?include=quotes,statistics")
    page.goto(f"/articles/{slug}")
    assert page.locator(".passages .bar .number").all_text_contents() == [str(len(QUOTES)), str(len(FIGURES))]
    for record in article["quotes"] + article["statistics"]:
        name = f"{'q' if 'expert' in record else 's'}{record['id']}"
        assert page.locator(f"#text mark#{name}, #text mark [id={name}]").count() == 1, name
    last = max(article["quotes"], key=lambda quote: quote["selector"]["start"])
    page.goto(f"/articles/{slug}#q{last['id']}")
    page.wait_for_function("() => document.querySelector('.passages .current')?.dataset.passage === location.hash.slice(1)")
    mark_box = page.locator(f"#q{last['id']}").bounding_box()
    assert 0 <= mark_box["y"] < 900

    page.locator("a[href='#cite']").click()
    cited = dict(zip(*[page.locator(f"#cite {each}").all_inner_texts() for each in ("dt", "dd")]))
    for style in ("APA", "Chicago", "ГОСТ Р 7.0.5", "BibTeX"):
        assert article["title"] in re.sub(r"[{}\\]", "", cited[style]), cited[style]

    page.goto("/compare")
    for number, name in enumerate(["Emomali Rahmon", "Vladimir Putin"], start=1):
        page.fill(f"#expert-{number}", name)
    page.press("#expert-2", "Enter")
    page.wait_for_url("**/compare?experts=*")
    sides = page.locator(".beside > section")
    assert sides.locator("h2").all_inner_texts()[0].startswith("Emomali Rahmon")
    assert [side.count("strategic partners and allies") for side in sides.all_inner_texts()] == [1, 1]

    page.goto(f"/indicators/{INDICATOR}")
    page.wait_for_function("() => document.querySelector('.chart img').naturalWidth > 0")
    assert set(page.locator(".series th[scope=rowgroup]").all_inner_texts()) == {"2013", "2018"}


def test_an_article_that_disagrees_is_shown_everywhere_and_settled_by_key(newsroom):
    server, page, slug, _ = newsroom
    body = "Tajiks sent home $2.9 billion."
    page.goto("/articles/new")
    ready(page)
    page.fill("[name=title] >> nth=0", "Remittances fall")
    page.fill("[name=body]", body)
    mark(page, "statistics", *span(body, "$2.9", "billion"), {
        "indicator": "Remittances received", "value": "2900000000", "unit": "USD", "period": "2018", "place": "Tajikistan", "counterpart": "Russia"})
    assert save(page) == "remittances-fall"
    conflict, = server.get("/conflicts")["items"]
    assert [figure["printed"] for figure in conflict["statistics"]] == ["$2.5 billion", "$2.9 billion"]

    for path, place in (("/", ".disputes"), (f"/indicators/{INDICATOR}", ".conflicts"), ("/review?kind=conflicts", f"#conflict-{conflict['id']}")):
        page.goto(path)
        told = page.locator(place).inner_text().replace("\u00a0", " ")
        print(path, "|", " / ".join(told.split("\n")))
        assert "2.5 billion" in told and "2.9 billion" in told
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.wait_for_function("() => document.activeElement.matches('[data-say]')")
    page.keyboard.type("It names the Central Bank")
    page.keyboard.press("Enter")
    page.wait_for_selector(".case.done")
    assert server.get(f"/conflicts/{conflict['id']}")["settlement"]["statistic"] == conflict["statistics"][0]["id"]
    page.goto("/")
    assert page.locator(".disputes").count() == 0
    page.goto(f"/indicators/{INDICATOR}")
    assert "It names the Central Bank" in page.locator(".conflicts").inner_text()


def test_a_reader_s_correction_moves_nothing_else(newsroom, chromium):
    server, page, slug, _ = newsroom
    before = passages(server, slug)
    text = server.send("GET", f"/api/v1/articles/{slug}.txt")[2].decode()
    word = next(word for word in re.findall(r"[^\W\d_]{9,}", text) if text.count(word) == 1 and not any(word in exact for exact, _ in before))
    with chromium.new_context(base_url=server.address) as context:
        watch, reader = Watch(context, server.address), context.new_page()
        reader.goto(f"/articles/{slug}")
        select_words(reader, word)
        reader.keyboard.press("Control+Enter")
        reader.wait_for_selector("dialog[open]")
        reader.keyboard.type(f"{word}s")
        reader.keyboard.press("Control+Enter")
        reader.get_by_text("Thank you. The editors will look at it.").wait_for()
        assert not watch.complaints, shown(watch.complaints)
    page.goto("/review?kind=corrections")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_selector(".case.done")

    assert server.send("GET", f"/api/v1/articles/{slug}.txt")[2].decode() == text.replace(word, f"{word}s")
    assert passages(server, slug) == before and {anchor for _, anchor in before} == {"exact"}
    page.goto(f"/articles/{slug}")
    assert f"{word}s" in page.locator("#text").inner_text()
    assert page.locator("[aria-labelledby=corrections] li").inner_text().endswith(f"{word} {word}s")
    print(f"corrected: {word}; {len(before)} passages stand as they did")
