"""What every page looks like: nothing cut off, pictures above the fold, text that can be read."""

from __future__ import annotations

import pytest
from opening import reading
from seeing import PAGES, PICTURED, is_whole, main, visit

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}

# Pictures that a reader comes to by filters.
VIEWS = [
    "participation?faculty=Medicine+and+Health+(M%26H)",
    "skills?skills_see=Risk+register&faculty=Arts,+Humanities+and+Cultures+(AHC)&skills=One+holder",
    "skills?skills_see=One+skill&skill=Cryo-sectioning&hires=1",
    "change?see=One+question+in+full",
    "change?faculty=Arts,+Humanities+and+Cultures+(AHC)",
    "plan?faculty=Biological+Sciences+(FBS)",
    "workforce?show=Where",
    "workforce?show=Grade&count=FTE",
    "workforce?show=Contract",
    "workforce?show=Role",
    "workforce?show=Apprentices",
    "workforce?faculty=Engineering+and+Physical+Sciences+(EPS)",
    "workforce?faculty=Environment+(FoE)&show=Where",
]

# The longest names that can be chosen, on pages whose filters stand differently.
LANGUAGES = "faculty=Arts,+Humanities+and+Cultures+(AHC)&school=Languages"
NAMED = [
    f"change?{LANGUAGES}&theme=Contribution+to+teaching+and+research",
    f"documents?{LANGUAGES}",
    "skills?school=LICAMM&discipline=Electronics+and+instruments",
    f"workforce?{LANGUAGES}",
]

# What is wider than the window, the charts' texts outside their picture, and texts that overlap.
WIDTHS = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
    .filter(part => part.scrollWidth > part.clientWidth)
    .map(part => `${part.tagName} ${part.scrollWidth} > ${part.clientWidth}`)"""
TEXTS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(chart => {
    const frame = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('svg text')]
        .filter(text => text.textContent.trim())
        .map(text => ({
            words: text.textContent,
            ink: getComputedStyle(text).fill,
            box: text.getBoundingClientRect(),
        }))
        .map(({ words, ink, box }) => ({
            words, ink,
            inside: box.left >= frame.left - 1 && box.right <= frame.right + 1
                && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1,
            box: [box.left, box.top, box.right, box.bottom],
        }));
})"""
CUT = """() => [...document.querySelectorAll('[data-testid="stMain"] input[role="combobox"]')]
    .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.value)"""
BACKGROUND = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"


@pytest.fixture(scope="module", params=LOOKS)
def look(request):
    return request.param


@pytest.fixture(scope="module")
def page(browser, look):
    with reading(browser, **LOOKS[look]) as opened:
        yield opened


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_or_below_the_fold(server, page, path, look):
    visit(page, server, path)
    is_whole(page)
    assert page.evaluate(WIDTHS) == []
    if path in PICTURED:
        texts_can_be_read(page)
        if look != "phone":
            chart = main(page).get_by_test_id("stPlotlyChart").first.bounding_box()
            assert chart["y"] + 150 < page.viewport_size["height"]


@pytest.mark.parametrize("look", ["light", "phone"], indirect=True)
@pytest.mark.parametrize("address", VIEWS)
def test_the_texts_of_every_kind_of_picture_can_be_read(server, page, look, address):
    visit(page, server, address)
    texts_can_be_read(page)


@pytest.mark.parametrize("look", ["light", "phone"], indirect=True)
@pytest.mark.parametrize("address", NAMED)
def test_the_longest_name_is_whole_in_its_filter(server, page, look, address):
    visit(page, server, address)
    assert main(page).get_by_role("combobox", name="School").input_value() not in ("", "All of it")
    assert page.evaluate(CUT) == []


def texts_can_be_read(page):
    """Inside the picture, not on each other, and in a colour that stands out."""
    texts = page.evaluate(TEXTS)
    paper = page.evaluate(BACKGROUND)
    assert texts
    assert [text["words"] for text in texts if not text["inside"]] == []
    assert overlapping(texts) == []
    assert [text["words"] for text in texts if contrast(text["ink"], paper) < 4.5] == []


def overlapping(texts):
    """Pairs of texts of a picture that lie on each other."""
    pairs = []
    for number, one in enumerate(texts):
        for other in texts[number + 1 :]:
            (l1, t1, r1, b1), (l2, t2, r2, b2) = one["box"], other["box"]
            if min(r1, r2) - max(l1, l2) > 2 and min(b1, b2) - max(t1, t2) > 6:
                pairs.append((one["words"], other["words"]))
    return pairs


def contrast(one, other):
    """The ratio of two colours (WCAG 2, relative luminance), given as rgb(…)."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour):
    channels = [int(part) / 255 for part in colour.strip("rgba()").split(",")[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_contrast_is_reckoned_as_wcag_does():
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.01)
