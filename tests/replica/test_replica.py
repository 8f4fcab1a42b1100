"""The sites of the replica: their pages hold their articles, and their channels lead to all of them."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.replica.articles import SITES, Article, load_articles
from tests.replica.reading import fetch, follow, lines, page
from tests.replica.server import CONTROL, Replica
from tests.replica.visit import typeset

ROOT = Path(__file__).parents[2]
BASELINE = datetime(2026, 11, 16, 5, 30, tzinfo=UTC)
AFTER = datetime(2026, 11, 20, tzinfo=UTC)
STYLES = {"maghress": "straight", "leseco": "curly", "lodj": "curly", "haca": "", "lopinion": ""}


def expected(article: Article, site: str) -> list[str]:
    """Title and blocks as the site should print them."""
    set_in = typeset(article, STYLES[site])
    blocks = [block.removeprefix("## ") for block in set_in.blocks]
    if site == "maghress":
        blocks = [block.replace("ÉCO", "ECO") for block in blocks]
    if site == "lodj":
        blocks += blocks[1:]
    return [" ".join(line.split()) for line in (set_in.title, *blocks)]


def is_article(line: str) -> bool:
    """Whether a line of a page's body is its article's, not a trimming that the site puts among it."""
    return not line.startswith(
        ("LIRE AUSSI", "-A [1]", "+A [1]", "Lien pour télécharger", "Télécharger")
    ) and not re.fullmatch(r"\d{1,2} \S+ \d{4}", line)


@pytest.mark.parametrize("name", load_articles())
def test_every_form_of_an_article_holds_its_text(replica: Replica, name: str) -> None:
    for site, addresses in replica.truth().addresses(name).items():
        article = replica.truth().article(name, AFTER, site)
        for address in addresses:
            reply = follow(replica, address)
            if article.gone:
                assert reply.status == article.gone
                continue
            assert reply.status == 200, address
            found = [line for line in lines(reply.text, site) if is_article(line)]
            assert found == expected(article, site), address


def test_the_seeds_articles_are_those_of_the_captures() -> None:
    for name, article in load_articles().items():
        if not name.startswith("seed-"):
            continue
        capture = next((ROOT / "seeds").glob(f"{name[5:]}_*.txt")).read_text(encoding="utf-8")
        text = [line for line in capture.splitlines() if line.strip("\N{NO-BREAK SPACE} ")]
        blocks = [block.removeprefix("## ") for block in article.blocks]
        start = text.index(blocks[0])
        assert text[start : start + len(blocks)] == blocks
        assert name == "seed-003" or article.title in text


def test_what_is_not_yet_published_is_not_there(replica: Replica) -> None:
    replica.at = BASELINE
    for article in replica.truth().published(BASELINE, AFTER):
        for addresses in replica.truth().addresses(article.name).values():
            assert {follow(replica, address).status for address in addresses} == {404}


def test_every_site_has_robots_and_a_page_for_what_it_has_not(replica: Replica) -> None:
    for host in ("maghress.com", "haca.ma", "lopinion.ma", "leseco.ma", "www.lodj.ma"):
        assert fetch(replica, f"https://{host}/robots.txt").text.startswith("User-agent: *")
        missing = fetch(replica, f"https://{host}/nothing-here_a999999999.html")
        assert missing.status == 404
        assert page(missing.text).xpath("//title")


def test_lopinions_old_addresses_answer_as_configured() -> None:
    old = "https://www.lopinion.ma/Tout-Autre-Titre_a88999.html"
    for answer in ("301", "404", "200"):
        with Replica(old_links=answer) as replica:
            assert fetch(replica, old).status == int(answer)
            feed = fetch(replica, "https://www.lopinion.ma/xml/syndication.rss")
            assert feed.status == (200 if answer == "200" else 404)
            if answer == "200":
                article = replica.truth().article("lopinion-edition-livre", replica.at)
                assert "{{#item}}" in fetch(replica, old).text
                assert lines(fetch(replica, old).text, "lodj") == expected(article, "lopinion")


def test_short_links_lead_to_the_article_and_the_page_names_both(replica: Replica) -> None:
    canonical, short, _ = replica.truth().addresses("leseco-ia-pme")["leseco"]
    assert fetch(replica, short).headers["location"] == canonical
    tree = page(fetch(replica, canonical).text)
    assert tree.xpath("//link[@rel='canonical']/@href") == [canonical]
    assert tree.xpath("//link[@rel='shortlink']/@href") == [short]
    data = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["datePublished"] == "2026-11-17T14:10:00+00:00"


def test_maghress_names_the_origin_of_its_copies(replica: Replica) -> None:
    for name in ("lopinion-tramway", "leseco-ia-pme"):
        truth = replica.truth()
        copy = page(fetch(replica, truth.address(name, "maghress")).text)
        link = copy.xpath("//a[starts-with(text(), 'Cliquez ici pour lire')]/@href")
        assert link == [truth.address(name)]
        assert fetch(replica, link[0]).status == 200


def test_the_date_line_of_maghress_is_missing_at_times(replica: Replica) -> None:
    with_line = "Publié dans Les ECO le 02 - 07 - 2025"
    assert with_line in fetch(replica, "https://www.maghress.com/fr/lesechos/383284").text
    assert "Publié dans" not in fetch(replica, "https://www.maghress.com/fr/lopinion/170074").text


def test_the_study_is_a_pdf_at_its_awkward_address(replica: Replica) -> None:
    folder = "https://www.haca.ma/sites/default/files/upload/"
    reply = fetch(replica, f"{folder}Projet%20IA%20taille%20du%20texte%20%20(1)_1.pdf")
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.body.startswith(b"%PDF-1.4\n") and reply.body.endswith(b"%%EOF\n")
    table = int(reply.body.rsplit(b"startxref\n", 1)[1].split()[0])
    count = int(re.match(rb"xref\n0 (\d+)\n", reply.body[table:])[1])  # type: ignore[index]
    entries = reply.body[table:].split(b"\n")[3 : 2 + count]
    for number, entry in enumerate(entries, start=1):
        assert reply.body[int(entry[:10]) :].startswith(f"{number} 0 obj\n".encode())
    assert "Intelligence artificielle et production audiovisuelle".encode("cp1252") in reply.body
    for stream in re.finditer(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", reply.body, re.S):
        assert int(stream[1]) == len(stream[2])
    for form in ("node", "print"):
        tree = page(fetch(replica, f"https://www.haca.ma/fr/{form}/6894").text, "https://www.haca.ma/")
        assert fetch(replica, tree.xpath("//a[contains(@href, '.pdf')]/@href")[0]).body == reply.body


def test_noise_moves_on_every_fetch_and_the_article_does_not(replica: Replica) -> None:
    for site in SITES:
        name = next(
            one.name
            for one in replica.truth().articles
            if site in one.sites and not one.name.startswith("seed")
        )
        address = replica.truth().address(name, site)
        one, two = fetch(replica, address), fetch(replica, address)
        assert one.body != two.body
        assert lines(one.text, site) == lines(two.text, site)
    with Replica(knobs=frozenset()) as still:
        address = still.truth().address(name)
        assert fetch(still, address).body == fetch(still, address).body


def test_it_answers_by_host_and_scheme_and_logs_what_was_asked(replica: Replica) -> None:
    assert fetch(replica, "https://www.example.org/").status == 421
    secure = fetch(replica, "http://haca.ma/fr/actualites?page=1").headers["location"]
    assert secure == "https://haca.ma/fr/actualites?page=1"
    assert fetch(replica, "http://maghress.com/fr/").status == 200
    assert fetch(replica, "https://leseco.ma/feed/", method="HEAD").body == b""
    asked = [(entry.method, entry.scheme, entry.host, entry.path, entry.status) for entry in replica.log]
    assert asked == [
        ("GET", "https", "www.example.org", "/", 421),
        ("GET", "http", "haca.ma", "/fr/actualites?page=1", 301),
        ("GET", "http", "maghress.com", "/fr/", 200),
        ("HEAD", "https", "leseco.ma", "/feed/", 200),
    ]
    assert replica.log[0].at == AFTER


def test_another_process_can_move_the_clock(replica: Replica) -> None:
    control = replica.url + CONTROL
    with urllib.request.urlopen(control, data=b"2026-11-17T16:30Z") as reply:
        assert reply.read() == b"2026-11-17T16:30:00Z\n"
    assert replica.at == datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
    for nonsense in ("tomorrow", "2026-11-17T16:30"):
        assert fetch(replica, control, method="POST", body=nonsense).status == 400
    assert fetch(replica, f"https://haca.ma{CONTROL}", method="POST", body="2026-11-18T16:30Z").status == 405
    assert replica.at == datetime(2026, 11, 17, 16, 30, tzinfo=UTC)


def test_by_hand_it_says_how_to_use_it_and_stops_when_asked() -> None:
    command = [sys.executable, "-m", "tests.replica", "--port", "0", "--at", "2026-11-17T16:30Z"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = [process.stdout.readline() for _ in range(4)]
    assert "2026-11-17 16:30 UTC" in said[0]
    assert re.search(r"VEILLEUR_UPSTREAM=http://127\.0\.0\.1:\d+$", said[1].strip())
    process.send_signal(signal.SIGTERM)
    assert "Stopped after 0 requests" in process.communicate(timeout=10)[0]
    assert process.returncode == 0
    refused = subprocess.run([*command[:-1], "soon"], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert refused.returncode == 2
    assert "--at" in refused.stderr
