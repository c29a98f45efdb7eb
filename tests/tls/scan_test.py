"""What sslscan and testssl.sh find on the listener: nothing of severity MEDIUM or more, the self-made certificate aside.

usage: scan_test.py [--build DIR]
"""

import json
import os
import shutil
import unittest
import xml.etree.ElementTree as xml

from world import World
from harness import processes
from harness.world import run_tests

TESTSSL_S = 840  # a minute and a half on a machine with nothing else to do
BAD = {"MEDIUM", "HIGH", "CRITICAL", "WARN", "FATAL"}
# Of an authority that only the test knows, for an address without DNS.
ABOUT_THE_CERTIFICATE = ("cert", "DNS_CAArecord")
# Of the machine that scans: its own openssl cannot try GOST.
ABOUT_THE_SCANNER = ("engine_problem",)


class Scan(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.end)
        cls.place = f"127.0.0.1:{cls.world.server.port}"

    def test_sslscan_sees_modern_tls_only(self):
        file = os.path.join(self.world.folder, "sslscan.xml")
        processes.run(["sslscan", "--no-colour", f"--xml={file}", self.place], timeout_s=120)
        scan = xml.parse(file).getroot()
        enabled = sorted(each.get("version") for each in scan.iter("protocol") if each.get("type") == "tls" and each.get("enabled") == "1")
        self.assertEqual(enabled, ["1.2", "1.3"])
        self.assertFalse([each for each in scan.iter("protocol") if each.get("type") == "ssl" and each.get("enabled") == "1"])
        suites = {(each.get("sslversion"), each.get("cipher")) for each in scan.iter("cipher")}
        self.assertEqual(suites, {
            ("TLSv1.3", "TLS_AES_128_GCM_SHA256"), ("TLSv1.3", "TLS_AES_256_GCM_SHA384"), ("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"),
            ("TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256"), ("TLSv1.2", "ECDHE-ECDSA-AES256-GCM-SHA384"),
            ("TLSv1.2", "ECDHE-ECDSA-CHACHA20-POLY1305")})
        self.assertTrue(all(each.get("strength") in ("strong", "acceptable") for each in scan.iter("cipher")))
        self.assertEqual({each.get("name").split()[0] for each in scan.iter("group")}, {"x25519", "secp256r1"})
        self.assertNotIn("1", [each.get("supported") for each in scan.iter("compression")])
        self.assertEqual({each.get("vulnerable") for each in scan.iter("heartbleed")}, {"0"})
        self.assertEqual([each.get("supported") for each in scan.iter("renegotiation")], ["0"])
        print(f"sslscan: {len(suites)} suites of {', '.join('TLS ' + each for each in enabled)}, no weak one")

    def test_testssl_finds_nothing_of_medium_or_higher(self):
        file = os.path.join(self.world.folder, "testssl.json")
        program = shutil.which("testssl") or shutil.which("testssl.sh")
        # Everything but what many old browsers would agree on, which takes long and finds nothing about the server.
        done = processes.run([program, *"-p -s -f -P -S -h -U --quiet --color 0 --warnings off --nodns none --add-ca".split(),
                              self.world.authority.file, "--jsonfile", file, f"https://{self.place}/sign-in"], timeout_s=TESTSSL_S, check=False)
        with open(file, encoding="utf-8") as report:
            findings = json.load(report)
        self.assertGreater(len(findings), 80, done.stdout[-2000:])
        bad = [each for each in findings if each["severity"] in BAD and not each["id"].startswith(ABOUT_THE_CERTIFICATE + ABOUT_THE_SCANNER)]
        self.assertEqual(bad, [])
        seen = {each["id"] for each in findings}
        for needed in ("heartbleed", "secure_client_renego", "TLS1_1", "TLS1_3", "HSTS_time", "LUCKY13"):
            self.assertIn(needed, seen)
        counts = {severity: sum(each["severity"] == severity for each in findings) for severity in sorted({each["severity"] for each in findings})}
        print("testssl.sh:", ", ".join(f"{count} {severity}" for severity, count in counts.items()))


if __name__ == "__main__":
    run_tests()
