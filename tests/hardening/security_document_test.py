"""docs/security.md: every requirement of ASVS 5.0, levels 1 and 2, has one answer, and whatever it points at is there."""

import collections
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Section: its last requirement of level 1 or 2. In each section those of level 3 come after them. Source: ASVS 5.0.0.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5,
    "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4,
    "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}
WHOLE_CHAPTERS = ["9", "10", "17"]  # of techniques that are not here
ANSWERS = ("met", "partly", "not met", "n/a")


def rows_of(text):
    """(number, what it asks, answer, tested by) of each row that begins with a requirement's number."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and re.fullmatch(r"\d+(\.\d+\.\d+)?", cells[0]):
            yield tuple(cells)


def find_faults(text, exists, runs):
    """What is wrong with the document; `exists` says whether there is a file, `runs` whether a test run would run it."""
    wanted = WHOLE_CHAPTERS + [f"{section}.{number}" for section, last in SECTIONS.items() for number in range(1, last + 1)]
    rows = list(rows_of(text))
    counted = collections.Counter(row[0] for row in rows)
    for number in wanted:
        if counted[number] != 1:
            yield f"{number} stands there {counted[number]} times"
    for number in counted.keys() - set(wanted):
        yield f"{number} is no requirement of level 1 or 2"
    for row in rows:
        if len(row) != 4 or not all(row[:3]):
            yield f"{row[0]} has no four cells"
            continue
        number, _, answer, tests = row
        if not re.match(rf"({'|'.join(ANSWERS)})\b", answer):
            yield f"{number} is answered neither by {', '.join(ANSWERS)}"
        if tests and not re.fullmatch(r"`[^`]+`(, `[^`]+`)*", tests):
            yield f"{number}: tests are paths in backticks with commas between them"
        if re.match(r"(n/a|not met)\b", answer) and tests:
            yield f"{number}: nothing there, but tested"
        for path in re.findall(r"`([^`]+)`", tests):
            if exists(path) and not runs(path):
                yield f"{number}: no test run runs {path}"
    for path in re.findall(r"`((?:tests|config|schema|docs)/[^`\s]+)`", text):
        if not exists(path):
            yield f"{path} is not there"
    for numbers in re.findall(r"decisions? ((?:\d{4}(?:, | and )?)+)", text):
        for number in re.findall(r"\d{4}", numbers):
            if not exists(f"docs/decisions/{number}-"):
                yield f"there is no decision {number}"


def in_the_tree(path):
    """Of a decision its number will do."""
    folder, name = os.path.split(path)
    if name.endswith("-"):
        return any(other.startswith(name) for other in os.listdir(os.path.join(ROOT, folder)))
    return os.path.exists(os.path.join(ROOT, path))


def is_run(path):
    """Whether the nearest CMakeLists.txt above it names it, by its name or the part of it that its folder's tests go by."""
    folder, name = os.path.split(path)
    while not os.path.exists(os.path.join(ROOT, folder, "CMakeLists.txt")):
        folder = os.path.dirname(folder)
    with open(os.path.join(ROOT, folder, "CMakeLists.txt"), encoding="utf-8") as file:
        text = re.sub(r"#.*", "", file.read())
    if name.endswith(".test.mjs") and "node --test ${CMAKE_CURRENT_SOURCE_DIR})" in text:
        return True  # with all of its folder
    stem = name.split(".")[0]
    return bool({name, stem, stem.removesuffix("_test")} & set(re.findall(r"[\w.-]+", text)))


class SecurityDocument(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(ROOT, "docs", "security.md"), encoding="utf-8") as file:
            self.text = file.read()

    def test_it_answers_everything_once_and_points_at_what_is_there(self):
        self.assertEqual(list(find_faults(self.text, in_the_tree, is_run)), [])

    def test_each_fault_is_found(self):
        row = next(line for line in self.text.splitlines() if line.startswith("| 2.2.1 |"))
        for damage, expected in [
            (lambda text: text.replace(row, ""), "2.2.1 stands there 0 times"),
            (lambda text: text.replace(row, row + "\n" + row), "2.2.1 stands there 2 times"),
            (lambda text: text.replace(row, row.replace("2.2.1", "2.2.9")), "2.2.9 is no requirement"),
            (lambda text: text.replace(row, row.replace("met:", "done:")), "2.2.1 is answered neither"),
            (lambda text: text.replace(row, row.replace("met:", "n/a:")), "2.2.1: nothing there, but tested"),
            (lambda text: text.replace(row, row.rpartition("|")[0].rpartition("|")[0]), "2.2.1 has no four cells"),
            (lambda text: text.replace("tests/schema/wire_bad_notes_test.cpp", "tests/schema/nowhere_test.cpp"), "nowhere_test.cpp is not there"),
            (lambda text: text.replace("tests/schema/wire_bad_notes_test.cpp", "tests/support/leaks.supp"), "2.2.1: no test run runs tests/support/leaks.supp"),
            (lambda text: text.replace("decision 0029", "decision 0999"), "no decision 0999"),
        ]:
            changed = damage(self.text)
            self.assertNotEqual(changed, self.text)
            self.assertIn(expected, "\n".join(find_faults(changed, in_the_tree, is_run)))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
