#!/usr/bin/env python3
"""Prints bugs that were planted by hand where a developer slips, and that no test noticed then, as entries of the sample:

    bugs_by_hand.py > by_hand.jsonl
"""
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUGS = [  # (file, text of the line, what takes its place)
    ("host/observe/observables/dimension.cc", "return 2 * above * above / loss.variance();", "return above * above / loss.variance();"),
    ("host/observe/observables/log_slope.h", "double product = 1 / (x[i] - x[j]);", "double product = 1 / (x[j] - x[i]);"),
    ("host/observe/observables/log_slope.h", "if (k != i && k != j) product *= (at - x[k]) / (x[i] - x[k]);",
     "if (k != i && k != j) product *= (x[i] - x[k]) / (at - x[k]);"),
    ("host/observe/observables/log_slope.h", "x.push_back(std::log(digest.temperature(rung)));", "x.push_back(static_cast<double>(rung));"),
    ("host/observe/observables/step_bias.cc", "step_sizes[temperature] / 4", "step_sizes[temperature] / 2"),
    ("host/observe/observables/ground_loss.cc", "- bound.zero_inputs) * examples < std::numbers::ln2",
     "- bound.zero_inputs) + 0 * examples < std::numbers::ln2"),
    ("host/observe/observables/gauge_thermometer.cc", "subspan(r * n, n));", "subspan(0 * r * n, n));"),
    ("host/observe/observables/evaluate.cc", "case Observable::Over::sum: return values.mean * values.count;",
     "case Observable::Over::sum: return values.mean;"),
    ("host/observe/observables/evaluate.cc", "std::sqrt(values.squares / (values.count - 1)));", "std::sqrt(values.squares / values.count));"),
    ("host/observe/observables/reweighting_curves.cc", "? reweighting.entropy(digest.temperature(t + 1)) - reweighting.entropy(digest.temperature(t))",
     "? reweighting.entropy(digest.temperature(t)) - reweighting.entropy(digest.temperature(t + 1))"),
    ("host/observe/observables/reweighting_curves.cc", "jackknife_variance(deleted[i]), static_cast<double>(groups - 1));",
     "jackknife_variance(deleted[i]), static_cast<double>(groups));"),
    ("host/observe/observables/covariance_curves.cc", "random_walk_spectrum(samples.size());", "random_walk_spectrum(samples.size() + 1);"),
    ("host/observe/observables/cloud_curves.cc", "jackknife_variance(without[i]), static_cast<double>(groups - 1));",
     "jackknife_variance(without[i]), static_cast<double>(groups));"),
    ("host/observe/observables/displacement.cc", "r, n) / static_cast<double>(n));", "r, n) / static_cast<double>(n * lag));"),
    ("host/observe/observables/blocks.cc", "return {slopes.mean * (count - 1), student", "return {slopes.mean * count, student"),
    ("host/observe/verdicts/judge_step_size.cc", "digest.ensemble().dynamics.update == Update::em ? 0.2 : 0.4;",
     "digest.ensemble().dynamics.update == Update::em ? 0.4 : 0.2;"),
    ("host/observe/verdicts/judge_length.cc", "static_cast<double>(m.steps - m.burn_in);", "static_cast<double>(m.steps);"),
    ("host/observe/verdicts/judge_relaxation.cc", "if (longest > static_cast<double>(m.burn_in))", "if (longest > static_cast<double>(m.steps))"),
    ("host/observe/verdicts/judge_fluctuations.cc", "const bool inner = t > 0 && !last && !rounded[t - 1];", "const bool inner = t > 0 && !rounded[t - 1];"),
    ("host/observe/verdicts/judge_clock.cc", "weight.push_back(1 / (relative * relative));", "weight.push_back(1 / relative);"),
    ("host/run/pilot.cc", "ensemble.dynamics.update == Update::em ? 0.1 : 0.2;", "ensemble.dynamics.update == Update::em ? 0.2 : 0.2;"),
    ("host/run/pilot.cc", "if (round > rounds - averaged)", "if (round >= rounds - averaged)"),
    ("host/run/start.cc", "if (ensemble.confinement.per_fan_in) deviation /= std::sqrt(block.fan_in);",
     "if (ensemble.confinement.per_fan_in) deviation /= block.fan_in;"),
    ("host/run/start.cc", "deviation = 1 / std::sqrt(block.fan_in);", "deviation = 1 / block.fan_in;"),
    ("host/run/known_data.cc", "    mix(sum, dataset.targets);", "    mix(sum, dataset.labels);"),
    ("host/run/stored_request.cc", "(wanted + interval - 1) / interval * interval;", "wanted;"),
    ("host/show/table.cc", 'TableColumn{"test error %", "test_error", 2, 100,', 'TableColumn{"test error %", "test_error", 2, 1,'),
    ("host/show/progress.cc", "static_cast<double>(step - first_step_)", "static_cast<double>(step)"),
    ("host/show/progress.cc", "const double percent = std::floor(100", "const double percent = std::round(100"),
    ("host/show/figures.py", "error = np.sqrt(share * (1 - share) / (", "error = (share * (1 - share) / ("),
    ("host/model/ladder.cc", "  ladder.back() = high;", "  ladder.front() = low;"),
]


def main():
    for number, (name, text, instead) in enumerate(BUGS, 1):
        lines = (ROOT / name).read_text().split("\n")
        places = [at for at, line in enumerate(lines) if text in line]
        assert places, f"{name} has no line with {text}"
        before = lines[places[0]]
        print(json.dumps({"id": f"hand-{number}", "share": "hand", "file": name, "line": places[0] + 1, "before": before,
                          "after": before.replace(text, instead)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
