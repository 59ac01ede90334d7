"""The report: one page that stands alone, with its sections, pictures and charts."""

from html.parser import HTMLParser

import pytest
from whiteout.dataset import charts
from whiteout.dataset.sections import bytes_text

VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """Keeps tags, attributes and texts, and whether tags nest."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts, self.titles = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data.strip())
        if self.open[-1:] == ["h2"]:
            self.titles.append(data)


@pytest.fixture(scope="module")
def page(small_dataset):
    return Page((small_dataset / "report.html").read_text(encoding="utf-8"))


def test_the_page_is_whole_and_holds_its_sections(page):
    assert page.open == []
    assert page.titles == ["Pictures", "Channels", "Objects", "Episodes", "Draws", "Details",
                           "Weather, light and road", "Files", "How it was made"]  # fmt: skip
    ids = {attributes.get("id") for tag, attributes in page.tags if tag == "section"}
    links = {attributes["href"][1:] for tag, attributes in page.tags if tag == "a"}
    assert links == ids


def test_the_page_needs_no_network_and_no_script(page):
    for tag, attributes in page.tags:
        assert tag not in ("script", "link", "iframe")
        for name in ("src", "href"):
            value = attributes.get(name, "")
            assert not value or value.startswith(("data:", "#"))


def test_pictures_and_charts_are_on_the_page(page):
    pictures = [attributes for tag, attributes in page.tags if tag == "img"]
    assert len(pictures) >= 12 + 7
    assert all(
        attributes["src"].startswith("data:image/jpeg;base64,/9j/") for attributes in pictures
    )
    assert sum(tag == "svg" for tag, _ in page.tags) > 15
    texts = set(page.texts)
    assert {"Labels by class", "Occlusion", "Truncation", "Distance", "Visible boxes",
            "Outcomes", "road.lane_width", "channel depth", "frames.parquet"} <= texts  # fmt: skip


def test_charts_of_the_same_numbers_are_the_same_text():
    def drawn():
        with charts.style():
            return charts.histogram([1.0, 2.0, float("inf")], "Title", "m")

    assert drawn() == drawn()
    assert drawn().startswith("<svg") and "1 without end" in drawn()


@pytest.mark.parametrize("values", [[], [0.0], [3.0, 3.0], [float("inf")], [1e-9, 1e9]])
def test_any_numbers_make_a_chart(values):
    with charts.style():
        assert "</svg>" in charts.histogram(values, "Title")
        pairs = [v for v in values if v >= 1 and v < 1e9]
        assert "</svg>" in charts.places(pairs, pairs, "Title", ("x", "y"))
        assert "</svg>" in charts.bars({str(v): v for v in pairs}, "Title")


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (123456, "123 kB"), (2.5e12, "2.5 TB")],
)
def test_sizes_are_written_for_people(size, text):
    assert bytes_text(size) == text
