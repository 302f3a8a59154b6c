"""The GPU suite without a GPU: the bundle is made, runs from another folder, says that there is no GPU, and leaves its
results, so that it works on the day there is one."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

build = pathlib.Path(os.environ["REPLICAS_PROGRAM"]).parent
bench = pathlib.Path(__file__).resolve().parents[2] / "bench"

with tempfile.TemporaryDirectory() as folder:
    bundle, out = pathlib.Path(folder, "bundle"), pathlib.Path(folder, "out")
    subprocess.run([bench / "gpu_bundle.sh", "--no-tuners", build, bundle], check=True)
    environment = os.environ | {"OUT": str(out), "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run([bundle / "gpu_suite.sh", "--quick"], cwd=folder, env=environment, capture_output=True, text=True)
    print(done.stdout, done.stderr)
    results = json.loads((out / "results.json").read_text())
    speed, = results["bench"]
    run, = results["runs"]
    expected = {"status": done.returncode == 0, "reason": "gpu: none, " in results["devices"],
                "speed": speed["rate"] > 0 and speed["engine"].startswith("cpu"), "ceilings": results["ceilings"] is None,
                "run": run["status"] == 0 and any("time: start" in line for line in run["lines"]),
                "parity": results["tests"]["parity"]["status"] == 0, "said": "No GPU" in (out / "summary.txt").read_text(),
                "files": sorted(p.name for p in out.iterdir()) == ["records.jsonl", "results.json", "sanitizer.txt",
                                                                   "summary.txt", "tests.txt"]}
    wrong = [name for name, held in expected.items() if not held]
    if wrong:
        sys.exit(f"not as expected: {', '.join(wrong)}")
