#pragma once

#include <span>
#include <vector>

namespace replicas {

/// Losses seen at several temperatures as histograms over common bins.
struct LossHistograms {
  std::vector<double> temperatures;
  std::vector<double> loss;                 ///< of each bin: the mean of what fell into it
  std::vector<std::vector<double>> counts;  ///< [temperature][bin]
};

/// Multi-histogram reweighting (Ferrenberg and Swendsen 1989; the binned form of MBAR, Shirts and Chodera 2008): the
/// density of states that makes all histograms most likely, and with it averages at any temperature between.
///   ln Z(T) = ln sum_b g_b exp(-L_b / T),  g_b = sum_t n_tb / sum_t N_t exp(-L_b / T_t) / Z_t
class Reweighting {
 public:
  explicit Reweighting(const LossHistograms& histograms);
  bool converged() const { return converged_; }
  double log_z(double temperature) const;  ///< up to one constant for all temperatures
  struct Averages {
    double loss, variance;
  };
  Averages at(double temperature) const;
  /// S = ln Z + <L> / T, up to the same constant.
  double entropy(double temperature) const;

 private:
  std::vector<double> loss_, log_density_;
  bool converged_ = false;
};

}  // namespace replicas
