"""Events to the server, in order, sent beside the work so that it never waits for them."""

import threading

from http_client import Refusal, Unreachable

# Seconds for which a claim is asked again while the server is away.
CLAIM_PATIENCE = 600
# Seconds for which one event is tried before the next round of tries.
ROUND = 60


class Reporter:
    def __init__(self, http, base, tell):
        self._http = http
        self._url = base + "/events"
        self._tell = tell
        self._seq = 0
        self._queue = []
        self._changed = threading.Condition()
        self._sender = threading.Thread(target=self._send_all, daemon=True)
        self._sender.start()

    def report(self, kind, **fields):
        """Queues an event. A newer progress event replaces one that has not left yet."""
        with self._changed:
            event = self._number(kind, fields)
            waiting = self._queue[1:]
            if kind == "image-progress" and waiting and waiting[-1]["type"] == kind:
                self._queue.pop()
            self._queue.append(event)
            self._changed.notify_all()

    def ask(self, kind, **fields):
        """Sends an event now and gives (ok, reason); only a clear yes is ok."""
        self.flush(CLAIM_PATIENCE)
        with self._changed:
            event = self._number(kind, fields)
        try:
            answer = self._http.post_json(self._url, event, CLAIM_PATIENCE)
        except Refusal as refusal:
            return False, refusal.reason
        except Unreachable as error:
            return False, "the server could not be asked: %s" % error
        if answer.get("ok") is True:
            return True, None
        return False, answer.get("reason") or "the server did not say why"

    def flush(self, patience):
        """Waits until everything has left; False when it did not within `patience` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._queue, timeout=patience)

    def _number(self, kind, fields):
        self._seq += 1
        return {"seq": self._seq, "type": kind, **fields}

    def _send_all(self):
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue)
                event = self._queue[0]
            try:
                self._http.post_json(self._url, event, ROUND)
            except Unreachable:
                continue
            except Refusal as refusal:
                self._tell("The server did not take the event %s: %s" % (event["type"], refusal))
            with self._changed:
                self._queue.pop(0)
                self._changed.notify_all()
