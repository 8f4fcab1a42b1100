"""A finished letter holds what was meant and nothing else, whatever a page put into its title."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import BadConfiguration
from scheduler.letters import HEADERS, letter
from storage.editions import Letter, Message

AT = datetime(2026, 11, 16, 18, tzinfo=UTC)


def written(
    subject: str = "Revue n° 3", text: str = "Été\n", html: str = "<p>Été</p>", **more: object
) -> Letter:
    message = Message(subject=subject, html=html, text=text, page="<p>tout</p>", **more)  # type: ignore[arg-type]
    return letter(
        message,
        profile="revue",
        number=3,
        at=AT,
        sender="Veilleur <veille@exemple.ma>",
        channel="smtp://localhost",
        recipient="analyste@exemple.ma",
    )


def test_the_letter_reads_back_as_it_was_written() -> None:
    mail = message_from_bytes(written().data, policy=policy.default)
    assert mail["Subject"] == "Revue n° 3"
    assert mail["To"] == "analyste@exemple.ma"
    assert mail["Date"].datetime == AT
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert mail.get_body(("plain",)).get_content().split() == ["Été"]  # type: ignore[union-attr]


def test_the_same_digest_gives_the_same_bytes_and_the_same_message_id() -> None:
    assert written() == written()
    assert written().message_id != written(subject="Revue n° 4").message_id


def test_a_shortened_review_brings_the_complete_one_along() -> None:
    mail = message_from_bytes(written(shortened=True).data, policy=policy.default)
    assert [part.get_filename() for part in mail.iter_attachments()] == ["revue-0003.html"]


def test_a_long_arabic_subject_keeps_its_blanks() -> None:
    subject = "نشرة الصحافة " * 10 + "الذكاء الاصطناعي في المغرب"
    assert message_from_bytes(written(subject=subject).data, policy=policy.default)["Subject"] == subject


def test_arabic_goes_as_base64_and_french_as_quoted_printable() -> None:
    assert b"quoted-printable" in written(text="Été comme hiver, l’économie créative.\n" * 5).data
    assert b"base64" in written(text="الذكاء الاصطناعي\n" * 9).data


@pytest.mark.parametrize(
    "title",
    [
        "x\r\nBcc: mallory@evil.example",
        "=?utf-8?q?=0d=0aBcc:_mallory@evil.example?=",
        "x\u2028Bcc: mallory@evil.example",
        "\u202egnp.exe",
        "\0",
    ],
)
def test_no_title_makes_a_header(title: str) -> None:
    mail = message_from_bytes(written(subject=title).data, policy=policy.default)
    assert sorted(mail.keys()) == sorted(HEADERS)
    assert "mallory" not in str(mail["To"]) + str(mail["Bcc"])


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_makes_a_letter_with_the_expected_headers_and_lines(subject: str, body: str) -> None:
    clean = body.encode("utf-8", "replace").decode()
    data = written(subject=subject.encode("utf-8", "replace").decode(), text=clean, html=clean).data
    assert sorted(message_from_bytes(data).keys()) == sorted(HEADERS)
    assert max(map(len, data.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("wrong", ["", "nobody", "a@", "a@b, c@d", "a b@c\r\nBcc: x@y"])
def test_a_recipient_that_is_no_address_is_refused_by_name(wrong: str) -> None:
    message = Message(subject="x", html="x", text="x", page="x")
    with pytest.raises(BadConfiguration, match=r"mail\.sender"):
        letter(message, profile="p", number=1, at=AT, sender=wrong, channel="c", recipient="a@b.ma")
