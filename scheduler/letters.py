"""The finished bytes of a digest for one recipient: RFC 5322 headers, MIME parts, checked before they leave."""

import re
from datetime import datetime
from email import charset, message_from_bytes, policy
from email.header import Header
from email.headerregistry import Address
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, getaddresses
from hashlib import sha256
from urllib.parse import quote

from crawler.errors import BadConfiguration
from scheduler.errors import UnsafeLetter
from storage.editions import Letter, Message

HEADERS = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
)
"""The header names of a letter, in order; a finished letter with any other is not sent."""

# The older API: the newer one loses a blank where it folds a long Arabic subject.
_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=76)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def mailbox(text: str, key: str) -> Address:
    """The mailbox in `text` (`Name <user@host>` or bare); raises `BadConfiguration` naming `key`."""
    read = getaddresses([text])
    name, address = read[0] if len(read) == 1 else ("", "")
    user, at, host = address.rpartition("@")
    if not (at and user and host) or re.search(r"[\s\x00-\x1f]", address):
        raise BadConfiguration(f"{key}: {text!r} is not a mail address")
    return Address(name, user, host)


def letter(
    message: Message, *, profile: str, number: int, at: datetime, sender: str, channel: str, recipient: str
) -> Letter:
    """`message` as one recipient gets it on one channel.

    The same arguments give the same bytes: boundary and Message-ID are hashes, Date is `at`. The Message-ID
    is the same at every attempt, so that a second copy can be recognised. Raises `UnsafeLetter` where the
    finished bytes are not what was meant.
    """
    origin = mailbox(sender, "mail.sender")
    seed = "\0".join((profile, str(number), channel, recipient, origin.addr_spec, message.subject))
    token = sha256(seed.encode()).hexdigest()
    message_id = f"<{token[:32]}@{origin.domain}>"
    boundary = f"={token[32:56]}"
    bodies = MIMEMultipart("alternative", f"{boundary}-bodies=")
    bodies.attach(_part(message.text, "plain"))
    bodies.attach(_part(message.html, "html"))
    mail = bodies
    if message.shortened:
        mail = MIMEMultipart("mixed", f"{boundary}-all=")
        mail.attach(bodies)
        review = _part(message.page, "html")
        review.add_header("Content-Disposition", "attachment", filename=f"revue-{number:04d}.html")
        mail.attach(review)
    addressee = mailbox(recipient, "to") if "@" in recipient else origin
    mail["From"] = formataddr((origin.display_name, origin.addr_spec))
    mail["To"] = formataddr((addressee.display_name, addressee.addr_spec))
    subject = Header(_header_text(message.subject), "utf-8", header_name="Subject", maxlinelen=76)
    mail["Subject"] = subject.encode()
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    mail["List-Id"] = f"<{profile}.veilleur.{origin.domain}>"
    mail["List-Unsubscribe"] = f"<mailto:{origin.addr_spec}?subject={quote('Se désabonner')}>"
    mail["Auto-Submitted"] = "auto-generated"
    data = mail.as_bytes(policy=_WIRE)
    _check(data)
    return Letter(channel=channel, recipient=recipient, message_id=message_id, data=data)


def _header_text(text: str) -> str:
    """Text that can do no harm in a header: no controls, no bidi marks, no encoded word of its own."""
    return _UNSAFE.sub(" ", text).replace("=?", "= ?").strip()[:200]


def _part(text: str, subtype: str) -> MIMEText:
    """A text part: quoted-printable for the Latin script, base64 where that is shorter (Arabic)."""
    latin = sum(1 for char in text if ord(char) < 0x250)
    form = charset.Charset("utf-8")
    form.body_encoding = charset.QP if latin * 5 > len(text) * 4 else charset.BASE64
    return MIMEText(text, subtype, form)  # type: ignore[arg-type]  # typeshed knows charset names only


def _check(data: bytes) -> None:
    """Read the finished letter as a mail server would and refuse what was not meant."""
    lines = data.split(b"\r\n")
    if any(b"\r" in line or b"\n" in line or b"\0" in line for line in lines):
        raise UnsafeLetter("a letter with a bare CR, LF or NUL was not sent")
    if any(len(line) > 998 for line in lines):
        raise UnsafeLetter("a letter with a line over 998 bytes was not sent (RFC 5322 §2.1.1)")
    names = tuple(message_from_bytes(data, policy=policy.SMTP).keys())
    if sorted(names) != sorted(HEADERS):
        surprise = ", ".join(sorted(set(names) ^ set(HEADERS))) or "a repeated header"
        raise UnsafeLetter(f"a letter with unexpected headers was not sent: {surprise}")
