"""The bill of materials: a CycloneDX 1.5 document in form, complete by what the programs say of themselves, and always the same.

usage: sbom_test.py [--build DIR]
"""

import copy
import hashlib
import json
import os
import re
import subprocess
import tempfile
import unittest

from built import PROGRAMS, ROOT, Built, run_tests
from elf import readelf

SCRIPT = os.path.join(ROOT, "config", "launcher", "sbom.py")


def find_faults(document):
    """What CycloneDX 1.5 would not have. Source: its JSON schema and "Specification Overview"."""
    if (document.get("bomFormat"), document.get("specVersion"), document.get("version")) != ("CycloneDX", "1.5", 1):
        yield "it is not CycloneDX 1.5"
    if not re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", document.get("serialNumber", "")):
        yield "its serial number is no UUID"
    for name in document.keys() - {"bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"}:
        yield f"{name} is unknown"
    components = [document["metadata"]["component"], *document["components"]]
    for component in components:
        if component.get("type") not in ("application", "library") or not component.get("name") or not component.get("version"):
            yield f"a component without type, name or version: {component}"
        if component["type"] == "library" and not re.fullmatch(r"pkg:deb/debian/[a-z0-9.+-]+@[A-Za-z0-9.%~-]+\?arch=[a-z0-9]+&distro=[a-z0-9.-]+",
                                                               component.get("purl", "")):
            yield f"{component['name']} has no package URL"
        for fingerprint in component.get("hashes", []):
            if fingerprint["alg"] != "SHA-256" or not re.fullmatch(r"[0-9a-f]{64}", fingerprint["content"]):
                yield f"{component['name']} has a broken hash"
    references = [component.get("bom-ref") for component in components]
    for reference in set(references):
        if references.count(reference) != 1:
            yield f"{reference} stands for several"
    listed = [dependency["ref"] for dependency in document["dependencies"]]
    if sorted(listed) != sorted(set(references)):
        yield "not every component has its dependencies, once"
    for dependency in document["dependencies"]:
        for other in set(dependency["dependsOn"]) - set(references):
            yield f"{dependency['ref']} depends on {other}, which is not there"


class BillOfMaterials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="tillnote-sbom-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.text = cls.make()
        cls.document = json.loads(cls.text)

    @classmethod
    def make(cls, **environment):
        out = os.path.join(cls.folder, "sbom.json")
        subprocess.run(["/usr/bin/python3", SCRIPT, "--build", Built.folder, "--out", out], check=True, timeout=300,
                       env=dict({key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}, **environment))
        with open(out, encoding="utf-8") as file:
            return file.read()

    def linked(self, kind):
        """Names of the packages that are linked so."""
        return {component["name"] for component in self.document["components"]
                if {"name": "tillnote:linkage", "value": kind} in component.get("properties", [])}

    def test_it_is_as_cyclonedx_has_it(self):
        self.assertEqual(list(find_faults(self.document)), [])

    def test_a_fault_is_found(self):
        def spoilt(change):
            document = copy.deepcopy(self.document)
            change(document)
            return list(find_faults(document))

        self.assertTrue(spoilt(lambda document: document.update(specVersion="1.4")))
        self.assertTrue(spoilt(lambda document: document.update(serialNumber="1")))
        self.assertTrue(spoilt(lambda document: document["components"].pop()))
        self.assertTrue(spoilt(lambda document: document["components"].append(document["components"][-1])))
        self.assertTrue(spoilt(lambda document: document["components"][-1].update(purl="libssl3")))
        self.assertTrue(spoilt(lambda document: document["dependencies"][0]["dependsOn"].append("nobody")))

    def test_every_library_that_a_program_names_is_in_it(self):
        files = {note["value"] for component in self.document["components"] for note in component.get("properties", [])
                 if note["name"] == "tillnote:file"}
        for name in PROGRAMS:
            needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", readelf("-d", Built.program(name))))
            self.assertGreater(len(needed), 3)
            self.assertLessEqual(needed, files, name)

    def test_it_knows_how_each_is_linked(self):
        self.assertLessEqual({"libssl3", "libpq5", "libc6", "libsodium23", "libcurl4", "libsqlite3-0", "libutf8proc2"}, self.linked("shared"))
        self.assertLessEqual({"libfltk1.3-dev", "libstdc++-12-dev"}, self.linked("static"))
        self.assertLessEqual({"libboost1.81-dev", "nlohmann-json3-dev", "libcli11-dev", "libkainjow-mustache-dev"}, self.linked("headers"))
        self.assertNotIn("libgtest-dev", self.linked("headers"), "of the tests only")

    def test_the_programs_are_those_that_were_built(self):
        for name in PROGRAMS:
            component = next(entry for entry in self.document["components"] if entry["name"] == name)
            with open(Built.program(name), "rb") as file:
                self.assertEqual(component["hashes"][0]["content"], hashlib.sha256(file.read()).hexdigest())

    def test_the_same_build_gives_the_same_bytes(self):
        self.assertEqual(self.make(), self.text)
        self.assertNotIn("timestamp", self.text)
        dated = json.loads(self.make(SOURCE_DATE_EPOCH="1700000000"))
        self.assertEqual(dated["metadata"]["timestamp"], "2023-11-14T22:13:20Z")
        self.assertNotEqual(dated["serialNumber"], self.document["serialNumber"])


if __name__ == "__main__":
    run_tests()
