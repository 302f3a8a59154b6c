"""docker/slurm on a real Slurm: munged, slurmctld and slurmd of this test's own, in a temporary folder, on this machine alone.
Skipped with a reason (77) where they are not installed or do not start."""
import glob
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import netCDF4
import numpy

program = pathlib.Path(os.environ["REPLICAS_PROGRAM"])
scripts = pathlib.Path(__file__).resolve().parents[2] / "docker" / "slurm"
tiny = ["--temps", "1e-3:1e-2:3", "--network", "2-3-2", "--examples", "4", "--replicas", "3", "--steps", "2000", "--sample-interval",
        "10", "--step-size", "0.05", "--threads", "1", "--checkpoint-interval", "0"]
patience = 600  # seconds until a state that has to come is given up


def skip(reason):
    print("skipped:", reason)
    sys.exit(77)


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def contents(path):
    with netCDF4.Dataset(path) as file:
        groups = [file, *file.groups.values()]
        for group in groups:
            group.set_auto_mask(False)
        return {group.path + name: numpy.asarray(v[...]).tobytes() for group in groups for name, v in group.variables.items()}


class Cluster:
    """One node that is its own controller."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.children = []
        for name in ("state", "spool", "jobs", "munge"):
            (self.folder / name).mkdir()
        key = self.folder / "munge" / "key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        host = socket.gethostname().split(".")[0]
        # Four processors by name, whatever the machine has: what is tested is the queue.
        (self.folder / "slurm.conf").write_text(f"""ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
AuthType=auth/munge
AuthInfo=socket={self.folder}/munge/socket,cred_expire=5
StateSaveLocation={self.folder}/state
SlurmdSpoolDir={self.folder}/spool
SlurmctldPidFile={self.folder}/slurmctld.pid
SlurmdPidFile={self.folder}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1
ReturnToService=2
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs=4 Boards=1 SocketsPerBoard=1 CoresPerSocket=4 ThreadsPerCore=1
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
""")
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        self.environment = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf"), "SOURCE_DATE_EPOCH": "1700000000",
                            "PATH": f"{program.parent}:/usr/sbin:{os.environ['PATH']}"}

    def start(self):
        munge = self.folder / "munge"
        self.spawn("munged", "--foreground", "--force", f"--key-file={munge}/key", f"--socket={munge}/socket",
                   f"--pid-file={munge}/pid", f"--log-file={munge}/log", f"--seed-file={munge}/seed")
        self.until(lambda: (munge / "socket").exists() or self.ended(), 30)
        self.spawn("slurmctld", "-D", "-c")
        self.spawn("slurmd", "-D")
        self.until(lambda: "idle" in self.call("sinfo", "-h", "-o", "%T", check=False) or self.ended(), 60)
        if self.ended():
            raise RuntimeError(f"{self.ended()} ended: {self.logs()[-600:]}")

    def spawn(self, *words):
        with open(self.folder / f"{words[0]}.log", "w") as log:
            child = subprocess.Popen(words, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        self.children.append((words[0], child))

    def ended(self):
        return next((name for name, child in self.children if child.poll() is not None), None)

    def logs(self):
        return "".join(f"{path.name}: {path.read_text()}" for path in sorted(self.folder.glob("*.log")))

    def stop(self):
        subprocess.run(["scancel", "--user=root"], env=self.environment, capture_output=True)
        for _, child in reversed(self.children):
            child.terminate()
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                child.kill()

    def call(self, *words, check=True, more=None):
        done = subprocess.run(words, cwd=self.folder / "jobs", env={**self.environment, **(more or {})}, capture_output=True, text=True,
                              timeout=patience)
        if check and done.returncode != 0:
            raise AssertionError(f"{words}: {done.returncode} {done.stdout}{done.stderr}")
        return done.stdout

    @staticmethod
    def until(held, seconds=patience):
        end = time.monotonic() + seconds
        while not held():
            if time.monotonic() > end:
                raise RuntimeError("it did not come in time")
            time.sleep(0.1)

    def queue(self):
        return self.call("squeue", "-h", "-r", "-o", "%F_%K %T %r")

    def log(self, pattern):
        return "".join(pathlib.Path(name).read_text() for name in sorted(glob.glob(str(self.folder / "jobs" / pattern))))


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.cluster = Cluster(cls.folder)
        cls.addClassCleanup(cls.cluster.stop)
        try:
            cls.cluster.start()
        except (RuntimeError, OSError) as error:
            cls.doClassCleanups()
            skip(f"Slurm does not start here: {error}; {cls.cluster.logs()[-600:] if os.path.exists(cls.folder) else ''}")
        cls.cluster.call("replicas", *tiny, "--out", "whole")

    def jobs(self, *parts):
        return os.path.join(self.folder, "jobs", *parts)

    def submit(self, slices, run, *words, more=None):
        said = self.cluster.call(str(scripts / "submit.sh"), str(slices), run, *words,
                                 more={"SBATCH_OPTIONS": "--time=10", **(more or {})})
        return said.split("job ")[1].split(",")[0]

    def wait_for_results(self, run):
        try:
            self.cluster.until(lambda: not self.cluster.queue())
        except RuntimeError:
            self.fail(f"{self.cluster.queue()}{self.cluster.log('*.log')}{self.cluster.logs()}")
        self.assertTrue(os.path.exists(self.jobs(run, "run.nc")), self.cluster.log("*.log"))
        self.assertEqual(contents(self.jobs(run, "run.nc")), contents(self.jobs("whole", "run.nc")))

    def held(self, run, task, step):
        """Waits until a slice is held after that step (run/test_pace.h)."""
        self.cluster.until(lambda: f"held after step {step}" in self.cluster.log(f"replicas-*_{task}.log"))

    def test_an_array_and_its_merge_with_a_task_that_is_told_to_stop(self):
        hold = self.jobs("hold")
        pathlib.Path(hold).write_text("500")
        array = self.submit(3, "stopped", *tiny, more={"REPLICAS_TEST_HOLD": hold})
        self.held("stopped", 2, 500)
        self.cluster.call("scancel", "--signal=TERM", f"{array}_2")  # as at a time limit: to the steps, not to the script
        self.cluster.until(lambda: "saved, back into the queue" in self.cluster.log(f"replicas-{array}_2.log"))
        os.remove(hold)
        self.wait_for_results("stopped")
        said = self.cluster.log(f"replicas-{array}_2.log")
        self.assertIn("stopped by a signal after step 500 of 2000", said)
        self.assertIn("going on from step 500 of 2000", said)
        self.assertIn("slice 3 of 3: the replicas 6 to 8 of 9", self.cluster.log(f"replicas-{array}_3.log"))
        self.assertIn("3 slices joined", self.cluster.log("replicas-merge-*.log"))

    def test_a_lost_task_is_submitted_again_by_its_number(self):
        hold = self.jobs("hold")
        pathlib.Path(hold).write_text("500")
        array = self.submit(2, "lost", *tiny, more={"REPLICAS_TEST_HOLD": hold})
        self.held("lost", 1, 500)
        self.cluster.call("scancel", "--signal=KILL", f"{array}_1")  # the program and its script, as a node that is gone
        self.cluster.until(lambda: f"{array}_1 " not in self.cluster.queue())
        os.remove(hold)
        self.cluster.until(lambda: "DependencyNeverSatisfied" in self.cluster.queue())
        self.cluster.call("scancel", "--name=replicas-merge")
        self.cluster.call("sbatch", "--array=1", "--time=10", str(scripts / "slice.sbatch"), "2", "lost", *tiny)
        self.cluster.until(lambda: not self.cluster.queue())
        self.cluster.call("sbatch", "--time=10", str(scripts / "merge.sbatch"), "2", "lost")
        self.wait_for_results("lost")
        # The whole call again finds all of it finished.
        self.submit(2, "lost", *tiny)
        self.wait_for_results("lost")
        self.assertIn("lost holds the 2 slices already", self.cluster.log("replicas-merge-*.log"))


if __name__ == "__main__":
    absent = [name for name in ("munged", "slurmctld", "slurmd", "sbatch") if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")]
    if absent:
        skip(f"{', '.join(absent)} not installed (packages slurm-wlm and munge)")
    if os.geteuid() != 0:
        skip("slurmd is started by root alone")
    unittest.main()
