"""Every Python file here is one for the oldest Python that pyproject.toml allows: its grammar, without running it. Which modules and
functions that Python has is vermin's to say (.ci/run)."""
import ast
import pathlib
import re
import unittest

root = pathlib.Path(__file__).parents[2]
required = re.search(r'^requires-python = ">=(\d+)\.(\d+)"$', (root / "pyproject.toml").read_text(), re.M)
OLDEST = (int(required[1]), int(required[2]))
FOLDERS = ("bench", "cuda", "docs", "host", "tests")


def refusal(text, name="x.py"):
    """Why the oldest Python would not read this, or None."""
    try:
        ast.parse(text, name, feature_version=OLDEST)
    except SyntaxError as error:
        return f"{name}:{error.lineno}: {error.msg}"


class Grammar(unittest.TestCase):
    def test_every_file_is_read(self):
        files = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py*")) if path.suffix in (".py", ".pyi")]
        self.assertTrue({"host/python", "host/show", "tests/python"} <= {str(path.parent.relative_to(root)) for path in files})
        self.assertEqual([why for path in files if (why := refusal(path.read_text(), str(path.relative_to(root))))], [])

    def test_newer_grammar_is_refused(self):
        self.assertEqual(OLDEST, (3, 10), "then other grammar is newer: change the line below")
        self.assertIn("3.11", refusal("try:\n  pass\nexcept* ValueError:\n  pass\n"))
        self.assertIsNone(refusal("match 1:\n  case _:\n    pass\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
