"""The only addresses a digest links to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.links import link, mailto


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://www.haca.ma/fr/étude", "https://www.haca.ma/fr/%C3%A9tude"),
        ("https://x.ma", "https://x.ma/"),
        ("http://x.ma:8080/a?b=c&d='e'", "http://x.ma:8080/a?b=c&d=%27e%27"),
        ("https://x.ma/%D8%A7?q=%20", "https://x.ma/%D8%A7?q=%20"),
        ("https://x.ma/a#fragment", "https://x.ma/a"),
        ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/"),
        ('https://x.ma/"><script>', "https://x.ma/%22%3E%3Cscript%3E"),
        ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
    ],
)
def test_an_address_is_written_again_in_its_safe_form(address: str, written: str) -> None:
    assert link(address) == written


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//x.ma/a",
        "https://user:password@x.ma/",
        "https://x.ma\\@y.ma/",
        "https://x.ma/a\nBcc: y",
        " https://x.ma/",
        "https://x.ma:port/",
        "https://[x/",
        "https:///a",
        "https://x_\u0000.ma/",
        "https://" + "a" * 3000 + ".ma/",
        "",
    ],
)
def test_anything_else_is_no_link(address: str) -> None:
    assert link(address) == ""


@given(st.text())
def test_whatever_is_written_is_written_the_same_again(text: str) -> None:
    for address in (text, f"https://x.ma/{text}", f"https://{text}/"):
        once = link(address)
        assert link(once) == once
        assert not once or once.isascii()
        assert not set(once) & set("\"'<>\\ \n")


def test_a_mail_link_carries_its_subject_encoded() -> None:
    assert mailto("veille@exemple.ma", "Se désabonner & plus") == (
        "mailto:veille@exemple.ma?subject=Se%20d%C3%A9sabonner%20%26%20plus"
    )
