"""Redirects: followed a few steps, inside the address policy, and never in a circle."""

from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from crawler.failures import Refused
from crawler.middlewares.policy import objection
from crawler.spider import followed
from storage.vocabulary import Outcome


class Redirects(RedirectMiddleware):
    """Scrapy's, with a name for every end: its own lets loops and long chains vanish without a trace."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        location = response.headers.get("Location")
        if location and response.status in (301, 302, 303, 307, 308):
            # Judged as it was sent: Scrapy's quoting would make harmless what was meant to deceive.
            target = urljoin(request.url, location.decode("utf-8", "replace").strip())
            reason = objection(target, followed(self.crawler).source)
            if reason is not None:
                raise Refused(Outcome.REFUSED_ADDRESS, f"it redirects to {target[:200]!r}: {reason}")
        return super().process_response(request=request, response=response)

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        seen = [*request.meta.get("redirect_urls", ()), request.url]
        if redirected.url in seen or len(seen) > self.max_redirect_times:
            raise Refused(Outcome.REDIRECT_LOOP, f"{len(seen)} redirects and no page")
        return super()._redirect(redirected, request, reason)
