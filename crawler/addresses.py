"""Owns the one address of each document: canonical forms, the site's own ids, and what a page says of itself."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit, urlunsplit

from crawler.source import Source

LONGEST = 4000
"""Characters; what is longer is no address of an article and is left as it is."""

# What advertising, analytics, sharing and sessions add to an address; none of it says which document is meant.
_TRACKING = re.compile(
    r"utm_\w*|hsa_\w*|mtm_\w*|pk_\w*|piwik_\w*|at_\w+|ns_\w+|oly_\w+|_hs\w+|__hs\w+|wt[._]\w+|mc_[ce]id|mkt_tok"
    r"|(?:fb|g|d|msc|y|tw|tt|gad_|wbr|gbr)(?:clid|lkid|aid|source)|fb_(?:action|source|ref)\w*|igshi?d?|_ga|_gl|ga_\w+"
    r"|xtor|xtref|xtcr|cmpid|ocid|spm|smid|smtyp|s_cid|s_kwcid|trk|trkcampaign|ref_(?:src|url)|li_fat_id|vero_id"
    r"|__twitter_impression|sr_share|share|shared|nr_email_referer|partner_?source|ftag"
    r"|phpsessid|jsessionid|aspsessionid\w*|sessionid|amp|noamp|nocache|cachebuster|fresh_?ver|sfnsn|mibextid",
    re.I,
)
_PRINTING = re.compile(r"print|printer|printable|imprimer|print_?view|view_?print", re.I)
_AMP_OUTPUT = re.compile(r"outputtype|output|format|view|mode|tmpl|layout", re.I)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_CACHE_KEYS = re.compile(
    r"v|ver|version|t|ts|_|cb|rev|itok|token|cache|timestamp|expires|signature|sig|policy|key-pair-id|x-(?:amz|goog)-\w+",
    re.I,
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|zip|rtf|epub)$", re.I)
_KEPT = "/:@!$&'()*+,;=~-._"
_ROOT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default|accueil)(?:\.\w{3,5})?)?/?", re.I
)


def canonical(address: str, source: Source | None = None) -> str:
    """The form of `address` that all its spellings share; its own canonical form is itself.

    Scheme, `www.`, mobile and AMP hosts are those of `source` where it owns the host, https and the host as
    written otherwise. Percent-encoding is RFC 3986's, in UTF-8. What is not an http(s) address without
    user info comes back unchanged.
    """
    for _ in range(3):  # a source's own folds may bring out another form to fold
        folded = _folded(address, source)
        for pattern, replacement in source.folds if source else ():
            folded = pattern.sub(replacement, folded)
        if folded == address:
            break
        address = folded
    return address


def identity(address: str, source: Source) -> str | None:
    """The site's own name of the document at `address`: what the groups `side`, `journal` and `id` of
    `source.article` find in it, None where there is no `id`."""
    found = source.article.fullmatch(canonical(address, source))
    groups = found.groupdict() if found else {}
    if not groups.get("id"):
        return None
    return ":".join([source.name, *filter(None, map(groups.get, ("side", "journal", "id")))])


def is_home(address: str) -> bool:
    """Whether `address` is a site's front page, in any language."""
    parts = urlsplit(address)
    return not parts.query and _ROOT.fullmatch(parts.path) is not None


def is_file(address: str) -> bool:
    """Whether `address` is that of a document file, such as a PDF study."""
    return _FILE.search(urlsplit(address).path) is not None


def stands_for(claimed: str, fetched: str, source: Source) -> bool:
    """Whether a page at `fetched` may be believed when it calls `claimed` its address; both are canonical.

    A page that names the front page, a section above it, another document's id or another site is not.
    """
    if not source.owns(claimed) or is_home(claimed):
        return False
    mine, its = identity(fetched, source), identity(claimed, source)
    if mine and its:
        return mine == its
    if source.article.fullmatch(fetched) and not source.article.fullmatch(claimed):
        return False
    above = urlsplit(claimed).path.rstrip("/") + "/"
    rest = urlsplit(fetched).path.removeprefix(above)
    return (
        not urlsplit(fetched).path.startswith(above) or re.fullmatch(r"amp|print|page/\d+", rest) is not None
    )


def _folded(address: str, source: Source | None) -> str:
    parts = _split(address)
    if parts is None:
        return address
    scheme, host = _site(parts, source)
    path = _path(parts.path)
    query = _query(parts, path, f"{scheme}://{host}{path}", source)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((scheme, host, path, query, fragment))


def _split(address: str) -> SplitResult | None:
    """The parts of an address that can be folded, None for any other."""
    if len(address) > LONGEST:
        return None
    try:
        parts = urlsplit(address.strip())
        usable = (
            parts.scheme in ("http", "https")
            and parts.hostname
            and "@" not in parts.netloc
            and parts.port != 0
        )
    except ValueError:
        return None
    return parts if usable and "\\" not in address else None


def _site(parts: SplitResult, source: Source | None) -> tuple[str, str]:
    """The scheme and host (with its port, where it is not the default one) to write."""
    host = (parts.hostname or "").rstrip(".")
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return parts.scheme, parts.netloc
    if ":" in host:
        return parts.scheme, f"[{host}]{port}"
    bare = host.removeprefix("www.")
    own = (
        source is not None
        and bare.removeprefix("m.").removeprefix("amp.").removeprefix("mobile.") == source.host
    )
    if source is not None and own and not port:
        site = urlsplit(source.site)
        return site.scheme, site.netloc
    if source is not None and source.owns(f"https://{host}"):
        return urlsplit(source.site).scheme, host + port
    return "https" if not port else parts.scheme, host + port


def _path(path: str) -> str:
    path = re.sub(r";jsessionid=[^/;]*", "", path, flags=re.I)
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(_encoded(segment))
    path = "/" + "/".join(segments)
    path = re.sub(r"\.amp(\.html?)$", r"\1", path, flags=re.I)
    path = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", "/", path, flags=re.I)
    if path.count("/") > 1:
        path = re.sub(r"(?<=[^/])/amp/?$", "", path)
    return path.rstrip("/") or "/"


def _encoded(segment: str) -> str:
    """A path segment with each octet written one way; an encoded slash or percent sign stays encoded."""
    return quote(_octets(segment), safe=_KEPT.replace("/", ""))


def _octets(text: str) -> bytes:
    """What `text` encodes; a percent sign that begins no octet stands for itself."""
    return unquote_to_bytes(text.encode("utf-8", "surrogatepass"))


def _query(parts: SplitResult, path: str, address: str, source: Source | None) -> str:
    """The part of the query that says which document is meant, in one order and one encoding."""
    if not parts.query or len(parts.query) > LONGEST:
        return parts.query
    named = source.article.fullmatch(address) if source else None
    if named and named.groupdict().get("id"):
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted(pair for pair in pairs if not _immaterial(*pair, file=is_file(path)))
    return urlencode(kept, quote_via=quote, safe="/:@!$'()*,~", errors="surrogateescape")


def _immaterial(key: str, value: str, *, file: bool) -> bool:
    """Whether a query's key and value leave the document the same."""
    if _TRACKING.fullmatch(key) or (file and _CACHE_KEYS.fullmatch(key)):
        return True
    if _PRINTING.fullmatch(key):
        return value.lower() in ("", "1", "true", "yes", "on")
    if _AMP_OUTPUT.fullmatch(key):
        return value.lower() in ("amp", "print")
    return key.lower() == "articleid" and _UUID.fullmatch(value) is not None
