"""An article is imported through the page, from its file and from its address, and what it seems to say is looked through by
keyboard alone.

The article is an analysis of a state visit, made into a page as a publisher would; it is read from the data beside the project.
"""

import html
import http.server
import re
import threading

import pytest

import content
import server as servers
from conftest import BINARY
from entering import save
from test_editing import ready, signed_in, tab_to
from watch import Watch, shown

DATA = servers.ROOT.parent / "shared/data/state-visit.txt"
TITLE = "What the State Visit Brought"


def published(text):
    """The article's page: navigation, marked names, links, and what a publisher says of it in JSON-LD."""
    paragraphs = []
    for part in re.split(r"\n\s*\n", text.strip()):
        words = html.escape(re.sub(r"\\([$])", r"\1", part), quote=False).replace("\n", " ")
        words = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", words)
        words = re.sub(r"\[(.+?)\]\(#\)", r'<a href="#">\1</a>', words)
        paragraphs.append(f"<p>{words}</p>")
    return f"""<!doctype html><html lang="en"><head><title>{TITLE} | CABAR.asia</title>
<meta property="og:site_name" content="CABAR.asia">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2019-04-25T09:00:00+06:00", "inLanguage": "en"}}</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>{TITLE}</h1>{"".join(paragraphs)}</article>
<footer>All rights reserved</footer></body></html>"""


@pytest.fixture(scope="module")
def page_of_the_visit():
    if not DATA.exists():
        pytest.skip(f"not run: there is no {DATA}, the article that is imported")
    return published(DATA.read_text(encoding="utf-8")).encode()


@pytest.fixture
def publisher(page_of_the_visit):
    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            is_page = self.path == "/visit.html"
            self.send_response(200 if is_page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page_of_the_visit if is_page else b"")

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answers) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/visit.html"
        listening.shutdown()


@pytest.fixture
def newsroom(chromium):
    """A server of its own, and the page of an editor."""
    with servers.Server(BINARY, "--allow-import-from", "127.0.0.0/8") as server, signed_in(chromium, server) as page:
        watch = Watch(page.context, server.address)
        yield server, page
        assert not watch.complaints, shown(watch.complaints)
        assert not server.complaints()


def proposals(server):
    fields = {"Authorization": f"Bearer {servers.TOKEN}"}
    return servers.json.loads(server.send("GET", "/api/v1/proposals?limit=200&sort=start&status=open", fields=fields)[2])["items"]


def wait_until_read(page):
    page.wait_for_url("**/imports/*")
    page.locator("main .jumps a").first.wait_for(timeout=60_000)


def told(page, number):
    return page.locator("[data-case]").nth(number).locator("[data-case-told] span").inner_text()


def test_an_address_is_read_looked_through_by_keyboard_and_published(newsroom, publisher):
    server, page = newsroom
    page.goto("/import")
    page.keyboard.press("Tab")
    page.locator("[name=url]").focus()
    page.keyboard.type(publisher)
    page.keyboard.press("Enter")
    wait_until_read(page)
    assert TITLE in page.locator("main").inner_text()
    before = proposals(server)
    assert len(before) > 25

    page.locator("main .jumps a").first.focus()
    page.keyboard.press("Enter")
    page.locator("[data-cases]").wait_for()
    assert page.locator(".in-text mark").count() >= 25
    page.keyboard.press("j")
    kept = 0
    for number, proposal in enumerate(before):
        box = page.locator("[data-case]").nth(number)
        assert box.evaluate("(box) => box === document.activeElement")
        wanted = ("expert", "text") if proposal["kind"] == "quote" else ("indicator", "value", "unit")
        is_whole = all(name in proposal["fields"] for name in wanted)
        # What is passed by and what lies about are left to the reader of the next test.
        page.keyboard.press("Enter" if is_whole else "x")
        kept += is_whole
        page.wait_for_function(
            "(number) => document.querySelectorAll('[data-case]')[number].classList.contains('done')", arg=number)
    assert not proposals(server)

    # The last one is taken back with one key, and accepted again.
    page.keyboard.press("u")
    page.wait_for_function("() => !document.activeElement.closest('[data-case]').classList.contains('done')")
    assert len(proposals(server)) == 1
    page.keyboard.press("Enter" if is_whole else "x")
    page.wait_for_function("() => document.activeElement.closest('[data-case]').classList.contains('done')")

    article = server.get("/articles?include=quotes,statistics")["items"][0]
    records = article["quotes"] + article["statistics"]
    assert len(records) == kept and article["published_on"] == "2019-04-25"
    assert all(record["anchor"] == "exact" for record in records)
    page.goto(f"/articles/{article['slug']}")
    assert page.locator("#quotes li").count() == len(article["quotes"])
    assert page.locator("#figures li").count() == len(article["statistics"])


def test_a_file_is_read_and_what_is_wanting_is_filled_in(newsroom, page_of_the_visit):
    server, page = newsroom
    page.goto("/import")
    page.set_input_files("[name=file]", {"name": "visit.html", "mimeType": "text/html", "buffer": page_of_the_visit})
    page.locator("main form.import button").click()
    wait_until_read(page)
    found = proposals(server)
    number = next(index for index, each in enumerate(found) if each["kind"] == "quote" and "expert" not in each["fields"])
    page.locator("main .jumps a").first.click()
    page.locator("[data-cases]").wait_for()
    for _ in range(number + 1):
        page.keyboard.press("j")

    page.keyboard.press("Enter")
    box = page.locator("[data-case]").nth(number)
    assert "wanting" in told(page, number)
    assert page.evaluate("document.activeElement.dataset.field") == "expert"
    page.keyboard.type("A group of experts")
    page.keyboard.press("Enter")
    page.wait_for_function("(number) => document.querySelectorAll('[data-case]')[number].classList.contains('done')", arg=number)

    quote = server.get("/quotes")["items"][0]
    assert quote["expert"]["name"] == "A group of experts" and quote["anchor"] == "exact"
    assert box.locator("[data-undo-act]").is_visible()


def test_what_can_not_be_read_is_told_and_what_was_typed_stays(newsroom):
    _, page = newsroom
    page.goto("/import")
    page.locator("main form.import button").click()
    assert page.locator("[role=alert]").inner_text()
    page.goto("/import?url=http://169.254.169.254/latest")
    assert page.locator("[name=url]").input_value() == "http://169.254.169.254/latest"
    page.locator("[name=url]").press("Enter")
    page.wait_for_url("**/imports/*")
    page.locator(".refused").wait_for(timeout=30_000)
    assert "metadata" in page.locator(".refused").inner_text()


SAID = """# The Gauge

“The gauge stood at zero”, said Ilmira Dashkul, a hydrologist.

“It will rain in May”, said Oru Tamsin, a farmer.

Turnover was about $4.2 billion in 2013. The lake lost 12 % of its water in 2019."""


def test_what_is_proposed_is_decided_in_the_editor_and_done_when_it_is_saved(newsroom):
    server, page = newsroom
    content.read(server, {"markdown": SAID, "language": "en", "published_on": "2020-01-02"})
    [article] = server.get("/articles")["items"]
    before = proposals(server)
    assert [each["kind"] for each in before] == ["quote", "quote", "statistic", "statistic"]
    page.goto(f"/articles/{article['slug']}/edit")
    ready(page)
    opened = page.locator(".marked-entry.open")
    assert opened.count() == 4 and page.locator("[data-proposals]").inner_text().startswith("4 proposals")
    assert page.locator("[data-count=quotes]").inner_text() == ""

    def focused(expression):
        return page.evaluate(f"(() => {{ const box = document.activeElement.closest('.marked-entry'); return {expression}; }})()")

    tab_to(page, ".marked-entry.open summary", most=120)
    # It stands marked in the text as it will be shown.
    page.locator("[data-preview-text] mark.current").wait_for()
    assert "zero" in page.locator("[data-preview-text] mark.current").inner_text()
    assert page.locator("[data-preview-text] mark.open").count() == 4
    page.keyboard.press("Enter")
    assert "rain" in focused("box.textContent")
    # Nothing is written yet, and what was decided is taken back with one key.
    assert len(proposals(server)) == 4
    page.keyboard.press("u")
    assert "zero" in focused("box.textContent") and opened.count() == 4
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    # Of the figures, one is opened and put right.
    assert "4.2" in focused("box.textContent")
    page.keyboard.press("e")
    box = page.locator(".marked-entry").nth(2)
    box.locator("[name=indicator]").fill("Turnover of trade")
    page.keyboard.press("Enter")
    assert "12" in focused("box.textContent") and opened.count() == 1

    # Decisions survive a closed tab, as all that is written does.
    page.wait_for_timeout(400)
    page.goto(f"/articles/{article['slug']}/edit")
    ready(page)
    assert page.locator("[data-restored]").is_visible() and opened.count() == 1
    save(page)
    assert [each["start"] for each in proposals(server)] == [before[3]["start"]]
    [quote], [figure] = (server.get(f"/articles/{article['slug']}/{resource}")["items"] for resource in ("quotes", "statistics"))
    assert (quote["expert"]["name"], quote["anchor"]) == ("Ilmira Dashkul", "exact")
    assert (figure["indicator"]["name"], figure["value"], figure["anchor"]) == ("Turnover of trade", 4200000000, "exact")
    fields = {"Authorization": f"Bearer {servers.TOKEN}"}
    decided = [servers.json.loads(server.send("GET", f"/api/v1/proposals/{each['id']}", fields=fields)[2]) for each in before]
    assert [each["status"] for each in decided] == ["accepted", "rejected", "accepted", "open"]
    assert "indicator" in str(decided[2]["changes"])
