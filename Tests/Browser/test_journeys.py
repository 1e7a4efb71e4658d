"""What people come for, in three browsers, by keyboard alone."""

import pytest

import browsers
import server as servers


@pytest.fixture(scope="module", params=["Chromium", "Firefox", "WebKit"])
def browser(request, tmp_path_factory):
    if missing := browsers.missing(request.param):
        pytest.fail(f"{request.param} is not installed: there is no {', '.join(missing)}")
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "Chromium":
        context = request.getfixturevalue("chromium").new_context()
        yield browsers.Chromium(context.new_page())
        context.close()
    else:
        with {"Firefox": browsers.firefox, "WebKit": browsers.webkit}[request.param](folder) as driver:
            yield driver


def focus_the_search_field(browser):
    for _ in range(20):
        browser.press("Tab")
        if browser.value("document.activeElement.name === 'q'"):
            return
    raise AssertionError("The Tab key does not reach the search field")


def test_a_statement_is_found_and_its_passage_shown(server, browser):
    browser.open(server.address + "/")
    focus_the_search_field(browser)
    browser.type("map from 1987")
    browser.wait("document.querySelectorAll('[role=option][href*=\"#q\"]').length > 0")
    # Down to the statement: each arrow tells in the field which one is meant.
    for _ in range(30):
        browser.press("ArrowDown")
        if "#q" in (browser.value("document.querySelector('[aria-selected=true]')?.getAttribute('href')") or ""):
            break
    browser.press("Enter")

    browser.wait("location.pathname.startsWith('/articles/') && location.hash.startsWith('#q')")
    browser.wait("document.readyState === 'complete'")
    assert "map" in browser.value("document.querySelector(location.hash).textContent")
    # The passage stands in sight.
    assert browser.wait(
        "(() => { const box = document.querySelector(location.hash).getBoundingClientRect();"
        " return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; })()")
    assert browser.wait("document.querySelector('[data-passage].current') !== null")


def test_escape_closes_what_was_found_and_enter_asks_for_all(server, browser):
    browser.open(server.address + "/articles")
    focus_the_search_field(browser)
    browser.type("dashkul")
    browser.wait("document.querySelectorAll('[role=option]').length > 0")
    browser.press("Escape")
    assert browser.value("document.activeElement.getAttribute('aria-expanded')") == "false"
    browser.press("Enter")
    browser.wait("location.pathname === '/search' && location.search === '?q=dashkul'")
    browser.wait("document.querySelectorAll('main .hits a').length > 0")


def test_the_first_tab_leads_past_the_header(server, browser):
    browser.open(server.address + "/articles/low-lake")
    browser.press("Tab")
    browser.press("Enter")
    browser.wait("location.hash === '#main'")
    browser.press("Tab")
    assert browser.value("document.querySelector('main').contains(document.activeElement)")


def named(word, browser):
    """A slug of its own for each browser: they share a server."""
    return f"{word}-in-{type(browser).__name__.lower()}"


def sign_in(server, browser):
    """Signs in by keyboard, unless that was done before."""
    browser.open(server.address + "/sign-in")
    if browser.value("document.querySelector('[name=token]') === null"):
        return
    tab_to(browser, "[name=token]")
    browser.type(servers.TOKEN)
    browser.press("Enter")
    browser.wait("location.pathname === '/'")


def tab_to(browser, selector, most=80):
    for _ in range(most):
        if browser.value(f"document.activeElement.matches({selector!r})"):
            return
        browser.press("Tab")
    raise AssertionError(f"The Tab key does not reach {selector}")


def go_to_case(browser, case, most=40):
    for _ in range(most):
        browser.press("j")
        if browser.value("document.activeElement.id") == case:
            return
    raise AssertionError(f"The key j does not lead to {case}")


def test_a_statement_is_cited(server, browser):
    browser.open(server.address + "/articles/low-lake")
    browser.wait("document.querySelector('.passages') !== null")
    tab_to(browser, ".quote a[href*=\"cite=q\"]")
    words = browser.value("document.activeElement.closest('.quote').querySelector('blockquote').textContent.trim()")
    browser.press("Enter")
    browser.wait("location.search.startsWith('?cite=q') && document.querySelector('#cite[open]') !== null")
    assert browser.value("document.querySelector('#cite blockquote').textContent.trim()") == words
    for style in ("apa", "chicago", "gost", "bibtex"):
        assert browser.value(f"document.getElementById('cite-{style}').textContent.length") > 20, style
    # What is copied is told to who can't see it, whether the browser allowed it or not.
    tab_to(browser, "[data-copy=cite-apa]")
    browser.press("Enter")
    browser.wait("document.activeElement.nextElementSibling.textContent !== ''")


def test_words_are_marked_as_a_quote_and_saved(server, browser):
    slug = named("marked", browser)
    server.write("POST", "/articles", {"title": slug, "slug": slug, "body": "“It fell”, said Oru Tamsin, a biologist."})
    sign_in(server, browser)
    browser.open(f"{server.address}/articles/{slug}/edit")
    browser.wait("document.querySelector('[name=body]').value !== ''")
    # How the arrow keys select is a browser's own matter.
    assert browser.value("(() => { document.querySelector('[name=body]').setSelectionRange(1, 8); return true; })()")
    tab_to(browser, "[data-mark=quotes]")
    browser.press("Enter")
    browser.wait("document.activeElement.name === 'expert' && document.activeElement.value === 'Oru Tamsin'")
    browser.wait("document.querySelector('[data-entries=quotes] [data-state]').textContent === 'stands in the text'")
    tab_to(browser, ".saving [type=submit]")
    browser.press("Enter")

    browser.wait(f"location.pathname === '/articles/{slug}'")
    quote = server.get(f"/articles/{slug}/quotes")["items"][0]
    assert (quote["expert"]["name"], quote["role"], quote["anchor"]) == ("Oru Tamsin", "biologist", "exact")


def test_a_conflict_is_settled_and_opened_again(server, browser):
    slug = named("fish", browser)
    for number, value in enumerate([5, 9]):
        server.write("POST", "/articles", {"title": f"Side {number}", "body": "Words.", "statistics": [
            {"indicator": slug, "value": value, "unit": "t", "period": "2023", "source": f"Board {number}"}]})
    conflict = server.get(f"/conflicts?indicator={slug}")["items"][0]
    sign_in(server, browser)
    browser.open(server.address + "/review?kind=conflicts")
    go_to_case(browser, f"conflict-{conflict['id']}")
    browser.press("2")
    browser.wait("document.activeElement.matches('[data-say]')")
    browser.type("Counted twice")
    browser.press("Enter")
    browser.wait("document.querySelector('.case.done') !== null")
    told = server.get(f"/conflicts/{conflict['id']}")["settlement"]
    assert (told["reason"], told["statistic"]) == ("Counted twice", conflict["statistics"][1]["id"])
    browser.press("u")
    browser.wait("document.querySelector('.case.done') === null")
    assert server.get(f"/conflicts/{conflict['id']}")["settled"] is False


def test_an_error_is_reported_and_the_report_accepted(server, browser):
    slug = named("reported", browser)
    server.write("POST", "/articles", {"title": slug, "slug": slug, "body": "The lake *rose* by 4 m in May."})
    browser.open(f"{server.address}/articles/{slug}")
    tab_to(browser, "[data-report]")
    browser.press("Enter")
    browser.wait("document.querySelector('dialog[open]') !== null && document.activeElement.matches('input, textarea')")
    for number, words in enumerate(("rose", "fell", "A dry May")):
        if number:
            browser.press("Tab")
        browser.type(words)
    browser.press("Tab")
    browser.press("Enter")
    browser.wait("document.querySelector('dialog[open]').textContent.includes('Thank you')")
    sent = server.get("/corrections?sort=-id&limit=1")["items"][0]
    assert (sent["selector"]["exact"], sent["suggestion"], sent["comment"]) == ("rose", "fell", "A dry May")

    sign_in(server, browser)
    browser.open(server.address + "/review?kind=corrections")
    go_to_case(browser, f"correction-{sent['id']}")
    browser.press("a")
    browser.wait("document.querySelector('.case.done') !== null")
    assert server.get(f"/articles/{slug}")["body"] == "The lake *fell* by 4 m in May."
