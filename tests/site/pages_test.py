"""What the site generates, without Sphinx: the pages of verbs, variables and C++ comments from the program and the headers, the check of links
on pages with planted faults, and the manual page."""
import contextlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

root = pathlib.Path(__file__).parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(root / "docs" / "extensions"))
import check_links  # noqa: E402
import cpp_comments  # noqa: E402
import program_tables  # noqa: E402

program = os.environ["REPLICAS_PROGRAM"]
HEADER = '''#pragma once
#include <vector>
namespace replicas {
class Later;

/// The mean of a * b, in `units`: |x|^2 <= 1.
///
///     mean(values);
double mean(const std::vector<double>& values);

// Not for readers of the reference.
constexpr int inner = 3;

/// A place.
struct Place {
  double x = 0;  ///< metres
  double length() const { return x * x; }
};

/// Holds one.
class Holder {
 public:
  int value() const;  ///< "}" is no end

 private:
  int hidden_ = 0;
};

/// Twice.
inline int twice(int n) {
  return 2 * n;
}

/// Any number.
template <class Number>
Number half(Number n) {
  return n / 2;
}
}  // namespace replicas
'''


class Comments(unittest.TestCase):
    def setUp(self):
        self.found = [(" ".join(comment), "\n".join(cpp_comments.signature(code)))
                      for comment, code in cpp_comments.declarations(HEADER) if not cpp_comments.forward(code)]

    def test_every_declaration_is_found_with_its_comment(self):
        self.assertEqual([comment.split(".")[0].split(" a *")[0] for comment, _ in self.found],
                         ["The mean of", "", "A place", "Holds one", "Twice", "Any number"])

    def test_what_is_private_and_bodies_are_left_out(self):
        text = "\n".join(code for _, code in self.found)
        self.assertNotIn("hidden_", text)
        self.assertNotIn("return 2 * n", text)
        self.assertNotIn("return n / 2", text)
        self.assertIn("inline int twice(int n);", text)
        self.assertIn("///< metres", text)

    def test_signs_are_no_markdown(self):
        text = cpp_comments.prose(["The mean of a * b, in `units`: |x|^2 <= 1.", "", "    mean(values);"])
        self.assertIn(r"a \* b, in `units`: \|x\|^2 \<= 1.", text)
        self.assertIn("```cpp\nmean(values);\n```", text)
        self.assertIn("```text\n  one   `two`\n```", cpp_comments.prose(["A table:", "", "      one   `two`"]))

    def test_every_installed_header_is_there_and_balanced(self):
        pages = cpp_comments.pages()
        self.assertIn("class Simulation", pages["run"])
        self.assertNotIn("simulation_work.h", pages["run"])
        self.assertNotIn("engine/cpu/", pages["engine"])
        for room, headers in cpp_comments.installed():
            for path in headers:
                name = path.relative_to(root / "host").as_posix()
                if re.search(r"^\s*///\s", path.read_text(), re.M):
                    self.assertIn(f"## {name}\n", pages[room], "its comments are lost")
        for room, text in pages.items():
            self.assertEqual(text.count("```") % 2, 0, room)
            for block in re.findall(r"```cpp\n(.*?)```", text, re.S):
                code = "\n".join(map(cpp_comments.outside_comments, block.splitlines()))
                self.assertEqual(code.count("{"), code.count("}"), f"{room}: {block}")


class Tables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tables = program_tables.tables()

    def test_the_tables_are_those_of_the_program(self):
        verbs = subprocess.run([program, "--list-verbs"], capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual([verb["name"] for verb in self.tables["verbs"]], verbs)
        listed = subprocess.run([program, "run", "--list-options"], capture_output=True, text=True, check=True).stdout.splitlines()
        rows = {row[0][2:]: row for row in (line.split("\t") for line in listed)}
        for option in self.tables["options"]:
            _, _, text, value, standard, topic = rows[option["key"]]
            self.assertEqual((option["help"], option["value"], option["default"], option["topic"]), (text, value, standard, topic))
            self.assertTrue(topic and topic != "Options", option["key"])
        statuses = re.findall(r"= (\d+),", (root / "host/command/exit_status.h").read_text())
        self.assertEqual([str(one["status"]) for one in self.tables["exit_statuses"]], statuses)

    def test_topics_stand_together(self):
        for rows in (self.tables["verbs"], self.tables["options"]):
            topics = [row["topic"] for row in rows]
            self.assertEqual(sum(a != b for a, b in zip(topics, topics[1:])) + 1, len(set(topics)))

    def test_every_column_of_a_run_is_in_the_table_of_observables(self):
        """A variable over temperature alone that the table lacks would be missing from the reference, or be described twice."""
        columns = {one["name"]: one for one in self.tables["observables"]}
        written = program_tables.written()
        for name, (axes, unit, words, _) in written[""].items():
            if axes == ("temperature",) and name != "temperature":
                self.assertIn(name, columns)
                self.assertEqual((columns[name]["unit"], columns[name]["meaning"]), (unit, words))
        self.assertGreater(len(set(columns) & set(written[""])), 40)
        for group in ("posterior", "warmup_posterior", "sample_stats", "curvature_map", "reweighting", "weights"):
            self.assertIn(group, written)
            for name, (_, _, words, _) in written[group].items():
                self.assertTrue(words or name in ("chain", "draw", "temperature"), f"{group}/{name} does not say what it is")

    def test_the_page_of_commands_has_every_option(self):
        page = program_tables.commands()
        for verb in self.tables["verbs"]:
            self.assertIn(f"### `{verb['name']}`", page)
        for option in self.tables["options"]:
            self.assertIn("--" + option["key"], page)


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = subprocess.run([program, "--manual"], capture_output=True, text=True, check=True).stdout

    def test_it_has_every_verb_and_option(self):
        verbs = subprocess.run([program, "--list-verbs"], capture_output=True, text=True, check=True).stdout.split()
        sections = re.split(r"^\.S[SH] ", self.text, flags=re.M)
        for verb in verbs:
            own = next(part for part in sections if part.startswith("replicas" if verb == "run" else f"replicas {verb}"))
            if verb == "theory":
                continue  # its quantities have the options
            listed = subprocess.run([program, verb, "--list-options"], capture_output=True, text=True, check=True).stdout
            for line in listed.splitlines():
                self.assertIn("\\fB" + line.split("\t")[0].replace("-", "\\-") + "\\fR", re.sub(r"\\-[a-z], ", "", own), verb)
        self.assertIn(".SS replicas theory franz\\-parisi", self.text)
        for one in program_tables.tables()["exit_statuses"]:
            self.assertIn(f".B {one['status']}\n", self.text)

    @unittest.skipUnless(shutil.which("groff"), "there is no groff")
    def test_groff_reads_it_without_a_warning(self):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z"], input=self.text, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        broken = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z"], input=self.text + ".TQ2 x\n", capture_output=True, text=True)
        self.assertNotEqual(broken.stderr, "", "groff would say nothing of a macro that does not exist")

    @unittest.skipUnless(shutil.which("groff"), "there is no groff")
    def test_what_is_shown_is_what_help_says(self):
        shown = subprocess.run(["groff", "-man", "-Tascii", "-P-cbou"], input=self.text, capture_output=True, text=True).stdout
        words = " ".join(shown.split())
        for option in program_tables.tables()["options"]:
            self.assertIn(" ".join(option["help"].split()), words)


class Links(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "a.html").write_text('<p id="here"><a href="b/c.html#there">c</a> <a href="#here">h</a> <a href="https://arxiv.org/abs/1">x</a></p>')
        (self.folder / "b").mkdir()
        self.other = self.folder / "b" / "c.html"
        self.other.write_text('<p id="there"><a href="../a.html">a</a><img src="../x.png"></p>')
        (self.folder / "x.png").write_bytes(b"")

    def faults(self):
        return [what for _, what in check_links.faults(self.folder)]

    def test_whole_pages_have_no_fault(self):
        self.assertEqual(self.faults(), [])
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(check_links.main([self.folder]), 0)

    def test_planted_faults_are_found(self):
        for text, words in (('<a href="d.html">', "not there"), ('<a href="../a.html#nowhere">', "a place that is not there"),
                            ('<img src="y.png">', "not there"), ('<script src="https://arxiv.org/x.js"></script>', "from a network")):
            self.other.write_text('<p id="there"></p>' + text)
            self.assertEqual(len(self.faults()), 1, text)
            self.assertIn(words, self.faults()[0])


if __name__ == "__main__":
    unittest.main(verbosity=2)
