#pragma once

#include <string>
#include <vector>

namespace replicas {

/// `replicas VERB ...`; without a verb, `run`. Returns the exit status; errors are thrown.
///
/// Some words are for scripts and for what is generated: --list-verbs (a name a line), --tables (JSON: verbs, options,
/// observables, exit statuses), --manual (the manual page), and after a verb --list-options (a line per option).
int run_verb(const std::vector<std::string>& words);

struct VerbWords {
  const char *name, *topic, *about;
};
/// The verbs in the order in which they are shown, those of a topic together.
std::vector<VerbWords> verb_words();

/// The same as a list for --help.
std::string verbs_text();

/// `replicas collect RUN... --out FILE`: the results of many runs as one netCDF file over the options in which they
/// differ.
int collect(const std::vector<std::string>& words);

/// `replicas remove --samples RUN...`: what finished runs need no more.
int remove(const std::vector<std::string>& words);

/// `replicas devices`: the CPU engine and every GPU that can be used, or the reason why there is none.
int devices(const std::vector<std::string>& words);

/// The verb `diagnose RUN`: the findings of a finished run in plain sentences; exit 1 when one of them is a failure.
int diagnose(const std::vector<std::string>& words);

/// `replicas info RUN`: how far a run is, whether anybody works on it, and its results so far.
int info(const std::vector<std::string>& words);

/// `replicas list [DIR...]`: the runs that lie there, a line for each.
int list(const std::vector<std::string>& words);

/// `replicas merge --out RUN SLICE...`: joins the slices of a run and makes its results, as `resume` does.
int merge(const std::vector<std::string>& words);

/// The verb `plot RUN`: hands the run directory to the figure script (plot.py beside the installed program or in the
/// source tree) and returns its exit status.
int plot(const std::vector<std::string>& words);

/// The verb `reproduce`: the studies of arXiv:2304.01335 as runs of their own, and a report that says for each claim of
/// its abstract what was measured, against which null, and whether it holds.
int reproduce(const std::vector<std::string>& words);

/// The words after `replicas report`: writes the page of a run.
int report(const std::vector<std::string>& words);

/// `replicas resume RUN [options]`: goes on with the run in this directory, as its first command would.
int resume(const std::vector<std::string>& words);

/// `replicas branch RUN --seed N [options]`: a new run from the weights that RUN saved last, on the same data.
int branch(const std::vector<std::string>& words);

/// `replicas selftest`: known answers on this machine, printed one by one. 0 when all hold, else 1.
int selftest(const std::vector<std::string>& words);

/// `replicas completion SHELL`: prints a script for bash, zsh or fish that completes verbs, options and their values.
/// It asks the program itself at each completion (`replicas VERB --list-options`), so it never grows old.
int completion(const std::vector<std::string>& words);

}  // namespace replicas
