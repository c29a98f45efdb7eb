"""Stores whose notes a test knows, and everything that Tillnote publishes of one: all pages, files, answers and mails of sixty days, and
its export."""

import email
import email.policy
import glob
import json
import os
import pathlib
import re
from concurrent.futures import ThreadPoolExecutor

from harness import processes, stores
from harness.api import AfternoonStore, Api, ScriptedLane
from harness.cluster import Cluster
from harness.tillnote import UNHURRIED, Server
from harness.world import TemporaryWorld

from shift_plan import DAYS, LANES, TARGET

PAGES_OF_DAYS = 7  # the page of a day says what its JSON says; these are read in both forms

# Every GET of one store or district in the description, with what its parameters are filled with. "day": each day of the sixty,
# newest first, of the JSON; of the page the last ones.
READ = {
    "/v1/stores/{store}/digests/{day}": [""],
    "/stores/{store}/{day}": ["", "?lang=es"],
    "/v1/stores/{store}/history": [f"?reason={TARGET}", "?reason=501", "?theme=quality", "?department=produce"],
    "/stores/{store}/history": ["", f"?reason={TARGET}", "?theme=quality", "?department=produce"],
    "/stores/{store}/history.csv": [f"?reason={TARGET}", "?reason=601", "?theme=quality", "?department=produce"],
    "/v1/districts/{district}/comparison": [f"?by=reason&row={TARGET}", "?by=theme&row=quality", "?by=department&row=produce", "?by=polarity"],
    "/districts/{district}": ["", "?by=reason", "?by=department"],
    "/districts/{district}/comparison.csv": ["?by=reason", "?by=theme", "?part=stories", "?part=weeks&by=reason&row=103"],
    "/v1/districts/{district}/digests/{day}": [""], "/districts/{district}/digests/{day}": [""],
} | {pattern: [""] for pattern in (
    "/admin/stores/{store}", "/v1/stores/{store}/asks", "/stores/{store}/asks", "/v1/stores/{store}/messages", "/v1/stores/{store}/alerts",
    "/v1/stores/{store}/actions", "/stores/{store}/actions", "/stores/{store}/poster", "/v1/stores/{store}/goals", "/stores/{store}/goals",
    "/v1/stores/{store}/events", "/v1/stores/{store}/recipients", "/stores/{store}/recipients", "/stores/{store}/lanes",
    "/v1/districts/{district}/asks", "/districts/{district}/asks", "/v1/districts/{district}/recipients", "/districts/{district}/recipients",
    "/v1/districts/{district}/goals", "/districts/{district}/goals")} | {"/admin/lanes": ["?store={store}"]}

# Every GET about many stores or districts; of each answer what is said of one.
READ_OF_ALL = {
    "/": [""], "/v1/stores": [""], "/districts": ["", "?by=theme"], "/districts/comparison.csv": ["?by=reason", "?by=theme"],
    "/v1/comparison": ["?by=reason", "?by=theme", "?by=department"],
    "/admin": [""], "/admin/stores": [""], "/admin/recipients": [""], "/admin/retention": [""]}

# The rest of the description: accounts and what people did, the catalog, terminals that wait, the service itself.
OF_NO_STORE = re.compile(r"/(v1/(enrolments|catalog|sessions|users|tokens|audit)|admin/(users|catalog|audit)|account|assets|problems|sign-in|signed-out"
                         r"|forgotten-password|set-password|setup|unsubscribe|livez|readyz|openapi\.json)(/|$)")


class Published(TemporaryWorld):
    """One service with `names` as stores, each alone in a district of its name, so that nothing of another is mixed in."""

    def __init__(self, names):
        super().__init__("attribution", names)

    def _begin(self, names):
        self.names = list(names)
        self._of_all = {}
        self.clock = AfternoonStore()
        self.mail = os.path.join(self.folder, "mail")
        os.mkdir(self.mail)
        self.cluster = Cluster(self.folder)
        self.cluster.start()
        self.server = Server(self.build, self.folder, self.cluster, limits=UNHURRIED)
        with open(self.server.config, "a", encoding="utf-8") as config:
            config.write(f'\n[mail]\nfolder = "{self.mail}"\n')
        self.server.prepare_database()
        self.cluster.sql("update tillnote.reason set valid_from = '2020-01-01'")  # the weeks before are of use, too
        self._add_first_place()
        self._copy_places(names[1:])
        for name in names:
            self.server.command("recipient", "add", name, "reader@shop.example")
        self.server.start()
        self.api = Api(self.server.url)
        for role, scope in (("chain", None), ("admin", None), ("manager", names[0]), ("district", names[0])):
            self.api.tokens[role] = self.server.add_user(f"{role}@shop.example", role, "nine green bottles stand", scope)
        self._grant(names[1:])

    def add_places(self, names):
        """Further stores, of which no mail is sent; read by whoever reads the first ones."""
        self.names += names
        self._copy_places(names)
        self._grant(names)

    def _grant(self, names):
        for name in names:
            self.cluster.sql(f"insert into tillnote.account_grant select (jsonb_populate_record(g, '{{\"scope\": \"{name}\"}}')).* "
                             f"from tillnote.account_grant g where g.scope = '{self.names[0]}'")

    def _add_first_place(self):
        opened = self.clock.day(100).isoformat()
        self.server.command("store", "district", self.names[0], "--name", self.names[0])
        self.server.command("store", "add", self.names[0], "--name", self.names[0], "--district", self.names[0], "--zone", self.clock.zone,
                            "--opened-on", opened)

    def _copy_places(self, names):
        for name in names:
            self.cluster.sql(f"insert into tillnote.district select (jsonb_populate_record(d, '{{\"district_id\": \"{name}\", \"name\": \"{name}\"}}')).* "
                             f"from tillnote.district d where district_id = '{self.names[0]}'")
            for table in ("store", "store_day_rule", "store_membership"):
                self.cluster.sql(f"insert into tillnote.{table} select (jsonb_populate_record(t, '{{\"store_id\": \"{name}\", \"name\": \"{name}\", "
                                 f"\"district_id\": \"{name}\"}}')).* from tillnote.{table} t where store_id = '{self.names[0]}'")

    def hear(self, name, notes, skip=()):
        """`notes`: [(day, lane, minute, reason)], day 0 the oldest. Numbers in `skip`, by lane, are never sent: the lane has lost them."""
        lanes = {lane: ScriptedLane(self.api, self.server.add_lane_token(name, lane), f"{name} {lane}") for lane in range(1, LANES + 1)}
        self._be_in_contact(name)
        told = {lane: [] for lane in lanes}
        for index, (day, lane, minute, reason) in enumerate(sorted(notes)):
            told[lane].append(lanes[lane].note(reason, self.clock.instant(DAYS - day, minute), f"{name} {index}"))
        for lane, made in told.items():
            lanes[lane].send_notes([note for note in made if (lane, note["seq"]) not in skip])

    def _be_in_contact(self, name):
        """The lanes of a store were there on every day until 23:00, as their heartbeats tell, whether or not anything was tapped."""
        self.cluster.sql(f"update tillnote.enrolment set approved_at = now() - interval '100 days' where store_id = '{name}'; "
                         "insert into tillnote.contact (store_id, business_day, lane, last_heard_at) "
                         f"select store_id, day::date, lane, (day::date + time '23:00') at time zone '{self.clock.zone}' from tillnote.enrolment, "
                         f"generate_series(date '{self.clock.day(DAYS)}', date '{self.clock.day(1)}', interval '1 day') as day where store_id = '{name}'")

    def settle(self):
        """Everything is counted, and the digests of the last three days have left."""
        processes.wait_for(lambda: self.cluster.value(stores.MARKS_SQL) == "0", timeout_s=120, what="the rollup worker")
        self.cluster.sql(f"delete from tillnote.digest_run; insert into tillnote.digest_run select store_id, '{self.clock.day(4)}', 'begun', now() "
                         "from tillnote.store")
        self.server.command("send-due", timeout_s=120)
        processes.wait_for(lambda: len(glob.glob(os.path.join(self.mail, "*.eml"))) == 3 * len(self.names), timeout_s=60, what="the mail")

    def patterns(self):
        """Every GET of the description that is about stores or districts."""
        paths = json.loads(self.api.call("GET", "/openapi.json")[1])["paths"]
        return {path for path, methods in paths.items() if "get" in methods and not OF_NO_STORE.match(path)}

    def read(self, name):
        """All that is published of a store, by where; the names of stores, and what differs in any two answers, are taken out."""
        with ThreadPoolExecutor(4) as readers:
            texts = dict(readers.map(lambda path: (path, self._get(name, path)), list(self._paths())))
            if not self._of_all:  # the same for whatever store
                paths = [pattern + query for pattern, queries in READ_OF_ALL.items() for query in queries]
                self._of_all = dict(readers.map(lambda path: (path, self._get(name, path)), paths))
        for path in sorted(glob.glob(os.path.join(self.mail, f"digest.{name}.*.eml"))):
            mail = email.message_from_bytes(pathlib.Path(path).read_bytes(), policy=email.policy.default)
            for kind in ("plain", "html"):
                texts[f"mail {os.path.basename(path).split('.')[2]} {kind}"] = mail["subject"] + "\n" + mail.get_body((kind,)).get_content()
        rows = self.server.command("store", "export", name).stdout.splitlines()
        # In no order: each is stored when its time has come. What was sent lies in it as text.
        texts["export"] = "[" + ",".join(sorted(self._neutral(json.dumps(_unfold(json.loads(row))), name) for row in rows)) + "]"
        return {where: self._neutral(text, name) for where, text in texts.items()} | {
            where: said_of_store(self._neutral(text, name)) for where, text in self._of_all.items()}

    def read_paths(self, name, paths, token):
        """Some of it, as `token` sees it."""
        return {path: self._neutral(self._get(name, path, token), name) for path in paths}

    def _paths(self):
        for pattern, queries in READ.items():
            days = [self.clock.day(ago).isoformat() for ago in range(1, DAYS + 1)] if "{day}" in pattern else [""]
            days = days if pattern == "/v1/stores/{store}/digests/{day}" else days[:PAGES_OF_DAYS]
            for day in days:
                for query in queries:
                    yield pattern.replace("{day}", day) + query

    def _get(self, name, path, token=None):
        # Whoever reads everything reads neither addresses nor the state of lanes; those who keep them do.
        kept = "manager" if "{store}" in path else "district"
        token = token or ("admin" if path.startswith("/admin") else kept if path.endswith(("/lanes", "/recipients")) else "chain")
        status, body = self.api.call("GET", path.replace("{store}", name).replace("{district}", name), token=token,
                                     accept="text/csv" if ".csv" in path else "application/json")
        return body.decode() if status == 200 else f"status {status}"

    def _neutral(self, text, name):
        text = text.replace(name, "STORE")
        # A list of all districts has the other ones in it.
        text = re.sub("|".join(map(re.escape, sorted(self.names, key=len, reverse=True))), "OTHER", text)
        text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)
        text = re.sub(r'<option[^>]*>(OTHER|STORE)</option>', "", text)
        text = re.sub(r'name="csrf_token" value="[^"]*"', "", text)
        text = re.sub(r"(/unsubscribe/STORE)[\w.-]*", r"\1", text)
        text = re.sub(r'"request_id":"[^"]*"|<code>[0-9a-f]{16}</code>', "", text)
        # When the service did its work; not when anything was heard.
        return re.sub(r'"(frozen_at|created_at|decided_at|due_at|next_attempt_at|finished_at)": ?"[^"]*"', r'"\1":"TIME"', text)


def _unfold(value):
    """JSON whose texts that are JSON themselves are that."""
    if isinstance(value, dict):
        return {name: _unfold(member) for name, member in value.items()}
    return _unfold(json.loads(value)) if isinstance(value, str) and value.startswith("{") else value


def _entries(value):
    """The entries of all lists that name the store and no other."""
    for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        text = json.dumps(entry)
        if "STORE" in text and "OTHER" not in text and isinstance(value, list):
            yield entry
        elif "STORE" in text:
            yield from _entries(entry)


def said_of_store(text):
    """Of an answer about many: a list of what it says of STORE. Of a page or file its rows, as words and figures in their order."""
    if text.startswith("status"):
        return text
    if text.startswith("{"):
        return json.dumps(list(_entries(json.loads(text))))
    rows = [re.sub(r"<[^>]*>", " ", row) for row in re.split(r"</(?:tr|li|p|title)>" if text.startswith("<") else "\n", text)]
    return json.dumps([[float(word) if re.fullmatch(r"-?\d+(\.\d+)?", word) else word for word in re.split(r"[\s,%]+", row)]
                       for row in rows if "STORE" in row and "OTHER" not in row])
