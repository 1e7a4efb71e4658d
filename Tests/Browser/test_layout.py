"""Nothing moves while a page loads, and nothing lies beyond its edge, however narrow the screen or large the letters."""

import pytest

import audit
from views import LANGUAGES, VIEWS


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_nothing_moves_while_it_loads(server, open_page, view):
    for width in (360, 1280):
        page = open_page(server, view, width=width)
        assert audit.layout_shift(page) == 0, f"at {width} px"


# A page that comes slowly is painted before its end has come.
def test_an_articles_text_stands_where_it_stood_before_its_quotes_came(server, open_page):
    page = open_page(server, next(view for view in VIEWS if view.name == "article"))
    place = "JSON.stringify(document.querySelector('.article > .text').getBoundingClientRect())"
    whole = page.evaluate(place)
    page.evaluate("document.querySelector('.article > aside').remove()")
    assert page.evaluate(place) == whole


# 320 CSS pixels are what is left of 1280 at a zoom of 400 % (WCAG 1.4.10), 640 at 200 %.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_no_page_scrolls_sideways(server, open_page, view, language):
    page = open_page(server, view, width=320, height=256, locale=language)
    assert page.locator("html").get_attribute("lang") == language
    for width in (320, 360, 640, 768, 896, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not audit.overflow(page), f"at {width} px"


# WCAG 1.4.4: the letters alone, by the browser's own setting.
@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_letters_may_be_twice_as_large(server, open_page, view):
    page = open_page(server, view)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not audit.overflow(page), f"at {width} px"
