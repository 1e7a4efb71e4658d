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


def tab_to(browser, selector, most=80):
    for _ in range(most):
        if browser.value(f"document.activeElement.matches({selector!r})"):
            return
        browser.press("Tab")
    raise AssertionError(f"The Tab key does not reach {selector}")


def test_words_are_marked_as_a_quote_and_saved(server, browser):
    slug = f"marked-in-{type(browser).__name__.lower()}"
    server.write("POST", "/articles", {"title": slug, "slug": slug, "body": "“It fell”, said Oru Tamsin, a biologist."})
    browser.open(server.address + "/sign-in")
    tab_to(browser, "[name=token]")
    browser.type(servers.TOKEN)
    browser.press("Enter")
    browser.wait("location.pathname === '/'")
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
