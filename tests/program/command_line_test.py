"""Wrong command lines: the right exit status, one line on stderr that names the option and value, nothing created."""
import os
import subprocess
import sys
import tempfile

program = os.environ["REPLICAS_PROGRAM"]

# (words, exit status, what the line must contain)
cases = [
    ("--tmps 1e-5:1e-2", 64, "did you mean --temps"),
    ("--temps 0:1", 64, "--gradient-descent"),
    ("--temps -1:1", 64, "not positive"),
    ("--temps 1e-2:1e-5", 64, "not below"),
    ("--temps 1e-5:1e-2:1", 64, "from 2 to"),
    ("--temps 1e-5:1e-2:x", 64, "'x'"),
    ("--temps 1e-5:1e-2:3:4", 64, "lo:hi:count"),
    ("--temps nan", 64, "nan"),
    ("--temps inf", 64, "inf"),
    ("--temps 1e-4,1e-5", 64, "increasing"),
    ("--temps ''", 64, "not a number"),
    ("--temps 1e-400", 64, "--temps"),
    ("--temps 1e-5,", 64, "--temps"),
    ("--temps 1e-5:2e-5:10000000", 64, "--temps"),
    ("--network 10", 64, "widths"),
    ("--network 10-0-3", 64, "'0'"),
    ("--network 10-x-3", 64, "'x'"),
    ("--network 10--3", 64, "''"),
    ("--network 10-99999999999-3", 64, "99999999999"),
    ("--network 10-5-1", 64, "softmax"),
    ("--loss logistic", 64, "one output"),
    ("--loss hinge", 64, "softmax, logistic, mse"),
    ("--activation tahn", 64, "did you mean tanh"),
    ("--update lmm", 64, "did you mean lm"),
    ("--prior 0", 64, "--prior"),
    ("--prior -1", 64, "--prior"),
    ("--prior nan", 64, "--prior"),
    ("--prior 1/fanin", 64, "--prior"),
    ("--prior 1 --weight-decay 1", 64, "exclude"),
    ("--weight-decay x", 64, "--weight-decay"),
    ("--anchor -3", 64, "--anchor"),
    ("--step-size 0", 64, "--step-size"),
    ("--step-size -0.1", 64, "--step-size"),
    ("--step-size nan", 64, "--step-size"),
    ("--step-size 1,2", 64, "2 numbers for 10"),
    ("--step-size x/T", 64, "--step-size"),
    ("--start hot", 64, "--start"),
    ("--start descent:-1", 64, "descent"),
    ("--initial-scale 0", 64, "--initial-scale"),
    ("--initial-scale prior --weight-decay 1", 64, "needs a prior"),
    ("--steps 0", 64, "--steps"),
    ("--steps -5", 64, "--steps"),
    ("--steps 1e5x", 64, "--steps"),
    ("--steps 99999999999999999999", 64, "--steps"),
    ("--burn-in 100%", 64, "--burn-in"),
    ("--burn-in -1%", 64, "--burn-in"),
    ("--burn-in 150000", 64, "leaves nothing"),
    ("--burn-in lots", 64, "--burn-in"),
    ("--steps 100 --sample-interval 50", 64, "fewer than 8 samples"),
    ("--sample-interval 15", 64, "multiple"),
    ("--measure-interval 0", 64, "--measure-interval"),
    ("--replicas 0", 64, "--replicas"),
    ("--replicas -1", 64, "--replicas"),
    ("--replicas 5000000000", 64, "--replicas"),
    ("--examples 0", 64, "--examples"),
    ("--datasets 0", 64, "--datasets"),
    ("--datasets 17", 64, "--datasets"),
    ("--seed -1", 64, "--seed"),
    ("--seed 18446744073709551616", 64, "--seed"),
    ("--seed 0x", 64, "--seed"),
    ("--seed 1.5", 64, "--seed"),
    ("--threads -1", 64, "--threads"),
    ("--threads two", 64, "--threads"),
    ("--device tpu", 64, "--device"),
    ("--instructions sse9", 64, "--instructions"),
    ("--on-divergence panic", 64, "--on-divergence"),
    ("--gradient-descent --temps 1e-3", 64, "leave out --temps"),
    ("--gradient-descent --step-size 1/T", 64, "T = 0"),
    ("--temps", 64, "--temps"),
    ("stray", 64, "no verb 'stray'"),
    ("rnu --temps 1e-3", 64, "did you mean run"),
    ("run stray", 64, "stray"),
    ("--data only.npy", 64, "--data"),
    ("--data a.npy,b.npy", 66, "a.npy"),
    ("--data /,/", 66, "/"),
    ("--config missing.toml", 66, "missing.toml"),
    ("--config bad_key.toml", 78, "did you mean temps"),
    ("--config bad_syntax.toml", 78, "bad_syntax.toml:2"),
    ("--config bad_type.toml", 78, "no-bias"),
    ("--config duplicate.toml", 78, "duplicate.toml:2"),
    ("plot", 64, "plot"),
    ("plot missing", 66, "missing"),
    ("diagnose", 64, "diagnose"),
    ("diagnose missing", 66, "missing"),
    ("diagnose --fast", 64, "--fast"),
    ("bench --workload Z", 64, "Z"),
    ("resume", 64, "directory of a run"),
    ("resume missing", 66, "missing"),
    ("branch missing --seed 2", 66, "missing"),
    ("info", 64, "info RUN"),
    ("info missing", 66, "missing"),
    ("--checkpoint-interval soon", 64, "5min"),
    ("--checkpoint-interval -1", 64, "--checkpoint-interval"),
    ("--max-hours 0", 64, "--max-hours"),
    ("--start run:there", 64, "run:RUN@STEP"),
    ("--start run:there@10", 66, "nothing"),
    ("--data-seed x", 64, "--data-seed"),
]

files = {
    "bad_key.toml": 'tmps = "1e-3"\n',
    "bad_syntax.toml": 'temps = "1e-3"\nreplicas = = 3\n',
    "bad_type.toml": 'no-bias = "yes"\n',
    "duplicate.toml": "seed = 1\nseed = 2\n",
}

failures = 0
with tempfile.TemporaryDirectory() as directory:
    for name, text in files.items():
        with open(os.path.join(directory, name), "w") as file:
            file.write(text)
    before = sorted(os.listdir(directory))
    for words, status, needle in cases:
        arguments = [word.replace("''", "") for word in words.split()]
        done = subprocess.run([program, *arguments], cwd=directory, capture_output=True, text=True, timeout=20)
        lines = done.stderr.splitlines()
        problems = []
        if done.returncode != status:
            problems.append(f"exit {done.returncode}, expected {status}")
        if len(lines) != 1 or len(lines[0]) > 200:
            problems.append(f"{len(lines)} lines on stderr")
        if needle not in done.stderr:
            problems.append(f"'{needle}' is not in the message")
        if done.stdout:
            problems.append("something on stdout")
        if sorted(os.listdir(directory)) != before:
            problems.append("left something behind")
        if problems:
            failures += 1
            print(f"FAILED {words!r}: {'; '.join(problems)}\n  {done.stderr.strip()[:300]}")
print(f"{len(cases) - failures} passed, {failures} failed")
sys.exit(1 if failures else 0)
