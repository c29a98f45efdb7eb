"""The rules of the house, held against the tree: nobody argues with them, and each says what to do.

rules_test.py shows for every rule that it can fail.
"""

import unittest

import arrows
import contents
import sizes
from tree import load_tree


class TheTree(unittest.TestCase):
    """One test per rule; a failure lists everything that breaks it."""

    @classmethod
    def setUpClass(cls):
        cls.tree = load_tree()

    def hold(self, rule):
        found = list(rule(self.tree))
        self.assertFalse(found, f"\n{rule.__doc__}\n  " + "\n  ".join(found))

    def test_holds_the_files_it_judges(self):
        """A loader that finds nothing would make every rule pass."""
        self.assertIn("schema/error.hpp", self.tree.files)
        self.assertGreater(len(list(self.tree.select(".cpp", ".hpp"))), 100)
        functions = [function for _, text in self.tree.select(".cpp") for function in sizes.cpp_functions(text)]
        self.assertGreater(len(functions), 300)

    def test_includes_follow_the_arrows(self):
        self.hold(arrows.check_includes)

    def test_link_lines_follow_the_arrows(self):
        self.hold(arrows.check_links)

    def test_pqxx_and_asio_never_meet_and_beast_stays_in_few_files(self):
        self.hold(arrows.check_translation_units)

    def test_files_are_short(self):
        self.hold(sizes.check_files)

    def test_functions_are_short(self):
        self.hold(sizes.check_functions)

    def test_the_top_level_is_as_agreed(self):
        self.hold(contents.check_top_level)

    def test_migrations_are_numbered_without_a_gap(self):
        self.hold(contents.check_migrations)

    def test_every_error_code_has_its_row_and_its_documentation(self):
        self.hold(contents.check_error_table)

    def test_headers_guard_and_explain_themselves(self):
        self.hold(contents.check_headers)

    def test_tests_mirror_the_source(self):
        self.hold(contents.check_mirror)

    def test_test_names_are_sentences(self):
        self.hold(contents.check_test_names)

    def test_nothing_unfinished_and_no_place_of_one_machine(self):
        self.hold(contents.check_words)


if __name__ == "__main__":
    unittest.main()
