"""The replica in place of the sites: every request goes to one loopback server, its answer comes from the site."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response


class Upstream(HTTP11DownloadHandler):
    """Serves http and https alike; the server is told the host and the scheme that were meant."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.upstream: str = crawler.settings["VEILLEUR_UPSTREAM"]

    async def download_request(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        path = parts._replace(scheme="", netloc="", fragment="").geturl()
        headers = {**request.headers, "Host": parts.netloc, "X-Forwarded-Proto": parts.scheme}
        answer = await super().download_request(request.replace(url=self.upstream + path, headers=headers))
        # Not `replace`, which would guess the charset of a body that may still be compressed.
        return type(answer)(
            request.url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            flags=answer.flags,
            request=request,
            protocol=answer.protocol,
        )
