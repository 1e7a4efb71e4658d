"""What the pages are tested with, made through the API: invented, and as awkward as what is printed."""

import json
import time

import server as servers

LONG_TITLE = (
    "After eleven months of talks about the water of the upper Teshel, seven delegations leave Orlin without a signature, "
    "a date or a common account of what had been agreed in the night before, and each says that it was another's pen that "
    "was missing")
LONG_NAME = "Maria Anunciação Wolfeschlegelsteinhausenbergerdorff-Vandenbroucke de Almeida Castelo-Branco e Sottomaior"
RUSSIAN = "«Воды хватит до осени», — сказала гидролог Ильмира Дашкуль."
ARABIC = "قال سليم الحارثي: «لم يبق في البحيرة ماء يكفي لموسمين». وبلغ المخزون 1.9 كيلومتر مكعب في آذار 2025."
HEBREW = "„המים יספיקו עד הסתיו”, אמרה נועה ברק. המפלס ירד ב־12% מאז 2024."

RICH_BODY = f"""The lake behind the dam is lower than it has been for years, and the *reasons* are disputed.

## What the lake holds

“The level is low, but it is not an emergency”, said Radomir Velsk, the minister of energy, “and nobody will sit in the dark.”
The ministry puts what can still be used at 1.9 km³. In February the turbines delivered 212 MW on average.

**Ilmira Dashkul**, a hydrologist, is less sure. “You cannot run a lake with a map from 1987”, she said. She believes that the
ministry counts water which the turbines can no longer reach. About 18,000 people left the valley in 2024.

## What the agreement asks for

- at least 85 m³/s in the river, in every month of the year;
- room for a flood, 10% of the lake, from April to June;
- a [public hearing](https://example.org/hearing) before any of this is changed.

> The agreement has no clause for a dry winter. It was written for dry winters.

1. Measure the lake anew.
2. Say who may open the gates.

### A smaller matter

{LONG_NAME} said that “the papers are in order”. The pumps ran on `pump --all`. “We waited”, said the farmers. “We waited”, said
the traders, too.

    stage  871.4
    silt   0.3 to 0.5

---

{RUSSIAN}
"""

RICH = {
    "title": "A low lake, and three ways to measure it", "slug": "low-lake", "language": "en", "published_on": "2025-03-18",
    "subtitle": "The reservoir that lights half the country is lower than for years. Below the dam, people ask who decides.",
    "url": "https://example.org/teshel/low-lake", "publisher": "The Teshel Courier", "authors": ["Mira Tolvane", LONG_NAME],
    "topics": ["Water", "Energy", "Agreements between neighbours"], "places": ["Kamarsk", "Teshel valley", "Orlin"], "body": RICH_BODY,
    "photos": [
        {"caption": "The dam at low water, seen from the eastern bank", "credit": "Jonas Ferrin / The Teshel Courier"},
        {"url": "https://example.org/photos/gauge.jpg", "caption": "Reading the gauge at Dolna Bridge, " * 8},
        {"credit": "Teshel Basin Council"}],
    "links": [
        {"url": "https://example.org/teshel/open-letter", "title": "The council's open letter", "rel": "source"},
        {"url": "https://example.org/teshel/agreement", "title": "The agreement of 1996", "rel": "related"},
        {"url": "https://example.org/ru/lake", "title": "Низкая вода", "rel": "translation"},
        {"url": "https://example.org/reprint/" + "of-a-very-long-address-" * 12, "rel": "reprint"}],
    "note": "Made up.\nCountries, institutions, people and figures are invented.", "license": "CC0-1.0",
    "quotes": [
        {"expert": {"name": "Radomir Velsk", "kind": "person", "country": "TJ", "description": "Minister of energy. Invented.",
                    "other_names": [{"name": "Радомир Вельск", "language": "ru"}, {"name": "رادومير فيلسك", "language": "ar"}],
                    "affiliations": [{"role": "minister of energy", "organization": "Ministry of Energy", "from": "2022"},
                                     {"role": "engineer", "organization": "Kamarsk Dam", "from": "1999", "to": "2011"}],
                    "identifiers": [{"scheme": "wikidata", "value": "Q999999999"}],
                    "photo": {"url": "https://example.org/photos/velsk.jpg", "credit": "Jonas Ferrin"},
                    "links": [{"url": "https://example.org/velsk", "title": "His page"}]},
         "kind": "direct", "role": "minister of energy", "cue": "said", "topics": ["Energy"],
         "text": "The level is low, but it is not an emergency, and nobody will sit in the dark."},
        {"expert": "Ilmira Dashkul", "kind": "direct", "role": "hydrologist", "text": "You cannot run a lake with a map from 1987",
         "said_on": "2025-03-14", "topics": ["Water"]},
        {"expert": "Ilmira Dashkul", "kind": "indirect", "cue": "believes", "text": "the ministry counts water which the turbines can no longer reach"},
        {"expert": LONG_NAME, "kind": "mixed", "text": "the papers are in order"},
        {"expert": {"name": "Teshel Basin Council", "kind": "organization"}, "kind": "direct",
         "text": "The agreement has no clause for a dry winter. It was written for dry winters."},
        # In two places, nearly there, and nowhere.
        {"expert": "Council of Farmers", "kind": "direct", "text": "We waited"},
        {"expert": "Teshel Basin Council", "kind": "direct",
         "text": "The agreement has no clause for a dry summer. It was written for wet winters."},
        {"expert": "Radomir Velsk", "kind": "direct", "text": "Whoever wants to swim may swim, and whoever wants to drown will be helped out."},
        {"expert": "Ilmira Dashkul", "kind": "direct", "language": "ru", "text": "Воды хватит до осени"}],
    "statistics": [
        {"indicator": {"name": "Usable water", "unit": "km3", "description": "What can still flow through the turbines."}, "value": 1.9,
         "unit": "km3", "period": "2025-03", "place": "Kamarsk", "source": {"name": "Ministry of Energy", "kind": "ministry", "url": "https://example.org/energy"},
         "printed": "1.9 km³", "status": "provisional", "stated_by": "Radomir Velsk"},
        {"indicator": "Power delivered", "value": 212, "unit": "MW", "period": "2025-02", "source": "Ministry of Energy", "printed": "212 MW"},
        {"indicator": "People who moved away", "value": 18000, "unit": "person", "qualifier": "about", "period": "2024", "place": "Teshel valley",
         "dimensions": {"age": "15–64"}, "source": "Ministry of Energy", "printed": "About 18,000 people"},
        {"indicator": "Flow in the river", "value": 85, "qualifier": "at_least", "unit": "m3/s", "printed": "85 m³/s"},
        {"indicator": "Usable water", "value": 2.4, "unit": "km3", "period": "2024-03", "place": "Kamarsk", "source": "Ministry of Energy"}],
}

# The same month, other figures: two more accounts of it.
AGAIN = [
    {"title": f"The lake, measured again ({publisher})", "slug": f"measured-again-{number}", "language": "en", "published_on": f"2025-04-0{number}",
     "publisher": publisher, "topics": ["Water"], "body": f"The usable water was {value} km³ in March 2025, says {source}.",
     "statistics": [{"indicator": "Usable water", "value": value, "unit": "km3", "period": "2025-03", "place": "Kamarsk", "source": source,
                     "printed": f"{value} km³"}]}
    for number, (publisher, source, value) in enumerate(
        [("The Lowland Post", "Orlin Institute of Water", 1.2), ("Radio Pesket", "Teshel Basin Council", 3.1)], start=1)]

MANY_QUOTES = {
    "title": LONG_TITLE, "slug": "many-quotes", "language": "en", "published_on": "2025-02-02", "publisher": "Minutes of the Talks",
    "topics": ["Agreements between neighbours"],
    "body": "\n\n".join(
        (f"## Session {number // 50 + 1}\n\n" if number % 50 == 0 else "")
        + f"“Delegation {number} keeps to paragraph {number} of its own draft”, said Speaker {number % 40 + 1}." for number in range(300)),
    "quotes": [
        {"expert": f"Speaker {number % 40 + 1}", "kind": "direct", "role": "delegate",
         "text": f"Delegation {number} keeps to paragraph {number} of its own draft"} for number in range(300)],
}

OTHERS = [
    {"title": "Nobody was asked", "slug": "no-quotes", "language": "en", "published_on": "2024-12-31", "body": "Nobody is quoted here, and nothing is counted."},
    {"title": "A title alone", "slug": "title-alone", "url": "https://example.org/elsewhere"},
    {"title": "Воды хватит до осени", "slug": "low-lake-ru", "language": "ru", "translation_of": "low-lake", "published_on": "2025-03-19",
     "publisher": "Курьер Тешеля", "authors": ["Мира Толване"], "topics": ["Water"], "body": f"## О воде\n\n{RUSSIAN}",
     "quotes": [{"expert": "Ilmira Dashkul", "kind": "direct", "role": "гидролог", "text": "Воды хватит до осени"}]},
    {"title": "البحيرة المنخفضة وثلاث طرق لقياسها", "slug": "low-lake-ar", "language": "ar", "translation_of": "low-lake", "published_on": "2025-03-20",
     "publisher": "بريد الوادي", "authors": ["سليم الحارثي"], "topics": ["Water"], "body": f"## ما تحويه البحيرة\n\n{ARABIC}\n\n- أولا 10%\n- ثانيا",
     "quotes": [{"expert": "سليم الحارثي", "kind": "direct", "text": "لم يبق في البحيرة ماء يكفي لموسمين", "role": "مهندس"}],
     "statistics": [{"indicator": "Usable water", "value": 1.9, "unit": "km3", "period": "2025-03", "printed": "1.9 كيلومتر مكعب"}]},
    {"title": "האגם הנמוך", "slug": "low-lake-he", "language": "he", "translation_of": "low-lake", "published_on": "2025-03-21", "body": HEBREW,
     "quotes": [{"expert": "נועה ברק", "kind": "direct", "text": "המים יספיקו עד הסתיו"}]},
    {"title": "Reprinted in full", "slug": "reprint", "language": "en", "published_on": "2025-03-22", "publisher": "The Other Paper",
     "body": "“You cannot run a lake with a map from 1987”, Dashkul said.",
     "quotes": [{"expert": "Ilmira Dashkul", "kind": "direct", "text": "You cannot run a lake with a map from 1987", "role": "adviser"}]},
    {"title": "To be deleted", "slug": "deleted"},
]

# Who may be somebody else of the list.
DUPLICATES = [{"name": "Ильмира Дашкуль", "country": "TJ"}, {"name": "I. Dashkul"}, {"name": "Radomir  Velsk", "slug": "radomir-velsk-2", "country": "TJ"}]


def fill(server):
    """Puts all of it in. About a second."""
    for article in [RICH, *AGAIN, MANY_QUOTES, *OTHERS]:
        server.write("POST", "/articles", article)
    for expert in DUPLICATES:
        server.write("POST", "/experts", expert)
    server.write("DELETE", "/articles/deleted")
    for number in range(60):
        server.write("POST", "/topics", {"name": f"Made for a second page, {number}"})

    accepted = server.write("POST", "/corrections", {
        "article": "low-lake", "selector": {"exact": "for years"}, "suggestion": "for decades", "comment": "By the council's own table"})
    server.write("POST", f"/corrections/{accepted['id']}/accept", {"note": "Thank you: the table goes back to 1987."})
    server.write("POST", "/corrections", {"article": "low-lake", "selector": {"exact": "the lake anew"}, "suggestion": "the lake again"})
    refused = server.write("POST", "/corrections", {"article": "low-lake", "comment": "I do not like it."})
    server.write("POST", f"/corrections/{refused['id']}/reject")

    conflict = server.get("/conflicts")["items"][0]
    server.write("POST", f"/conflicts/{conflict['id']}/settle", {"reason": "The council measured the whole lake"})
    # What its text seems to say beside what is vouched for.
    read(server, {"markdown": RICH_BODY, "url": RICH["url"]})
    # An edit that a quote does not survive.
    server.write("PATCH", "/articles/reprint", {"body": "“You cannot run a lake with a very old map”, Dashkul said."})


def read(server, given):
    """Gives something to be read, and waits until it has been."""
    number = server.write("POST", "/imports", given)["id"]
    for _ in range(600):
        status, _, answer = server.send("GET", f"/api/v1/imports/{number}", fields={"Authorization": f"Bearer {servers.TOKEN}"})
        if status == 200 and json.loads(answer)["status"] in ("done", "failed", "cancelled"):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The import {number} does not end")
