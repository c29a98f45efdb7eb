"""The database over a network, as docs/operations.md says: a role for each purpose, SCRAM, and a server that proves its name.

usage: database_test.py [--build DIR]
"""

import os
import unittest

from database import NAME
from installation import STORE, USER, Installation
from harness import processes
from harness.tillnote import write_secret
from harness.world import run_tests


class NetworkDatabase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installation = Installation()
        cls.addClassCleanup(cls.installation.end)
        cls.cluster, cls.server = cls.installation.cluster, cls.installation.server

    def setUp(self):
        self.cluster.issue(f"DNS:{NAME}")
        write_secret(self.cluster.credential("web"), self.cluster.passwords["web"], USER)

    def why_it_does_not_start(self):
        """What it complains of, and what its log says of the database."""
        known = len(self.server.events("database_failure"))
        self.server.launch()
        self.server.process.wait(30)
        self.assertEqual(self.server.process.returncode, 1)
        return self.server.log(), [event["what"] for event in self.server.events("database_failure")[known:]]

    def test_every_role_comes_with_tls_and_scram(self):
        self.server.start()
        self.addCleanup(self.server.stop)
        # Some connect when there is work for them.
        lane = {"Authorization": "Bearer " + self.server.add_lane_token(STORE, 1)}
        wanted = [[f"tillnote_{role}", "t", "TLSv1.3"] for role in ("digest", "ingest", "retention", "web")]
        processes.wait_for(lambda: self.server.ask("GET", "/v1/catalog", lane)[0] == 200 and self.server.connected() == wanted,
                           timeout_s=60, what="a connection of each role but migrate, whose password is not the service's", every_s=0.2)
        self.assertEqual(self.cluster.sql("select distinct left(rolpassword, 14) from pg_authid where rolname like 'tillnote%' "
                                          "and rolpassword is not null", "postgres"), [["SCRAM-SHA-256$"]])
        self.assertEqual(self.cluster.sql("select count(*) from pg_roles where rolname like 'tillnote%' and "
                                          "(rolsuper or rolbypassrls or rolreplication or rolcreatedb)", "postgres"), [["0"]])

    def test_nobody_comes_without_tls_or_with_another_roles_password(self):
        ours = self.cluster.conninfo("tillnote_web").replace("password_file=credential:tillnote.database-web", "").replace(
            "channel_binding=require", "")
        for change, expected in [(lambda text: text.replace("sslmode=verify-full", "sslmode=disable"), "no encryption"),
                                 (lambda text: text.replace("user=tillnote_web", "user=tillnote_digest"), "password authentication failed"),
                                 (lambda text: text.replace("user=tillnote_web", "user=postgres"), "no pg_hba.conf entry")]:
            done = processes.run(["psql", "-X", "-w", "-d", change(ours), "-c", "select 1"], check=False,
                                 env=dict(os.environ, PGPASSWORD=self.cluster.passwords["web"]))
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(expected, done.stderr)

    def test_a_database_with_another_name_is_refused(self):
        self.cluster.issue("DNS:other.example")
        said, failures = self.why_it_does_not_start()
        self.assertIn(f'server certificate for "other.example" does not match host name "{NAME}"', failures[0])
        self.assertIn("The database cannot be reached", said)

    def test_a_database_of_an_unknown_authority_is_refused(self):
        strangers = type(self.cluster.authority)(self.installation.folder, "strangers")
        ours, self.cluster.authority = self.cluster.authority, strangers
        self.addCleanup(setattr, self.cluster, "authority", ours)
        self.cluster.issue(f"DNS:{NAME}")
        self.assertIn("certificate verify failed", self.why_it_does_not_start()[1][0])

    def test_a_wrong_or_open_password_file_is_named(self):
        path = self.cluster.credential("web")
        write_secret(path, "not the password", USER)
        self.assertIn('password authentication failed for user "tillnote_web"', self.why_it_does_not_start()[1][0])
        os.chmod(path, 0o644)
        said, failures = self.why_it_does_not_start()
        self.assertEqual(failures, [])
        self.assertIn(f"'database.web': The secret in {path} is open to others: chmod 640 {path}", said)
        os.unlink(path)
        said, failures = self.why_it_does_not_start()
        self.assertIn(f"'database.web': The secret in {path} cannot be read: No such file", said)

    def test_a_new_password_needs_no_restart(self):
        self.server.start()
        self.addCleanup(self.server.stop)
        self.cluster.sql("alter role tillnote_web password 'a newer one'", "postgres")
        self.addCleanup(self.cluster.make_roles)
        write_secret(self.cluster.credential("web"), "a newer one", USER)
        self.cluster.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tillnote_web'", "postgres")
        processes.wait_for(lambda: self.server.ask("GET", "/readyz")[0] == 200 and self.cluster.value(
            "select count(*) > 0 from pg_stat_activity where usename = 'tillnote_web'", "postgres") == "t",
                           timeout_s=30, what="the service to come with the new password")


if __name__ == "__main__":
    run_tests()
