#include "command/theory.h"

#include <spdlog/fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "command/read_words.h"
#include "command/theory_quantities.h"
#include "model/error.h"
#include "run/field_values.h"
#include "show/arrays_table.h"
#include "store/arrays_file.h"

namespace replicas {

namespace {

void print_help() {
  std::cout
      << "replicas theory QUANTITY [OPTIONS]\n\nWhat statistical physics predicts, with the error of the quadrature. "
         "Quantities:\n";
  for (const TheoryQuantity& quantity : theory_quantities())
    std::cout << fmt::format("  {:<14} {}\n", quantity.name, quantity.about);
  std::cout << "\nreplicas theory QUANTITY --help shows its options. Each prints a table, or JSON (--json), and writes "
               "netCDF (--out FILE.nc).\nExamples:\n"
               "  replicas theory entropy --loads 0.1:0.8:8\n"
               "  replicas theory capacity --units tree-relu\n"
               "  replicas theory franz-parisi --load 0.5 --reference-margin max --out phi.nc\n";
}

int compute(const TheoryQuantity& quantity, const std::vector<std::string>& words, bool shown) {
  CLI::App app(quantity.about, std::string("replicas theory ") + quantity.name);
  std::map<std::string, std::string> texts;
  for (const TheoryOption& option : quantity.options) {
    texts[option.name] = option.value;
    app.add_option(option.name, texts[option.name], option.help)->capture_default_str();
  }
  std::string out;
  bool json = false, overwrite = false;
  app.add_option("--out", out, "Write a netCDF file of this name");
  app.add_flag("--overwrite", overwrite, "Replace it");
  app.add_flag("--json", json, "Print JSON");
  if (!read_words(app, words)) return 0;
  if (!out.empty()) require_room_for(out, overwrite);
  const NamedArrays result = quantity.compute(TheoryOptions(texts));
  if (!out.empty()) {
    const std::string command = fmt::format("replicas theory {} {}", quantity.name, fmt::join(words, " "));
    write_arrays(out, result, command);
  }
  if (shown) std::cout << (json ? arrays_json(result) : arrays_table(result));
  return 0;
}

/// For the manual page: the verb, then each quantity as if it were one.
void print_manual() {
  CLI::App app("What statistical physics predicts, with the error of the quadrature.", "replicas theory");
  std::string name;
  app.add_option("QUANTITY", name, "What to compute; its options are below")->required();
  read_words(app, {"--manual"});
  for (const TheoryQuantity& quantity : theory_quantities()) compute(quantity, {"--manual"}, false);
}

int theory_quantity(const std::vector<std::string>& words, bool shown) {
  if (words.size() == 1 && words[0] == "--manual") {
    print_manual();
    return 0;
  }
  if (words.empty() || words[0] == "--help" || words[0] == "-h") {
    require(!words.empty(), ErrorKind::bad_value,
            "replicas theory needs a quantity, such as entropy; see replicas theory --help");
    print_help();
    return 0;
  }
  std::vector<std::string> names;
  for (const TheoryQuantity& quantity : theory_quantities()) {
    if (words[0] == quantity.name) return compute(quantity, {words.begin() + 1, words.end()}, shown);
    names.emplace_back(quantity.name);
  }
  fail(ErrorKind::bad_value, "no quantity '{}'; choose from {}{}", words[0], fmt::join(names, ", "),
       suggestion(words[0], names));
}

}  // namespace

int theory_words(const std::vector<std::string>& words) { return theory_quantity(words, true); }

void theory_silently(const std::vector<std::string>& words) { theory_quantity(words, false); }

}  // namespace replicas
