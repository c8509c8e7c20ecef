"""Abuse by content: A24, A25 and A27 of the threat model. bleach is held against nh3, which is kept up."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from html.parser import HTMLParser

import nh3
import pytest
from playwright.sync_api import Browser, Page

from core.safe_html import MAX_CHARACTERS, TAGS, TooLong, clean_html, safe_html

CODE = "document.title='HIT'"
HOLDERS = (
    "img src=x", "svg", "body", "video src=x", "audio src=x", "iframe", "input autofocus", "details open", "marquee",
    "object data=x", "embed src=x", "select autofocus", "textarea autofocus", "style", "link rel=stylesheet href=x",
    "a href=#x", "p", "div", "math", "form", "button", "table", "template", "xmp", "noscript", "isindex", "keygen",
    "frameset", "base href=//evil.example", "meta http-equiv=refresh content='0;url=//evil.example'",
)  # fmt: skip
HANDLERS = (
    "onerror", "onload", "onfocus", "ontoggle", "onstart", "onclick", "onmouseover", "onanimationstart",
    "onbeforetoggle", "onpageshow", "onpointerenter", "oncopy", "onwheel",
)  # fmt: skip
SHAPES = ("<{h} {e}={c}>", "<{h} {e}='{c}'>text</{t}>", "<{h}/{e}={c}>", "<{h}\n{e}\n=\n{c}//")
ADDRESSES = (
    "javascript:{c}", "JaVaScRiPt:{c}", " javascript:{c}", "java\tscript:{c}", "java\nscript:{c}", "\x01javascript:{c}",
    "&#106;avascript:{c}", "java&#x09;script:{c}", "java&Tab;script:{c}", "javascript&colon;{c}", "javascript:123",
    "javascript://%0a{c}", "data:text/html,<script>{c}</script>", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:{c}",
    "//evil.example", "/\\evil.example", "\\\\evil.example", "http://evil.example", "https:evil", "https:///x",
    "blob:x", "file:///etc/passwd", "feed:javascript:{c}", "view-source:javascript:{c}", "https://[", "mailto:x@y.nl",
)  # fmt: skip
HOLDING = (
    '<a href="{a}">x</a>',
    "<a href={a}>x</a>",
    "[x](<{a}>)",
    "[x]({a})",
    "<{a}>",
    "[x]: {a}\n\n[x]",
    '<form action="{a}"><input type=submit>',
    '<img src="{a}">',
    '<iframe src="{a}">',
    '<a xlink:href="{a}">x',
)
TWISTED = (
    '<noscript><p title="</noscript><img src=x onerror={c}>">',
    '<svg></p><style><a id="</style><img src=x onerror={c}>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={c}&gt;">',
    '<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror={c} src=x>">',
    "<!--><img src=x onerror={c}>-->",
    "<![CDATA[<script>{c}</script>]]>",
    "<scr<script>ipt>{c}</scr</script>ipt>",
    "<script>{c}</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/x>{c}</script>",
    "<img src=`x` onerror={c}>",
    '<p style="background:url(//evil.example)">',
    '<p style="behavior:url(x)" id=forms name=body>',
    "<style>@import'//evil.example'</style>",
    "<a id=cookie name=attributes>x</a>",
    "<input name=attributes><form id=document>",
    "<img name=querySelector>",
    '<p class="knop doe" id=inhoud>',
    "<a href=/ok target=_blank onclick={c}>x</a>",
    "<b><p></b><script>{c}</script>",
    '<iframe srcdoc="<script>parent.{c}</script>">',
    "<template><script>{c}</script></template>",
    "<portal src=//evil.example>",
    "```\n</code></pre><script>{c}</script>\n```",
    "`</code><script>{c}</script>`",
    "> <script>{c}</script>",
    "# <img src=x onerror={c}>",
    "![x](//evil.example/pixel.png)",
    "![x](javascript:{c})",
    '<https://evil.example"onmouseover={c}>',
    '[a](/x "onclick={c}")',
)


def payloads() -> Iterator[str]:
    """About two and a half thousand ways to bring in a script, a form, something remote or a name of the page's own."""
    for holder, handler, shape in itertools.product(HOLDERS, HANDLERS, SHAPES):
        yield shape.format(h=holder, t=holder.split()[0], e=handler, c=CODE)
    for address, holding in itertools.product(ADDRESSES, HOLDING):
        yield holding.format(a=address.format(c=CODE))
    for twisted in TWISTED:
        yield twisted.format(c=CODE)


class Found(HTMLParser):
    """Every tag and attribute in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def faults(html: str) -> list[str]:
    """What may not be in cleaned HTML."""
    wrong = []
    for tag, given in Found(html).tags:
        if tag not in TAGS or set(given) - ({"href", "rel"} if tag == "a" else set()):
            wrong.append(f"<{tag} {given}>")
        href = given.get("href") or "/"
        if not (href.startswith("https://") or (href.startswith("/") and not href.startswith(("//", "/\\")))):
            wrong.append(f"href {href!r}")
    return wrong


def test_a24_nothing_of_two_thousand_payloads_is_left() -> None:
    tried = list(payloads())
    assert len(tried) >= 1465
    wrong = [f"{one!r}: {bad}" for one in tried for bad in faults(str(safe_html(one))) + faults(str(clean_html(one)))]
    assert not wrong, "\n".join(wrong[:20])


def test_a24_what_bleach_leaves_nh3_leaves_too() -> None:
    """The swap is one line when bleach is found wanting: the keeper of the two finds nothing more to take away."""
    attributes = {"a": {"href", "rel"}}
    for one in payloads():
        cleaned = str(safe_html(one))
        again = nh3.clean(cleaned, tags=set(TAGS), attributes=attributes, url_schemes={"https"}, link_rel=None)
        assert [tag for tag, _ in Found(again).tags] == [tag for tag, _ in Found(cleaned).tags], one


@pytest.mark.browser
def test_a24_a_real_browser_runs_none_of_them_even_without_a_policy(browser: Browser) -> None:
    context = browser.new_context()
    page: Page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialog.dismiss())
    cleaned = "\n".join(f"<div>{safe_html(one)}{clean_html(one)}</div>" for one in payloads())
    page.set_content(f"<title>quiet</title>{cleaned}")
    page.wait_for_load_state("networkidle")
    never = "script,iframe,form,img,svg,object,embed,[id],[style]"
    counted = page.evaluate("(never) => [document.title, document.querySelectorAll(never).length]", never)
    context.close()
    assert counted == ["quiet", 0]
    assert not asked


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 100_000,
        "- " * 5_000 + "x",
        "> " * 5_000 + "x",
        "|a" * 2_000_000,
        "<b>" * 20_000,
        "*a " * 200_000,
        "`" * 100_000,
    ],
    ids=["brackets", "lists", "quotes", "table", "tags", "stars", "ticks"],
)
def test_a25_a_bomb_of_markdown_is_refused_or_stays_small(bomb: str) -> None:
    if len(bomb) > MAX_CHARACTERS:
        with pytest.raises(TooLong):
            safe_html(bomb)
    assert len(safe_html(bomb[:MAX_CHARACTERS])) < 40 * MAX_CHARACTERS


@pytest.mark.parametrize("address", ADDRESSES)
def test_a27_a_link_leads_to_this_site_or_by_https(address: str) -> None:
    for holding in HOLDING:
        assert not faults(str(safe_html(holding.format(a=address.format(c=CODE)))))


def test_a27_good_links_stay_and_are_marked_as_leaving() -> None:
    assert 'href="/afspraken"' in safe_html("[x](/afspraken)")
    away = safe_html("[x](https://www.rijksoverheid.nl/a?b=1)")
    assert '<a rel="noopener noreferrer" href="https://www.rijksoverheid.nl/a?b=1">' in away
    assert clean_html(away) == away, "cleaned twice it is the same"
    assert "rel=" not in safe_html("[x](/afspraken)")
