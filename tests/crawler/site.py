"""A small site on the loopback address for tests of the crawl, and the crawl as a child process."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from storage.store import Store, open_store
from storage.vocabulary import Outcome

HOST = "gazette.invalid"
SOURCE = f"""
[sources.gazette]
title = "La Gazette"
site = "https://{HOST}/"
listing = "https://{HOST}/"
article = 'https://gazette\\.invalid/a/[^?]+'
"""

CHARSET = '<meta charset="utf-8">'

Behaviour = Callable[[BaseHTTPRequestHandler], None]


def answer(
    body: str | bytes = b"", status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str
) -> Behaviour:
    """A proper answer; names of headers are written with underscores."""
    data = body.encode() if isinstance(body, str) else body

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)
        request.close_connection = "Content_Length" in headers  # a promise that is not kept

    return behave


def moved(to: str, status: int = 302) -> Behaviour:
    return answer(status=status, Location=to)


def article_page(title: str, *extra: str, dated: str = "3 novembre 2026", head: str = "") -> str:
    """An article with enough text to be taken for one; `extra` are more paragraphs, `head` is HTML."""
    told = (
        f"{title} : le ministère a présenté mardi à Rabat un programme de soutien aux studios d'animation, "
        "doté de 120 millions de dirhams sur trois ans et ouvert aux entreprises de moins de dix salariés.",
        "Les dossiers seront reçus à partir du mois prochain par la chambre de commerce de chaque région, "
        "qui publiera la liste des projets retenus au printemps, après l'avis d'un jury de professionnels.",
        "Selon la fédération, quelque deux cents entreprises pourraient répondre à ce premier appel, dont un "
        "tiers installées hors de Casablanca et de Rabat, où se concentrent encore les écoles du métier.",
        *extra,
    )
    paragraphs = "".join(f"<p>{text}</p>" for text in told)
    return (
        f'<!DOCTYPE html><html lang="fr"><head>{head or CHARSET}<title>{title}</title></head>'
        f"<body><article><h1>{title}</h1><time>{dated}</time>{paragraphs}</article></body></html>"
    )


def article(
    title: str, *extra: str, dated: str = "3 novembre 2026", head: str = "", **headers: str
) -> Behaviour:
    """The answer with that page."""
    return answer(article_page(title, *extra, dated=dated, head=head), **headers)


def listing(*paths: str) -> Behaviour:
    links = "".join(f'<li><a href="{path}">Un article : {path}</a></li>' for path in paths)
    return answer(f"<html><body><ul>{links}</ul></body></html>")


@dataclass
class Site:
    """Answers by path; what is not declared is 404, and robots.txt too. `asked` are the paths, in order."""

    pages: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        site = self

        class Visitor(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                site.hosts.add(self.headers["Host"])
                assert self.headers["X-Forwarded-Proto"] == "https"
                site.pages.get(self.path, answer("<h1>Rien</h1>", 404))(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A visitor that goes away is what some tests are about."""

        self.server = Server(("127.0.0.1", 0), Visitor)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"


@dataclass
class Press:
    """A place of its own to crawl from: veilleur.toml, a store, and `scrapy crawl` as a child."""

    folder: Path
    upstream: str | None = None
    more: str = ""

    def __post_init__(self) -> None:
        (self.folder / "veilleur.toml").write_text(SOURCE + self.more)

    @property
    def environ(self) -> Mapping[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VEILLEUR_")}
        house = str(Path(__file__).parents[2])
        paths = os.pathsep.join(filter(None, (house, kept.get("PYTHONPATH"))))
        ours = {"SCRAPY_SETTINGS_MODULE": "crawler.settings", "PYTHONPATH": paths}
        return kept | ours | ({"VEILLEUR_UPSTREAM": self.upstream} if self.upstream else {})

    def command(self, *arguments: str, name: str = "gazette") -> list[str]:
        """The arguments are Scrapy's own where they begin with a dash, the spider's elsewhere."""
        given = [part for each in arguments for part in ([each] if each.startswith("-") else ["-a", each])]
        return [sys.executable, "-m", "scrapy", "crawl", *([name] if name else []), *given]

    def start(self, *arguments: str, name: str = "gazette") -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self.command(*arguments, name=name),
            cwd=self.folder,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def crawl(self, *arguments: str, name: str = "gazette") -> "subprocess.CompletedProcess[str]":
        child = self.start(*arguments, name=name)
        try:
            out, err = child.communicate(timeout=120)
        finally:
            child.kill()
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(child.args, child.returncode, out, err)

    def store(self) -> Store:
        return open_store(f"sqlite:///{self.folder}/var/veilleur.db", self.folder / "var" / "archive")

    def outcomes(self) -> dict[str, Outcome]:
        """The outcomes of the last run, by path."""
        with self.store() as store:
            run = store.runs("gazette", limit=1)[0]
            return {
                address.removeprefix(f"https://{HOST}"): outcome
                for address, outcome, _ in store.outcomes(run)
            }
