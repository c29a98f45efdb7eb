"""One chain of Tillnote with a text in every field that takes one: the service itself, filled through its own doors."""

import csv
import datetime
import glob
import json
import os
import random
import subprocess
import uuid

from harness import processes, stores
from harness.api import AfternoonStore, Api, ScriptedLane
from harness.cluster import Cluster
from harness.processes import Failure
from harness.tillnote import REPOSITORY, UNHURRIED, Server
from harness.world import TemporaryWorld

from texts import EMAIL, LONG, REFUSAL, SHORT

STORE = "oak-street"
DISTRICT = "north"
PASSWORD = "nine green bottles stand"
DAYS = 60
LANES = (1, 2, 3)
CLOSED_AGO = 3  # days
SHOWN = 11  # asks of a store and terminals that wait: no more than their pages show
LOUD_REASON = "103"   # three times as loud on the last day: a line to walk to
URGENT_REASON = "401"
ACCOUNTS = {"manager": STORE, "district": DISTRICT, "chain": None, "admin": None}


class FilledChain(TemporaryWorld):
    """`hostile`: with the texts of texts.py; else with harmless ones, as many and in the same places."""

    def __init__(self, hostile):
        super().__init__("hostile", hostile)

    mail_server = None  # a process, once there is one

    def _begin(self, hostile):
        self.hostile = hostile
        self.filled = []  # what was put where: {"field", "text", "language"}
        self._random = random.Random(7)
        self.clock = AfternoonStore()
        self.cluster = Cluster(self.folder)
        self.cluster.start()
        self.server = Server(self.build, self.folder, self.cluster, limits=UNHURRIED)
        self.api = Api(self.server.url)
        self.mail = os.path.join(self.folder, "mail")
        os.mkdir(self.mail)
        with open(self.server.config, "a", encoding="utf-8") as config:
            config.write(f'\n[mail]\nfolder = "{self.mail}"\n\n[sign_in]\nsecond_factor = "offered"\n')

    # Texts.

    def _put(self, field, text):
        """`text`, written down as put into the field."""
        self.filled.append({"field": field, "text": text})
        return text

    def short(self, field, index):
        return self._put(field, SHORT[index % len(SHORT)] if self.hostile else f"W {index % len(SHORT)}")

    def long(self, field, index, characters_max=90):
        """With a number at its end, so that each is found where it was put and not where another one was."""
        end = f" ~{len(self.filled)}"
        text = LONG[index % len(LONG)] if self.hostile else f"Word {index % len(LONG)}"
        return self._put(field, text[:characters_max - len(end)] + end)

    def email(self, name):
        address = (EMAIL if self.hostile else "plain.") + name + "@shop.example"
        return self._put("e-mail " + name, address)

    def _give(self, path, body, token="manager"):
        return self.api.give("POST", path, body, token)

    # Filling.

    def fill(self):
        """Every field that takes a text of people or lanes."""
        self._import_catalog()
        self._add_stores()
        self._add_accounts()
        self.server.start()
        self.lanes = {lane: ScriptedLane(self.api, self.server.add_lane_token(STORE, lane), lane) for lane in LANES}
        self._tap([(0, 1, URGENT_REASON, "urgent")])
        self._tap(self._days())
        self._comment()
        self._traffic()
        self._close_the_loop()
        self._lanes_say()

    def finish(self):
        """What takes its time after the filling: an alert, the counting, the digests and their mail, which then does not arrive."""
        self._answer_alert()
        self._freeze()
        self._refuse_mail()

    def _import_catalog(self):
        folder = os.path.join(self.folder, "catalog")
        os.mkdir(folder)
        source = os.path.join(REPOSITORY, "config", "catalog")
        changed = {"departments.tsv": ["label_en", "label_es"], "reasons.tsv": ["label_en", "label_es", "owner", "theme"]}
        for name, columns in changed.items():
            with open(os.path.join(source, name), encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
            head, rows = rows[0], rows[1:]
            for column in columns:
                place = head.index(column)
                kinds = sorted({row[place] for row in rows})
                for index, row in enumerate(rows):
                    # A theme is shared by reasons; each label is its own.
                    which = kinds.index(row[place]) if column == "theme" else index
                    row[place] = self.short(f"catalog {name[:-4]} {column}", which)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.writelines("\t".join(row) + "\n" for row in [head, *rows])
        self.server.prepare_database(os.path.join(folder, "reasons.tsv"))
        self.cluster.sql("update tillnote.reason set valid_from = '2020-01-01'")  # the two months before are of use, too

    def _add_stores(self):
        opened = self.clock.day(100).isoformat()
        self.server.command("store", "district", DISTRICT, "--name", self.long("district name", 3, 60))
        for index in range(len(LONG)):
            store = STORE if index == 0 else f"store-{index}"
            # CLI11 reads what begins with '-' as an option, unless it stands behind '='.
            self.server.command("store", "add", store, f"--name={self.long('store name', index, 60)}", "--district", DISTRICT,
                                "--zone", self.clock.zone, "--opened-on", opened)
        self.cluster.sql(f"update tillnote.store set free_text = true where store_id = '{STORE}'")
        self.server.command("store", "close-day", STORE, self.clock.day(CLOSED_AGO).isoformat(), f"--why={self.long('closed day', 6, 60)}")

    def _add_accounts(self):
        self.accounts = {role: self.email(role) for role in ACCOUNTS}
        for role, scope in ACCOUNTS.items():
            self.api.tokens[role] = self.server.add_user(self.accounts[role], role, PASSWORD, scope)
        self.server.command("user", "invite", self.email("invited"), "--role", "manager", "--scope", STORE)

    def _days(self):
        """(days ago, lane, reason, key): a quiet store of 60 days, and a last day on which one reason is loud."""
        reasons = [row[0] for row in self.cluster.sql("select code from tillnote.reason where not urgent order by 1")]
        taps = []
        for ago in range(DAYS, -1, -1):
            for index in range(len(reasons) // 2 if ago != CLOSED_AGO else 0):
                taps.append((ago, self._random.choice(LANES), reasons[(2 * index + ago) % len(reasons)], f"day {ago} {index}"))
        taps += [(1, LANES[index % 3], LOUD_REASON, f"loud {index}") for index in range(18)]
        return taps

    def _tap(self, taps, comments=()):
        """Sends notes as lanes do, a comment with each of the first."""
        batches = {lane: [] for lane in LANES}
        for index, (ago, lane, reason, key) in enumerate(taps):
            # From 08:00 to 13:59 of a business day that has ended; of the open one now, for alerts are of what is young.
            at = self.clock.instant(ago, 8 * 60 + index * 7 % 360 if ago > 0 else 24 * 60)
            comment = comments[index] if index < len(comments) else None
            batches[lane].append(self.lanes[lane].note(reason, at, key, comment))
        for lane, notes in batches.items():
            self.lanes[lane].send_notes(notes)

    def _comment(self):
        words = [self.long("comment", index) for index in range(len(LONG))]
        self._tap([(1, LANES[index % 3], LOUD_REASON, f"comment {index}") for index in range(len(words))], words)

    def _traffic(self):
        lines = "store,day,staffed_transactions\n" + "".join(f"{STORE},{self.clock.day(ago)},{900 + ago}\n" for ago in range(1, DAYS + 1))
        status, answer = self.api.call_bytes("POST", "/v1/traffic", lines.encode(), "text/csv", token="admin")
        if status != 200:
            raise Failure(f"traffic: {status} {answer.decode()}")

    def _close_the_loop(self):
        base = f"/v1/stores/{STORE}"
        for index in range(SHOWN):
            day = self.clock.day(-index).isoformat()
            ask = self._give(base + "/asks", self._ask("ask", index, day))
            if index == 0:
                self._show(ask)
        for index in range(len(LONG)):
            day = self.clock.day(-index).isoformat()
            self._give(base + "/messages", {"text_en": self.long("message", index), "text_es": self.long("message", index + 1),
                                                   "from": day, "to": day})
            self._give(base + "/events", {"day": self.clock.day(index + 1).isoformat(), "what": self.long("event", index), "reason": LOUD_REASON})
        shown = [row[0] for row in self.cluster.sql("select distinct code from tillnote.reason where polarity in ('praise', 'complaint') "
                                                    "and not about_staff order by 1")]
        # Each reply is a message of three days, beside those above; a store has 20 at once, and the alert's is to come.
        for index, reason in enumerate(shown[:16]):
            self._give(base + "/actions", {"line_key": f"reason:{reason}", "state": "done", "reply": self.long("reply", index),
                                                  "reply_es": self.long("reply_es", index + 12)})
        self._give(base + "/actions", {"line_key": "reason:501", "state": "acknowledged", "assigned": "produce"})
        self._give(base + "/goals", {"theme": self.cluster.value("select min(theme) from tillnote.reason"), "at_most": True, "target": 0.2,
                                            "from": self.clock.day(0).isoformat(), "to": self.clock.day(-13).isoformat()})
        self._give(base + "/recipients", {"email": self.email("digest"), "kind": "digest", "local_time": "05:45"})
        self._give(base + "/recipients", {"email": self.email("spanish"), "kind": "digest", "local_time": "05:45", "language": "es"})
        self._give(base + "/recipients", {"email": self.email("alert"), "kind": "alert"})
        self._give(f"/v1/districts/{DISTRICT}/recipients", {"email": self.email("lead")}, "district")
        self._give(f"/v1/districts/{DISTRICT}/asks", self._ask("district ask", 5, self.clock.day(-100).isoformat()), "district")
        self._give(f"/v1/districts/{DISTRICT}/goals", {"reason": LOUD_REASON, "at_most": True, "target": 0.2,
                                                              "from": self.clock.day(0).isoformat(), "to": self.clock.day(-13).isoformat()}, "district")
        self._give("/v1/tokens", {"name": self.long("token", 1, 60), "reads": "chain", "days": 9}, "admin")

    def _ask(self, field, index, day):
        answers = [{"answer": f"answer-{place}", "label_en": self.short(field + " label", index + place),
                    "label_es": self.short(field + " label", index + place + 1)} for place in range(4)]
        return {"question_en": self.long(field, 2 * index), "question_es": self.long(field, 2 * index + 1), "answers": answers,
                "from": day, "to": day, "one_in": 1}

    def _show(self, ask):
        at = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
        self.lanes[1].send("/v1/notes", {"showings": [
            {"showing_id": str(uuid.uuid4()), "ask_id": ask["ask_id"], "shown_at": at, "outcome": "answered", "answer": f"answer-{index % 4}"}
            for index in range(40)]})

    def _lanes_say(self):
        for index in range(SHOWN):
            self._give("/v1/enrolments", {"device": self.long("device", 2 * index, 64)})
        for number, lane in self.lanes.items():
            lane.send("/v1/heartbeat", {"last_seq": lane.last_seq, "version": self.short("version", number)})

    def _answer_alert(self):
        """An alert is raised 12 s after its tap, unless that is taken back; its mail is not sent once somebody has seen to it."""
        path = f"/v1/stores/{STORE}/alerts"
        alert = processes.wait_for(lambda: json.loads(self.api.call("GET", path, token="manager")[1])["alerts"], timeout_s=40, what="an alert",
                                   every_s=0.2)[0]
        processes.wait_for(lambda: self.mails("alert"), timeout_s=30, what="the alert's mail")
        self._give(f"{path}/{alert['alert_id']}/acknowledge", {"reply": self.long("alert reply", 1), "reply_es": self.long("alert reply", 2)})

    def _freeze(self):
        """Yesterday's digests, as if the schedule had begun the day before."""
        processes.wait_for(lambda: self.cluster.value(stores.MARKS_SQL) == "0", timeout_s=30, what="the rollup worker")
        day = self.clock.day(2).isoformat()
        for table, of, key in (("digest_run", "store", "store_id"), ("district_digest_run", "district", "district_id")):
            self.cluster.sql(f"delete from tillnote.{table}; insert into tillnote.{table} select {key}, '{day}', 'begun', now() from tillnote.{of}")
        self.server.command("send-due", check=False)
        processes.wait_for(lambda: {kind: len(self.mails(kind)) for kind in ("digest", "district", "alert", "account")} ==
                           {"digest": 2, "district": 1, "alert": 1, "account": 1}, timeout_s=30, what="the mail")

    def _refuse_mail(self):
        """What was sent is sent again, to a mail server that takes nothing and says why in its own words."""
        self.server.stop()
        words = self._put("mail server", REFUSAL if self.hostile else "5.1.1 Nobody of that name")
        self.mail_server = subprocess.Popen(["/usr/bin/python3", os.path.join(REPOSITORY, "tests", "delivery", "smtp_server.py"), "--refuse", words],
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = int(self.mail_server.stdout.readline())
        with open(self.server.config, encoding="utf-8") as file:
            text = file.read().replace(f'folder = "{self.mail}"', f'smtp = "smtp://127.0.0.1:{port}"\nstarttls = "off"\nfrom = "tillnote@shop.example"')
        with open(self.server.config, "w", encoding="utf-8") as file:
            file.write(text)
        self.cluster.sql("update tillnote.delivery set state = 'waiting', attempts = 0, next_attempt_at = now(), finished_at = null "
                         "where kind in ('digest', 'district')")
        self.server.start()
        processes.wait_for(lambda: self.cluster.value("select count(*) from tillnote.delivery where state = 'failed'") == "3", timeout_s=30,
                           what="the refusals")

    def mails(self, kind="*"):
        return sorted(glob.glob(os.path.join(self.mail, f"{kind}.*.eml")))

    def end(self):
        if self.mail_server:
            self.mail_server.communicate(timeout=20)  # ends with its input
        super().end()
