"""What a run needs is looked at before it computes: a directory that can be written, space on the disk, memory. Where the
tests may not mount anything, those that need a file system of their own say so and are left out."""
import os
import re
import resource
import shutil
import subprocess
import tempfile
import unittest

program = os.environ["REPLICAS_PROGRAM"]
tiny = ["--temps", "1e-3:1e-2:2", "--network", "2-3-2", "--examples", "4", "--replicas", "2", "--steps", "600",
        "--sample-interval", "10", "--burn-in", "100", "--step-size", "0.05", "--start", "random", "--threads", "1", "--device", "cpu",
        "--quiet"]
# 160 MB of weight samples, Were it to begin, the test would have to be stopped.
large = ["--temps", "1e-5:1e-2", "--steps", "100000000", "--device", "cpu", "--quiet"]


class Room(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        os.chmod(self.directory, 0o755)
        self.run_directory = os.path.join(self.directory, "run")

    def call(self, *words, status, **options):
        done = subprocess.run([program, *words, "--out", "run"], cwd=self.directory, capture_output=True, text=True,
                              timeout=3600, **options)
        self.assertEqual(done.returncode, status, done.stderr)
        if status not in (0, 75):
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertLessEqual(len(done.stderr), 201)
        return done.stderr

    def mount(self, options):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", self.run_directory], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no file system may be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.run_directory], check=True)

    def remount(self, options):
        subprocess.run(["mount", "-o", "remount," + options, self.run_directory], check=True)

    def fill(self):
        """Takes what is left of the disk."""
        with open(os.path.join(self.run_directory, "mine"), "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1000))
            except OSError:
                pass

    def test_a_disk_that_is_too_small_is_found_before_the_run(self):
        os.mkdir(self.run_directory)
        self.mount("size=20m")
        message = self.call(*large, status=74)
        self.assertRegex(message, r"run: this run will write [0-9.]+ .B, but only 2[01]\.[0-9] MB are free")
        self.assertEqual(os.listdir(self.run_directory), [])
        self.call(*tiny, status=0)

    def test_more_memory_than_there_is_is_found_before_the_run(self):
        limit = 400 << 20
        def limited():
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        message = self.call(*large, "--replicas", "64", status=71, preexec_fn=limited)
        self.assertRegex(message, r"needs [0-9.]+ .B of memory, more than 335.5 MB, --max-memory 80 %")
        self.assertFalse(os.path.exists(self.run_directory))
        self.call(*large, "--max-memory", "0.001", status=71)
        self.call(*tiny, status=0, preexec_fn=limited)

    def test_the_memory_that_is_announced_is_what_a_run_takes(self):
        many = ["--temps", "1e-5:1e-2", "--replicas", "64", "--steps", "1000", "--burn-in", "200", "--sample-interval", "10",
                "--step-size", "0.05", "--start", "random", "--device", "cpu", "--threads", "2"]
        message = subprocess.run([program, *many, "--out", "run"], cwd=self.directory, capture_output=True, text=True,
                                 check=True).stderr
        found = re.search(r"([0-9.]+) (.B) of memory", message)
        announced = float(found[1]) * {"MB": 1e6, "GB": 1e9}[found[2]]
        taken = 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # this run is the largest here by far
        # Rooms overlap in time less than announced; what the allocator keeps and threads' stacks are not counted.
        self.assertGreater(taken, 1.5e8)
        self.assertLess(taken, 1.1 * announced)
        self.assertGreater(taken, 0.5 * announced)

    def test_a_run_on_one_thread_needs_no_other(self):
        nobody = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}  # root may have any number
        os.chmod(self.directory, 0o777)
        try:
            subprocess.run([program, "--version"], check=True, capture_output=True, **nobody)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("only root may read the program here")
        self.call(*tiny, status=0, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (1, 1)), **nobody)

    def test_a_disk_that_is_full_is_found_before_a_run_goes_on(self):
        os.mkdir(self.run_directory)
        self.mount("size=2m")
        self.call(*tiny, "--max-hours", "1e-9", "--checkpoint-interval", "0", status=75)
        with open(os.path.join(self.run_directory, "manifest")) as file:
            saved = file.read()
        self.fill()
        self.assertIn("run", self.call(*tiny, status=74))
        with open(os.path.join(self.run_directory, "manifest")) as file:
            self.assertEqual(file.read(), saved)
        os.remove(os.path.join(self.run_directory, "mine"))
        self.call(*tiny, status=0)

    def test_a_read_only_file_system_is_refused(self):
        os.mkdir(self.run_directory)
        self.mount("size=2m")
        self.call(*tiny, "--max-hours", "1e-9", "--checkpoint-interval", "0", status=75)
        self.remount("ro")
        self.assertIn("cannot write here: Read-only file system", self.call(*tiny, status=73))
        self.remount("rw")
        shutil.rmtree(os.path.join(self.run_directory, "segments"))
        for name in os.listdir(self.run_directory):
            os.remove(os.path.join(self.run_directory, name))
        self.remount("ro")
        self.assertIn("cannot write here: Read-only file system", self.call(*tiny, status=73))

    def test_a_read_only_directory_is_refused(self):
        nobody = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}  # root may write anywhere
        os.mkdir(self.run_directory, 0o555)
        try:
            subprocess.run([program, "--version"], check=True, capture_output=True, **nobody)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("only root may read the program here")
        self.assertIn("cannot write here: Permission denied", self.call(*tiny, status=73, **nobody))
        self.assertEqual(os.listdir(self.run_directory), [])

    def test_in_the_container_image_the_advice_is_that_of_readme(self):
        """/data is a folder of the host there; one that the engine made belongs to root."""
        nobody = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
        image = {"env": {**os.environ, "REPLICAS_IN_IMAGE": "1"}}
        user = 65534 if nobody else os.geteuid()
        os.mkdir(self.run_directory, 0o555)
        try:
            subprocess.run([program, "--version"], check=True, capture_output=True, **nobody)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("only root may read the program here")
        advice = f"Permission denied for user {user}; on the host: mkdir -p out, then docker run --user \"$(id -u):$(id -g)\" ..."
        self.assertIn("run: cannot write here: " + advice, self.call(*tiny, status=73, **nobody, **image))
        os.rmdir(self.run_directory)
        os.chmod(self.directory, 0o555)
        self.assertIn("run: cannot make this directory: " + advice, self.call(*tiny, status=73, **nobody, **image))
        os.chmod(self.directory, 0o755)


if __name__ == "__main__":
    unittest.main(verbosity=2)
