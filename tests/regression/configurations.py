"""What the guard runs: small runs that together use every update, confinement, activation, loss, potential and start, data
sets and files of every format, resume and branch, the map, threads and instruction sets, and the emulated GPU.

A configuration is the commands that lead to its run directory `run`; data files come from write_data. Each command is
short enough that all of them take a minute on one core.
"""
import dataclasses
import gzip
import pathlib
import struct

import numpy

SIZE = "--temps 1e-3,1e-2 --replicas 4 --steps 300 --sample-interval 10 --burn-in 60 --save-weights"
TINY = SIZE + " --network 5-4-3 --examples 12"


@dataclasses.dataclass(frozen=True)
class Configuration:
    name: str
    commands: tuple  # of words after `replicas`; the results are those in the directory `run`
    gpu: bool = False  # needs the emulated plugin
    equals: str = ""  # name of the configuration whose numbers these have to be, whatever the build

    def __str__(self):
        return self.name


def one(name, *words, **more):
    return Configuration(name, (" ".join(("run", *words, "--out run")),), **more)


def all_configurations():
    return [
        one("prior_lm_softmax_tanh_both", TINY, "--update lm --prior 0.7 --activation tanh --loss softmax --start both"),
        one("fan_in_em_mse_relu_descent", TINY, "--update em --prior 0.9/fan-in --activation relu --loss mse --start descent"),
        one("decay_lm_logistic_gelu_common", SIZE, "--network 5-4-1 --examples 12 --weight-decay 0.01 --activation gelu",
            "--loss logistic --start common --datasets 3"),
        one("anchor_em_softmax_linear", TINY, "--update em --anchor 3 --activation linear --no-bias --datasets 2 --start random"),
        one("unconfined_lm_relu_to_loss", TINY, "--no-confinement --activation relu --start descent:0.2 --map-share 0",
            "--initial-scale 0.5"),
        one("decay_em_both_to_loss", TINY, "--update em --weight-decay 0.02 --start both:0.3 --datasets 2 --data-seed 7"),
        one("gradient_descent", SIZE.replace("--temps 1e-3,1e-2 ", ""), "--network 5-4-3 --examples 12 --gradient-descent --start random",
            "--step-size 0.1"),
        # The ladder, step sizes and burn-in as the program derives them; widths that are no multiples of a register's.
        one("default_words", "--temps 1e-4:1e-2 --network 7-11-6-5-2 --examples 20 --replicas 4 --steps 400"),
        one("many_examples_and_outputs", "--temps 1e-2 --replicas 3 --steps 100 --sample-interval 10 --burn-in 10 --network 19-33-18 --examples 150",
            "--start random --save-weights --step-size 1e-3 --map-share 100"),
        one("step_size_over_temperature", TINY, "--step-size 2e-5/T --measure-interval 5 --initial-scale prior --start random"),
        # Data from files.
        one("npy_standard_with_test_data", SIZE, "--network 4-5-3 --data inputs.npy,labels.npy --test-data more_inputs.npy,more_labels.npy",
            "--scale standard"),
        one("csv_words", SIZE, "--network 4-4-3 --data table.csv --test-data more_table.csv"),
        one("idx_bytes", SIZE, "--network 9-4-2 --data images.gz,digits --examples 10"),
        one("npy_targets", SIZE, "--network 4-5-2 --loss mse --data inputs.npy,targets.npy --weight-decay 0.05"),
        # Potentials.
        one("quadratic_em", SIZE, "--potential quadratic:4,2,1 --update em"),
        one("quadratic_lm_from_prior", SIZE, "--potential quadratic:4,1x3 --prior 1 --start random"),
        one("channel", SIZE, "--potential channel:12x4"),
        one("logistic_channel", SIZE, "--potential logistic-channel:8x3 --update em"),
        one("wall", SIZE, "--potential wall:x5 --prior 1"),
        one("valley", SIZE, "--potential valley:x3 --weight-decay 0.1 --start random"),
        one("wall_gas", SIZE, "--potential wall-gas --map-share 0"),
        # What may not change a bit.
        one("one_thread", TINY, "--update lm --prior 0.7 --activation tanh --loss softmax --start both --threads 1",
            equals="prior_lm_softmax_tanh_both"),
        one("three_threads", TINY, "--update lm --prior 0.7 --activation tanh --loss softmax --start both --threads 3",
            equals="prior_lm_softmax_tanh_both"),
        one("generic_instructions", TINY, "--update lm --prior 0.7 --activation tanh --loss softmax --start both --instructions generic",
            equals="prior_lm_softmax_tanh_both"),
        Configuration("resume", (f"run {TINY} --start both --steps 170 --out run", "resume run --steps 300"),
                      equals="prior_lm_softmax_tanh_both"),
        Configuration("config_file", (f"run {TINY} --start both --steps 170 --out first", "run --config first --steps 300 --out run"),
                      equals="prior_lm_softmax_tanh_both"),
        Configuration("branch", (f"run {TINY} --start common --out first", "branch first --seed 9 --out run")),
        Configuration("start_of_a_run", (f"run {TINY} --start random --step-size 0.01 --out first",
                                         f"run {TINY} --seed 5 --update em --start run:first@300 --out run")),
        Configuration("dropped_samples", (f"run {TINY} --anchor 2 --drop-samples --out run", "resume run --steps 400")),
        # The GPU engine, compiled for the CPU (tests/emulation).
        one("gpu_batched_lm", "--temps 1e-3,1e-2 --replicas 3 --steps 100 --sample-interval 10 --burn-in 10 --network 5-4-3-2 --examples 12",
            "--save-weights --step-size 0.01 --start both --device gpu", gpu=True),
        one("gpu_batched_em_anchor", "--temps 1e-3,1e-2 --replicas 2 --steps 100 --sample-interval 10 --burn-in 10 --network 5-4-1 --examples 9",
            "--save-weights --step-size 0.01 --start random --device gpu --update em --anchor 2 --loss logistic --datasets 2",
            "--activation gelu --map-share 0", gpu=True),
        one("gpu_fused", "--temps 1e-3 --replicas 2 --steps 100 --sample-interval 10 --burn-in 10 --network 10-24-24-3 --examples 32 --kernel warp",
            "--save-weights --step-size 0.01 --start random --device gpu --map-share 0", gpu=True),
    ]


def write_data(folder):
    """The files that configurations name. Values come from a fixed integer sequence, not from a generator of numpy's."""
    folder = pathlib.Path(folder)
    table = numpy.arange(1, 201, dtype=numpy.int64) * 7919 % 1009  # pairwise different residues without a visible order
    numbers = (table.reshape(50, 4) - 504) / 256  # exact in float32
    labels = (table[:50] % 3).astype(numpy.int64)
    numpy.save(folder / "inputs.npy", numbers[:16].astype(numpy.float32))
    numpy.save(folder / "labels.npy", labels[:16])
    numpy.save(folder / "more_inputs.npy", numbers[16:28].astype(numpy.float32))
    numpy.save(folder / "more_labels.npy", labels[16:28])
    numpy.save(folder / "targets.npy", numbers[16:32, :2].astype(numpy.float64))
    words = ("setosa", "versicolor", "virginica")
    for name, first, last in (("table.csv", 0, 16), ("more_table.csv", 16, 28)):
        rows = [",".join([*map(str, numbers[i]), words[labels[i]]]) for i in range(first, last)]
        (folder / name).write_text("a,b,c,d,species\n" + "\n".join(rows) + "\n")
    pixels = (table[:108] % 256).astype(numpy.uint8).tobytes()
    (folder / "images.gz").write_bytes(gzip.compress(struct.pack(">4B3I", 0, 0, 8, 3, 12, 3, 3) + pixels, mtime=0))
    (folder / "digits").write_bytes(struct.pack(">4BI", 0, 0, 8, 1, 12) + (table[:12] % 2).astype(numpy.uint8).tobytes())
