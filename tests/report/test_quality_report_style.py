"""The style sheet keeps text readable for everybody (WCAG 2: 4.5 for text, 3 for bars)."""

import re
from importlib.resources import files

import pytest

STYLE = (files("flows.report") / "templates" / "quality.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", STYLE))
WHITE, PALE, MARK = "#ffffff", COLOURS["pale"], COLOURS["mark"]


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["ink", "soft", "accent", "error", "warning", "info", "good"])
def test_every_colour_of_text_stands_out_from_its_ground(name: str) -> None:
    assert min(contrast(COLOURS[name], ground) for ground in (WHITE, PALE)) >= 4.5


def test_marked_numbers_are_as_readable_as_the_rest() -> None:
    assert contrast(COLOURS["ink"], MARK) >= 7


def test_bars_stand_out_from_the_page() -> None:
    fills = re.findall(r"\.fill[^{]*\{ fill: (#[0-9a-f]{6})", STYLE)
    assert fills
    assert min(contrast(fill, WHITE) for fill in fills) >= 3


def test_folded_findings_are_printed() -> None:
    printed = STYLE.split("@media print")[1]
    assert "details::details-content { content-visibility: visible; display: block; }" in printed
