"""The HTTP client, the image stream and the reporter against a real server on loopback."""

import hashlib
import http.server
import json
import threading
import unittest

from failure import InstallFailure
from http_client import HttpClient, Refusal, Unreachable
from image_stream import ImageStream
from reporter import Reporter

BODY = bytes(range(256)) * 4096


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        return

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for key, value in headers:
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.requests.append((self.path, self.headers["Range"]))
        self.server.behave(self)

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, event))
        self.server.behave(self)


class WithServer(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.requests = []
        self.base = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.told = []
        self.http = HttpClient(self.told.append, sleep=lambda seconds: None)

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()

    def stream(self, size=len(BODY)):
        return ImageStream(self.http, self.base + "/image", size, self.told.append, sleep=lambda s: None)


class Requests(WithServer):
    def test_a_server_error_is_tried_again(self):
        answers = [503, 500, 200]
        self.server.behave = lambda handler: handler.answer(answers.pop(0), b'{"a": 1}')
        self.assertEqual(self.http.fetch_json(self.base + "/plan", 60), {"a": 1})
        self.assertEqual(len(self.told), 2)
        self.assertIn("503", self.told[0])

    def test_a_refusal_is_not_tried_again_and_tells_the_reason(self):
        self.server.behave = lambda handler: handler.answer(409, b'{"ok": false, "reason": "used up"}')
        with self.assertRaises(Refusal) as caught:
            self.http.fetch_json(self.base + "/plan", 60)
        self.assertEqual((caught.exception.status, caught.exception.reason), (409, "used up"))
        self.assertEqual(len(self.server.requests), 1)

    def test_patience_ends(self):
        self.server.behave = lambda handler: handler.answer(503, b"")
        with self.assertRaises(Unreachable):
            self.http.fetch(self.base + "/plan", 0)


class Stream(WithServer):
    def test_resumes_by_range_after_a_cut(self):
        def behave(handler):
            start = int((handler.headers["Range"] or "bytes=0-")[6:-1])
            part = BODY[start:]
            handler.send_response(206 if start else 200)
            handler.send_header("Content-Length", str(len(part)))
            if start:
                handler.send_header("Content-Range", "bytes %d-%d/%d" % (start, len(BODY) - 1, len(BODY)))
            handler.end_headers()
            handler.wfile.write(part[:300_000])
            handler.close_connection = True

        self.server.behave = behave
        stream = self.stream()
        self.assertEqual(b"".join(stream), BODY)
        self.assertEqual(stream.sha256, hashlib.sha256(BODY).hexdigest())
        self.assertEqual(
            [asked for _, asked in self.server.requests],
            [None, "bytes=300000-", "bytes=600000-", "bytes=900000-"],
        )

    def test_a_server_without_ranges_begins_again(self):
        cuts = [400_000, len(BODY)]

        def behave(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(BODY)))
            handler.end_headers()
            handler.wfile.write(BODY[: cuts.pop(0)])
            handler.close_connection = True

        self.server.behave = behave
        self.assertEqual(b"".join(self.stream()), BODY)

    def test_another_file_on_the_server_is_noticed(self):
        tags = ['"one"', '"two"']

        def behave(handler):
            handler.send_response(206 if handler.headers["Range"] else 200)
            handler.send_header("ETag", tags.pop(0))
            handler.send_header("Content-Length", str(len(BODY)))
            handler.end_headers()
            handler.wfile.write(BODY[:1000])
            handler.close_connection = True

        self.server.behave = behave
        with self.assertRaises(InstallFailure) as caught:
            b"".join(self.stream())
        self.assertIn("exchanged", caught.exception.reason)

    def test_a_refusal_ends_it(self):
        self.server.behave = lambda handler: handler.answer(410, b"this install is over")
        with self.assertRaises(InstallFailure) as caught:
            b"".join(self.stream())
        self.assertIn("this install is over", caught.exception.reason)


class Events(WithServer):
    def reporter(self):
        return Reporter(self.http, self.base, self.told.append)

    def test_order_is_kept_over_errors(self):
        answers = [503, 200, 503, 200, 200]
        self.server.behave = lambda handler: handler.answer(answers.pop(0), b'{"ok": true}')
        reporter = self.reporter()
        for kind in ("one", "two", "three"):
            reporter.report(kind)
        self.assertTrue(reporter.flush(10))
        arrived = [event["type"] for _, event in self.server.requests]
        self.assertEqual(list(dict.fromkeys(arrived)), ["one", "two", "three"])
        self.assertEqual([event["seq"] for _, event in self.server.requests], [1, 1, 2, 2, 3])

    def test_a_claim_needs_a_clear_yes(self):
        for status, body, expected in (
            (200, b'{"ok": true}', (True, None)),
            (200, b'{"ok": false, "reason": "no"}', (False, "no")),
            (409, b'{"ok": false, "reason": "used up"}', (False, "used up")),
            (200, b"<html>", (False, "the server did not say why")),
            (200, b'{"ok": "yes"}', (False, "the server did not say why")),
        ):
            self.server.behave = lambda handler: handler.answer(status, body)
            self.assertEqual(self.reporter().ask("claim", disk={}), expected)

    def test_a_refused_event_does_not_stop_the_next(self):
        answers = [(422, b'{"reason": "bad"}'), (200, b"{}")]
        self.server.behave = lambda handler: handler.answer(*answers.pop(0))
        reporter = self.reporter()
        reporter.report("one")
        reporter.report("two")
        self.assertTrue(reporter.flush(10))
        self.assertEqual(len(self.server.requests), 2)


if __name__ == "__main__":
    unittest.main()
