"""Adds up the lines of counts.jsonl and prints RELIABILITY.md: report.py COUNTS."""
import json
import sys

about = {
    "kill -9": ("Killed with SIGKILL at uniform random times and restarted until done", "runs"),
    "signals": ("Stopped with TERM, INT, HUP or USR1 at uniform random times and restarted until done: exit 75 within 10 s, "
                "no step lost", "signals"),
    "file faults": ("A call of the file layer or of libnetcdf fails: no space, I/O error, short write, killed before or "
                    "in the middle; once or from then on", "runs"),
    "power cuts": ("Power cut after a random call: unsynced writes kept, lost or torn; directory changes kept as a prefix "
                   "or as any subset", "states"),
    "kill in the last commits": ("Killed before or in the middle of each call of the last two commits", "runs"),
    "disk full": ("File systems of 40 to 200 KiB, files of at most 300 to 12,000 bytes", "runs"),
    "kill while overwriting": ("Killed before each call of a run that takes the place of another one: the old run whole, or the "
                               "new one", "runs"),
    "phases": ("Stopped after each piece of descent, pilot, steps and map; TERM in each of them", "runs"),
    "corruption": ("A bit flipped, a file cut, longer, empty, missing, zeroed, swapped, or two damaged", "damaged runs"),
}


def bound(cases):
    """The rule of three: with no failure in n cases, the failure probability is below 3/n at 95 % confidence."""
    return f"{3 / cases:.1g}" if cases else "-"


def main():
    totals, notes, remarks, mutants = {}, {}, [], {}
    with open(sys.argv[1]) as file:
        for line in map(json.loads, file):
            name, _, without = line["test"].partition(" without ")
            if without:  # a mutant
                mutants[without] = mutants.get(without, False) or line.get("noticed", 0) > 0
                continue
            total = totals.setdefault(line["test"], {"cases": 0, "failed": 0, "seconds": 0.0})
            for key in total:
                total[key] += line[key]
            if "remark" in line:
                remarks.append(line.pop("remark"))
            for key, value in line.items():
                if key not in (*total, "test", "seed", "calls of a run"):
                    notes.setdefault(line["test"], {})
                    notes[line["test"]][key] = notes[line["test"]].get(key, 0) + value
    print("# What runs survived so far\n")
    print("Made by tests/fault/report.py from tests/fault/counts.jsonl, which tests/fault/campaign.sh adds to. Each case is "
          "a run of a tiny\nnetwork that was disturbed, started again, and whose run.nc was compared, byte by byte, with that "
          "of an undisturbed run\n(or that refused, with one line and exit 65, to use what was damaged).\n")
    print("| what was done | cases | failed | failure probability below (95 %) | minutes |\n|---|---|---|---|---|")
    for name, total in totals.items():
        text, unit = about.get(name, (name, "cases"))
        limit = bound(total["cases"]) if total["failed"] == 0 else "-"
        print(f"| {text} | {total['cases']:,} {unit} | {total['failed']} | {limit} | {total['seconds'] / 60:.0f} |")
    print()
    for name, counted in notes.items():
        print(f"- {name}: " + ", ".join(f"{value:,} {key}" for key, value in counted.items()))
    if mutants:
        print(f"- durability mutants: {sum(mutants.values())} of {len(mutants)} were noticed; left out were "
              + ", ".join(sorted(mutants)))
    for remark in remarks:
        print(f"- {remark}")
    print("\nThe power cuts hold for a model of POSIX and of ordered journals (tests/fault/disk_model.py), not for disks "
          "that lie about\nflushing.")


main()
