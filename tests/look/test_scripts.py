"""The page scripts in a real browser, each on the design page or on a small page that stands in for one.

Chromium here has no voices of its own: a stand-in takes the place of ``speechSynthesis`` and writes down what it hears.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

Visit = Callable[..., Page]

VOICE = """
(() => {
  const heard = [];
  const voices = %s;
  const speech = Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak: (one) => { heard.push({ text: one.text, voice: one.voice.name, rate: one.rate }); speech.said = one; },
    cancel: () => {}, pause: () => heard.push("pause"), resume: () => heard.push("resume"),
  });
  Object.defineProperty(globalThis, "speechSynthesis", { value: speech, configurable: true });
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  globalThis.heard = heard;
})();
"""
LOCAL = {"name": "Hier", "lang": "nl-NL", "localService": True}
REMOTE = {"name": "Ver", "lang": "nl-NL", "localService": False}


def with_voices(visit: Visit, *voices: dict[str, object], **options: object) -> Page:
    page = visit(**options)
    page.add_init_script(VOICE % json.dumps(voices))
    return page


def test_reading_aloud_is_not_offered_without_a_voice(visit: Visit) -> None:
    page = visit()
    page.goto("/ontwerp")
    expect(page.locator("[data-module=read-aloud]").first).to_be_hidden()


def test_reading_aloud_is_not_offered_where_the_voice_is_elsewhere(visit: Visit) -> None:
    page = with_voices(visit, REMOTE)
    page.goto("/ontwerp")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-module=read-aloud]").first).to_be_hidden()


def test_a_page_is_read_sentence_by_sentence(visit: Visit) -> None:
    page = with_voices(visit, REMOTE, LOCAL)
    page.goto("/ontwerp?blad=pupil")
    button = page.locator("[data-module=read-aloud]").first
    button.click()
    assert page.evaluate("heard[0]") == {"text": "Ontwerp: wat een leerling ziet", "voice": "Hier", "rate": 0.9}
    assert page.evaluate("[...CSS.highlights.get('gelezen')].toString()") == "Ontwerp: wat een leerling ziet"
    for _ in range(120):
        page.evaluate("speechSynthesis.said.onend()")
    said = page.evaluate("heard.map((one) => one.text)")
    assert "Doorsturen is weer een nieuwe keuze." in said
    assert "Ik vraag eerst of het mag." in said
    assert "Volgende" not in said
    assert "In het protocol van onze school, bij punt 3." not in said


def test_reading_pauses_goes_on_and_stops(visit: Visit) -> None:
    page = with_voices(visit, LOCAL)
    page.goto("/ontwerp")
    button = page.locator("[data-module=read-aloud]").first
    expect(button).to_have_text("Lees voor")
    button.click()
    expect(button).to_have_text("Even stil")
    button.click()
    expect(button).to_have_text("Lees verder voor")
    button.click()
    page.keyboard.press("Escape")
    expect(button).to_have_text("Lees voor")
    assert page.evaluate("heard.filter((one) => typeof one === 'string')") == ["pause", "resume"]


def test_english_pages_want_an_english_voice(visit: Visit) -> None:
    page = with_voices(visit, LOCAL, language="en")
    page.goto("/ontwerp")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-module=read-aloud]").first).to_be_hidden()


def test_cards_are_put_in_order_by_keyboard(visit: Visit) -> None:
    page = visit()
    page.goto("/ontwerp")
    cards = page.locator(".volgorde > li")
    first = cards.first.locator("span").first.inner_text()
    down = cards.first.get_by_role("button", name="Omlaag")
    down.focus()
    page.keyboard.press("Enter")
    expect(cards.nth(1).locator("span").first).to_have_text(first)
    expect(page.locator("[data-order-status]")).to_contain_text("Nu op plaats: 2")
    assert page.evaluate("document.activeElement.dataset.move") == "1"
    assert [cards.nth(i).locator("select").input_value() for i in range(3)] == ["1", "2", "3"]


def test_cards_have_number_lists_without_scripts(visit: Visit) -> None:
    page = visit(javascript=False)
    page.goto("/ontwerp")
    expect(page.locator(".volgorde select").first).to_be_visible()
    expect(page.locator(".volgorde [data-move]").first).to_be_hidden()


def test_cards_are_sorted_one_by_one_and_taken_back(visit: Visit) -> None:
    page = visit()
    page.goto("/ontwerp")
    sort = page.locator("[data-module=sort]")
    hand = sort.locator("[data-card]:visible legend")
    expect(hand).to_have_count(1)  # the script has started
    expect(hand).to_have_text("Een mop over een olifant.")
    sort.get_by_role("button", name="Eerst vragen").click()
    expect(hand).to_have_text("Een filmpje van een kind dat valt.")
    sort.get_by_role("button", name="Niet doorsturen").click()
    expect(hand).to_have_count(0)
    assert page.locator("input[name=card-c1]:checked").input_value() == "ask"
    sort.get_by_role("button", name="Pak terug: Een mop over een olifant.").click()
    expect(hand).to_have_text("Een mop over een olifant.")
    assert page.locator("input[name=card-c1]:checked").count() == 0
    expect(sort.get_by_role("button", name="Pak terug: Morgen")).to_have_count(0)


def test_a_search_picture_grows(visit: Visit) -> None:
    page = visit()
    page.goto("/ontwerp")
    button = page.get_by_role("button", name="Grotere plaat")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(
        "(() => { const p = document.querySelector('.zoekplaat'); return p.scrollWidth > p.clientWidth; })()"
    )


def test_settings_show_at_once_and_stay(visit: Visit) -> None:
    page = visit()
    page.goto("/ontwerp?blad=paper")
    page.locator(".kop summary").first.click()
    with page.expect_response("**/weergave") as reply:
        page.locator(".kop form[data-look]").get_by_role("radio", name="donker").check()
    assert reply.value.status == 204
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


FORM = """<!doctype html><html lang="nl"><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>
<form method="post" action="/proef" data-module="{module}" data-offline="Er is even geen verbinding.">
<input type="hidden" name="csrf_token" value="bewijs"><input type="hidden" name="once" value="a1">
<textarea name="words" {field}>een antwoord</textarea><button name="kies" value="ja">Verstuur</button>
</form></main></body></html>"""


@pytest.fixture
def small_page(app: Flask, visit: Visit) -> Callable[..., Page]:
    """A page with one form and the site's scripts; ``replies`` gets every body that is posted to /proef."""

    def open_page(module: str, field: str = "", replies: list[str] | None = None) -> Page:
        page = visit()
        script = app.jinja_env.globals["static_url"]("js/start.js")  # type: ignore[operator]
        head = f'<script type="module" src="{script}"></script>'
        posted = replies if replies is not None else []

        def answer(route: Route) -> None:
            if route.request.method == "POST":
                posted.append(route.request.post_data or "")
                body = FORM.format(title="Bewaard", head="", module="", field="")
            else:
                body = FORM.format(title="Proef", head=head, module=module, field=field)
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)

        page.route("**/proef", answer)
        page.goto("/proef")
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def test_a_form_is_sent_once(small_page: Callable[..., Page]) -> None:
    posted: list[str] = []
    page = small_page("once", replies=posted)
    page.evaluate("(() => { const b = document.querySelector('button'); b.click(); b.click(); b.click(); })()")
    expect(page.get_by_role("heading", name="Bewaard")).to_be_visible()
    assert len(posted) == 1


def test_an_answer_without_a_line_waits_in_the_page_and_goes_once(small_page: Callable[..., Page]) -> None:
    posted: list[str] = []
    page = small_page("once", replies=posted)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill("toch nog iets")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("status")).to_have_text("Er is even geen verbinding.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("textbox")).to_have_value("toch nog iets")
    assert posted == []
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Bewaard")).to_be_focused()
    assert len(posted) == 1
    assert all(part in posted[0] for part in ("toch nog iets", 'name="kies"', 'name="once"'))


def test_a_draft_is_kept_on_leaving_the_field_and_not_after_sending(small_page: Callable[..., Page]) -> None:
    page = small_page("", field='data-module="draft" data-draft-url="/concept" data-kept="Bewaard"')
    kept: list[tuple[str, str]] = []

    def keep(route: Route) -> None:
        kept.append((route.request.headers.get("x-csrftoken", ""), route.request.post_data or ""))
        route.fulfill(status=204)

    page.route("**/concept", keep)
    page.get_by_role("textbox").fill("halve zin")
    page.get_by_role("button").focus()
    expect(page.get_by_role("status")).to_have_text("Bewaard")
    assert kept == [("bewijs", "field=words&words=halve+zin")]


LIVE = """<!doctype html><html lang="nl"><head><title>Nu</title>{head}</head><body><main><h1>Nu</h1>
<div data-module="live" data-live="/stand" data-every="0.1"><button id="knop">eerst</button></div>
</main></body></html>"""


def test_a_live_part_changes_in_place_and_keeps_the_focus(app: Flask, visit: Visit) -> None:
    page = visit()
    asked: list[str] = []

    def stand(route: Route) -> None:
        asked.append(route.request.headers.get("if-none-match", ""))
        if len(asked) == 2:
            route.abort()
        elif asked[-1] == '"2"':
            route.fulfill(status=304)
        else:
            route.fulfill(
                status=200, headers={"ETag": '"2"'}, content_type="text/html", body='<button id="knop">daarna</button>'
            )

    script = app.jinja_env.globals["static_url"]("js/start.js")  # type: ignore[operator]
    body = LIVE.format(head=f'<script type="module" src="{script}"></script>')
    page.route("**/nu", lambda route: route.fulfill(status=200, content_type="text/html", body=body))
    page.route("**/stand", stand)
    page.goto("/nu")
    page.locator("#knop").focus()
    expect(page.locator("#knop")).to_have_text("daarna")
    expect(page.locator("#knop")).to_be_focused()
    while len(asked) <= 3:  # it goes on asking, after an answer that failed too
        page.wait_for_event("request", lambda request: request.url.endswith("/stand"))
    assert asked[:2] == ["", '"2"']
    assert set(asked[1:]) == {'"2"'}
