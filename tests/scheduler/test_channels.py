"""Each channel delivers the very bytes it is given, and says plainly when it could not."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from crawler.errors import BadConfiguration
from scheduler.channels import channel
from scheduler.errors import DeliveryError
from scheduler.letters import letter
from storage.editions import Delivery, Message
from storage.vocabulary import DeliveryState
from tests.scheduler.test_letters import AT

Answer = Callable[[], str]


class Mailbox:
    """A real SMTP server's memory: what it took, and what it answers at each step."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        if answer := self.answers.get(to):
            return answer
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if answer := self.answers.get("DATA"):
            return answer
        self.taken.append(envelope)
        if self.answers.get("lose the reply"):
            server.transport.abort()
        return "250 taken"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self.answers.get("QUIT", "221 bye")


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


def delivery(address: str, recipient: str = "analyste@exemple.ma") -> Delivery:
    message = Message(subject="Revue n° 3", html="<p>Été</p>", text=".\n.. Été\n", page="<p>tout</p>")
    made = letter(
        message, profile="revue", number=3, at=AT, sender="v@exemple.ma", channel=address, recipient=recipient
    )
    return Delivery(
        number=1,
        digest=3,
        channel=address,
        recipient=recipient,
        message_id=made.message_id,
        state=DeliveryState.SENDING,
        data=made.data,
    )


def test_smtp_delivers_the_bytes_as_they_are(server: str, mailbox: Mailbox) -> None:
    sent = delivery(server)
    assert channel(server).send(sent).said == "250 taken"
    (envelope,) = mailbox.taken
    assert envelope.content.rstrip(b"\r\n") == sent.data.rstrip(b"\r\n")  # type: ignore[union-attr]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("v@exemple.ma", ["analyste@exemple.ma"])


@pytest.mark.parametrize(
    ("step", "answer", "lasting"),
    [
        ("analyste@exemple.ma", "550 no such user", True),
        ("analyste@exemple.ma", "451 greylisted", False),
        ("DATA", "552 too large", True),
        ("DATA", "452 no room", False),
    ],
)
def test_a_refusal_says_whether_it_lasts(
    server: str, mailbox: Mailbox, step: str, answer: str, lasting: bool
) -> None:
    mailbox.answers[step] = answer
    with pytest.raises(DeliveryError, match=answer) as refused:
        channel(server).send(delivery(server))
    assert (refused.value.lasting, refused.value.unknown) == (lasting, False)


def test_a_reply_lost_after_the_data_leaves_the_fate_unknown(server: str, mailbox: Mailbox) -> None:
    mailbox.answers["lose the reply"] = "yes"
    with pytest.raises(DeliveryError) as lost:
        channel(server).send(delivery(server))
    assert lost.value.unknown
    assert not lost.value.lasting
    assert len(mailbox.taken) == 1


def test_an_error_at_quit_after_the_acceptance_is_a_success(server: str, mailbox: Mailbox) -> None:
    mailbox.answers["QUIT"] = "421 going down"
    assert channel(server).send(delivery(server)).said == "250 taken"


def test_nobody_listening_is_a_passing_failure() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"smtp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(DeliveryError) as refused:
        channel(address).send(delivery(address))
    assert (refused.value.lasting, refused.value.unknown) == (False, False)


def test_a_user_needs_a_password_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEILLEUR_SMTP_PASSWORD", raising=False)
    with pytest.raises(BadConfiguration, match="VEILLEUR_SMTP_PASSWORD"):
        channel("smtp://veille@localhost").check()
    with pytest.raises(BadConfiguration, match="VEILLEUR_SMTP_PASSWORD"):
        channel("smtp://veille@localhost").send(delivery("smtp://veille@localhost"))


def test_the_password_reaches_the_server_and_no_message(
    monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox
) -> None:
    seen: list[LoginPassword] = []

    def authenticator(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        seen.append(data)
        return AuthResult(success=data.password == b"correct horse", handled=False)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=port, authenticator=authenticator, auth_require_tls=False
    )
    controller.start()
    try:
        address = f"smtp://veille@127.0.0.1:{port}"
        monkeypatch.setenv("VEILLEUR_SMTP_PASSWORD", "correct horse")
        assert channel(address).send(delivery(address)).said == "250 taken"
        monkeypatch.setenv("VEILLEUR_SMTP_PASSWORD", "battery staple")
        with pytest.raises(DeliveryError, match="refused") as refused:
            channel(address).send(delivery(address))
    finally:
        controller.stop()
    assert refused.value.lasting
    assert "battery staple" not in str(refused.value)
    assert seen[0].login == b"veille"


@pytest.mark.parametrize(
    "address", ["carrier-pigeon:coop", "smtp://", "smtp://user:secret@host", "smtp://host:port", "directory:"]
)
def test_a_channel_that_cannot_be_is_refused_without_showing_a_secret(address: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        channel(address)
    assert "secret" not in str(refused.value)


def test_directory_writes_the_mail_and_the_page(tmp_path: Path) -> None:
    address = f"directory:{tmp_path / 'digests'}"
    sent = delivery(address, recipient=str(tmp_path / "digests"))
    channel(address).send(sent)
    channel(address).send(sent)
    assert sorted(path.name for path in (tmp_path / "digests").iterdir()) == [
        "revue-0003.eml",
        "revue-0003.html",
    ]
    assert (tmp_path / "digests" / "revue-0003.eml").read_bytes() == sent.data
    assert (tmp_path / "digests" / "revue-0003.html").read_text() == "<p>Été</p>"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DeliveryError, match="file"):
        channel(f"directory:{tmp_path / 'file' / 'in'}").send(delivery("directory:x"))


def test_the_loopback_alone_may_do_without_tls(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    # The same real server under a name that is not the loopback's: it offers no STARTTLS, so it is refused.
    port = int(server.rpartition(":")[2])
    connect = socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda address, *more, **named: connect(("127.0.0.1", port), *more, **named),
    )
    with pytest.raises(DeliveryError, match="STARTTLS") as refused:
        channel(f"smtp://mail.exemple.ma:{port}").send(delivery("smtp://mail.exemple.ma"))
    assert refused.value.lasting
