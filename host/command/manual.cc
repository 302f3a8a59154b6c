#include "command/manual.h"

#include <spdlog/fmt/fmt.h>
#include <CLI/CLI.hpp>

#include "command/exit_status.h"
#include "model/version.h"

namespace replicas {

namespace {

/// Text as roff takes it: a dash that can be copied, a backslash that is one, and no line that begins with a request.
std::string roff(const std::string& text) {
  std::string written;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && (c == '.' || c == '\'')) written += "\\&";
    at_start = c == '\n';
    if (c == '\\')
      written += "\\e";
    else if (c == '-')
      written += "\\-";
    else
      written += c;
  }
  return written;
}

bool is_word(const CLI::Option& option) { return option.get_lnames().empty() && option.get_snames().empty(); }

/// "--steps N", the name in bold and what to write in italics.
std::string tag(const CLI::Option& option) {
  std::string names;
  for (const std::string& name : option.get_snames()) names += (names.empty() ? "-" : ", -") + name;
  for (const std::string& name : option.get_lnames()) names += (names.empty() ? "--" : ", --") + name;
  if (is_word(option)) return fmt::format("\\fI{}\\fR", roff(option.get_name()));
  const std::string value = option.get_expected_max() == 0 ? "" : option.get_type_name();
  return fmt::format("\\fB{}\\fR{}", roff(names), value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(value)));
}

std::string entry(const CLI::Option& option) {
  const std::string standard = option.get_default_str();
  return fmt::format(".TP\n{}\n{}{}\n", tag(option), roff(option.get_description()),
                     standard.empty() ? "" : roff(fmt::format(" (default: {})", standard)));
}

}  // namespace

std::string manual_head() {
  return fmt::format(
      ".TH REPLICAS 1 \"\" \"replicas {}\" \"User Commands\"\n"
      ".nh\n.ad l\n"
      ".SH NAME\nreplicas \\- replica\\-ensemble Langevin sampling of neural\\-network loss landscapes\n"
      ".SH SYNOPSIS\n.B replicas\n[\\fIVERB\\fR] [\\fIOPTIONS\\fR]\n"
      ".SH DESCRIPTION\n"
      "Advances thousands of independent neural\\-network replicas at many temperatures by Langevin dynamics, and "
      "reads "
      "the geometry of the loss landscape from their fluctuations: effective dimension, curvature against temperature, "
      "covariance spectra, learning coefficients. Without a verb it is\n.BR \"replicas run\" .\n"
      "Results are netCDF\\-4 files, for xarray and ArviZ.\n.PP\n"
      "Options may also stand in a TOML file (\\fB\\-\\-config\\fR), without the dashes. Whole numbers may be written "
      "as "
      "1e7, times as 90s, 5min, 2h or 1d.\n.SH VERBS\n",
      version);
}

std::string manual_section(const CLI::App& app) {
  const std::vector<const CLI::Option*> options = app.get_options();
  std::string text = fmt::format(".SS {}", roff(app.get_name()));
  for (const CLI::Option* option : options)
    if (is_word(*option)) text += fmt::format(" {}", option->get_name());
  text += fmt::format("\n{}\n", roff(app.get_description()));
  std::string topic;
  for (const CLI::Option* option : options) {
    const std::string group = option->get_group();
    if (group != topic && group != "Options" && !is_word(*option)) text += fmt::format(".PP\n.B {}\n", roff(group));
    topic = group;
    text += entry(*option);
  }
  if (const std::string footer = app.get_footer(); !footer.empty())
    text += fmt::format(".PP\n.nf\n{}\n.fi\n", roff(footer));
  return text;
}

std::string manual_end() {
  std::string text = ".SH EXIT STATUS\n";
  for (const ExitMeaning& meaning : exit_meanings)
    text += fmt::format(".TP\n.B {}\n{}\n", static_cast<int>(meaning.status), roff(std::string(meaning.words)));
  text +=
      ".SH ENVIRONMENT\n.TP\n.B CUDA_VISIBLE_DEVICES\nThe GPUs that \\fB\\-\\-gpu\\fR counts.\n"
      ".TP\n.B REPLICAS_CUDA_PLUGIN\nThe GPU engine to open, in the place of the one beside the program.\n"
      ".SH FILES\n.TP\n.I runs/<name>_<hash>\nThe run directory, unless \\fB\\-\\-out\\fR names another: config.toml, "
      "checkpoints, "
      "run.nc.\n"
      ".SH SEE ALSO\nWhat to cite: \\fBreplicas \\-\\-cite\\fR. The paper that it grew out of: arXiv:2304.01335.\n";
  return text;
}

}  // namespace replicas
