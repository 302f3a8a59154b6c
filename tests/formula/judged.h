#pragma once

#include <cmath>

#include "formula/sound_run.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

inline std::string sentence_of(const std::vector<Verdict>& verdicts, const std::string& check, Verdict::Kind kind) {
  for (const Verdict& verdict : verdicts)
    if (verdict.check == check && verdict.kind == kind) return verdict.sentence;
  return "";
}

inline std::string all_of(const std::vector<Verdict>& verdicts) {
  std::string text;
  for (const Verdict& verdict : verdicts) text += verdict.check + ": " + verdict.sentence + "\n";
  return text;
}

using Judge = std::vector<Verdict> (*)(const Digest&, const Results&);

/// Verdicts that depend on columns alone: each column set by hand.
inline std::vector<Verdict> judged(Judge judge, const std::vector<Column>& columns,
                                   const Measurements& run = sound_run()) {
  Results results;
  results.columns = columns;
  return judge(Digest(run), results);
}

inline Column column(const char* name, std::vector<double> value, std::vector<double> error) {
  return {.name = name, .unit = "1", .long_name = "", .values = std::move(value), .error = std::move(error)};
}

/// The same at the three temperatures of a sound run.
inline Column column(const char* name, double value, double error) {
  return column(name, std::vector<double>(3, value), std::vector<double>(3, error));
}

inline const double none = std::nan("");  ///< an error that is not known

/// One temperature is different from the others, so that a sentence has to name it.
inline Column at_middle(const char* name, double value, double error, double elsewhere = 0) {
  return column(name, {elsewhere, value, elsewhere}, {error, error, error});
}

}  // namespace replicas
