"""The channel that sends by SMTP (RFC 5321), encrypted and verified except on this very machine."""

import os
import smtplib
import ssl
from email import message_from_bytes, policy
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from crawler.errors import BadConfiguration
from scheduler.channels import Receipt
from scheduler.errors import DeliveryError
from storage.editions import Delivery

TIMEOUT = 60  # seconds, for the connection and for each reply
PASSWORD = "VEILLEUR_SMTP_PASSWORD"  # noqa: S105 - the variable's name, not its value


class Channel:
    """`smtp://[user@]host[:port]` (STARTTLS, port 587) or `smtps://…` (TLS from the start, port 465).

    The password comes from the environment alone. TLS is required and the certificate verified; only a
    server on the loopback may do without.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if not parts.hostname or parts.password or parts.path.strip("/"):
            raise BadConfiguration(
                f"channel {parts.scheme}://…: give smtp://[user@]host[:port]; the password goes into {PASSWORD}"
            )
        self.address = address
        self.host = parts.hostname
        self.encrypted = parts.scheme == "smtps"
        try:
            self.port = parts.port or (465 if self.encrypted else 587)
        except ValueError as error:
            raise BadConfiguration(f"channel {address!r}: the port is not a number below 65536") from error
        self.user = unquote(parts.username or "")

    def check(self) -> None:
        """Refuse to begin without the password."""
        if self.user and PASSWORD not in os.environ:
            raise BadConfiguration(f"channel {self.address!r} names a user: put the password into {PASSWORD}")

    def recipients(self, addressed: tuple[str, ...]) -> tuple[str, ...]:
        """One letter each, so that nobody sees the others."""
        return addressed

    def send(self, delivery: Delivery) -> Receipt:
        """Hand the bytes over. An accepted message is sent, whatever QUIT then answers."""
        self.check()
        sender = parseaddr(str(message_from_bytes(delivery.data, policy=policy.default)["From"]))[1]
        server = self._connection()
        try:
            return Receipt(said=self._transaction(server, sender, delivery))
        finally:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _connection(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        try:
            if self.encrypted:
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, timeout=TIMEOUT, context=context
                )
            else:
                server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=context)
                elif not _is_loopback(self.host):
                    raise DeliveryError(
                        f"{self.host}: offers no STARTTLS: use smtps:// or another server", lasting=True
                    )
            if self.user:
                server.login(self.user, os.environ[PASSWORD])
        except ssl.SSLError as error:
            raise DeliveryError(f"{self.host}: TLS refused: {error.reason or error}", lasting=True) from error
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryError(
                f"{self.host}: user or password refused ({error.smtp_code})", lasting=True
            ) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(self.host, error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(f"{self.host}:{self.port}: {error}", lasting=False) from error
        return server

    def _transaction(self, server: smtplib.SMTP, sender: str, delivery: Delivery) -> str:
        """MAIL, RCPT, DATA by hand: only a loss after the last byte of DATA leaves the fate unknown."""
        sending = False
        try:
            for code, reply in (server.mail(sender), server.rcpt(delivery.recipient)):
                if code not in (250, 251):
                    raise smtplib.SMTPResponseException(code, reply)
            sending = True
            code, reply = server.data(delivery.data)
            if code != 250:
                raise smtplib.SMTPResponseException(code, reply)
        except smtplib.SMTPResponseException as error:
            raise _refusal(self.host, error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(
                f"{self.host}: connection lost: {error}", lasting=False, unknown=sending
            ) from error
        return f"{code} {_printable(reply)}"


def _refusal(host: str, error: smtplib.SMTPResponseException) -> DeliveryError:
    """A 5xx lasts, a 4xx passes (RFC 5321 §4.2.1)."""
    said = _printable(error.smtp_error)
    return DeliveryError(f"{host}: {error.smtp_code} {said}", lasting=error.smtp_code >= 500)


def _printable(reply: bytes | str) -> str:
    """A server's words as one short harmless line."""
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return "".join(char if char.isprintable() else " " for char in text)[:200]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
