"""The pages of the service speak English and Chinese; what programs read is the same for all."""

import string
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest
from served import SAMPLE, Server, serving

from whyso.graph import ArgumentGraph
from whyso.graph.opening import sample_path
from whyso.graph.server.language import preferred
from whyso.graph.server.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HTML: Final = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
CHINESE: Final = HTML | {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
# An address of each kind of page, and a word that stands in it in each language.
PAGES: Final = {
    "": ("Sources", "来源"),
    "sources/crowd": ("too many for one map", "一张图放不下"),
    "sources/crowd?text=a+b": ("Nothing was found.", "没有结果。"),
    f"sources/{SAMPLE}": ('"lang": "en"', '"lang": "zh"'),
    "sources/crowd?claim=q&depth=1": ("<title>Why?</title>", "<title>为什么？</title>"),
    "queries/positions": ("<h1>Positions and", "<h1>立场及其"),
    "queries/schemes": ("<p>Each argument scheme", "<p>每种论证型式"),
    "queries/answers?question=q1&format=html": ("Ask</button>", "查询</button>"),
    "queries/positions?format=map": ("<title>Positions and", "<title>立场及其"),
    f"id/{SAMPLE}/q1": ("Map of what is around it", "查看其周围的图"),
    "view?query=SELECT+%3Fq+%7B+%3Fq+a+arg:Question+%7D": ('"lang": "en"', '"lang": "zh"'),
    "sparql": ("Draw what it finds", "把结果画成图"),
    "nothing": ("No such address or name", "没有这个地址或名称"),
    "sources/nowhere": ("No such address or name", "没有这个地址或名称"),
    "view?query=ASK": ("A broken query or value", "查询或取值有误"),
    "?x=%FF": ("A broken query or value", "查询或取值有误"),
}
# What programs ask for: the address, and what they accept.
DATA: Final = {
    "api/sources": "*/*",
    "api/queries": "*/*",
    f"api/sources/{SAMPLE}/claims/r1/explanation": "text/html",
    "api/sources/nowhere/verdict": "text/html",
    f"sources/{SAMPLE}?format=ttl": "text/html",
    f"sources/{SAMPLE}": "text/turtle",
    f"id/{SAMPLE}/q1": "application/ld+json",
    "queries/answers": "*/*",
    "queries/answers?format=csv": "text/html",
    "queries/answers?format=nonsense": "text/html",
    "sparql?query=ASK+%7B%7D": "text/html",
    "sparql?query=SELECT+*+%7B+%3Fs+rdfs:label+%3Fl+%7D": "*/*",
    "sparql": "text/turtle",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled argument, and a source that is too large for one map."""
    folder = tmp_path_factory.mktemp("languages")
    (folder / "claims.ttl").write_bytes(sample_path().read_bytes())
    claims = "".join(f':c{n} a arg:Claim ; rdfs:label "C{n}"@en .\n' for n in range(150))
    (folder / "crowd.ttl").write_text(
        "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix : <https://w3id.org/whyso/id/crowd/> .\n"
        ':q a arg:Question ; rdfs:label "Why?"@en, "为什么？"@zh . :c0 arg:answers :q .\n'
        ':r a arg:Question ; rdfs:label "Who?"@en, "谁？"@zh-Hans .\n'
        f':p a arg:Question ; rdfs:label "How?"@en .\n{claims}'
    )
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Server]:
    with serving(folder, "--max-map", 140) as found:
        yield found


class Reader(HTMLParser):
    """Reads the language of a page, its links and its fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.links: list[dict[str, str | None]] = []
        self.fields: dict[str | None, str | None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "html":
            self.language = said["lang"]
        elif tag == "a" and "href" in said:
            self.links.append(said)
        elif tag == "input":
            self.fields[said.get("name")] = said.get("value")

    @property
    def switch(self) -> dict[str | None, str]:
        return {one["hreflang"]: one["href"] or "" for one in self.links if "hreflang" in one}

    @property
    def others(self) -> list[str]:
        return [one["href"] or "" for one in self.links if "hreflang" not in one]


# Words


def _shape(table: Any) -> Any:
    if isinstance(table, dict):
        return {key: _shape(value) for key, value in table.items()}
    return sorted(name for _, name, _, _ in string.Formatter().parse(table) if name)


def test_every_language_has_every_word_with_the_same_places() -> None:
    for table in WORDS.values():
        assert _shape(table) == _shape(WORDS["en"])
        assert all(text for text in table.values())


# Which language


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", None),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.2, zh-Hant-TW;q=0.3", "zh"),
        ("fr-CH, fr;q=0.9, zh;q=0.2, *;q=0.1", "zh"),
        ("fr, de;q=0.9", None),
        ("zh, en", "zh"),
        ("en, zh", "en"),
        ("en;q=0, *", "zh"),
        ("zh;q=0, en;q=0", None),
        ("ZH ; Q=0.5 , EN ; q=0.4", "zh"),
        ("zh;q=nan, en;q=0.1", "en"),
        ("zh;q=x,,;;q=1,en;q=0.001", "en"),
        ("zhx, en-;q=0.1", "en"),
    ],
)
def test_the_browser_gets_what_it_likes_best(header: str, wanted: str | None) -> None:
    assert preferred(header) == wanted


@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_the_language_of_its_reader(served: Server, path: str) -> None:
    english, chinese = PAGES[path]
    places = {
        "en": served.get(path, headers=HTML),
        "zh": served.get(path, headers=CHINESE),
    }

    for lang, got in places.items():
        assert got.headers["content-type"].startswith("text/html")
        assert got.headers["content-language"] == lang
        assert got.headers["vary"] == "Accept, Accept-Language"
        assert Reader(got.text).language == lang
        assert (english in got.text, chinese in got.text) == (lang == "en", lang == "zh")
        assert (got.status_code >= 400) == (english in WORDS["en"]["errors"].values())
    assert places["en"].status_code == places["zh"].status_code


@pytest.mark.parametrize("path", PAGES)
def test_the_address_says_it_louder_than_the_browser(served: Server, path: str) -> None:
    mark = "&" if "?" in path else "?"
    english = served.get(f"{path}{mark}lang=en", headers=CHINESE)
    chinese = served.get(f"{path}{mark}lang=ZH", headers=HTML | {"Accept-Language": "en"})

    if "%FF" in path:  # what is not UTF-8 says nothing
        assert [one.headers["content-language"] for one in (english, chinese)] == ["zh", "en"]
        return
    for lang, got in (("en", english), ("zh", chinese)):
        assert got.headers["content-language"] == lang
        assert got.headers["vary"] == "Accept"
        assert Reader(got.text).language == lang


def test_the_service_says_it_louder_than_the_browser_but_not_than_the_address(
    folder: Path,
) -> None:
    with serving(folder / "crowd.ttl", "--lang", "zh", "--max-map", 9) as found:
        for path in ("", "sources/crowd", "sparql", "nothing"):
            got = found.get(path, headers=HTML | {"Accept-Language": "en"})
            assert got.headers["content-language"] == "zh"
            assert got.headers["vary"] == "Accept"
            assert found.get(f"{path}?lang=en", headers=HTML).headers["content-language"] == "en"


HOSTILE: Final = [
    *('"><script>window.hit=1</script>', "zh\r\nX-Hit: 1", "../zh", "zh\0", "{{7*7}}", "中文", ""),
    *("zh" * 3000, "en'--", "{0}"),
]


@pytest.mark.parametrize("path", ["", "sources/crowd", "sparql", "nothing", "queries/positions"])
def test_a_language_that_there_is_not_does_no_harm(served: Server, path: str) -> None:
    plain = served.get(path, headers=HTML).text
    for lang in HOSTILE:
        got = served.get(f"{path}?lang={quote(lang)}", headers=HTML)

        assert got.headers["content-language"] == "en"
        assert "x-hit" not in got.headers
        if path != "queries/positions":  # whose rows are in that language, if there are any
            assert got.text == plain


def test_rows_may_be_in_a_language_that_the_page_does_not_speak(served: Server) -> None:
    got = served.get("queries/positions?lang=%3Cb%3E", headers=CHINESE)

    assert got.headers["content-language"] == "zh"
    assert Reader(got.text).fields["lang"] == "<b>"
    assert "<b>" not in got.text


# Links


@pytest.mark.parametrize("path", [path for path in PAGES if "<title>" not in PAGES[path][0]])
def test_the_switch_keeps_the_address(served: Server, path: str) -> None:
    if "lang" in PAGES[path][0] or "%FF" in path:
        return  # a map has a switch of its own; what is not UTF-8 cannot be kept
    start = urljoin(served.address, path)
    for now, other in (("en", "zh"), ("zh", "en")):
        mark = "&" if "?" in path else "?"
        got = served.get(f"{path}{mark}lang={now}", headers=HTML)

        switch = Reader(got.text).switch

        assert set(switch) == {"en", "zh"}
        there = urlsplit(urljoin(start, switch[other]))
        said = parse_qs(there.query)
        assert said.pop("lang") == [other]
        assert (there.path, said) == (urlsplit(start).path, parse_qs(urlsplit(start).query))


def test_links_and_forms_lead_on_in_the_language_of_the_address(served: Server) -> None:
    seen = 0
    for path in ("", "sources/crowd", "queries/answers", f"id/{SAMPLE}/q1", "sparql", "nothing"):
        page = Reader(served.get(f"{path}?lang=zh", headers=HTML).text)
        for link in page.others:
            if link.startswith("/api/") or "format=" in link:
                continue  # data
            assert parse_qs(urlsplit(link).query)["lang"] == ["zh"], link
            seen += 1
        if page.fields:
            assert page.fields["lang"] == "zh"
        if path != "queries/answers":  # whose fields and files name the language of the rows
            unsaid = Reader(served.get(path, headers=CHINESE).text)
            assert not [link for link in unsaid.others if "lang=" in link]
            assert "lang" not in unsaid.fields
    assert seen > 60


def test_a_link_that_leads_on_is_answered_in_that_language(served: Server) -> None:
    links = Reader(served.get("?lang=zh", headers=HTML).text).others
    for link in links[1::4]:
        if not link.startswith("/api/") and "format=" not in link:
            got = served.get(link, headers=HTML)
            assert (got.status_code, Reader(got.text).language) == (200, "zh"), link


# Labels


def test_labels_are_in_the_language_of_the_page_where_there_are_such(
    served: Server, g: ArgumentGraph
) -> None:
    source = g.sources()[0]
    index = served.get("", headers=CHINESE).text
    assert source.label("zh") != source.label("en")
    assert source.label("zh") in index
    assert source.label("en") not in index

    crowd = served.get("sources/crowd", headers=CHINESE).text
    assert ">为什么？</a>" in crowd
    assert ' lang="zh-hans">谁？</a>' in crowd
    assert ' lang="en">How?</a>' in crowd
    assert "<h1>" + g["q1"].label("zh") in served.get(f"id/{SAMPLE}/q1", headers=CHINESE).text

    rows = g.query_named("questions-behind", lang="zh")
    page = served.get("queries/questions-behind", headers=CHINESE).text
    labels = [str(row[3]) for row in rows]  # type: ignore[index, misc]
    assert labels
    assert all(label in page for label in labels)


def test_the_files_of_an_answer_hold_the_rows_of_its_page(served: Server, g: ArgumentGraph) -> None:
    page = Reader(served.get("queries/answers", headers=CHINESE).text)
    [link] = [one for one in page.others if "format=csv" in one]

    wanted = g.query_named("answers", lang="zh").serialize(format="csv").decode().splitlines()

    assert set(wanted) <= set(served.get(link).text.splitlines())


# Programs


@pytest.mark.parametrize("path", DATA)
def test_what_programs_read_is_the_same_for_every_language(served: Server, path: str) -> None:
    headers = {"Accept": DATA[path]}
    plain = served.get(path, headers=headers)
    asked = served.get(path, headers=headers | {"Accept-Language": "zh"})

    assert asked.content == plain.content
    assert asked.status_code == plain.status_code
    assert asked.headers.get("etag") == plain.headers.get("etag")
    assert "content-language" not in asked.headers
    assert "Accept-Language" not in asked.headers.get("vary", "")
    assert not asked.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", [path for path in DATA if "nowhere" in path or "non" in path])
def test_programs_are_told_errors_in_one_line(served: Server, path: str) -> None:
    got = served.get(path, headers=HTML)

    assert got.status_code >= 400
    assert got.headers["content-type"] == "text/plain; charset=utf-8"
    assert got.text.count("\n") == 1


# Caches


@pytest.mark.parametrize("path", ["", "sources/crowd", f"sources/{SAMPLE}", "queries/positions"])
def test_a_page_that_is_held_in_one_language_is_not_taken_for_the_other(
    served: Server, path: str
) -> None:
    english = served.get(path, headers=HTML).headers["etag"]
    chinese = served.get(path, headers=CHINESE).headers["etag"]

    assert english != chinese
    held = served.get(path, headers=CHINESE | {"If-None-Match": english})
    assert (held.status_code, held.headers["content-language"]) == (200, "zh")
    again = served.get(path, headers=CHINESE | {"If-None-Match": f"{english}, {chinese}"})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-language"] == "zh"
    assert again.headers["vary"] == "Accept, Accept-Language"


# In a browser


def test_a_reader_changes_the_language_and_goes_on_in_it(
    browser: "Browser", served: Server
) -> None:
    said: list[str] = []
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(60_000)
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    tab = context.new_page()
    tab.goto(served.address)
    assert tab.locator("h2").first.inner_text() == "Sources"

    tab.get_by_role("link", name="中文").click()
    tab.get_by_role("heading", name="来源").wait_for()
    assert tab.locator("[aria-current]").inner_text() == "中文"
    tab.get_by_role("link", name="SPARQL").click()
    tab.locator(".yasqe_queryButton").wait_for()
    assert tab.locator("#draw").inner_text() == "把结果画成图"
    assert "攻击" in tab.locator("#example").inner_text().split()

    # What was written stays.
    query = "SELECT ?q { ?q a arg:Question }"
    tab.evaluate("(text) => yasgui.getTab().getYasqe().setValue(text)", query)
    tab.get_by_role("link", name="EN", exact=True).click()
    tab.get_by_role("button", name="Draw what it finds").wait_for()
    tab.locator(".yasqe_queryButton").wait_for()
    assert tab.evaluate("yasgui.getTab().getYasqe().getValue()") == query
    with context.expect_page() as opened:
        tab.locator("#draw").click()
    opened.value.wait_for_url("**lang=en*")

    # A map is opened in the language, and leads on in the one that it was changed to.
    tab.goto(f"{served.address}sources/crowd?claim=q&lang=zh")
    tab.locator("html[data-ready]").wait_for()
    tab.evaluate("whyso.select('https://w3id.org/whyso/id/crowd/c0')")
    link = tab.locator("a.around")
    assert link.inner_text() == "显示其周围"
    assert "lang=zh" in (link.get_attribute("href") or "")
    tab.locator("[data-tool=lang-en]").click()
    tab.get_by_role("link", name="Show what is around it").click()
    tab.wait_for_url("**claim=*c0*lang=en*")
    context.close()
    assert said == []
