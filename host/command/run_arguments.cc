#include "command/run_arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "command/environment.h"
#include "command/field_words.h"
#include "command/read_words.h"
#include "command/run.h"
#include "command/verbs.h"
#include "model/error.h"
#include "run/field_values.h"
#include "run/fields.h"
#include "run/settle.h"
#include "run/slices.h"

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

Exit status: 64 a wrong option, 65 data, 66 a file that is missing, 73 a place that cannot be taken, 75 stopped with all
saved (run again to go on), 76 diverged (--on-divergence mark goes on instead); the manual page has them all.

replicas --version says what was built, --cite what to cite.)";

/// An error about a field that only the configuration gave is the configuration's: it gets its file and line.
[[noreturn]] void rethrow_with_place(const Error& error, const RunArguments& arguments) {
  if (error.kind() == ErrorKind::bad_value)
    for (const std::string& key : error.fields())
      for (const ConfigEntry& entry : arguments.config)
        if (entry.key == key && !gives(arguments.words, "--" + key))
          fail(ErrorKind::bad_config, "{}: {}", entry.place, error.what());
  throw error;
}

/// What --config gives. The confinements exclude each other, so one on the command line replaces the file's whatever
/// its name.
std::vector<ConfigEntry> config_entries(const CLI::App& app) {
  std::vector<ConfigEntry> entries;
  if (app.count("--config") == 0) return entries;
  bool confined = false;
  for (const std::string& key : option_names(app)) confined |= is_confinement(key) && app.count("--" + key) > 0;
  for (const std::string& path : app.get_option("--config")->results())
    for (ConfigEntry& entry : read_config(path, {option_names(app), option_names(app, true)})) {
      std::erase_if(entries, [&](const ConfigEntry& earlier) { return earlier.key == entry.key; });
      if (!(confined && is_confinement(entry.key))) entries.push_back(std::move(entry));
    }
  return entries;
}

void set_field(const Field& own, const std::string& text, Request& request) {
  own.parse(request, text_from_environment(own.key, text));
  request.given.insert(own.key);
}

}  // namespace

void define_run_options(CLI::App& app, bool physics) {
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  for (const Field& own : fields()) {
    if (!physics && own.part == Field::Part::physics) continue;
    const std::string name = "--" + own.key, help = as_options(own.help);
    if (own.flag()) {
      app.add_flag(name)->description(help)->disable_flag_override()->group(own.topic);
      continue;
    }
    CLI::Option* const option = app.add_option(name)->description(help)->type_name(own.value)->group(own.topic);
    if (const std::string standard = own.standard(); !standard.empty()) option->default_str(standard);
  }
  constexpr const char* topic = "Words and configuration";
  app.add_flag("--json")->description("Print the table as JSON")->disable_flag_override()->group(topic);
  app.add_flag("--quiet")->description("No progress, no notes")->disable_flag_override()->group(topic);
  if (!physics) return;
  app.add_option("--config")
      ->description("Options from a TOML file, a run directory or its run.nc (with the steps that it was continued to)")
      ->type_name("FILE")
      ->group(topic);
}

bool parse_run_arguments(CLI::App& app, const std::vector<std::string>& words, RunArguments& arguments) {
  if (!read_words(app, words)) return false;
  arguments.words = words;
  arguments.config = config_entries(app);
  arguments.json = app.count("--json") > 0;
  arguments.quiet = app.count("--quiet") > 0;
  const auto entry_of = [&](std::string_view key) {
    return std::ranges::find(arguments.config, key, &ConfigEntry::key);
  };
  arguments.json |= entry_of("json") != arguments.config.end();
  arguments.quiet |= entry_of("quiet") != arguments.config.end();
  try {
    for (const Field& own : fields()) {
      const CLI::Option* const option = app.get_option("--" + own.key);
      if (option->count() > 0)
        set_field(own, own.flag() ? "true" : option->results().back(), arguments.asked);
      else if (const auto entry = entry_of(own.key); entry != arguments.config.end())
        set_field(own, entry->value, arguments.asked);
    }
    arguments.settled = arguments.asked;
    settle(arguments.settled);
  } catch (const Error& error) {
    rethrow_with_place(error, arguments);
  }
  return true;
}

bool parse_run_arguments(const std::vector<std::string>& words, RunArguments& arguments) {
  CLI::App app("Replica-ensemble Langevin sampling of neural-network loss landscapes.", "replicas");
  app.footer(verbs_text() + "\n" + examples_text);
  define_run_options(app);
  return parse_run_arguments(app, words, arguments);
}

void name_slice(Request& asked) {
  if (!asked.control.out.empty()) asked.control.out = slice_directory(asked.control.out, asked.physics.shard).string();
}

int run_words(const std::vector<std::string>& words, const std::string& command_line) {
  RunArguments arguments;
  if (!parse_run_arguments(words, arguments)) return 0;
  name_slice(arguments.asked);
  arguments.asked.history = "replicas" + command_line;
  return run_or_place_error(arguments);
}

int run_or_place_error(const RunArguments& arguments) {
  try {
    return run(arguments);
  } catch (const Error& error) {
    rethrow_with_place(error, arguments);
  }
}

}  // namespace replicas
