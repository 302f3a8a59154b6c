#include "show/report.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "model/printable.h"
#include "show/terminal.h"

namespace replicas {

namespace {

using Kind = Verdict::Kind;

constexpr std::size_t mark_width = 8;

std::string_view mark(Kind kind) { return kind == Kind::failure ? "FAILED" : kind == Kind::note ? "note" : "ok"; }

std::ptrdiff_t count(const Results& results, Kind kind) {
  return std::ranges::count(results.verdicts, kind, &Verdict::kind);
}

}  // namespace

std::string sentences(const Results& results, int width) {
  std::string text;
  const std::size_t room = std::max<std::size_t>(static_cast<std::size_t>(std::max(width, 0)), 40) - mark_width;
  for (const Kind kind : {Kind::failure, Kind::note, Kind::good}) {
    for (const Verdict& verdict : results.verdicts) {
      if (verdict.kind != kind) continue;
      std::string_view label = mark(kind);
      for (const std::string& line : wrap(verdict.sentence, room)) {
        text += fmt::format("{:<{}}{}\n", label, mark_width, printable(line));
        label = "";
      }
    }
  }
  return text;
}

std::string headline(const Results& results) {
  std::string line;
  const auto add = [&line](const std::string& part) { line += (line.empty() ? "" : ", ") + part; };
  const auto text = [&results](const char* name) {
    const auto found = results.attributes.find(name);
    return found == results.attributes.end() ? std::string() : printable(found->second);
  };
  const auto whole = [&results](const char* name) {
    const auto found = results.integers.find(name);
    return found == results.integers.end() ? std::int64_t{-1} : found->second;
  };
  if (!text("network").empty()) add(fmt::format("{} {}", text("network"), text("activation")));
  if (!text("potential").empty()) add("potential " + text("potential"));
  if (!text("particles").empty()) add(text("particles") + " particles");
  if (!text("loss").empty()) add(text("loss"));
  if (whole("weights") >= 0) add(fmt::format("{} weights", whole("weights")));
  if (whole("examples") >= 0) add(fmt::format("{} examples", whole("examples")));
  add(fmt::format("{} temperature{}{}", results.temperature.size(), results.temperature.size() == 1 ? "" : "s",
                  results.chains > 0 ? fmt::format(" x {} replicas", results.chains) : ""));
  if (whole("steps") >= 0) add(fmt::format("{} steps", whole("steps")));
  if (whole("burn_in") > 0) line += fmt::format(" ({} of them burn-in)", whole("burn_in"));
  if (!text("update").empty()) add("update " + text("update"));
  if (!text("confinement").empty()) add("confinement " + text("confinement"));
  if (const auto strength = results.numbers.find("confinement_strength"); strength != results.numbers.end())
    if (!text("confinement").empty() && text("confinement") != "none") line += fmt::format(" {}", strength->second);
  add(fmt::format("seed {}", results.seed));
  return line;
}

std::string report(const Results& results, int width) {
  std::string text;
  for (const std::string& line : wrap(headline(results), static_cast<std::size_t>(std::max(width, 40))))
    text += line + "\n";
  text += '\n';
  text += sentences(results, width);
  const auto failures = count(results, Kind::failure), notes = count(results, Kind::note);
  text += fmt::format("\n{} failed, {} note{}, {} ok\n", failures, notes, notes == 1 ? "" : "s",
                      count(results, Kind::good));
  return text;
}

bool failed(const Results& results) { return count(results, Kind::failure) > 0; }

}  // namespace replicas
