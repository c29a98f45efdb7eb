"""Child processes that never outlive this one, whatever happens to it."""

import atexit
import ctypes
import os
import signal
import socket
import subprocess
import tempfile
import time

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_running = []


class Failure(Exception):
    """Something the person at the keyboard can act on: said without a stack trace."""


def _die_with_parent(death_signal):
    def prepare():
        _LIBC.prctl(_PR_SET_PDEATHSIG, death_signal)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])

    return prepare


def start(words, *, log, user=None, env=None, cwd=None, death_signal=signal.SIGKILL, stdout=None):
    """Starts a long-lived child. Call from the main thread only: the kernel ties the child's life to the thread."""
    options = {}
    if user and os.geteuid() == 0:
        options = {"user": user, "group": user, "extra_groups": []}
    child = subprocess.Popen(
        [str(word) for word in words], stdin=subprocess.DEVNULL, stdout=stdout or log, stderr=log, env=env, cwd=cwd,
        preexec_fn=_die_with_parent(death_signal), start_new_session=True, **options)
    _running.append(child)
    return child


def run(words, *, user=None, env=None, timeout_s=120, input_text=None, check=True, cwd=None):
    """Runs a command to its end and gives its result; `check` turns a failure into Failure with its output."""
    options = {}
    if user and os.geteuid() == 0:
        options = {"user": user, "group": user, "extra_groups": []}
    done = subprocess.run([str(word) for word in words], input=input_text, stdin=None if input_text else subprocess.DEVNULL,
                          capture_output=True, text=True, env=env, timeout=timeout_s, cwd=cwd, **options)
    if check and done.returncode != 0:
        tail = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise Failure(f"{' '.join(str(word) for word in words[:6])} failed with exit {done.returncode}: {tail}")
    return done


def stop(child, *, gentle=signal.SIGTERM, timeout_s=10):
    """Asks the child to stop, then makes it. Returns its exit status."""
    if child.poll() is None:
        child.send_signal(signal.SIGCONT)
        child.send_signal(gentle)
        try:
            child.wait(timeout_s)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    if child in _running:
        _running.remove(child)
    return child.returncode


def kill(child):
    """SIGKILL, and waits until the kernel has buried it."""
    child.kill()
    child.wait()
    if child in _running:
        _running.remove(child)


def stop_all():
    for child in reversed(list(_running)):
        if child.poll() is None:
            stop(child, timeout_s=5)


def arrange_clean_end():
    """Ctrl-C and SIGTERM end the program through `finally` and atexit, so that children and folders go."""
    atexit.register(stop_all)
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))


def free_port():
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(child):
    """CPU time that a child and its own children, living or waited for, have taken so far."""
    seconds = 0.0
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(child.pid)], capture_output=True, text=True, check=False)
    for pid in [child.pid, *map(int, listed.stdout.split())]:
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                fields = file.read().rpartition(") ")[2].split()
        except OSError:
            continue  # it ended in the meantime
        ticks = [int(field) for field in fields[11:15]]
        seconds += (sum(ticks) if pid == child.pid else ticks[0] + ticks[1]) / os.sysconf("SC_CLK_TCK")
    return seconds


def port_listens(port):
    """Whether somebody accepts connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(condition, *, timeout_s, what, every_s=0.02):
    """Polls until `condition()` is true and gives its value; Failure names `what` when time is up."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(f"gave up after {timeout_s} s waiting for {what}")
        time.sleep(every_s)


def scratch_folder_on_a_real_disk(prefix):
    """A fresh folder where fsync means something: the temporary folder, or /var/tmp when that one is in memory."""
    for parent in (tempfile.gettempdir(), "/var/tmp"):
        kind = subprocess.run(["stat", "-f", "-c", "%T", parent], capture_output=True, text=True, check=False).stdout.strip()
        if kind and kind not in ("tmpfs", "ramfs"):
            folder = tempfile.mkdtemp(prefix=prefix, dir=parent)
            os.chmod(folder, 0o755)
            return folder
    raise Failure("no temporary folder on a real disk: set TMPDIR to one")
