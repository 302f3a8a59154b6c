#pragma once

#include <string>
#include <vector>

#include "observe/observables/digest.h"
#include "observe/results.h"

namespace replicas {

// One function per question about the run; each answers with one or more verdicts, or with none when the question does
// not apply. One that applies but cannot be asked (too few replicas, no error bars) is `not_tested`. Numbers in a
// condition come from the alarm table of the science reference, or say why here.

std::vector<Verdict> judge_divergence(const Digest&, const Results&);    ///< replicas that left the finite numbers
std::vector<Verdict> judge_confinement(const Digest&, const Results&);   ///< is there an equilibrium at all?
std::vector<Verdict> judge_start(const Digest&, const Results&);         ///< did the descents arrive?
std::vector<Verdict> judge_ground_loss(const Digest&, const Results&);   ///< is L0 known well enough?
std::vector<Verdict> judge_two_starts(const Digest&, const Results&);    ///< do starts from descent and prior agree?
std::vector<Verdict> judge_drift(const Digest&, const Results&);         ///< block means of L and |w|^2
std::vector<Verdict> judge_agreement(const Digest&, const Results&);     ///< R-hat
std::vector<Verdict> judge_length(const Digest&, const Results&);        ///< ESS, autocorrelation times
std::vector<Verdict> judge_batches(const Digest&, const Results&);       ///< noise of batches against the thermal one
std::vector<Verdict> judge_relaxation(const Digest&, const Results&);    ///< burn-in against unconstrained directions
std::vector<Verdict> judge_thermometer(const Digest&, const Results&);   ///< gauge modes
std::vector<Verdict> judge_step_size(const Digest&, const Results&);     ///< curvature, predicted bias, T_conf
std::vector<Verdict> judge_fluctuations(const Digest&, const Results&);  ///< d_var against d_mean and its slope
std::vector<Verdict> judge_fitting(const Digest&, const Results&);       ///< P T and the training error
std::vector<Verdict> judge_map(const Digest&, const Results&);           ///< bowl or walls, spectra, basins
std::vector<Verdict> judge_rungs(const Digest&, const Results&);         ///< do neighbouring temperatures fit together?
std::vector<Verdict> judge_clock(const Digest&, const Results&);         ///< t or T t: the exponent of eta tau in T
std::vector<Verdict> judge_exact_law(const Digest&, const Results&);     ///< a potential against its formulas
std::vector<Verdict> judge_training(const Digest&, const Results&);      ///< at T = 0: converged, stable, lazy?
std::vector<Verdict> judge_errors(const Digest&, const Results&);        ///< are there enough replicas?

/// A number of a column at one temperature; NaN when the results do not have it.
double number_at(const Results& results, ColumnName column, std::size_t temperature);

/// The temperatures at which a check spoke up, with the number that made it.
struct Findings {
  std::vector<std::size_t> temperatures;
  std::vector<double> numbers;

  void add(std::size_t temperature, double number) {
    temperatures.push_back(temperature);
    numbers.push_back(number);
  }
  bool empty() const { return temperatures.empty(); }
  double largest() const;          ///< of the numbers
  double smallest() const;         ///< of the numbers
  std::size_t at_largest() const;  ///< temperature index where it is
  std::size_t at_smallest() const;
};

/// What a judge says when it could not ask its question, and why: no silence that reads like a pass. `verdicts` puts
/// all of them into one sentence.
Verdict not_tested(const std::string& question, const std::string& why);

/// "T = 1e-05, 0.0001 and 0.01"
std::string named_temperatures(const Digest& digest, const std::vector<std::size_t>& temperatures);
std::string named_temperature(const Digest& digest, std::size_t temperature);

}  // namespace replicas
