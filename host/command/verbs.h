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

}  // namespace replicas
