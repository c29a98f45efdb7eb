"""Every rule can fail: small made-up trees, each with one mistake, and the same without it."""

import unittest

import arrows
import contents
import sizes
from tree import ROOT, Tree, load_tree

HEADER = "#pragma once\n\n/// Says what.\nint f();\n"
ERROR_HPP = "enum class ErrorCode {\n    not_found = 1,  ///< a\n    busy,  ///< b\n};\n"
ERROR_ROWS = 'ErrorRow{not_found, "not-found", "Not there", 404, x},\nErrorRow{busy, "busy", "Busy", 503, x},\n'
OPENAPI = "enum:\n  - /problems/not-found\n  - /problems/busy\n"


class RuleTest(unittest.TestCase):
    """Vocabulary: what a rule says about a tree."""

    def refuses(self, rule, files, saying):
        found = "\n".join(rule(Tree(files)))
        self.assertIn(saying, found)

    def accepts(self, rule, files):
        self.assertEqual(list(rule(Tree(files))), [])


class Arrows(RuleTest):
    """Includes, link lines, translation units."""

    def test_an_include_against_the_arrow(self):
        files = {"server/domain/a.cpp": '#include "server/storage/session.hpp"\n'}
        self.refuses(arrows.check_includes, files, "server/domain/a.cpp:1: domain may not include from storage")

    def test_every_pair_that_is_no_arrow_is_refused_and_every_arrow_accepted(self):
        prefixes = {name: prefix for prefix, name in arrows.PROJECT_FOLDERS.items()}
        for folder, prefix in prefixes.items():
            for target, target_prefix in prefixes.items():
                header = "schema/error.hpp" if target == "schema" else f"{target_prefix}/x.hpp"
                files = {f"{prefix}/a.cpp": f'#include "{header}"\n'}
                if target == folder or target in arrows.ARROWS[folder]:
                    self.accepts(arrows.check_includes, files)
                else:
                    self.refuses(arrows.check_includes, files, f"{folder} may not include from {target}")

    def test_http_knows_no_notes(self):
        self.refuses(arrows.check_includes, {"server/http/a.cpp": '#include "schema/note.hpp"\n'}, "http knows only")

    def test_a_library_out_of_place(self):
        files = {"server/domain/a.cpp": "#include <string>\n#include <pqxx/pqxx>\n"}
        self.refuses(arrows.check_includes, files, "a.cpp:2: domain may not use <pqxx/pqxx>")
        self.refuses(arrows.check_includes, {"schema/a.hpp": "#include <boost/asio.hpp>\n"}, "schema may not use")
        self.accepts(arrows.check_includes, {"server/storage/a.cpp": "#include <pqxx/pqxx>\n"})

    def test_marks_around_headers(self):
        self.refuses(arrows.check_includes, {"server/app/a.cpp": "#include <schema/note.hpp>\n"}, "include it in quotes")
        self.refuses(arrows.check_includes, {"server/app/a.cpp": '#include "boost/asio.hpp"\n'}, "in angle brackets")

    def test_a_link_line_against_the_arrow(self):
        line = "target_link_libraries(tillnote_domain PUBLIC tillnote_schema PRIVATE\n  {})\n"
        self.refuses(arrows.check_links, {"server/domain/CMakeLists.txt": line.format("tillnote_http")}, "may not link tillnote_http")
        self.accepts(arrows.check_links, {"server/domain/CMakeLists.txt": line.format("date::date-tz")})
        self.refuses(arrows.check_links, {"server/domain/CMakeLists.txt": "add_library(x a.cpp)\n"}, "links nothing of ours")

    def test_pqxx_and_asio_in_one_unit_through_headers(self):
        files = {
            "server/app/a.cpp": '#include "server/app/b.hpp"\n#include "server/app/c.hpp"\n',
            "server/app/b.hpp": "#include <boost/asio/io_context.hpp>\n",
            "server/app/c.hpp": '#include "server/app/d.hpp"\n',
            "server/app/d.hpp": "#include <pqxx/pqxx>\n",
        }
        self.refuses(arrows.check_translation_units, files, "server/app/a.cpp: includes both pqxx and Asio")
        files["server/app/d.hpp"] = "#include <string>\n"
        self.accepts(arrows.check_translation_units, files)

    def test_beast_out_of_place_or_in_too_many_files(self):
        beast = "#include <boost/beast/http.hpp>\n"
        self.refuses(arrows.check_translation_units, {"server/routes/a.cpp": beast}, "Beast stays in")
        four = {f"server/http/{name}.cpp": beast for name in "abcd"}
        self.accepts(arrows.check_translation_units, four)
        hidden = {"server/http/e.cpp": '#include "server/http/e.hpp"\n', "server/http/e.hpp": beast}
        self.refuses(arrows.check_translation_units, four | hidden, "5 files include Beast")


class Sizes(RuleTest):
    """Files and functions."""

    def test_a_file_too_long(self):
        self.refuses(sizes.check_files, {"schema/a.cpp": "\n" * 401}, "401 lines")
        self.accepts(sizes.check_files, {"schema/a.cpp": "\n" * 400, "schema/openapi.yaml": "\n" * 900})

    def function_lengths(self, text):
        return [(name, lines) for name, _, lines in sizes.cpp_functions(text)]

    def test_a_function_too_long_in_each_language(self):
        body = "\n".join(["    work();"] * 69)
        cpp = "namespace a {\nint f(int x) {\n" + body + "\n}\n}\n"
        self.accepts(sizes.check_functions, {"schema/a.cpp": cpp.replace("    work();\n", "", 1)})
        self.refuses(sizes.check_functions, {"schema/a.cpp": cpp}, "schema/a.cpp:2: f has 71 lines")
        python = "def f():\n" + "    x = 1\n" * 70
        self.refuses(sizes.check_functions, {"tests/a.py": python}, "f has 71 lines")
        self.refuses(sizes.check_functions, {"tests/run": "#!/usr/bin/python3\n" + python}, "tests/run:2: f has 71 lines")
        self.refuses(sizes.check_functions, {"config/a.sh": "f() {\n" + "    :\n" * 69 + "}\n"}, "f has 71 lines")

    def test_functions_of_every_shape_are_found(self):
        text = (
            "template <typename T> struct S : B<T> {\n"
            "    S(int a, int b) noexcept : a_(a), b_{b}, c_{{1, 2}} {\n        go();\n    }\n"
            "    auto get() const -> int {\n        return {};\n    }\n"
            "    int member = 3;\n    std::array<int, 2> pair{1, 2};\n};\n"
            "constexpr std::array rows{\n    Row{1},\n    Row{2},\n};\n"
            "const auto later = [](int x) {\n    return x;\n};\n"
            "TEST(Suite, Name) {\n    if (x) {\n    }\n}\n"
        )
        self.assertEqual(self.function_lengths(text), [("S", 3), ("get", 3), ("later", 3), ("TEST", 4)])

    def test_braces_in_comments_and_literals_do_not_count(self):
        text = 'void f() {\n    // }\n    s = "}";\n    c = \'}\';\n    r = R"x(}\n)x";\n    n = 1\'000;\n}\nvoid g() {}\n'
        self.assertEqual(self.function_lengths(text), [("f", 8), ("g", 1)])


class Contents(RuleTest):
    """Folders, migrations, the error table, headers, tests, words."""

    def test_a_new_folder_at_the_top(self):
        self.refuses(contents.check_top_level, {"scripts/a.sh": ""}, "scripts: not one of")
        self.accepts(contents.check_top_level, {"schema/a.hpp": "", "tillnote": ""})

    def test_migrations(self):
        first = {"schema/database/0001_roles.sql": ""}
        self.accepts(contents.check_migrations, first)
        self.refuses(contents.check_migrations, first | {"schema/database/0003_notes.sql": ""}, "the next number is 0002")
        self.refuses(contents.check_migrations, first | {"schema/database/0001_again.sql": ""}, "the next number is")
        self.refuses(contents.check_migrations, first | {"schema/database/2_notes.sql": ""}, "NNNN_name.sql")
        self.refuses(contents.check_migrations, {}, "no migration")

    def test_the_error_table(self):
        files = {"schema/error.hpp": ERROR_HPP, "schema/error.cpp": ERROR_ROWS, "schema/openapi.yaml": OPENAPI}
        self.accepts(contents.check_error_table, files)
        self.refuses(contents.check_error_table, files | {"schema/error.cpp": ERROR_ROWS.splitlines()[0]}, "busy needs exactly one row")
        self.refuses(contents.check_error_table, files | {"schema/error.cpp": ERROR_ROWS * 2}, "busy needs exactly one row")
        self.refuses(contents.check_error_table, files | {"schema/error.cpp": ERROR_ROWS.replace('"busy"', '"occupied"')}, "occupied")
        self.refuses(contents.check_error_table, files | {"schema/openapi.yaml": OPENAPI.replace("busy", "busy-day")},
                     "/problems/busy is not in the list")

    def test_headers(self):
        self.accepts(contents.check_headers, {"schema/a.hpp": HEADER})
        self.refuses(contents.check_headers, {"schema/a.hpp": HEADER.replace("#pragma once", "")}, "#pragma once")
        self.refuses(contents.check_headers, {"schema/a.hpp": HEADER.replace("///", "//")}, "no doc comment")

    def test_the_mirror(self):
        source = {"server/domain/rollup.cpp": ""}
        self.accepts(contents.check_mirror, source | {"tests/domain/rollup_test.cpp": "", "tests/domain/rollup_late_test.cpp": ""})
        self.refuses(contents.check_mirror, source | {"tests/domain/rolling_test.cpp": ""}, "no server/domain/rolling")
        self.refuses(contents.check_mirror, {"tests/http/CMakeLists.txt": ""}, "excused in CROSS_CUTTING, but gone")

    def test_test_names(self):
        def named(name):
            return {"tests/schema/a_test.cpp": f"TEST({name}) {{}}\n"}
        self.accepts(contents.check_test_names, named("Outbox, KeepsEveryTickedNote"))
        self.refuses(contents.check_test_names, named("Outbox, Works"), "a sentence that says what holds")
        self.refuses(contents.check_test_names, named("Outbox, keeps_notes"), "words run together")
        self.refuses(contents.check_test_names, named("Outbox, DISABLED_KeepsNotes"), "switched off")
        skips = {"tests/schema/a_test.cpp": "TEST(Outbox, KeepsEveryNote) {\n    GTEST_SKIP();\n}\n"}
        self.refuses(contents.check_test_names, skips, "a_test.cpp:2: skips")

    def test_words_that_do_not_belong(self):
        for text in ("// TO" + "DO later", "// FIX" + "ME", "// X" + "XX"):
            self.refuses(contents.check_words, {"schema/a.cpp": "\n" + text}, "schema/a.cpp:2:")
        self.refuses(contents.check_words, {"a.json": "https://registry." + "npmjs.org/x"}, "package registry")
        self.refuses(contents.check_words, {"a.md": "cd /ho" + "me/me/tillnote"}, "a path of one machine")
        self.refuses(contents.check_words, {"a.md": "cd /wo" + "rk/main"}, "a path of one machine")
        self.accepts(contents.check_words, {"a.sh": 'mktemp -d "${TMPDIR:-/tmp}/x.XXXXXX"; cd "$root/build/bin" # server/work/home/x\n'})


class Loading(unittest.TestCase):
    """A tree without git, as in a source archive, is the same tree."""

    def test_walking_finds_what_git_lists(self):
        import tree  # pylint: disable=import-outside-toplevel
        listed = tree._listed_by_git(ROOT)  # pylint: disable=protected-access
        walked = set(tree._listed_by_walking(ROOT))  # pylint: disable=protected-access
        self.assertIn("schema/error.hpp", walked)
        if listed is not None:
            self.assertLessEqual(set(load_tree().files), walked)


if __name__ == "__main__":
    unittest.main()
