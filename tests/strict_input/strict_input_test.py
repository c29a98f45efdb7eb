"""Every route that takes JSON, by the service's own description: each refuses what is not exactly a body of its kind, and says where.

Run by ctest; by hand: python3 tests/strict_input/strict_input_test.py --build build
"""
import json
import os
import pathlib
import sys
import tempfile
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "faults")]

from harness import processes  # noqa: E402
from harness.api import AfternoonStore, Api  # noqa: E402
from harness.cluster import Cluster  # noqa: E402
from harness.tillnote import UNHURRIED, Server  # noqa: E402
from bodies import Description, Raw, pointer, put, twice, write  # noqa: E402

BUILD = sys.argv[sys.argv.index("--build") + 1] if "--build" in sys.argv else str(HERE.parents[1] / "build")
STORE = "oak-street"
DISTRICT = "north"
NUMBERS = {"2^53": b"9007199254740992", "2^63": b"9223372036854775808", "2^64": b"18446744073709551616", "beyond doubles": b"1e400",
           "a thousand digits": b"9" * 1000, "a negative one": b"-9007199254740992", "text": b'"1"', "true": b"true", "null": b"null", "a list": b"[1]",
           "NaN": b"NaN", "Infinity": b"Infinity", "a leading zero": b"01", "a plus": b"+1", "hexadecimal": b"0x1", "no digit": b"1."}
# Where a whole number is wanted, these too.
FRACTIONS = {"a fraction": b"1.5", "an exponent": b"1e0", "negative zero with a fraction": b"-0.0"}
TEXTS = {"a byte that is no UTF-8": b'"\xff"', "an overlong slash": b'"\xc0\xaf"', "a surrogate in UTF-8": b'"\xed\xa0\x80"',
         "a lone high surrogate": b'"\\ud800"', "a lone low surrogate": b'"\\udc00x"', "surrogates the wrong way round": b'"\\udc00\\ud800"',
         "beyond Unicode": b'"\xf4\x90\x80\x80"', "a cut-off character": b'"\xe2\x82"', "NUL": b'"a\\u0000b"', "a raw line break": b'"a\nb"',
         "an unknown escape": b'"\\x41"', "single quotes": b"'a'", "a number": b"1", "null": b"null", "an object": b"{}", "a list": b"[]"}
HIDDEN = ["a\u202eb", "a\u200bb", "\ufeffa", "a\u2066b", "Z" + "\u0335" * 5, "a\U000e0041", "a\u2028b", "a\u007fb", "a\u0085b"]
# Of a note nothing is refused for its comment (it is cleaned), and a password is no text that anybody is shown.
NOT_SHOWN = {"comment", "password"}
# Of an alert or action that is not there the text is not looked at; POST of actions takes the same ones.
WITHOUT_TEXTS = {"/v1/sessions", "/v1/stores/{store}/alerts/{alert}/acknowledge", "/v1/stores/{store}/actions/{action}"}


class StrictInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="tillnote-strict-")
        os.chmod(folder.name, 0o755)
        cls.addClassCleanup(folder.cleanup)
        cluster = Cluster(folder.name)
        cls.addClassCleanup(cluster.stop)
        cluster.start()
        server = Server(BUILD, folder.name, cluster, limits=UNHURRIED)
        server.prepare_database()
        clock = AfternoonStore()
        cls.today = clock.day(0).isoformat()
        server.command("store", "district", DISTRICT, "--name", "North")
        server.command("store", "add", STORE, "--name", "Oak Street", "--district", DISTRICT, "--zone", clock.zone)
        server.start()
        cls.addClassCleanup(lambda: processes.stop(server.process))
        cls.api = Api(server.url)
        cls.api.tokens["lane"] = server.add_lane_token(STORE, 1)
        for role, scope in (("manager", STORE), ("district", DISTRICT), ("chain", None), ("admin", None)):
            cls.api.tokens[role] = server.add_user(f"{role}@shop.example", role, "nine green bottles stand", scope)
        # Of lists that are looked through before the body is read.
        cls.ids = {place: cls.api.give("POST", f"/v1/{places}/recipients", {"email": "reader@shop.example"}, who)["recipient_id"]
                   for place, places, who in (("store", f"stores/{STORE}", "manager"), ("district", f"districts/{DISTRICT}", "district"))}
        cls.ids["user"] = cluster.value("select account_id from tillnote.account where email = 'chain@shop.example'")
        cls.description = Description(json.loads(cls.api.call("GET", "/openapi.json")[1]))
        cls.routes = list(cls.description.json_routes())

    def path_of(self, pattern):
        values = {"store": STORE, "district": DISTRICT, "day": self.today, "code": "BCDF-GHKL"}
        for name in ("ask", "action", "goal", "event", "recipient", "alert"):
            values[name] = "0190f000-0000-7000-8000-000000000000"
        values["user"] = self.ids["user"]
        values["recipient"] = self.ids["district" if "/districts/" in pattern else "store"]
        return pattern.format(**values)

    @staticmethod
    def caller_of(pattern):
        if pattern in ("/v1/notes", "/v1/heartbeat"):
            return "lane"
        if pattern in ("/v1/sessions", "/v1/enrolments"):
            return None
        if pattern.startswith("/v1/districts/"):
            return "district"
        return "admin" if pattern.startswith(("/v1/tokens", "/v1/users")) or "/traffic/" in pattern else "manager"

    def send_bytes(self, method, pattern, data):
        status, answer = self.api.call_bytes(method, self.path_of(pattern), data, "application/json", token=self.caller_of(pattern))
        return status, json.loads(answer) if answer else {}

    def each(self):
        for method, pattern, schema in self.routes:
            yield method, pattern, schema, self.body_with(schema)

    def body_with(self, schema, name="reason"):
        """A body of every member but those that exclude the one of this name."""
        body = self.description.sample(schema, self.today)
        for one, other in (("reason", "theme"), ("code", "totp")):
            if one in body and other in body:
                del body[one if name == other else other]
        return body

    def expect_refused(self, wrong, method, pattern, data, what, at=None):
        """Adds to `wrong` what was not refused with 400, or does not name `at`, the pointer of the member."""
        status, problem = self.send_bytes(method, pattern, data)
        named = [error["pointer"] for error in problem.get("errors", [])]
        if status != 400 or (at is not None and at not in named and problem.get("type") != "/problems/malformed-json"):
            wrong.append(f"{method} {pattern}, {what}: {status} {named} {problem.get('detail')}")

    def test_1_the_samples_have_the_right_form(self):
        self.assertGreater(len(self.routes), 20)
        wrong = []
        for method, pattern, _, body in self.each():
            status, problem = self.send_bytes(method, pattern, write(body))
            if status == 400:
                wrong.append(f"{method} {pattern}: {problem['errors']}")
        self.assertEqual(wrong, [])

    def test_2_names_given_twice_and_unknown_ones(self):
        wrong = []
        for method, pattern, schema, body in self.each():
            for path in self.description.objects(schema):
                doubled, name = twice(body, path)
                status, problem = self.send_bytes(method, pattern, write(doubled))
                if status != 400 or f'"{name}"' not in problem["detail"]:
                    wrong.append(f"{method} {pattern} {pointer(path)}/{name} twice: {status} {problem}")
                for unknown in ("zzz", "__proto__", "", "a/b~c"):
                    self.expect_refused(wrong, method, pattern, write(put(body, (*path, unknown), 1)), f"unknown {unknown!r}",
                                        pointer((*path, unknown.replace("~", "~0").replace("/", "~1"))))
        self.assertEqual(wrong, [])

    def test_3_depth_and_what_is_no_object(self):
        wrong = []
        for method, pattern, _, body in self.each():
            for what, data in {"nine levels": write(body)[:-1] + b',"deep":' + b"[" * 9 + b"]" * 9 + b"}", "a hundred thousand levels": b"[" * 100_000,
                               "nothing": b"", "a list": b"[]", "null": b"null", "two bodies": write(body) * 2, "a byte order mark": b"\xef\xbb\xbf" + write(body),
                               "a comment": b"/* */" + write(body), "a trailing comma": write(body)[:-1] + b",}", "UTF-16": write(body).decode().encode("utf-16")}.items():
                self.expect_refused(wrong, method, pattern, data, what)
        self.assertEqual(wrong, [])

    def test_4_numbers(self):
        wrong = []
        for method, pattern, schema, body in self.each():
            for path, member in self.description.members(schema):
                if member.get("type") in ("integer", "number"):
                    for what, raw in (NUMBERS | (FRACTIONS if member["type"] == "integer" else {})).items():
                        self.expect_refused(wrong, method, pattern, write(put(self.body_with(schema, path[-1]), path, Raw(raw))), f"{pointer(path)} is {what}", pointer(path))
        self.assertEqual(wrong, [])

    def test_5_texts(self):
        wrong = []
        for method, pattern, schema, body in self.each():
            for path, member in self.description.members(schema):
                if member.get("type") != "string":
                    continue
                for what, raw in TEXTS.items():
                    self.expect_refused(wrong, method, pattern, write(put(self.body_with(schema, path[-1]), path, Raw(raw))), f"{pointer(path)} is {what}", pointer(path))
                longest = "x" * (member.get("maxLength", 64) + 1200)
                self.expect_refused(wrong, method, pattern, write(put(self.body_with(schema, path[-1]), path, longest)), f"{pointer(path)} is too long", pointer(path))
        self.assertEqual(wrong, [])

    def test_6_what_is_shown_can_be_seen(self):
        wrong = []
        for method, pattern, schema, body in self.each():
            for path, member in self.description.members(schema):
                if member.get("type") == "string" and path[-1] not in NOT_SHOWN and pattern not in WITHOUT_TEXTS:
                    for text in HIDDEN:
                        self.expect_refused(wrong, method, pattern, write(put(self.body_with(schema, path[-1]), path, text)), f"{pointer(path)} is {text!a}", pointer(path))
        self.assertEqual(wrong, [])

    def test_7_traffic_as_csv(self):
        head = "store,day,staffed_transactions\n"
        good = f"{STORE},{self.today},7\n"
        wrong = []
        lines = {"a byte that is no UTF-8": (head + good).encode() + b"\xff", "NUL": (head + f"{STORE}\0,{self.today},7\n").encode(),
                 "another column": b"store,day,staffed_transactions,more\n", "too many cells": (head + f"{STORE},{self.today},7,8\n").encode(),
                 "a day with two numbers": (head + good + good.replace(",7", ",8")).encode(), "a formula": (head + f"=1+1,{self.today},7\n").encode(),
                 "an override": (head + f"\u202e{STORE},{self.today},7\n").encode()}
        for count in ("-1", "1.5", "1e3", "NaN", "", "7 7", "0x7", "9" * 30, "9007199254740993", "\uff17", "'7", "+7"):
            lines[f"{count!a} sales"] = (head + f"{STORE},{self.today},{count}\n").encode()
        for what, data in lines.items():
            status, problem = self.csv(data)
            if status not in (400, 404, 422) or not problem.get("detail"):
                wrong.append(f"{what}: {status} {problem}")
        self.assertEqual(wrong, [])
        self.assertEqual(self.csv((head + good).encode())[0], 200)

    def csv(self, data):
        status, answer = self.api.call_bytes("POST", "/v1/traffic", data, "text/csv", token="admin")
        return status, json.loads(answer)

    def test_8_forms(self):
        """Without a form token all of them are refused; what is broken is refused before that is looked at."""
        wrong = []
        for what, data in {"a broken escape": b"email=%zz", "half an escape": b"email=%4", "NUL": b"email=a%00b", "no UTF-8": b"email=%ff",
                           "a surrogate": b"email=%ed%a0%80", "a name that is no UTF-8": b"%c0%af=a", "101 fields": b"a=1&" * 101}.items():
            status, answer = self.api.call_bytes("POST", "/sign-in", data, "application/x-www-form-urlencoded")
            if status != 400:
                wrong.append(f"{what}: {status}")
        status, answer = self.api.call_bytes("POST", "/sign-in", urllib.parse.urlencode([("email", "a@b.example"), ("email", "c@d.example")]).encode(),
                                             "application/x-www-form-urlencoded")
        if status != 400:
            wrong.append(f"a field twice: {status}")
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    processes.arrange_clean_end()
    unittest.main(verbosity=2, argv=sys.argv[:1])
