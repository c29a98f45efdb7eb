"""What the three programs are made of, as a CycloneDX 1.5 document: Debian's packages, by what the build itself has recorded.

Shared libraries are read from the programs (readelf), with those that they need in turn; static ones from the link commands, and
headers, whose code is compiled in, from the dependencies of the objects (ninja). dpkg says whose file each is. The same build gives
the same bytes: no time unless SOURCE_DATE_EPOCH is set, and a serial number made from the content.

usage: sbom.py --build DIR --out FILE
"""

import argparse
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import urllib.parse
import uuid

PROGRAMS = ("tillnote-server", "tillnote-lane", "tillnote-strip")
# What a link option stands for, as a file that the compiler can be asked for.
STATIC_OPTIONS = {"-static-libstdc++": "libstdc++.a", "-static-libgcc": "libgcc.a"}
FILES_AT_ONCE = 2000


def output_of(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=dict(os.environ, LC_ALL="C"))
    if done.returncode != 0:
        raise SystemExit(f"tillnote: {' '.join(words[:4])} failed: {done.stderr.strip()[:500]}")
    return done.stdout


class Packages:
    """Debian's packages by the files that they own."""

    def __init__(self):
        self._owners = {}
        self._facts = {}

    def owners(self, files):
        """File to package, as dpkg names it. Refused: a file of no package, whose origin nobody could tell."""
        unknown = sorted(set(files) - self._owners.keys())
        for begin in range(0, len(unknown), FILES_AT_ONCE):
            self._look_up(unknown[begin:begin + FILES_AT_ONCE])
        strays = [file for file in unknown if file not in self._owners]
        if strays:
            raise SystemExit(f"tillnote: {strays[0]} belongs to no Debian package; build with the packages of config/packages.txt")
        return {file: self._owners[file] for file in files}

    def _look_up(self, files):
        # Since /usr was merged a file has two names, and dpkg knows the one that its package was made with.
        names = {file: {file, os.path.realpath(file)} for file in files}
        for known in names.values():
            known |= {name.removeprefix("/usr") for name in known if name.startswith("/usr/lib")} | {"/usr" + name for name in known}
        wanted = sorted(set().union(*names.values()))
        done = subprocess.run(["dpkg-query", "-S", *wanted], capture_output=True, text=True, check=False, env=dict(os.environ, LC_ALL="C"))
        found = {}
        for line in done.stdout.splitlines():
            package, _, file = line.partition(": ")
            if not package.startswith("diversion"):
                found[file] = package.split(", ")[0]
        for file, known in names.items():
            owner = next((found[name] for name in sorted(known) if name in found), None)
            if owner:
                self._owners[file] = owner

    def facts(self, package):
        """Name, version, architecture, source and its version."""
        if package not in self._facts:
            form = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}"
            self._facts[package] = output_of("dpkg-query", "-W", "-f", form, package).split("\t")
        return self._facts[package]


class Build:
    """The records of one build folder."""

    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "CMakeCache.txt"), encoding="utf-8") as file:
            self.version = re.search(r"^CMAKE_PROJECT_VERSION:\w+=(.*)$", file.read(), re.MULTILINE).group(1)
        self._libraries = {}
        for line in output_of("/sbin/ldconfig", "-p").splitlines():
            match = re.fullmatch(r"\t(\S+) \((.*)\) => (\S+)", line)
            if match and ("x86-64" in match.group(2) or os.uname().machine != "x86_64"):
                self._libraries.setdefault(match.group(1), match.group(3))

    def program(self, name):
        path = os.path.join(self.folder, "bin", name)
        if not os.path.exists(path):
            raise SystemExit(f"tillnote: {path} is not there; build first")
        return path

    def needed(self, file):
        """Paths of the shared libraries that a program or library names."""
        return [self._libraries[name] for name in re.findall(r"\(NEEDED\).*\[(.*)\]", output_of("readelf", "-dW", file))]

    def commands(self, name):
        return output_of("ninja", "-C", self.folder, "-t", "commands", name)

    def static_libraries(self, name):
        """Those of others in the command that links a program; ours lie below the build folder."""
        words = self.commands(name).splitlines()[-1].split()
        files = {word for word in words if word.startswith("/") and word.endswith(".a")}
        return files | {output_of("g++", "-print-file-name=" + STATIC_OPTIONS[word]).strip() for word in words if word in STATIC_OPTIONS}

    def headers(self, name):
        """The headers of others that the objects of a program were compiled from."""
        objects = sorted(set(re.findall(r" -o (\S+\.o)\b", self.commands(name))))
        listed = output_of("ninja", "-C", self.folder, "-t", "deps", *objects)
        files = {os.path.realpath(line.strip()) for line in listed.splitlines() if line.startswith("    /")}
        return {file for file in files if file.startswith("/usr/")}


class Inventory:
    """Components by package, with what they are linked as and what they need."""

    def __init__(self, build):
        self._build, self._packages = build, Packages()
        with open("/etc/os-release", encoding="utf-8") as file:
            facts = dict(line.strip().replace('"', "").split("=", 1) for line in file if "=" in line)
        self._distribution = f"{facts['ID']}-{facts['VERSION_ID']}"
        self._linkage, self._files, self._needs, self._seen = {}, {}, {}, set()

    def add_program(self, name):
        shared = self._add_shared(self._build.program(name))
        static = self._add(self._build.static_libraries(name), "static")
        headers = self._add(self._build.headers(name), "headers")
        self._needs[name] = shared | static | headers

    def _add(self, files, linkage):
        """The packages of `files`."""
        owners = self._packages.owners(files)
        for file, package in owners.items():
            self._linkage.setdefault(package, set()).add(linkage)
            if linkage != "headers":
                self._files.setdefault(package, set()).add(os.path.basename(file))
        return set(owners.values())

    def _add_shared(self, file):
        """The packages that `file` names, after what these need in turn."""
        packages = set()
        for path in self._build.needed(file):
            (package,) = self._add({path}, "shared")
            packages.add(package)
            if path not in self._seen:
                self._seen.add(path)  # before what it needs: libraries may need each other
                self._needs.setdefault(package, set()).update(self._add_shared(path) - {package})
        return packages

    def reference(self, package):
        name, version, architecture, *_ = self._packages.facts(package)
        return f"pkg:deb/debian/{name}@{urllib.parse.quote(version, safe='.-~')}?arch={architecture}&distro={self._distribution}"

    def components(self):
        for package in sorted(self._linkage, key=self.reference):
            name, version, _, source, source_version = self._packages.facts(package)
            notes = [("tillnote:linkage", kind) for kind in sorted(self._linkage[package])]
            notes += [("tillnote:file", file) for file in sorted(self._files.get(package, ()))]
            notes += [("tillnote:source", f"{source} {source_version}")]
            yield {"type": "library", "bom-ref": self.reference(package), "supplier": {"name": "Debian"}, "name": name, "version": version,
                   "purl": self.reference(package), "properties": [{"name": key, "value": value} for key, value in notes]}

    def dependencies(self):
        for program in PROGRAMS:
            yield {"ref": program, "dependsOn": sorted(self.reference(package) for package in self._needs[program])}
        for package in sorted(self._linkage, key=self.reference):
            yield {"ref": self.reference(package), "dependsOn": sorted(self.reference(other) for other in self._needs.get(package, ()))}


def own_component(name, kind, version):
    return {"type": "application", "bom-ref": name, "name": name, "version": version, "description": kind,
            "licenses": [{"license": {"id": "Apache-2.0"}}]}


def make_document(folder):
    """The whole document."""
    build = Build(folder)
    inventory = Inventory(build)
    programs = []
    for name in PROGRAMS:
        inventory.add_program(name)
        with open(build.program(name), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        programs.append(own_component(name, "a program of Tillnote", build.version) | {"hashes": [{"alg": "SHA-256", "content": digest}]})
    metadata = {"lifecycles": [{"phase": "build"}], "component": own_component("tillnote", "from the lane to the manager's desk", build.version)}
    if "SOURCE_DATE_EPOCH" in os.environ:
        moment = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
        metadata = {"timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ")} | metadata
    content = {"version": 1, "metadata": metadata, "components": programs + list(inventory.components()),
               "dependencies": [{"ref": "tillnote", "dependsOn": sorted(PROGRAMS)}, *inventory.dependencies()]}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", **content}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    text = json.dumps(make_document(options.build), indent=1, ensure_ascii=False) + "\n"
    with open(options.out + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(options.out + ".new", options.out)


if __name__ == "__main__":
    sys.exit(main())
