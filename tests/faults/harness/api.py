"""Tillnote's HTTP API as a person's script and a lane call it, and business days that have ended when a test begins."""

import datetime
import json
import random
import urllib.error
import urllib.request
import uuid

from .processes import Failure

_BATCH_MAX = 100
_CUTOFF = datetime.timedelta(hours=4)


class Api:
    """Calls the service at `url`. A token may be named once in `tokens` and is then called by its name."""

    def __init__(self, url):
        self.url = url
        self.tokens = {}

    def call(self, method, path, body=None, *, token=None, accept="application/json"):
        """The status and the body of the answer to a call with JSON, or with nothing."""
        data = None if body is None else json.dumps(body).encode()
        return self.call_bytes(method, path, data, "application/json", token=token, accept=accept)

    def call_bytes(self, method, path, data, content_type, *, token=None, accept="application/json"):
        """The same with any body."""
        headers = {"Accept": accept} | ({"Content-Type": content_type} if data is not None else {})
        if token:
            headers["Authorization"] = "Bearer " + self.tokens.get(token, token)
        request = urllib.request.Request(self.url + path, method=method, headers=headers, data=data)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def give(self, method, path, body, token):
        """The same of what must be taken; its JSON."""
        status, answer = self.call(method, path, body, token=token)
        if status not in (200, 201):
            raise Failure(f"{method} {path} {json.dumps(body)[:500]}: {status} {answer.decode()}")
        return json.loads(answer or b"null")


class AfternoonStore:
    """The clock of a store where it is afternoon now: yesterday's digest is due, and no day ends while a test runs."""

    def __init__(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        ahead = 14 - now.hour
        self._ahead = ahead + 24 if ahead < -12 else ahead - 24 if ahead > 12 else ahead
        # The signs of these zones are the other way round (IANA tz, "etcetera").
        self.zone = f"Etc/GMT{-self._ahead:+d}" if self._ahead else "Etc/GMT"
        self._today = (now + datetime.timedelta(hours=self._ahead) - _CUTOFF).date()

    def day(self, ago):
        """The business day `ago` days before the open one."""
        return self._today - datetime.timedelta(days=ago)

    def instant(self, ago, minutes):
        """The moment `minutes` after local midnight of that day; of the open day never later than now."""
        at = datetime.datetime.combine(self.day(ago), datetime.time(), datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
        return min(at - datetime.timedelta(hours=self._ahead), datetime.datetime.now(datetime.timezone.utc))


class ScriptedLane:
    """A lane with a token and an outbox of its own, whose notes a test makes up. `seed`: of its ids."""

    def __init__(self, api, token, seed):
        self._api = api
        self._token = token
        self._random = random.Random(seed)
        self.outbox = str(uuid.UUID(int=self._random.getrandbits(128)))
        self.last_seq = 0

    def note(self, reason, at, customer, comment=None):
        """The next note: `reason` tapped at the instant `at` for `customer`."""
        ms = int(at.timestamp() * 1000)
        note_id = (ms << 80) | (7 << 76) | (self._random.getrandbits(12) << 64) | (2 << 62) | self._random.getrandbits(62)
        self.last_seq += 1
        made = {"note_id": str(uuid.UUID(int=note_id)), "seq": self.last_seq, "reason": reason, "source": "touch",
                "tapped_at": at.isoformat(timespec="milliseconds"), "remark_key": uuid.uuid5(uuid.NAMESPACE_OID, customer).hex}
        return made | ({"comment": comment} if comment else {})

    def send(self, path, body):
        """Posts as the lane, with its outbox and the time; the answer."""
        sent_at = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
        return self._api.give("POST", path, {"outbox_id": self.outbox, "sent_at": sent_at} | body, self._token)

    def send_notes(self, notes):
        for start in range(0, len(notes), _BATCH_MAX):
            answer = self.send("/v1/notes", {"notes": notes[start:start + _BATCH_MAX]})
            if any(result["status"] != "stored" for result in answer["results"]):
                raise Failure(f"not stored: {answer}")
