"""A Debian root of its own, in which packages are installed and removed without touching the machine.

Programs and libraries are those of the machine, seen read-only; users, package database, configuration and /var are the
root's own. Works for an ordinary user, too: then in a user namespace, where fakeroot remembers the owners.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

IS_ROOT = os.geteuid() == 0

_NAMESPACES = ["--mount"] if IS_ROOT else ["--mount", "--user", "--map-root-user"]

# What is bound into the mount namespace of each command; $1 is the root.
_ENTER = '''set -e
for folder in usr proc dev etc/alternatives; do mount --rbind "/$folder" "$1/host/$folder"; done
[ "$2" = no ] || mount -o remount,bind,ro "$1/host/usr"
root=$1
shift 2
exec chroot "$root" "$@"
'''

# Folders of /usr that packages write to are real; what is in them, and all others, are links to the machine's.
_REAL = ["bin", "sbin", "lib", "lib/systemd", "lib/systemd/system", "share", "share/doc", "share/man"]
# Of the many programs only those that others call by their full path; the path leads to the rest.
_BY_FULL_PATH = ["sh", "perl", "env", "chfn", "chage", "gpasswd", "passwd", "systemctl", "fakeroot-sysv", "faked-sysv"]

# Where there is no real root, fakeroot answers these, at a second or two each.
_OWNERS_MATTER = {"dpkg", "stat"}

_ETC = ["passwd", "group", "nsswitch.conf", "adduser.conf", "deluser.conf", "login.defs", "ld.so.cache", "manpath.config"]


class PrivateRoot:
    """Makes the root below a temporary folder; `remove` deletes it. `packages` are installed as far as dpkg is concerned."""

    def __init__(self, packages):
        if subprocess.run(["unshare", *_NAMESPACES, "true"], check=False).returncode != 0:
            raise AssertionError("no mount namespace is to be had: allow user namespaces, or give this container CAP_SYS_ADMIN")
        self._home = Path(tempfile.mkdtemp(prefix="tillnote-root-"))
        self.path = self._home / "root"
        self._owners = self._home / "owners"
        for name in ("host/usr", "host/proc", "host/dev", "host/etc/alternatives", "etc/systemd/system", "etc/default", "tmp", "run", "root", "var/tmp",
                     "var/cache", "var/log", "var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers"):
            (self.path / name).mkdir(parents=True)
        (self.path / "tmp").chmod(0o1777)
        self._link_usr()
        self._copy_etc()
        self._write_package_database(packages)

    def remove(self):
        """Deletes everything."""
        shutil.rmtree(self._home)

    def run(self, *command, check=True, **options):
        """Runs a command in the root as its root user; the finished process with its output as text."""
        done = subprocess.run(self._entering(command), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                              check=False, env=self._environment(), **options)
        if check and done.returncode != 0:
            raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def start(self, *command):
        """The same, left running, with its stdout on a pipe."""
        return subprocess.Popen(self._entering(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                                env=self._environment())

    def add(self, file):
        """Puts a file into /tmp of the root; its path there."""
        shutil.copy(file, self.path / "tmp")
        return f"/tmp/{Path(file).name}"

    def exists(self, path):
        """Whether a path is there; links are not followed."""
        return os.path.lexists(self.path / path.lstrip("/"))

    def _entering(self, command):
        faked = [] if IS_ROOT or command[0] not in _OWNERS_MATTER else ["fakeroot-sysv", "-i", "/owners", "-s", "/owners", "--"]
        return ["unshare", *_NAMESPACES, "sh", "-c", _ENTER, "sh", str(self.path), "yes" if IS_ROOT else "no", *faked, *command]

    @staticmethod
    def _environment():
        # In a user namespace, a real chown to a user that is not mapped is an error that fakeroot does not expect.
        return {"PATH": "/usr/sbin:/usr/bin:/host/usr/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "HOME": "/root",
                "FAKEROOTDONTTRYCHOWN": "1"}

    def _link_usr(self):
        usr = self.path / "usr"
        for name in _REAL:
            (usr / name).mkdir(parents=True)
        for name in ["", "sbin", "lib", "lib/systemd", "lib/systemd/system", "share"]:
            for entry in os.scandir(Path("/usr") / name):
                # A machine may have the packages installed already; this root has not.
                if f"{name}/{entry.name}".lstrip("/") not in _REAL and not entry.name.startswith("tillnote"):
                    os.symlink(f"/host/usr/{name}/{entry.name}", usr / name / entry.name)
        for name in _BY_FULL_PATH:
            os.symlink(f"/host/usr/bin/{name}", usr / "bin" / name)
        for name in ("bin", "sbin", "lib", "lib64"):
            (self.path / name).symlink_to(f"usr/{name}")
        for name in ("proc", "dev"):
            (self.path / name).symlink_to(f"host/{name}")
        (self.path / "owners").touch()

    def _copy_etc(self):
        etc = self.path / "etc"
        for name in _ETC:
            if (Path("/etc") / name).exists():
                shutil.copy(Path("/etc") / name, etc / name)
        (etc / "alternatives").symlink_to("/host/etc/alternatives")
        for name in ("passwd", "group"):
            lines = (etc / name).read_text().splitlines(keepends=True)
            (etc / name).write_text("".join(line for line in lines if not line.startswith("tillnote-lane:")))
        (etc / "shadow").touch(0o600)
        (etc / "gshadow").touch(0o600)

    def _write_package_database(self, packages):
        dpkg = self.path / "var/lib/dpkg"
        fields = ["Package", "Status", "Maintainer", "Architecture", "Multi-Arch", "Version", "Provides", "Description"]
        form = "".join(f"{name}: ${{{name}}}\\n" for name in fields) + "\\n"
        listed = subprocess.run(["dpkg-query", "-W", f"-f={form}", *packages], capture_output=True, text=True, check=True).stdout
        kept = [line for line in listed.splitlines() if not line.endswith(": ") and not line.startswith(" ")]
        (dpkg / "status").write_text("\n".join(kept) + "\n\n")
        (dpkg / "info/format").write_text("1\n")
        for name in subprocess.run(["dpkg-query", "-W", "-f=${binary:Package}\\n", *packages], capture_output=True, text=True,
                                   check=True).stdout.split():
            (dpkg / f"info/{name}.list").touch()
