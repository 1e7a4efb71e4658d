"""axe finds nothing to complain about: on any view, at any width, in either theme."""

import pytest

import audit
from views import THEMES, VIEWS, WIDTHS


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_axe_finds_nothing(server, open_page, view):
    page = open_page(server, view)
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{theme}, {width} px: {violation}" for violation in audit.violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_axe_finds_nothing_in_russian(server, open_page, view):
    page = open_page(server, view, width=360, locale="ru")
    found = audit.violations(page)
    assert not found, "\n".join(found)


def test_axe_finds_what_is_wrong(chromium):
    page = chromium.new_page()
    page.set_content("<h1>Faults</h1><h4 style='color: #eee; background: #fff'>pale</h4><a href=/><img src=x></a>")
    found = {sentence.split(":")[0] for sentence in audit.violations(page)}
    page.context.close()
    assert found >= {"color-contrast", "image-alt", "link-name", "heading-order", "html-has-lang"}
