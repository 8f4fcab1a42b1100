"""Bytes become text in one fixed order, and it is recorded who decided."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.decoding import decode

FRENCH = "L’été où l’œuvre coûte 3 €, à Fès"
ARABIC = "الصناعات الثقافية والإبداعية"


def header(charset: str) -> dict[str, str]:
    return {"content-type": f"text/html; charset={charset}"}


def test_a_byte_order_mark_comes_first() -> None:
    body = codecs.BOM_UTF8 + FRENCH.encode()
    text, decoding = decode(body, header("iso-8859-1"))
    assert (text, decoding.said_by, decoding.charset) == (FRENCH, "bom", "utf-8")


def test_utf_16_is_read_by_its_mark() -> None:
    assert decode(FRENCH.encode("utf-16"), {})[0] == FRENCH


def test_then_the_header() -> None:
    text, decoding = decode(FRENCH.encode("cp1252"), header("windows-1252"))
    assert (text, decoding.said_by, decoding.replaced) == (FRENCH, "header", 0)


def test_then_the_meta_element() -> None:
    body = (
        f'<html><meta http-equiv=Content-Type content="text/html; charset=windows-1256"><p>{ARABIC}'.encode(
            "cp1256"
        )
    )
    text, decoding = decode(body, {"content-type": "text/html"})
    assert ARABIC in text
    assert (decoding.charset, decoding.said_by) == ("cp1256", "meta")


def test_else_utf_8() -> None:
    assert decode(FRENCH.encode(), {})[1].said_by == "default"


def test_latin_1_is_what_pages_mean_by_it() -> None:
    """The curly apostrophe is no character of ISO 8859-1, but of the code page that pages call so."""
    assert decode("l’été".encode("cp1252"), header("iso-8859-1"))[0] == "l’été"


def test_a_header_that_lies_about_utf_8_gives_way_to_the_meta_element() -> None:
    body = "<meta charset=iso-8859-1><p>déjà vu à l'été".encode("latin-1")
    text, decoding = decode(body, header("utf-8"))
    assert "déjà vu à l'été" in text
    assert (decoding.said_by, decoding.replaced) == ("meta", 0)


def test_a_single_byte_label_on_utf_8_is_not_believed() -> None:
    text, decoding = decode(f"<meta charset=utf-8>{FRENCH}".encode(), header("iso-8859-1"))
    assert text.endswith(FRENCH)
    assert decoding.said_by == "meta"


def test_one_invalid_byte_costs_one_character() -> None:
    body = (FRENCH * 20).encode() + b"\xe9" + (FRENCH * 20).encode()
    text, decoding = decode(body, header("utf-8"))
    assert text == FRENCH * 20 + "\ufffd" + FRENCH * 20
    assert decoding.replaced == 1


def test_a_replacement_character_of_the_page_itself_is_not_counted() -> None:
    assert decode("a\ufffdb".encode(), {})[1].replaced == 0


@pytest.mark.parametrize("label", ["utf-7", "base64", "rot13", "nonsense", "unicode_escape", "", "x" * 90])
def test_what_is_no_charset_of_a_page_is_ignored(label: str) -> None:
    assert decode(FRENCH.encode(), header(label))[0] == FRENCH


def test_control_characters_nul_and_line_ends() -> None:
    assert decode(b"a\x00b\x1bc\r\nd\re\tf", {})[0] == "abc\nd\ne\tf"


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "utf-16", "windows-1256", "ascii", "shift_jis"]))
def test_any_bytes_give_text_that_can_be_stored(body: bytes, charset: str) -> None:
    text, _ = decode(body, header(charset))
    assert "\x00" not in text
    text.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=200))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), header("utf-8"))[0] == text
