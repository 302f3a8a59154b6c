#include "command/run_arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "command/config_file.h"
#include "command/configuration.h"
#include "command/convert_texts.h"
#include "command/parse_values.h"
#include "command/run_texts.h"
#include "model/error.h"

namespace replicas {

namespace {

constexpr const char* examples_text = R"(Examples:
  replicas --temps 1e-5:1e-2                         the default sweep, 10 temperatures, about a minute on 2 cores
  replicas --temps 1e-4 --replicas 64 --examples 16  one temperature, 64 replicas
  replicas --network 20-100-100-10 --examples 200 --activation relu --steps 20000
  replicas --data inputs.npy,labels.npy --network 784-32-10 --temps 1e-6:1e-4:5
  replicas --config runs/1a2b3c4d5e --seed 2         the same run with another seed

Other verbs (replicas VERB --help): resume RUN, branch RUN, info RUN, plot RUN, diagnose RUN, bench; replicas --version, --cite.)";

std::vector<std::string> option_names(const CLI::App& app, bool flags_only) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    if (!option->get_lnames().empty() && (!flags_only || option->get_expected_max() == 0))
      names.push_back(option->get_lnames().front());
  return names;
}

/// The confinements exclude each other, so one on the command line replaces the file's whatever its name.
bool names_confinement(const std::string& word) {
  const std::string option = word.substr(0, word.find('='));
  return option == "--prior" || option == "--weight-decay" || option == "--anchor" || option == "--no-confinement";
}

}  // namespace

bool parse_run_arguments(const std::vector<std::string>& words, RunOptions& options) {
  CLI::App app("Replica-ensemble Langevin sampling of neural-network loss landscapes.", "replicas");
  app.footer(examples_text);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  RunTexts texts;
  define_run_options(app, options, texts);

  std::vector<std::string> all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string path;
    if (words[i] == "--config" && i + 1 < words.size()) path = words[i + 1];
    if (words[i].starts_with("--config=")) path = words[i].substr(9);
    if (!path.empty()) {
      for (const std::string& word : read_config(path, option_names(app, false), option_names(app, true)))
        if (!names_confinement(word) || !std::any_of(words.begin(), words.end(), names_confinement))
          all.push_back(word);
    }
  }
  all.insert(all.end(), words.begin(), words.end());
  std::reverse(all.begin(), all.end());  // CLI11 takes the words from the back
  try {
    app.parse(all);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return false;
  } catch (const CLI::ExtrasError&) {
    for (const std::string& word : app.remaining()) {
      const std::string bare = word.substr(0, word.find('='));
      const std::string near =
          suggestion(bare.substr(std::min(bare.size(), bare.find_first_not_of('-'))), option_names(app, false), "--");
      fail(Exit::usage, "unknown option {}{}", bare, near.empty() ? "; replicas --help lists the options" : near);
    }
    fail(Exit::usage, "unknown option; replicas --help lists the options");
  } catch (const CLI::ParseError& error) {
    fail(Exit::usage, "{}", error.what());
  }
  convert_texts(app, texts, options);
  options.configuration = configuration(options);
  options.words = words;
  return true;
}

}  // namespace replicas
