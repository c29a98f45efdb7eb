"""What `run` makes of targets that find nothing, find something, or never ran: made-up programs in place of the real ones."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

RUN = Path(__file__).resolve().parent / "run"

# They take libFuzzer's words as far as `run` uses them.
SOUND = """#!/bin/sh
for word; do case $word in -*) ;; *) [ -d "$word" ] || exit 9; [ "$corpus" ] || corpus=$word ;; esac; done
echo one >"$corpus/$$"
echo 'stat::number_of_executed_units: 41'
"""
BREAKS = """#!/bin/sh
for word; do case $word in -artifact_prefix=*) echo x >"${word#*=}crash-1" ;; esac; done
echo "  what():  two lengths"
echo '==7== ERROR: libFuzzer: deadly signal'
echo 'stat::number_of_executed_units: 7'
exit 77
"""
IDLE = "#!/bin/sh\nexit 0\n"


class Run(unittest.TestCase):
    """Verdicts, exit codes, and what is kept."""

    def setUp(self):
        home = tempfile.TemporaryDirectory(prefix="tillnote fuzz's ")
        self.addCleanup(home.cleanup)
        self.home = Path(home.name)
        (self.home / "bin").mkdir()

    def run_with(self, *words, **programs):
        """The finished run over these programs."""
        for name, text in programs.items():
            path = self.home / "bin" / f"fuzz_{name}"
            path.write_text(text)
            path.chmod(0o755)
        return subprocess.run([str(RUN), "--build", str(self.home), "--keep", str(self.home / "var/fuzz"), "--seconds", "1", *words],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, "LC_ALL": "C.UTF-8"})

    def test_targets_that_find_nothing_are_good_and_their_corpus_is_kept(self):
        for grown in ("0 -> 1", "1 -> 2"):
            done = self.run_with(form=SOUND)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertRegex(done.stdout, rf"form +41 executions +corpus +{grown} +nothing found")
        self.assertEqual(len(list((self.home / "var/fuzz/form/corpus").iterdir())), 2)

    def test_a_finding_is_told_kept_and_said_how_to_repeat_while_the_others_go_on(self):
        done = self.run_with(form=SOUND, framing=BREAKS)
        self.assertEqual(done.returncode, 1)
        self.assertIn("  |   what():  two lengths\n", done.stdout)
        self.assertTrue((self.home / "var/fuzz/framing/found/crash-1").exists())
        line = next(line for line in done.stdout.splitlines() if line.startswith("  again: "))
        words = subprocess.run(["bash", "-c", f"printf '%s\\n' {line.removeprefix('  again: ')}"], capture_output=True, text=True,
                               check=True).stdout.splitlines()
        self.assertEqual(words, [str(self.home / "bin/fuzz_framing"), str(self.home / "var/fuzz/framing/found/crash-1")])
        self.assertRegex(done.stdout, r"form +41 executions")
        self.assertIn("2 targets, 48 executions, something found by: framing\n", done.stdout)

    def test_a_target_that_never_ran_is_not_good(self):
        done = self.run_with(form=IDLE)
        self.assertEqual(done.returncode, 1)
        self.assertIn("FAILED", done.stdout)

    def test_a_target_that_is_not_there_is_named_and_none_at_all_is_an_error(self):
        done = self.run_with("--only", "forms", form=SOUND)
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no target forms; there are: form", done.stderr)
        (self.home / "bin/fuzz_form").unlink()
        self.assertEqual(self.run_with().returncode, 1)

    def test_wrong_words_are_wrong_usage(self):
        for words in (["--seconds", "0"], ["--seconds", "x"], ["--loud"]):
            self.assertEqual(self.run_with(*words, form=SOUND).returncode, 2)


if __name__ == "__main__":
    unittest.main()
