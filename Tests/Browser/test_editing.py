"""An article is written, changed and reviewed: by keyboard alone, and whatever happens to the connection, the tab, the others."""

import contextlib
import json
import re

import pytest

from conftest import sign_in

BODY = """“The gauge stood at zero”, said Ilmira Dashkul, a hydrologist. She believes that the pumps will not hold.

Turnover was about $4.2 billion in 2013."""


@contextlib.contextmanager
def signed_in(chromium, server, **options):
    context = chromium.new_context(base_url=server.address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce", **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    try:
        sign_in(page)
        yield page
        assert not page.errors
    finally:
        context.close()


@pytest.fixture
def page(chromium, server):
    with signed_in(chromium, server) as page:
        yield page


def ready(page):
    page.wait_for_function("() => !document.querySelector('[data-editor]').inert")


def tab_to(page, selector, most=60, key="Tab"):
    """Goes on with the Tab key until the focus is there."""
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {selector}")


def select(page, words):
    """Selects words of the text with the arrow keys, from where the words begin."""
    start = page.evaluate(
        "(words) => { const text = document.activeElement; const at = text.value.indexOf(words); text.setSelectionRange(at, at); return at; }", words)
    assert start >= 0, words
    for _ in words:
        page.keyboard.press("Shift+ArrowRight")


def an_article(server, title, **members):
    return server.write("POST", "/articles", {"title": title, "body": BODY, **members})


def test_an_article_is_written_and_marked_by_keyboard_alone(server, page):
    page.goto("/articles/new")
    ready(page)
    tab_to(page, "[name=title]")
    page.keyboard.type("Written by keyboard")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=published_on]")
    page.keyboard.type("03182025")
    tab_to(page, "[name=body]")
    page.keyboard.insert_text(BODY)

    # The arrow keys select, one key marks.
    select(page, "The gauge stood at zero")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("document.activeElement.name") == "expert"
    assert page.locator("[data-entries=quotes] [name=expert]").input_value() == "Ilmira Dashkul"
    assert page.locator("[data-entries=quotes] [name=role]").input_value() == "hydrologist"
    assert page.locator("[data-entries=quotes] [name=kind]").input_value() == "direct"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") == "body"
    select(page, "about $4.2 billion")
    page.keyboard.press("Control+Shift+Enter")
    assert page.evaluate("document.activeElement.name") == "indicator"
    page.keyboard.type("Turnover of trade")
    figure = page.locator("[data-entries=statistics]")
    for name, value in {"value": "4200000000", "unit": "USD", "qualifier": "about", "period": "2013", "printed": "about $4.2 billion"}.items():
        assert figure.locator(f"[name={name}]").input_value() == value
    page.wait_for_function("() => [...document.querySelectorAll('[data-state]')].filter((each) => each.textContent === 'stands in the text').length === 2")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/articles/written-by-keyboard")

    article = server.get("/articles/written-by-keyboard?include=quotes,statistics")
    assert article["published_on"] == "2025-03-18"
    assert [(quote["expert"]["name"], quote["anchor"]) for quote in article["quotes"]] == [("Ilmira Dashkul", "exact")]
    assert [(each["indicator"]["name"], each["value"], each["anchor"]) for each in article["statistics"]] == [("Turnover of trade", 4200000000, "exact")]
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_who_is_typed_stays_while_it_is_asked_who_is_meant(server, page):
    server.write("POST", "/experts", {"name": "Mira Tolvane"})
    page.goto("/articles/new")
    ready(page)
    page.fill("[name=body]", "“It will not last”, said Tolvane.")
    page.focus("[name=body]")
    select(page, "It will not last")
    held = []
    page.route("**/api/v1/experts?*", lambda route: held.append(route))
    page.keyboard.press("Control+Enter")
    expert = page.locator("[data-entries=quotes] [name=expert]")
    assert expert.input_value() == "Tolvane"
    expert.fill("Oru Tolvane")
    with page.expect_response("**/api/v1/experts?*q=Tolvane"):
        held[0].continue_()
    page.wait_for_timeout(300)
    assert expert.input_value() == "Oru Tolvane"
    page.unroute_all(behavior="ignoreErrors")


def test_what_the_api_finds_wrong_is_told_at_its_field(server, page):
    page.goto("/articles/new")
    ready(page)
    page.fill("[name=subtitle]", "Without a title")
    page.click("[data-more-fields] summary")
    page.fill("[name=url]", "no address")
    page.click("[data-rows=links] [data-add]")
    page.fill("[data-rows=links] [name=title]", "A link without an address")
    page.fill("[name=body]", BODY)
    page.focus("[name=body]")
    select(page, "The gauge stood at zero")
    page.keyboard.press("Control+Enter")
    page.fill("[data-entries=quotes] [name=expert]", "")
    page.keyboard.press("Control+s")

    page.wait_for_selector("[data-alert]:not([hidden])")
    assert page.locator("[name=title][aria-invalid]").count() == 1
    assert page.locator(".more-fields > .fields > .field [name=url][aria-invalid]").count() == 1
    assert page.locator("[data-rows=links] [name=url][aria-invalid]").count() == 1
    assert page.locator("[data-entries=quotes] [name=expert][aria-invalid]").count() == 1
    assert page.locator("[data-alert] li").count() == 4
    described = page.locator("[data-rows=links] [name=url]").get_attribute("aria-describedby")
    assert "required" in page.locator(f"#{described}").text_content()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"

    page.fill("[name=title] >> nth=0", "With a title")
    page.fill(".more-fields > .fields > .field [name=url]", "")
    page.click("[data-rows=links] [data-remove]")
    page.fill("[data-entries=quotes] [name=expert]", "Ilmira Dashkul")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/articles/with-a-title")


def test_a_closed_tab_loses_nothing(chromium, server):
    an_article(server, "Closed tab", slug="closed-tab")
    with signed_in(chromium, server) as page:
        page.goto("/articles/closed-tab/edit")
        ready(page)
        page.fill("[name=subtitle]", "Typed, and never saved")
        page.focus("[name=body]")
        select(page, "The gauge stood at zero")
        page.keyboard.press("Control+Enter")
        page.close(run_before_unload=False)

        again = page.context.new_page()
        again.goto("/articles/closed-tab/edit")
        ready(again)
        assert again.locator("[data-restored]").is_visible()
        assert again.input_value("[name=subtitle]") == "Typed, and never saved"
        assert again.locator("[data-entries=quotes] > li").count() == 1
        again.click("[data-discard]")
        assert again.input_value("[name=subtitle]") == ""
        assert again.locator("[data-entries=quotes] > li").count() == 0
        again.reload()
        ready(again)
        assert not again.locator("[data-restored]").is_visible()


def test_the_connection_is_lost_in_the_middle_of_saving_and_nothing_is_lost_or_doubled(server, page):
    """The server has the article, and its answer never comes: the same is sent again, and done once."""
    page.goto("/articles/new")
    ready(page)
    page.fill("[name=title]", "A lost answer")
    page.fill("[name=body]", BODY)
    page.focus("[name=body]")
    select(page, "The gauge stood at zero")
    page.keyboard.press("Control+Enter")
    keys = []

    def lose(route):
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            # It arrives, and is done; but nobody hears of it.
            assert route.fetch().status == 201
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/api/v1/articles", lose)
    page.keyboard.press("Control+s")
    page.wait_for_function("() => document.querySelector('[data-status]').textContent.includes('connection is lost')")
    # Somebody goes on typing meanwhile.
    page.fill("[name=subtitle]", "Added while nobody answered")
    page.wait_for_url("**/articles/a-lost-answer", timeout=30_000)

    assert len(keys) >= 2 and len(set(keys)) == 1
    found = server.get("/articles?q=%22lost%20answer%22&include=quotes")["items"]
    assert [article["subtitle"] for article in found] == ["Added while nobody answered"]
    assert [len(article["quotes"]) for article in found] == [1]
    assert [expert["slug"] for expert in server.get("/experts?q=ilmira")["items"]] == ["ilmira-dashkul"]


def test_what_is_written_offline_is_saved_when_the_connection_is_back(server, page):
    an_article(server, "Offline", slug="offline")
    page.goto("/articles/offline/edit")
    ready(page)
    page.context.set_offline(True)
    page.fill("[name=subtitle]", "Written offline")
    page.focus("[name=body]")
    select(page, "about $4.2 billion")
    page.keyboard.press("Control+Shift+Enter")
    page.keyboard.type("Turnover of trade")
    page.keyboard.press("Control+s")
    page.wait_for_function("() => document.querySelector('[data-status]').textContent.includes('connection is lost')")
    assert server.get("/articles/offline")["subtitle"] is None
    page.context.set_offline(False)
    page.wait_for_url("**/articles/offline")

    article = server.get("/articles/offline?include=statistics")
    assert article["subtitle"] == "Written offline"
    assert [each["printed"] for each in article["statistics"]] == ["about $4.2 billion"]


def test_somebody_elses_edit_in_between_is_chosen_field_by_field(server, page):
    an_article(server, "In between", slug="in-between", subtitle="Before", publisher="Before", note="Before")
    page.goto("/articles/in-between/edit")
    ready(page)
    page.click("[data-more-fields] summary")
    page.fill("[name=subtitle]", "Mine")
    page.fill("[name=note]", "Mine")
    server.write("PATCH", "/articles/in-between", {"subtitle": "Theirs", "publisher": "Theirs", "note": "Theirs"})
    page.keyboard.press("Control+s")

    page.wait_for_selector("[data-conflict]:not([hidden])")
    assert page.evaluate("document.activeElement.id") == "conflict-title"
    assert page.locator("[data-conflict] legend").all_text_contents() == ["Subtitle", "Publisher", "Note"]
    # Nothing was overwritten, and nothing is until all is chosen.
    assert server.get("/articles/in-between")["subtitle"] == "Theirs"
    page.click("[data-conflict] .main-act")
    assert "Subtitle" in page.locator("[data-conflict] [role=alert]").text_content()
    page.locator("[data-conflict] fieldset", has_text="Subtitle").locator("[value=mine]").check()
    page.locator("[data-conflict] fieldset", has_text="Note").locator("[value=theirs]").check()
    page.click("[data-conflict] .main-act")
    page.wait_for_url("**/articles/in-between")

    article = server.get("/articles/in-between")
    assert (article["subtitle"], article["publisher"], article["note"]) == ("Mine", "Theirs", "Theirs")


def test_somebody_elses_edit_of_a_quote_is_chosen_too_and_a_figure_more_is_no_conflict(server, page):
    made = an_article(server, "Quoted in between", slug="quoted-in-between", quotes=[
        {"expert": "Ilmira Dashkul", "kind": "direct", "text": "The gauge stood at zero", "role": "engineer"}])
    quote = server.get("/articles/quoted-in-between/quotes")["items"][0]
    page.goto("/articles/quoted-in-between/edit")
    ready(page)
    page.fill("[name=subtitle]", "Mine")
    page.click("[data-entries=quotes] summary")
    page.fill("[data-entries=quotes] [name=role]", "hydrologist")
    server.write("PATCH", f"/quotes/{quote['id']}", {"role": "head of the station"})
    # This changes the article's counts, and nothing that was edited.
    server.write("POST", "/statistics", {"article": made["id"], "indicator": server.get("/indicators")["items"][0]["id"], "value": 1, "unit": "t"})
    page.keyboard.press("Control+s")

    page.wait_for_selector("[data-conflict]:not([hidden])")
    assert page.locator("[data-conflict] legend").all_text_contents() == ["Role as printed"]
    page.check("[data-conflict] [value=mine]")
    page.click("[data-conflict] .main-act")
    page.wait_for_url("**/articles/quoted-in-between")
    assert server.get(f"/quotes/{quote['id']}")["role"] == "hydrologist"
    assert server.get("/articles/quoted-in-between")["subtitle"] == "Mine"


def test_words_that_are_not_in_the_text_are_doubted_before_one_leaves(server, page):
    an_article(server, "Doubtful", slug="doubtful", quotes=[
        {"expert": "Ilmira Dashkul", "kind": "direct", "text": "The gauge stood at zero"}])
    page.goto("/articles/doubtful/edit")
    ready(page)
    page.click("[data-entries=quotes] summary")
    page.fill("[data-entries=quotes] [name=text]", "Nobody has ever said anything like this")
    page.wait_for_function("() => document.querySelector('[data-entries=quotes] [data-state]').textContent.includes('not in the text')")
    page.keyboard.press("Control+s")

    page.wait_for_selector("[data-alert]:not([hidden]) a")
    assert "word for word" in page.locator("[data-alert]").text_content()
    assert page.url.endswith("/articles/doubtful/edit")
    page.locator("[data-entries=quotes] [data-remove-entry]").click()
    page.keyboard.press("Control+s")
    page.wait_for_url("**/articles/doubtful")
    assert server.get("/articles/doubtful/quotes")["items"] == []


@pytest.mark.parametrize("name, kind, content, title, body", [
    ("a.md", "text/markdown", "# From *Markdown*\n\nA *text*.", "From *Markdown*", "A *text*."),
    ("a.txt", "text/plain", "Plain words.\r\nTwo lines.", "", "Plain words.\nTwo lines."),
    ("a.html", "text/html",
     "<html lang=ru><title>T</title><body><nav>no</nav><article><h1>From HTML</h1><p>One <em>two</em> <a href='https://example.org/x'>three</a>.</p>"
     "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'><ul><li>a<li>b</ul><p>1 * 2 &lt;b&gt;</p></article>",
     "From HTML", "One *two* [three](<https://example.org/x>).\n\n- a\n- b\n\n1 \\* 2 \\<b\\>"),
    ("a.json", "application/json", json.dumps({
        "title": "From JSON", "body": BODY, "quotes": [{"expert": "Ana", "kind": "direct", "text": "The gauge stood at zero"}]}), "From JSON", BODY),
])
def test_a_file_that_is_dropped_fills_the_form(page, name, kind, content, title, body):
    page.goto("/articles/new")
    ready(page)
    page.evaluate("""([name, kind, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], name, { type: kind }));
      const target = document.querySelector('[data-drop]');
      target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }""", [name, kind, content])
    page.wait_for_function("() => document.querySelector('[name=body]').value !== ''")
    assert page.input_value("[name=title] >> nth=0") == title
    assert page.input_value("[name=body]") == body
    assert page.evaluate("window.hacked") is None
    assert page.locator("[data-entries=quotes] > li").count() == (1 if name.endswith("json") else 0)
    page.evaluate("localStorage.clear()")


def test_the_preview_shows_what_is_marked(page, server):
    an_article(server, "Shown before", slug="shown-before", quotes=[
        {"expert": "Ilmira Dashkul", "kind": "direct", "text": "The gauge stood at zero"}])
    page.goto("/articles/shown-before/edit")
    ready(page)
    page.click("[data-preview] summary")
    page.wait_for_selector("[data-preview] mark")
    assert page.locator("[data-preview] mark").text_content() == "The gauge stood at zero"
    assert page.locator("[data-preview] p").count() == 2


def test_who_is_signed_out_meanwhile_loses_nothing(server, page):
    an_article(server, "Signed out", slug="signed-out")
    page.goto("/articles/signed-out/edit")
    ready(page)
    page.fill("[name=subtitle]", "Written while signed in")
    page.context.clear_cookies()
    page.keyboard.press("Control+s")
    page.wait_for_selector("[data-alert]:not([hidden]) a[href='/sign-in']")
    assert server.get("/articles/signed-out")["subtitle"] is None
    other = page.context.new_page()
    sign_in(other)
    other.close()
    page.keyboard.press("Control+s")
    page.wait_for_url("**/articles/signed-out")
    assert server.get("/articles/signed-out")["subtitle"] == "Written while signed in"


# What selected words propose

TEXT = """“The level is low, but it is not an emergency”, said Radomir Velsk, the minister of energy, “and nobody will sit in the dark.”
The ministry puts what can still be used at 1.9 km³. In February the turbines delivered 212 MW on average.

**Ilmira Dashkul**, a hydrologist, is less sure. “You cannot run a lake with a map from 1987”, she said. She believes that the
ministry counts water. About 18,000 people left the valley in 2024.

Political analyst Ana Expert said that the plan was “dead”. According to Ben Doe, trade fell.

«Воды хватит до осени», — сказала гидролог Ильмира Дашкуль. Потери составили 4,2 млрд рублей в 2019 году, или 1,5 процента.

Turnover was about $4.2 billion in 2013, 86 percent more; imports were $893 million. Then 5-10 km, and at least 85 m³/s."""


def proposed(page, words, figure=False, **known):
    return page.evaluate("""async ([text, words, figure, known]) => {
      const { proposeFigure, proposeQuote } = await import('/assets/propose.js');
      const at = text.indexOf(words);
      return figure ? proposeFigure(text, at, at + words.length, known) : proposeQuote(text, at, at + words.length);
    }""", [TEXT, words, figure, known])


def test_who_speaks_is_proposed(page):
    for words, text, kind, expert, role, cue in [
        ("“The level is low, but it is not an emergency”, said Radomir Velsk, the minister of energy, “and nobody will sit in the dark.”",
         "The level is low, but it is not an emergency, and nobody will sit in the dark.", "direct", "Radomir Velsk", "minister of energy", "said"),
        ("You cannot run a lake with a map from 1987", None, "direct", "Ilmira Dashkul", "", "said"),
        ("the plan was “dead”", None, "mixed", "Ana Expert", "political analyst", "said"),
        ("trade fell", None, "indirect", "Ben Doe", "", "According to"),
        ("Воды хватит до осени", None, "direct", "Ильмира Дашкуль", "гидролог", "сказала"),
        ("the turbines delivered", None, "indirect", "", "", ""),
    ]:
        found = proposed(page, words)
        assert (found["text"], found["kind"], found.get("expert", ""), found["role"], found["cue"]) == (text or words, kind, expert, role, cue)


def test_what_a_figure_says_is_proposed(page):
    for words, value, value_to, qualifier, unit, period in [
        ("1.9 km³", "1.9", "", "", "km3", "2025"), ("212 MW", "212", "", "", "MW", "2025"),
        ("About 18,000 people", "18000", "", "about", "person", "2024"), ("about $4.2 billion", "4200000000", "", "about", "USD", "2013"),
        ("86 percent", "86", "", "", "%", "2013"), ("$893 million", "893000000", "", "", "USD", "2013"),
        ("5-10 km", "5", "10", "", "km", "2025"), ("at least 85 m³/s", "85", "", "at_least", "m3/s", "2025"),
    ]:
        found = proposed(page, words, True, language="en", published="2025-03-18")
        assert [found[name] for name in ("value", "value_to", "qualifier", "unit", "period")] == [value, value_to, qualifier, unit, period], words
    for words, value, unit in [("4,2 млрд рублей", "4200000000", "RUB"), ("1,5 процента", "1.5", "%")]:
        found = proposed(page, words, True, language="ru", published="2025-03-18")
        assert (found["value"], found["unit"], found["period"]) == (value, unit, "2019")


# What needs a person

def settled(page):
    page.wait_for_selector(".case.done")
    return page.locator(".case.done [data-case-told] span").first.text_content()


def test_a_conflict_is_settled_with_one_key_and_opened_again_with_one(server, page):
    for number, value in enumerate([5, 9]):
        server.write("POST", "/articles", {"title": f"Side {number}", "body": "Words.", "statistics": [
            {"indicator": "Fish lost", "value": value, "unit": "t", "period": "2023", "source": f"Board {number}"}]})
    conflict = server.get("/conflicts?indicator=fish-lost")["items"][0]
    page.goto("/review?kind=conflicts")
    for _ in range(20):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.id") == f"conflict-{conflict['id']}":
            break
    # Why is asked for first.
    page.keyboard.press("2")
    page.wait_for_function("() => document.activeElement.matches('[data-say]')")
    page.keyboard.type("Board 1 counted the whole lake")
    page.keyboard.press("Enter")
    assert settled(page) == "Settled: this one is right."
    assert page.locator("[data-told]").text_content() == "Settled: this one is right."
    told = server.get(f"/conflicts/{conflict['id']}")["settlement"]
    assert (told["reason"], told["statistic"]) == ("Board 1 counted the whole lake", conflict["statistics"][1]["id"])
    page.keyboard.press("u")
    page.wait_for_selector(".case.done", state="detached")
    assert server.get(f"/conflicts/{conflict['id']}")["settled"] is False


def test_a_passage_is_chosen_and_that_is_taken_back(server, page):
    article = server.write("POST", "/articles", {"title": "Twice", "body": "It rained. It rained.", "quotes": []})
    quote = server.write("POST", "/quotes", {
        "article": article["id"], "expert": server.get("/experts")["items"][0]["id"], "kind": "direct", "text": "It rained"})
    assert quote["anchor"] == "ambiguous"
    page.goto("/review?kind=quotes")
    page.focus(f"#q{quote['id']}")
    page.keyboard.press("2")
    assert settled(page) == "The place was chosen."
    anchored = server.get(f"/quotes/{quote['id']}")
    assert (anchored["anchor"], anchored["selector"]["start"]) == ("exact", 11)
    page.keyboard.press("u")
    page.wait_for_selector(".case.done", state="detached")
    assert server.get(f"/quotes/{quote['id']}")["anchor"] == "ambiguous"
    page.keyboard.press("x")
    assert settled(page) == "The quote was deleted."
    page.keyboard.press("u")
    page.wait_for_selector(".case.done", state="detached")
    assert server.get(f"/quotes/{quote['id']}")["text"] == "It rained"


def test_a_correction_is_accepted_and_taken_back(server, page):
    server.write("POST", "/articles", {"title": "Corrected", "slug": "corrected", "body": "The lake *rose* in May."})
    sent = server.write("POST", "/corrections", {"article": "corrected", "selector": {"exact": "rose"}, "suggestion": "fell"})
    page.goto("/review?kind=corrections")
    page.focus(f"#correction-{sent['id']}")
    page.keyboard.press("a")
    assert settled(page) == "Accepted."
    assert server.get("/articles/corrected")["body"] == "The lake *fell* in May."
    page.keyboard.press("u")
    page.wait_for_selector(".case.done", state="detached")
    assert server.get("/articles/corrected")["body"] == "The lake *rose* in May."
    page.keyboard.press("r")
    assert settled(page) == "Rejected."


def test_two_are_merged_and_parted_or_told_apart(server, page):
    one, other = [server.write("POST", "/experts", {"name": name, "country": "TJ"}) for name in ["Zarina Orifova", "Зарина Орифова"]]
    case = f"#experts-{one['id']}-{other['id']}"
    page.goto("/review?kind=experts")
    page.focus(case)
    page.keyboard.press("m")
    assert "was merged into" in settled(page)
    assert server.send("GET", f"/api/v1/experts/{other['id']}/quotes")[0] in (200, 308)
    page.keyboard.press("u")
    page.wait_for_selector(".case.done", state="detached")
    assert server.get(f"/experts/{other['id']}")["name"] == "Зарина Орифова"
    page.keyboard.press("n")
    assert "not asked again" in settled(page)
    page.goto("/review?kind=experts")
    assert page.locator(case).count() == 0


def test_what_was_changed_meanwhile_or_not_reached_is_told_at_its_case(server, page):
    article = server.write("POST", "/articles", {"title": "Thrice", "body": "It snowed. It snowed."})
    quote = server.write("POST", "/quotes", {
        "article": article["id"], "expert": server.get("/experts")["items"][0]["id"], "kind": "direct", "text": "It snowed"})
    page.goto("/review?kind=quotes")
    page.focus(f"#q{quote['id']}")
    page.context.set_offline(True)
    page.keyboard.press("1")
    page.wait_for_selector(".case.failed")
    assert "no connection" in page.locator(".case.failed [data-case-told]").text_content()
    page.context.set_offline(False)
    server.write("PATCH", f"/quotes/{quote['id']}", {"role": "farmer"})
    page.keyboard.press("1")
    page.wait_for_function("() => document.querySelector('.case.failed [data-case-told]').textContent.includes('somebody has changed')")
    assert server.get(f"/quotes/{quote['id']}")["anchor"] == "ambiguous"


def test_a_history_tells_what_was_changed_and_brings_it_back(server, page):
    an_article(server, "Told", slug="told", subtitle="First")
    server.write("PATCH", "/articles/told", {"subtitle": "Second"})
    page.goto("/articles/told/history")
    assert re.search(r"First\s*Second", page.locator("#main").text_content())
    page.click("text=Bring revision 1 back")
    settled(page)
    assert server.get("/articles/told")["subtitle"] == "First"
