#include <CLI/CLI.hpp>

#include <filesystem>

#include "command/python_script.h"
#include "command/read_words.h"
#include "command/results_of_run.h"
#include "command/verbs.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/chosen_fields.h"
#include "run/fields.h"
#include "run/stored_request.h"
#include "store/run_nc.h"

namespace replicas {

namespace fs = std::filesystem;

namespace {

/// For the script: "key=text" of each field that says something, and "+key" of those that make the run this one, among
/// which there is nothing that is derived from others.
std::vector<std::string> field_words_of(const fs::path& file) {
  const Results results = read_run(file);
  const auto found = results.attributes.find("configuration");
  require(found != results.attributes.end(), ErrorKind::bad_data, "{}: no configuration is stored in it",
          printable(file.string()));
  const Request request = read_configuration(found->second, file.string());
  std::vector<std::string> words;
  for (const Field& own : fields())
    if (const std::string text = own.part == Field::Part::physics ? own.print(request) : ""; !text.empty())
      words.push_back(own.key + "=" + text);
  for (const auto& [key, text] : chosen_fields(request)) words.push_back("+" + key);
  return words;
}

}  // namespace

int collect(const std::vector<std::string>& words) {
  CLI::App app(
      "Joins the results of several runs into one netCDF file, whose axes are the options in which they differ (seed, "
      "examples, network, ...), before that of the temperature: over all combinations where every one of them is a "
      "run, else "
      "over an axis run. Each number has its error beside it. Needs Python with netCDF4.",
      "replicas collect");
  std::vector<std::string> runs;
  std::string out;
  bool overwrite = false;
  app.add_option("RUN", runs, "Directories of runs, or their run.nc")->required();
  app.add_option("-o,--out", out, "The file to write")->type_name("FILE")->required();
  app.add_flag("--overwrite", overwrite, "Replace a file that is there");
  if (!read_words(app, words)) return 0;
  require(overwrite || !fs::exists(out), ErrorKind::cannot_create,
          "{} is there already; choose another --out, or --overwrite", printable(out));
  std::vector<std::string> arguments = {fs::absolute(out).string()};
  for (const std::string& run : runs) {
    const fs::path file = results_of_run(run);
    arguments.push_back("--run");
    arguments.push_back(run);
    arguments.push_back(fs::absolute(file).string());
    for (const std::string& word : field_words_of(file)) arguments.push_back(word);
  }
  return run_python_script("collect.py", arguments);
}

}  // namespace replicas
