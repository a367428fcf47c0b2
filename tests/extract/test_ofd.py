"""An OFD file in, its text out."""

import io
import zipfile

import pytest

from flows.extract.ofd import read_ofd
from flows.extract.refusal import RefusedError, Why

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
FULL = "一二三四五六七八九十一二三四五六七八九十一二三四"


def ofd(*pages: str, entry: str = "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>") -> bytes:
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody>{entry}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for i, page in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{i}/Content.xml"] = (
            f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def line(text: str, top: float, left: float = 20.0, steps: str = "g 30 4") -> str:
    return f'<ofd:TextObject Boundary="{left} {top} 160 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'


def stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    return f'<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M {x0} {y0} L {x1} {y1}</ofd:AbbreviatedData></ofd:PathObject>'


def test_lines_are_joined_to_paragraphs() -> None:
    page = line(FULL[2:], 60, left=28) + line(FULL, 68) + line("经济平稳。", 76) + line(FULL[2:], 84, left=28)
    assert read_ofd(ofd(page)).split("\n") == [FULL[2:] + FULL + "经济平稳。", FULL[2:]]


@pytest.mark.parametrize("steps", ["g 7 4", "4 4 4 4 4 4 4", "4 4 g 5 4", ""])
def test_distances_between_characters_may_be_written_short(steps: str) -> None:
    assert read_ofd(ofd(line("经济总体平稳运行", 60, steps=steps))) == "经济总体平稳运行"


def test_a_ruled_table_is_rows_of_cells() -> None:
    rules = [stroke(20, y, 100, y) for y in (50, 60, 70)] + [stroke(x, 50, x, 70) for x in (20, 60, 100)]
    words = [line("指标", 52, 25), line("值", 52, 65), line("就业", 62, 25), line("2.5", 62, 65, "g 2 2")]
    assert read_ofd(ofd("".join(rules + words))) == "| 指标 | 值 |\n| 就业 | 2.5 |"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (ofd(entry=""), Why.BROKEN),
        (ofd(entry="<ofd:DocRoot>../../etc/passwd</ofd:DocRoot>"), Why.BROKEN),
        (ofd(""), Why.EMPTY),
        (ofd('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="1"/>'), Why.PICTURES_ONLY),
        (ofd(line("增长", 60))[:-30], Why.BROKEN),
    ],
    ids=["no-document", "a-path-that-climbs", "nothing-on-it", "scan", "cut"],
)
def test_what_gives_no_text_is_refused(data: bytes, why: Why) -> None:
    with pytest.raises(RefusedError) as refused:
        read_ofd(data)
    assert refused.value.why == why
