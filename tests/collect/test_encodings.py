"""Bytes in, the encoding that a person would name out."""

import codecs

import pytest

from flows.collect.encodings import Encoding, decode, find_encoding
from flows.collect.reasons import Problem, Reason

SIMPLE = "样本县全年粮食产量达到12.3万吨，比上年增长2.1%。"
SHORT = "虚构区完成固定资产投资四十五亿元以上"  # 18 characters
TRADITIONAL = "本縣實現地區生產總值三百二十億元，居民收入穩步增長。"
ENGLISH = "The county’s plan for “2024” isn’t final – yet."
FRENCH = "Le café était fermé à Noël; où êtes-vous allés, garçon? Voilà l’été."


def encoding_of(data: bytes) -> str:
    found = find_encoding(data)
    assert isinstance(found, Encoding), found
    return found.name


def reason_of(data: bytes) -> Reason:
    found = find_encoding(data)
    assert isinstance(found, Problem), found
    return found.reason


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "gbk", "gb2312", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SIMPLE, SHORT], ids=["sentence", "18 characters"])
def test_chinese_text_without_a_mark_is_read_as_it_was_written(text: str, codec: str) -> None:
    data = text.encode(codec)

    assert decode(data, encoding_of(data)) == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(codec: str) -> None:
    data = SIMPLE.encode(codec)

    assert decode(data, encoding_of(data)) == SIMPLE


def test_the_mark_of_gb18030_is_known_too() -> None:
    data = "\ufeff".encode("gb18030") + SIMPLE.encode("gb18030")

    assert (encoding_of(data), decode(data, "gb18030")) == ("gb18030", SIMPLE)


@pytest.mark.parametrize("codec", ["big5", "cp950", "big5hkscs"])
def test_traditional_text_in_big5(codec: str) -> None:
    data = TRADITIONAL.encode(codec)

    assert decode(data, encoding_of(data)) == TRADITIONAL


def test_traditional_text_in_gb18030_is_not_taken_for_big5() -> None:
    assert encoding_of(TRADITIONAL.encode("gb18030")) == "gb18030"


def test_a_rare_character_of_four_bytes_is_kept() -> None:
    data = "㐂村新增企业12户，㐂村道路全部硬化，完成投资3亿元。".encode("gb18030")

    assert decode(data, encoding_of(data)).startswith("㐂村")


@pytest.mark.parametrize("text", [ENGLISH, FRENCH], ids=["english", "french"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
def test_western_text(text: str, codec: str) -> None:
    data = text.encode(codec)

    assert decode(data, encoding_of(data)) == text


def test_plain_ascii_is_utf8() -> None:
    assert encoding_of(b"GDP 2024: 321.5, +5.6%") == "utf-8"


def test_a_mark_that_the_bytes_belie_is_not_believed() -> None:
    data = codecs.BOM_UTF8 + SIMPLE.encode("gbk")

    assert (encoding_of(data), decode(data, "gb18030")) == ("gb18030", SIMPLE)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "gb18030"])
def test_a_last_character_cut_in_two_is_lost_and_counted(codec: str) -> None:
    data = (SIMPLE.rstrip("。") + "吨").encode(codec)[:-1]

    assert find_encoding(data) == Encoding(codec, lost=1)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_few_bad_bytes_in_a_long_text_are_lost_and_counted(codec: str) -> None:
    data = (SIMPLE * 20).encode(codec) + b"\xff\n" + (SIMPLE * 20).encode(codec)

    assert find_encoding(data) == Encoding(codec, lost=1)


def test_a_text_that_lost_its_characters_before_is_refused() -> None:
    found = find_encoding((SIMPLE + "\ufffd" * 3).encode())

    assert isinstance(found, Problem)
    assert found.reason == Reason.GARBLED
    assert "3 of" in found.detail


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 50, SIMPLE.encode() + b"\x00", bytes(range(1, 32)) * 9, b"\xff\xfe" + b"\x00\x00" * 8],
    ids=["random", "NUL in text", "controls", "UTF-16 of NULs"],
)
def test_bytes_with_nuls_or_controls_are_not_text(data: bytes) -> None:
    assert reason_of(data) == Reason.BINARY


def test_form_feeds_and_the_end_mark_of_dos_are_text() -> None:
    assert encoding_of(f"{SIMPLE}\f{SIMPLE}\x1a".encode("gbk")) == "gb18030"


def test_what_no_encoding_fits_is_refused_with_the_librarys_guess() -> None:
    found = find_encoding("地域の総生産は前年に比べて増加しました。計画を立てています".encode("cp932"))

    assert isinstance(found, Problem)
    assert found.reason == Reason.UNDECODABLE
    assert "cp932" in found.detail
    assert "save it as UTF-8" in found.detail
