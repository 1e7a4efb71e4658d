"""Without JavaScript every view reads the same."""

import pytest

from views import VIEWS


# What a page has hidden until a script works it: walking through passages, copying, running a request, a picture file.
NEEDS_SCRIPTS = ".walk, [data-copy], [data-runner], [data-picture]"


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_view_reads_the_same_without_scripts(server, open_page, view):
    plain = open_page(server, view, java_script_enabled=False)
    assert plain.locator("h1").inner_text().strip()
    assert len(plain.locator("main").inner_text()) > 40
    if view.needs_scripts:
        assert "JavaScript" in plain.locator("main").inner_text()
        return
    scripted = open_page(server, view)
    scripted.eval_on_selector_all(NEEDS_SCRIPTS, "(all) => all.forEach((each) => { each.hidden = true; })")
    # Lines apart: what is found while one types has an empty place below the search field.
    assert plain.locator("main").inner_text().split() == scripted.locator("main").inner_text().split()


def test_a_search_is_answered_without_scripts(server, open_page):
    page = open_page(server, VIEWS[0], java_script_enabled=False)
    page.fill("input[name=q]", "turbines")
    page.press("input[name=q]", "Enter")
    page.wait_for_url("**/search?q=turbines")
    page.click("main .hits a")
    assert page.locator("h1").inner_text()
