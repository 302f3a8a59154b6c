"""The report of a reproduction, from runs far smaller than its own: every claim is judged, every figure drawn; and a
quadratic loss in the network's place is found out."""
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import netCDF4

program = os.environ["REPLICAS_PROGRAM"]
script = pathlib.Path(__file__).parent.parent.parent / "host" / "show" / "reproduce.py"
sanitized = b"__asan_init" in pathlib.Path(program).read_bytes()
SMALL = ["--replicas", "8", "--quiet", "--temps", "1e-4:1e-2:4"]
STUDIES = {
    "network": ["--network", "6-12-3", "--examples", "16", "--steps", "12000"],
    "quadratic": ["--network", "24-2", "--activation", "linear", "--no-bias", "--loss", "mse", "--examples", "4",
                  "--step-size", "0.002", "--sample-interval", "10", "--steps", "8000"],
    "transition": ["--network", "6-12-3", "--examples", "60", "--prior", "0.5", "--temps", "1e-3,1e-2,1e-1", "--steps", "6000"],
    "wall-gas": ["--potential", "wall-gas:40x20", "--steps", "8000"],
    "examples-8": ["--network", "6-12-3", "--examples", "8", "--steps", "6000"],
}


class Reproduce(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        for name, words in STUDIES.items():
            subprocess.run([program, *SMALL, *words, "--out", cls.directory / name], check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.directory)

    def report(self, folder, *length):
        done = subprocess.run([sys.executable, script, "jules2023", folder, *length], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads((folder / "report.json").read_text())["claims"], (folder / "report.md").read_text(), done.stdout

    def long_enough(self):
        """The same studies, as if they had passed the program's own checks of their length."""
        folder = self.directory / "passed" / "studies"
        shutil.rmtree(folder, ignore_errors=True)
        for name in STUDIES:
            shutil.copytree(self.directory / name, folder / name)
            with netCDF4.Dataset(folder / name / "run.nc", "a") as file:
                kept = [v for v in json.loads(file.getncattr("verdicts")) if v["kind"] != "failure"]
                file.setncattr("verdicts", json.dumps(kept))
        return folder

    def test_studies_that_are_too_short_are_no_evidence(self):
        claims, text, said = self.report(self.directory)
        self.assertEqual({c["verdict"] for c in claims}, {"not tested"})
        for words in (text, said):
            self.assertIn("Too short: by the program's own checks of length", words)
            self.assertNotIn("supported", words)
        # One decisive study is enough, and the length that was asked for alone is. Without a report: figures take most of its time.
        folder = self.long_enough()
        self.assertEqual(self.why_no_evidence(folder, 0.4), "")
        self.assertIn("A smoke run, at 0.002 of the length of its studies", self.why_no_evidence(folder, 0.002))
        with netCDF4.Dataset(folder / "wall-gas" / "run.nc", "a") as file:
            file.setncattr("verdicts", json.dumps([{"kind": "failure", "check": "length", "sentence": "Too short."}]))
        self.assertIn("Too short: by the program's own checks of length", self.why_no_evidence(folder, 1))

    @staticmethod
    def why_no_evidence(folder, length):
        """What the script that writes reports says of the studies, without writing one."""
        ask = ("import importlib, pathlib, sys; import reproduce; paper = importlib.import_module('jules2023.report');"
               "print(reproduce.why_no_evidence(paper, paper.read(pathlib.Path(sys.argv[1])), float(sys.argv[2])))")
        return subprocess.run([sys.executable, "-c", ask, folder, str(length)], capture_output=True, text=True, check=True,
                              env=os.environ | {"PYTHONPATH": str(script.parent)}).stdout.strip()

    @unittest.skipIf(sanitized, "a minute of processor time becomes ten")
    def test_a_smoke_run_says_so_and_leaves_little(self):
        folder = self.directory / "smoke" / "studies"
        done = subprocess.run([program, "reproduce", "jules2023", "--length", "0.001", "--out", folder], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("A smoke run, at 0.001 of the length", done.stdout)
        self.assertEqual(json.loads((folder / "report.json").read_text())["length"], 0.001)
        megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        said = float(re.search(r"holds ([0-9.]+) MB; the weight samples of the studies were not kept", done.stdout)[1])
        self.assertLess(abs(said - megabytes), 0.01 * megabytes)
        self.assertLess(megabytes, 60)  # 320 MB with the samples

    def test_every_claim_has_a_verdict_and_every_figure_is_drawn(self):
        folder = self.long_enough()
        claims, text, _ = self.report(folder, "0.4")
        self.assertIn("Every study here is 0.4 times as long as it should be", text)
        self.assertEqual([c["number"] for c in claims], [1, 2, 3, 4, 5, 6, 7])
        for c in claims:
            held = [k["holds"] for k in c["checks"] if k["holds"] is not None]
            self.assertEqual(c["verdict"],
                             "supported" if all(held) else "partly supported" if any(held) else "not supported")
        self.assertIn("## Protocol", text)
        self.assertNotIn("## Scans", text)
        self.assertIn("--network 6-12-3 --examples 16", text)
        pictures = [word.split(")")[0] for word in text.split("](")[1:]]
        self.assertEqual(len(pictures), 10)
        for picture in pictures:
            self.assertGreater((folder / picture).stat().st_size, 5000, picture)
        self.check_page((folder / "report.html").read_text(), text, claims)

    def check_page(self, page, markdown, claims):
        """The page has what the Markdown has, and needs nothing beside itself."""
        self.assertNotIn("://", re.sub(r'xmlns(:\w+)?="[^"]*"', "", page))
        self.assertEqual(page.count("<figure id="), 10)
        self.assertEqual(page.count("<svg "), 10)
        self.assertNotIn("![", page)
        self.assertNotIn("**", page)
        identifiers = re.findall(r' id="([^"]*)"', page)
        self.assertEqual(len(identifiers), len(set(identifiers)))
        words = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
        for c in claims:
            self.assertIn(f"{c['claim']} {c['verdict']}", words)
        rows = [line for line in markdown.splitlines() if line.startswith("| ")]
        self.assertEqual(page.count("<tr>") - page.count("<thead><tr>"), self.numbers_behind_figures(page) + len(rows) - page.count('class="words"'))

    @staticmethod
    def numbers_behind_figures(page):
        """Rows of the tables that stand behind figures."""
        return sum(table.count("<tr>") - 1 for table in re.findall(r'<table class="numbers">.*?</table>', page, re.S))

    def test_a_quadratic_in_the_networks_place_is_found_out(self):
        """Its curvature does not rise with T, its clock is t, and along its directions nothing but a bowl is seen."""
        folder = self.directory / "planted" / "studies"
        for name in STUDIES:
            source = "quadratic" if name == "network" else name
            shutil.copytree(self.directory / source, folder / name)
        shutil.copytree(self.directory / "network", folder / "depth-6-12-3")  # a scan: a row of its own
        claims, text, _ = self.report(folder)
        rows = [line for line in text.splitlines() if line.startswith(("| depth-6-12-3 |", "| network |")) and "±" in line]
        self.assertEqual(len(rows), 2, text)
        self.assertIn("**", rows[0])  # in the bowl's row the claims do not hold
        holds = {k["what"]: k["holds"] for c in claims for k in c["checks"]}
        for what in ("d ln tr H / d ln T", "d ln(eta tau) / d ln T, the clock", "var(x)<h>/T along the stiffest directions",
                     "excess kurtosis along them", "spread of C_L on the clock T t over that on t"):
            self.assertFalse(holds[what], what)

    @unittest.skipIf(sanitized, "seconds of processor time become a minute")
    def test_studies_of_theory_are_run_once_and_judged(self):
        folder = self.directory / "clouds" / "studies"
        words = [program, "reproduce", "baldassi2020gmm", "--length", "0.01", "--out", folder]
        first = subprocess.run(words, capture_output=True, text=True)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("A smoke run", first.stdout)
        self.assertNotIn("weight samples", first.stdout)
        claims = json.loads((folder / "report.json").read_text())["claims"]
        self.assertEqual([c["verdict"] for c in claims], ["not tested"] * 3)
        self.assertGreater(len(claims[0]["checks"]), 8)
        for c in claims[0]["checks"]:  # each with a number, and where it asks for something with a null that fails it
            self.assertIsNotNone(c["value"], c["what"])
            self.assertNotIn("decides nothing", c["asked"])
        for picture in ("ridge", "loads"):
            self.assertGreater((folder / "figures" / f"{picture}.png").stat().st_size, 5000)
        again = subprocess.run(words, capture_output=True, text=True)
        self.assertEqual(again.stdout.count("already there"), 7, again.stdout)
        words[4] = "0.02"
        other = subprocess.run(words, capture_output=True, text=True)
        self.assertEqual((other.returncode, other.stderr.count("\n")), (73, 1), other.stderr)
        self.assertIn("choose another --out", other.stderr)

    def test_the_papers_are_listed_and_names_corrected(self):
        listed = subprocess.run([program, "reproduce", "--list"], capture_output=True, text=True).stdout
        self.assertEqual([line.split()[0] for line in listed.splitlines()],
                         ["jules2023", "baldassi2020", "baldassi2021", "baldassi2020gmm", "rotskoff2018", "yang2021"])
        wrong = subprocess.run([program, "reproduce", "baldassi2012"], capture_output=True, text=True)
        self.assertEqual((wrong.returncode, wrong.stderr.count("\n")), (64, 1))
        self.assertIn("did you mean baldassi202", wrong.stderr)
        data = subprocess.run([program, "reproduce", "jules2023", "--data", "x.npy,y.npy"], capture_output=True, text=True)
        self.assertEqual((data.returncode, data.stderr.count("\n")), (64, 1))
        self.assertIn("use no real data", data.stderr)

    def test_what_is_missing_or_unknown_is_one_line(self):
        done = subprocess.run([sys.executable, script, "jules2023", tempfile.gettempdir()], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (66, 1))
        for words in (["nobody2020"], [], ["jules2023", "--wrong"]):
            done = subprocess.run([program, "reproduce", *words], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (64, 1), done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
