"""Archives as they should not be."""

import io
import zipfile

import pytest

from flows.extract.archive import open_archive
from flows.extract.refusal import RefusedError, Why


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return buffer.getvalue()


def why(data: bytes, part: str) -> Why:
    with pytest.raises(RefusedError) as refused:
        open_archive(data).xml(part)
    return refused.value.why


def test_a_part_that_is_not_there_is_empty() -> None:
    assert open_archive(archive({"a": b"x"})).read("b") == b""


def test_a_part_that_unpacks_to_far_more_than_it_is_is_refused() -> None:
    assert why(archive({"a.xml": b"<a>" + b" " * 30_000_000}), "a.xml") == Why.BOMB


def test_an_archive_that_says_less_of_a_part_than_it_holds_is_refused() -> None:
    data = archive({"a.xml": b"<a>" + b"x" * 1000 + b"</a>"})
    assert why(data.replace((1007).to_bytes(4, "little"), (7).to_bytes(4, "little")), "a.xml") == Why.BROKEN


def test_an_archive_of_thousands_of_parts_is_refused() -> None:
    assert why(archive({f"{i}": b"" for i in range(6000)}), "1") == Why.BOMB


def test_a_locked_part_is_refused() -> None:
    data = bytearray(archive({"a.xml": b"<a/>"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert why(bytes(data), "a.xml") == Why.LOCKED


@pytest.mark.parametrize("head", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<! doctype a SYSTEM 'file:///etc/passwd'>"])
def test_a_part_that_declares_entities_is_refused(head: str) -> None:
    assert why(archive({"a.xml": f"<?xml version='1.0'?>{head}<a>&b;</a>".encode()}), "a.xml") == Why.BOMB


def test_a_part_nested_beyond_reason_is_refused() -> None:
    assert why(archive({"a.xml": b"<a>" * 5000 + b"</a>" * 5000}), "a.xml") == Why.BROKEN
