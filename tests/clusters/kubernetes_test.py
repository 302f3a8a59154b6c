"""docker/kubernetes: the files agree with each other, are what Kubernetes accepts (kubernetes-validate --strict), and their pods, one
per index and then the merge, make the run that one process makes (podman kube play, with an image of this program and nothing else).
What cannot be had here is skipped with its reason; 77 when that is all of it."""
import copy
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    print("skipped: no PyYAML (package python3-yaml)")
    sys.exit(77)
import netCDF4
import numpy

program = pathlib.Path(os.environ["REPLICAS_PROGRAM"])
folder = pathlib.Path(__file__).resolve().parents[2] / "docker" / "kubernetes"
validator = os.environ.get("REPLICAS_KUBERNETES_VALIDATE") or shutil.which("kubernetes-validate")
tiny = ["--temps", "1e-3:1e-2:3", "--network", "2-3-2", "--examples", "4", "--replicas", "3", "--steps", "600", "--sample-interval",
        "10", "--step-size", "0.05", "--threads", "1"]
patience = 600


def job(name):
    return next(each for each in yaml.safe_load_all((folder / name).read_text()) if each["kind"] == "Job")


def container(pod):
    return pod["spec"]["containers"][0]


def contents(path):
    with netCDF4.Dataset(path) as file:
        groups = [file, *file.groups.values()]
        for group in groups:
            group.set_auto_mask(False)
        return {group.path + name: numpy.asarray(v[...]).tobytes() for group in groups for name, v in group.variables.items()}


class Files(unittest.TestCase):
    def test_the_number_of_slices_is_the_same_everywhere(self):
        shards = job("shards.yaml")["spec"]
        words = container(shards["template"])["args"]
        self.assertEqual(shards["completionMode"], "Indexed")
        self.assertEqual(words[words.index("--shard") + 1], f"auto/{shards['completions']}")
        said = container(job("merge.yaml")["spec"]["template"])["command"][-1]
        out = words[words.index("--out") + 1]
        self.assertEqual(said, f"exec replicas merge --out {out} {out}.shard-*-of-{shards['completions']}")

    def test_a_stop_is_no_failure_of_an_index(self):
        """75 is a retry; what no retry cures ends the index at once, by the exit statuses of the program."""
        for name in ("shards.yaml", "merge.yaml"):
            rules = job(name)["spec"]["podFailurePolicy"]["rules"]
            fatal = next(rule["onExitCodes"]["values"] for rule in rules if "onExitCodes" in rule)
            self.assertNotIn(75, fatal)
            self.assertIn(64, fatal)

    @unittest.skipUnless(validator, "no kubernetes-validate (of PyPI)")
    def test_kubernetes_accepts_them(self):
        for path in sorted(folder.glob("*.yaml")):
            done = subprocess.run([validator, "--strict", path], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        broken = (folder / "merge.yaml").read_text().replace("backoffLimit:", "backofLimit:")
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(broken)
            file.flush()
            self.assertNotEqual(subprocess.run([validator, "--strict", file.name], capture_output=True).returncode, 0)


class Pods(unittest.TestCase):
    def setUp(self):
        absent = [name for name in ("podman", "runc", "catatonit") if not shutil.which(name)]
        if absent or os.geteuid() != 0:
            self.skipTest(f"{', '.join(absent) or 'root'} is not here")
        self.place = pathlib.Path(tempfile.mkdtemp())
        # What the machine of a test may lack is not asked for: limits of its own, a network, cgroups.
        (self.place / "containers.conf").write_text('[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n'
                                                    'netns = "none"\n[engine]\nruntime = "runc"\n')
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.addCleanup(self.podman, "pod", "rm", "--all", "--force", check=False)
        try:
            self.make_image()
            self.play("try", [], args=["--version"])
        except (AssertionError, OSError) as error:
            self.skipTest(f"podman plays no pod here: {error}")
        self.data = self.place / "data"
        self.data.mkdir()
        self.data.chmod(0o1777)

    def podman(self, *words, check=True, **options):
        store = ["--root", self.place / "graph", "--runroot", self.place / "run", "--storage-driver", "vfs"]
        done = subprocess.run(["podman", *store, *words], capture_output=True, timeout=patience,
                              env={**os.environ, "CONTAINERS_CONF": str(self.place / "containers.conf")}, **options)
        if check and done.returncode != 0:
            raise AssertionError(f"podman {words[0]}: {done.stderr.decode()[-400:]}")
        return done.stdout.decode()

    def make_image(self):
        """The program, a shell, and the libraries of both: of this machine, so that no other image is needed."""
        root = self.place / "root"
        for source, name in ((program, "usr/bin/replicas"), (pathlib.Path("/bin/sh"), "bin/sh")):
            libraries = re.findall(r"(/\S+)", subprocess.run(["ldd", source], capture_output=True, text=True, check=True).stdout)
            for path, to in [(source, name), *((pathlib.Path(library), library[1:]) for library in libraries)]:
                (root / to).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path.resolve(), root / to)
        (root / "data").mkdir()
        archive = shutil.make_archive(str(self.place / "image"), "tar", root)
        self.podman("import", "--change", 'ENTRYPOINT ["replicas"]', "--change", "ENV PATH=/usr/bin:/bin", "--change", "WORKDIR /data",
                    archive, container(job("shards.yaml")["spec"]["template"])["image"])

    def play(self, name, environment, template=None, args=None):
        """One pod of a template as the Job controller would make it, to its end: exit status and what it said."""
        template = copy.deepcopy(template or {"spec": {"restartPolicy": "Never", "containers": [
            {"name": "replicas", "image": container(job("shards.yaml")["spec"]["template"])["image"]}]}})
        own = container(template)
        own.update({"env": environment, **({"args": args} if args else {})})
        for volume in template["spec"].get("volumes", []):  # a claim is bound by a cluster
            del volume["persistentVolumeClaim"]
            volume["hostPath"] = {"path": str(self.data), "type": "Directory"}
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": template["spec"]}
        path = self.place / f"{name}.yaml"
        path.write_text(yaml.safe_dump(pod))
        self.podman("play", "kube", "--network=none", path)
        status = int(self.podman("wait", f"{name}-replicas"))
        return status, self.podman("logs", f"{name}-replicas")

    def test_a_pod_per_index_and_the_merge(self):
        template = job("shards.yaml")["spec"]["template"]
        words = container(template)["args"]
        args = [*tiny, *words[words.index("--out"):]]
        slices = job("shards.yaml")["spec"]["completions"]
        merge = job("merge.yaml")["spec"]["template"]
        for index in reversed(range(slices)):
            status, said = self.play(f"shard{index}", [{"name": "JOB_COMPLETION_INDEX", "value": str(index)}], template, args)
            self.assertEqual(status, 0, said)
            if index == 2:
                self.assertEqual(self.play("early", [], merge)[0], 66)  # two slices are missing
        # A pod that is started again, as a lost one is, finds its work done.
        self.assertEqual(self.play("again", [{"name": "JOB_COMPLETION_INDEX", "value": "1"}], template, args)[0], 0)
        status, said = self.play("merge", [], merge)
        self.assertEqual(status, 0, said)
        subprocess.run([program, *tiny, "--out", self.place / "whole"], check=True, capture_output=True)
        self.assertEqual(contents(self.data / "run" / "run.nc"), contents(self.place / "whole" / "run.nc"))


if __name__ == "__main__":
    done = unittest.main(exit=False, verbosity=2).result
    if not done.wasSuccessful():
        sys.exit(1)
    for test, reason in done.skipped:
        print(f"skipped: {test}: {reason}")
