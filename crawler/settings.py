"""Scrapy's settings as far as they differ from its defaults, each with its reason.

What depends on veilleur.toml (contact, delay, time limit) the command sets when it starts a crawl.
"""

BOT_NAME = "veilleur"
SPIDER_LOADER_CLASS = "crawler.registry.Loader"  # knows the plain sources of veilleur.toml too
COMMANDS_MODULE = "crawler.commands"  # `crawl` with a summary and an exit code that means something

# Words: one summary line, and our own progress; Scrapy's hundred lines a run hide what matters.
LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(levelname)s: %(message)s"
LOG_FORMATTER = "crawler.pipelines.Brief"  # an item of ours holds a whole page
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the ledger has the outcome

# Politeness: one host a crawl, one request at a time, at least this far apart.
USER_AGENT = "Veilleur/0.1"
CONCURRENT_REQUESTS = 1
CONCURRENT_ITEMS = 1  # a page is one item: Scrapy starts as many tasks for each answer, a hundred by default
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 3
DOWNLOAD_DELAY_JITTER = 0  # half as much again in both directions would undercut the floor
ROBOTSTXT_OBEY = True  # by our own middleware: Scrapy's takes a server error for consent
REFERRER_POLICY = "no-referrer"  # a site need not know which page led to another
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr,ar;q=0.8,en;q=0.5",
}

# Bounds: a page, an answer, a run.
DOWNLOAD_MAXSIZE = 15 * 1024 * 1024  # counted again after decompression; the default is 1 GiB
DOWNLOAD_WARNSIZE = 0  # the ledger tells
DOWNLOAD_TIMEOUT = 30  # for the whole answer: a slow drip ends too
DOWNLOAD_FAIL_ON_DATALOSS = True  # a truncated page is no version
DNS_TIMEOUT = 15
URLLENGTH_LIMIT = 0  # Scrapy drops what is longer without a trace; the address policy refuses it
DEPTH_LIMIT = 3  # an index of sitemaps of sitemaps; paging is no depth and has its own bound
CLOSESPIDER_PAGECOUNT = 5000
CLOSESPIDER_TIMEOUT = 2700
MEMUSAGE_LIMIT_MB = 1024
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]  # not 429: a site that asks for a pause gets it
REDIRECT_MAX_TIMES = 8
METAREFRESH_ENABLED = False  # a page's text does not decide where we go
HTTPERROR_ALLOW_ALL = True  # every status reaches the spider, which names its outcome

# Safety.
DOWNLOAD_VERIFY_CERTIFICATES = True  # off by default
TWISTED_DNS_RESOLVER = "crawler.middlewares.resolver.PublicResolver"  # no private address, under any name
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}  # http and https only
HTTPPROXY_ENABLED = False  # a proxy would connect where the resolver does not look
COOKIES_ENABLED = False  # a site's flood of cookies breaks its later pages, and state varies what we see
TELNETCONSOLE_ENABLED = False  # a console that runs code is open by default
REMOTE_CONTROL_ENABLED = False  # and so is this one

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.policy.AddressPolicy": 10,  # before all: robots.txt and redirects pass here too
    "crawler.middlewares.robots.Robots": 100,
    "crawler.middlewares.validators.Validators": 110,
    "crawler.middlewares.politeness.Politeness": 560,  # sees an answer before the retries do
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the policy is stricter, and never skipped
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.redirects.Redirects": 600,
    "crawler.middlewares.compression.Whole": 610,  # nearer to the site than the decompression at 590
}
ITEM_PIPELINES = {"crawler.pipelines.Record": 100}
