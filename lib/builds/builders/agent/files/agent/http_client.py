"""HTTP with time limits and retries: a server that is away for a while ends nothing."""

import email.utils
import http.client
import json
import ssl
import time
import urllib.error
import urllib.request

# Seconds without a byte after which a connection counts as dead.
QUIET_LIMIT = 30
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0

# Answers that may be different when asked again.
TRANSIENT_STATUS = (408, 425, 429, 500, 502, 503, 504)

TRANSIENT_ERRORS = (OSError, http.client.HTTPException, ssl.SSLError)


class Refusal(Exception):
    """The server answered, and the answer is no."""

    def __init__(self, status, reason):
        super().__init__("%s (HTTP %d)" % (reason, status))
        self.status = status
        self.reason = reason


class Unreachable(Exception):
    """The server could not be reached for as long as we had patience."""


class HttpClient:
    def __init__(self, tell, opener=None, sleep=time.sleep, clock=time.monotonic):
        """`tell` is called with a sentence when a request has to be repeated."""
        self._tell = tell
        self._sleep = sleep
        self._clock = clock
        # The environment's proxies are not ours: the server is on our wire.
        self._opener = opener or urllib.request.build_opener(urllib.request.ProxyHandler({}))
        # Seconds since the epoch by the server's clock, None until it has answered.
        self.server_time = None

    def open(self, url, headers=None, body=None):
        """One request, no retry. Raises Refusal or one of TRANSIENT_ERRORS."""
        request = urllib.request.Request(url, data=body, headers=headers or {})
        try:
            answer = self._opener.open(request, timeout=QUIET_LIMIT)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in TRANSIENT_STATUS:
                    raise OSError("the server answered %d" % error.code) from None
                raise Refusal(error.code, _reason(error)) from None
        date = email.utils.parsedate_to_datetime(answer.headers["Date"]) if answer.headers["Date"] else None
        self.server_time = date.timestamp() if date else self.server_time
        return answer

    def fetch(self, url, patience, limit=64 << 20):
        """The whole body of a GET, retried for `patience` seconds."""

        def once():
            with self.open(url) as answer:
                body = answer.read(limit + 1)
                expected = answer.headers["Content-Length"]
                if expected is not None and len(body) < min(int(expected), limit + 1):
                    raise OSError("the answer ended early")
                return body

        return self.retry(once, patience, url)

    def fetch_json(self, url, patience):
        body = self.fetch(url, patience)
        try:
            return json.loads(body)
        except ValueError:
            raise Refusal(200, "%s did not answer with JSON" % url) from None

    def post_json(self, url, payload, patience):
        """POSTs JSON, retried for `patience` seconds; gives the parsed answer."""
        data = json.dumps(payload).encode()
        headers = {"Content-Type": "application/json"}

        def once():
            with self.open(url, headers=headers, body=data) as answer:
                return answer.read(1 << 20)

        body = self.retry(once, patience, url)
        try:
            answer = json.loads(body)
        except ValueError:
            return {}
        return answer if isinstance(answer, dict) else {}

    def retry(self, once, patience, what):
        """Calls `once` until it succeeds, is refused, or patience is used up."""
        deadline = self._clock() + patience
        pause = FIRST_PAUSE
        told = False
        while True:
            try:
                result = once()
            except TRANSIENT_ERRORS as error:
                if self._clock() + pause > deadline:
                    raise Unreachable("%s: %s" % (what, plain(error))) from error
                if not told:
                    self._tell("The server does not answer (%s); trying again." % plain(error))
                    told = True
                self._sleep(pause)
                pause = min(pause * 1.7, LONGEST_PAUSE)
                continue
            if told:
                self._tell("The server answers again.")
            return result


def plain(error):
    """The cause of a network error in a few words."""
    reason = getattr(error, "reason", error)
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return text


def _reason(error):
    """What a refusing server says: JSON's `reason`, problem details, or text."""
    try:
        body = error.read(4096).decode("utf-8", "replace").strip()
    except TRANSIENT_ERRORS:
        body = ""
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    if isinstance(parsed, dict):
        for key in ("reason", "detail", "title", "message", "error"):
            if isinstance(parsed.get(key), str):
                return parsed[key]
    return body.splitlines()[0][:200] if body else error.reason or "refused"
