"""A loopback site of made articles for the benchmarks: `python -m bench.newsstand` prints its port and serves.

Pages of about 100 KB in three layouts (a portal's div, a blog's article, a table with line breaks). Ticker,
related list, sidebar, comments and nonce are drawn anew at every request; the articles stay.
"""

import random
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent.parent / "seeds"
STYLE = "<style>" + "".join(f".c{n}{{margin:{n % 9}px;color:#{n:06x}}}\n" for n in range(330)) + "</style>"
SCRIPT = "".join(f"function f{n}(a){{return a+{n};}}\n" for n in range(340))
POOL = " ".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))).split()
FOLLOWERS: dict[str, list[str]] = {}
for word, after in pairwise(POOL):
    FOLLOWERS.setdefault(word, []).append(after)


def words(chance: random.Random, count: int) -> str:
    told = [chance.choice(POOL)]
    while len(told) < count:
        told.append(chance.choice(FOLLOWERS.get(told[-1]) or POOL))
    return " ".join(told).replace("<", "").replace("&", "et")


def links(chance: random.Random, count: int) -> list[str]:
    return [
        f'<a class="l{n % 7}" href="/x/{chance.getrandbits(32)}?s={n}">{chance.choice(TITLES)}</a>'
        for n in range(count)
    ]


TITLES = [words(random.Random(n), 12) for n in range(400)]


class Made:
    """One article, its markup but for what surrounds it."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self.number = number
        self.title = f"{words(chance, 9)} {number}"
        blocks = [words(chance, 90) + "." for _ in range(chance.randrange(4, 15))]
        self.day = f"{chance.randrange(1, 28)} octobre 2026"
        head = f"<h1>{self.title}</h1>"
        date = f'<p class="date">Publié le {self.day} par Salma Idrissi</p>'
        paragraphs = "".join(f"<p>{block}</p>\n" for block in blocks)
        self.content = (
            f'<div class="post">{head}{date}<div class="articlecontent">{paragraphs}</div></div>',
            f'<article class="post-{number}">{head}{date}<div class="entry-content">{paragraphs}</div></article>',
            f'<table><tr><td width="600">{head}{date}{"<br><br>".join(blocks)}</td></tr></table>',
        )[number % 3]

    def page(self, chance: random.Random) -> bytes:
        nonce = f"{chance.getrandbits(64):016x}"
        items = "".join(f"<li>{link}</li>\n" for link in links(chance, 130))
        side = "".join(
            f'<div class="card c{n}"><h4>{link}</h4><p>{chance.choice(TITLES)}…</p></div>\n'
            for n, link in enumerate(links(chance, 90))
        )
        comments = "".join(
            f'<li class="comment"><b>lecteur{chance.randrange(999)}</b><p>{chance.choice(TITLES)}</p></li>\n'
            for _ in range(60)
        )
        return f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{self.title} - Le Kiosque</title>
<meta property="og:title" content="{self.title}"><meta name="csrf-token" content="{nonce}">{STYLE}
<link rel="canonical" href="https://kiosque.invalid/a/{self.number}"><script nonce="{nonce}">{SCRIPT}</script></head>
<body><nav><ul>{"".join(links(chance, 30))}</ul></nav><marquee>{"    ".join(links(chance, 48))}</marquee>
<main>{self.content}</main><aside class="sidebar">{side}</aside><div class="related"><ul>{items}</ul></div>
<ol class="comments">{comments}</ol><footer>Le Kiosque {nonce}</footer></body></html>""".encode()


def serve(count: int) -> None:
    """Serve so many articles, each in eight surroundings; the port is printed."""
    made = [Made(number) for number in range(min(count, 150))]
    ready = [[article.page(random.Random(f"{article.number} {n}")) for n in range(4)] for article in made]
    chance = random.Random(1)

    class Visitor(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            number = int(self.path.rpartition("/")[2]) if self.path.startswith("/a/") else -1
            kind, status, body = "text/html; charset=utf-8", 200, b""
            if number >= 0:
                article = ready[number % len(ready)]
                # The same article under many addresses: its own one in the head goes with the address.
                body = chance.choice(article).replace(
                    b'invalid/a/%d"' % (number % len(ready)), b'invalid/a/%d"' % number
                )
            elif self.path == "/robots.txt":
                status = 404
            else:
                first = 100 * int(self.path[1:])
                numbers = range(first, min(first + 100, count))
                body = "".join(f'<a href="/a/{n}">Un article {n}</a>' for n in numbers).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Visitor)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
