"""Every view that the server has. A new one is a line here: all that is asked of views is then asked of it."""

import dataclasses
import urllib.parse

import payloads


@dataclasses.dataclass(frozen=True)
class View:
    name: str
    # Its address with the records of content.py.
    path: str
    # Its addresses with those of hostile.py, {number} being a record's and {text} its text; where none is given, `path`.
    hostile: str = ""
    status: int = 200
    needs_sign_in: bool = False
    # Whether what it is for needs them; it then says so to who has none.
    needs_scripts: bool = False

    def __str__(self):
        return self.name

    def hostile_paths(self):
        """One path for each hostile text, or one for all of them."""
        pattern = self.hostile or self.path
        paths = [
            pattern.replace("{number}", str(number)).replace("{text}", urllib.parse.quote(text, safe=""))
            for number, text in enumerate(payloads.ALL)]
        return list(dict.fromkeys(paths))


VIEWS = [
    View("home", "/"),
    View("api", "/api"),
    View("search", "/search"),
    View("results", "/search?q=lake", "/search?q={text}"),
    View("results-of-a-kind", "/search?q=lake&kind=quotes", "/search?q=script&kind=quotes"),
    View("results-narrowed", "/search?q=lake&kind=quotes&form=direct", "/search?q=script&kind=quotes&topics={text}"),
    View("no-results", "/search?q=zzyzx"),
    View("nearest-results", "/search?q=Dashcul"),
    View("articles", "/articles"),
    View("article", "/articles/low-lake", "/articles/hostile-{number}"),
    View("article-at-a-passage", "/articles/low-lake#q1", "/articles/hostile-1#q2"),
    View("article-cited", "/articles/low-lake?cite=q1#cite", "/articles/hostile-{number}?cite=q{number}"),
    View("article-of-300-quotes", "/articles/many-quotes", "/articles/hostile-2"),
    View("article-without-quotes", "/articles/no-quotes", "/articles/hostile-3"),
    View("article-without-text", "/articles/title-alone", "/articles/hostile-4"),
    View("article-in-russian", "/articles/low-lake-ru", "/articles/hostile-5"),
    View("article-in-arabic", "/articles/low-lake-ar", "/articles/hostile-6"),
    View("article-in-hebrew", "/articles/low-lake-he", "/articles/hostile-7"),
    View("experts", "/experts"),
    View("expert", "/experts/radomir-velsk", "/experts/hostile-{number}"),
    View("expert-narrowed", "/experts/ilmira-dashkul?topic=water&kind=direct", "/experts/hostile-1?topic={text}"),
    View("comparison", "/compare?experts=ilmira-dashkul,teshel-basin-council", "/compare?experts=hostile-1&experts=hostile-2"),
    View("comparison-of-nobody", "/compare?experts=nobody&topic=water", "/compare?experts={text}&topic={text}"),
    View("organization", "/experts/teshel-basin-council", "/experts/hostile-1"),
    View("indicators", "/indicators"),
    View("indicator-in-conflict", "/indicators/usable-water", "/indicators/hostile-{number}"),
    View("indicator", "/indicators/power-delivered", "/indicators/hostile-1"),
    View("sources", "/sources"),
    View("source", "/sources/ministry-of-energy", "/sources/hostile-{number}"),
    View("topics", "/topics"),
    View("topic", "/topics/water", "/topics/hostile-{number}"),
    View("sign-in", "/sign-in", "/sign-in?next={text}"),
    View("history", "/articles/low-lake/history", "/articles/hostile-{number}/history"),
    View("new-article", "/articles/new", needs_sign_in=True, needs_scripts=True),
    View("edit-article", "/articles/low-lake/edit", "/articles/hostile-{number}/edit", needs_sign_in=True, needs_scripts=True),
    View("edit-article-in-arabic", "/articles/low-lake-ar/edit", "/articles/hostile-1/edit", needs_sign_in=True, needs_scripts=True),
    View("review-of-quotes", "/review?kind=quotes", needs_sign_in=True, needs_scripts=True),
    View("review-of-figures", "/review?kind=statistics", needs_sign_in=True, needs_scripts=True),
    View("review-of-conflicts", "/review?kind=conflicts", needs_sign_in=True, needs_scripts=True),
    View("review-of-experts", "/review?kind=experts", needs_sign_in=True, needs_scripts=True),
    View("review-of-corrections", "/review?kind=corrections", needs_sign_in=True, needs_scripts=True),
    View("review-of-proposals", "/review?kind=proposals", needs_sign_in=True, needs_scripts=True),
    View("review-of-proposals-in-the-text", "/review?kind=proposals&article=low-lake", "/review?kind=proposals&article=hostile-0",
         needs_sign_in=True, needs_scripts=True),
    View("import", "/import", "/import?url={text}", needs_sign_in=True),
    View("importing", "/imports/1", needs_sign_in=True),
    View("missing", "/articles/low-lakes", "/articles/{text}", status=404),
    View("deleted", "/articles/deleted", "/articles/{text}", status=410),
    View("nowhere", "/no-such-page", "/%3Cscript%3Ealert(1)%3C%2Fscript%3E", status=404),
    View("bad-address", "/articles?cursor=x", "/articles?cursor=%3Cscript%3Ealert(1)%3C%2Fscript%3E", status=400),
]

# A telephone, a tablet and a desk, in CSS pixels.
WIDTHS = [360, 768, 1280]
THEMES = ["light", "dark"]
# What the pages speak, as a browser asks for it.
LANGUAGES = ["en", "ru"]
