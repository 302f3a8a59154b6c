#include "command/run_arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <iostream>

#include "command/config_file.h"
#include "command/configuration.h"
#include "command/convert_texts.h"
#include "command/parse_values.h"
#include "command/run.h"
#include "command/run_texts.h"
#include "command/stray_words.h"
#include "model/error.h"

namespace replicas {

namespace {

constexpr const char* examples_text = R"(Examples:
  replicas --temps 1e-5:1e-2                         the default sweep, 10 temperatures, two minutes on 2 cores
  replicas --temps 1e-4 --replicas 64 --examples 16  one temperature, 64 replicas
  replicas --network 20-100-100-10 --examples 200 --activation relu --steps 20000
  replicas --data images-idx3-ubyte.gz,labels-idx1-ubyte.gz --examples 500 --network 784-32-10 --temps 1e-5:1e-3
  replicas --config runs/1a2b3c4d5e --seed 2         the same run with another seed

Data files, told apart by how they start: NPY; IDX (MNIST and its family, also .gz); otherwise CSV
  INPUTS,LABELS  [P][D] inputs and [P] labels 0..C-1, or [P][C] targets for mse; images are flattened, bytes divided by 255
  TABLE.csv      a row is D inputs and a label (--label says where), or C targets last for mse; labels may be words
  A header is known by its names or a count 0,1,2,... (--header yes|no); row numbers are left out; lines with # are skipped.

Other verbs (replicas VERB --help): resume RUN, branch RUN, info RUN, plot RUN, diagnose RUN, reproduce STUDY, bench,
selftest, devices; replicas --version, --cite.)";

std::vector<std::string> option_names(const CLI::App& app, bool flags_only) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    if (!option->get_lnames().empty() && (!flags_only || option->get_expected_max() == 0))
      names.push_back(option->get_lnames().front());
  return names;
}

bool gives(const std::vector<std::string>& words, const std::string& option) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word == option || word.starts_with(option + "="); });
}

/// An error about an option that only the configuration gave is the configuration's: it gets its file and line.
[[noreturn]] void rethrow_with_place(const Error& error, const std::vector<ConfigEntry>& entries,
                                     const std::vector<std::string>& words) {
  const std::string message = error.what();
  if (error.status() == Exit::usage)
    for (const ConfigEntry& entry : entries) {
      const std::string option = "--" + entry.key;
      const std::size_t at = message.find(option);
      const std::size_t end = at + option.size();
      const bool whole =
          at != message.npos && (end == message.size() || (!std::isalnum(message[end]) && message[end] != '-'));
      if (whole && !gives(words, option)) fail(Exit::bad_config, "{}: {}", entry.place, message);
    }
  throw error;
}

/// The confinements exclude each other, so one on the command line replaces the file's whatever its name.
bool names_confinement(const std::string& word) {
  const std::string option = word.substr(0, word.find('='));
  return option == "--prior" || option == "--weight-decay" || option == "--anchor" || option == "--no-confinement";
}

/// Lets CLI11 read the words; its complaints become errors of ours.
void parse_words(CLI::App& app, const std::vector<std::string>& words) {
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes the words from the back
  } catch (const CLI::CallForHelp&) {
    throw;
  } catch (const CLI::ExtrasError&) {
    for (const std::string& word : app.remaining()) {
      if (!word.starts_with('-')) continue;
      const std::string bare = word.substr(0, word.find('='));
      const std::string near =
          suggestion(bare.substr(std::min(bare.size(), bare.find_first_not_of('-'))), option_names(app, false), "--");
      fail(Exit::usage, "unknown option '{}'{}", bare, near.empty() ? "; replicas --help lists the options" : near);
    }
    for (const std::size_t stray : stray_words(app, words))
      fail(Exit::usage, "{}", about_stray_word(app, words, stray));
    fail(Exit::usage, "unknown option; replicas --help lists the options");
  } catch (const CLI::ParseError& error) {
    const std::string text = error.what();  // of flags CLI11 leaves the dashes out
    fail(Exit::usage, "{}{}", text.ends_with("flag override") && !text.starts_with("-") ? "--" : "", text);
  }
  for (const CLI::Option* option : app.get_options())
    for (const std::string& value : option->results())
      require(!value.empty(), Exit::usage, "{}: the value is empty; write one, or leave the option out",
              option->get_name());
}

}  // namespace

bool parse_run_arguments(const std::vector<std::string>& words, RunOptions& options) {
  CLI::App app("Replica-ensemble Langevin sampling of neural-network loss landscapes.", "replicas");
  app.footer(examples_text);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  RunTexts texts;
  define_run_options(app, options, texts);

  std::vector<ConfigEntry> entries;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string path;
    if (words[i] == "--config" && i + 1 < words.size()) path = words[i + 1];
    if (words[i].starts_with("--config=")) path = words[i].substr(9);
    if (!path.empty()) {
      for (ConfigEntry& entry : read_config(path, {option_names(app, false), option_names(app, true)}))
        if (!names_confinement(entry.word) || !std::any_of(words.begin(), words.end(), names_confinement))
          entries.push_back(std::move(entry));
    }
  }
  std::vector<std::string> all;
  all.reserve(entries.size() + words.size());
  for (const ConfigEntry& entry : entries) all.push_back(entry.word);
  all.insert(all.end(), words.begin(), words.end());
  try {
    parse_words(app, all);
    convert_texts(app, texts, options);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return false;
  } catch (const Error& error) {
    rethrow_with_place(error, entries, words);
  }
  options.configuration = configuration(options);
  options.words = words;
  options.config = std::move(entries);
  return true;
}

std::vector<std::size_t> stray_words(const std::vector<std::string>& words) {
  CLI::App app;
  RunOptions options;
  RunTexts texts;
  define_run_options(app, options, texts);
  return stray_words(app, words);
}

int run_words(const std::vector<std::string>& words, const std::string& command_line) {
  RunOptions options;
  if (!parse_run_arguments(words, options)) return 0;
  options.command_line = command_line;
  try {
    return run(options);
  } catch (const Error& error) {
    rethrow_with_place(error, options.config, words);
  }
}

}  // namespace replicas
