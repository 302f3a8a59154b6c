#include "observe/statistics/reweighting.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace replicas {

namespace {

/// ln sum exp(x_i), from a function of i.
template <class Term>
double log_sum(std::size_t count, Term term) {
  double highest = -HUGE_VAL, sum = 0;
  for (std::size_t i = 0; i < count; ++i) highest = std::max(highest, term(i));
  if (!std::isfinite(highest)) return highest;
  for (std::size_t i = 0; i < count; ++i) sum += std::exp(term(i) - highest);
  return highest + std::log(sum);
}

}  // namespace

Reweighting::Reweighting(const LossHistograms& histograms) {
  const std::size_t rungs = histograms.temperatures.size();
  std::vector<double> total(rungs, 0.0), mean(rungs, 0.0), seen;
  for (std::size_t b = 0; b < histograms.loss.size(); ++b) {
    double all = 0;
    for (std::size_t t = 0; t < rungs; ++t) {
      all += histograms.counts[t][b];
      total[t] += histograms.counts[t][b];
      mean[t] += histograms.counts[t][b] * histograms.loss[b];
    }
    if (all == 0) continue;
    loss_.push_back(histograms.loss[b]);
    seen.push_back(std::log(all));
  }
  // f_t = -ln Z(T_t) minimises the convex sum_b n_b ln sum_t N_t exp(f_t - L_b / T_t) - sum_t N_t f_t (Shirts and
  // Chodera). First guess: d ln Z / d(1/T) = -<L> by the trapezoid rule. Then Newton's method with f_0 = 0.
  const auto size = static_cast<Eigen::Index>(rungs);
  Eigen::VectorXd f = Eigen::VectorXd::Zero(size);
  for (std::size_t t = 1; t < rungs; ++t)
    f[static_cast<Eigen::Index>(t)] =
        f[static_cast<Eigen::Index>(t) - 1] - (mean[t] / total[t] + mean[t - 1] / total[t - 1]) / 2 *
                                                  (1 / histograms.temperatures[t - 1] - 1 / histograms.temperatures[t]);
  log_density_.resize(loss_.size());
  constexpr int most_rounds = 100;
  for (int round = 0; round < most_rounds && !converged_ && f.allFinite(); ++round) {
    Eigen::VectorXd slope = Eigen::VectorXd::Zero(size), share(size);
    Eigen::MatrixXd bend = Eigen::MatrixXd::Zero(size, size);
    for (std::size_t b = 0; b < loss_.size(); ++b) {
      for (Eigen::Index t = 0; t < size; ++t)
        share[t] = std::log(total[static_cast<std::size_t>(t)]) + f[t] -
                   loss_[b] / histograms.temperatures[static_cast<std::size_t>(t)];
      const double highest = share.maxCoeff();
      share = (share.array() - highest).exp();
      const double sum = share.sum(), count = std::exp(seen[b]);
      log_density_[b] = seen[b] - highest - std::log(sum);
      share /= sum;
      slope += count * share;
      bend.diagonal() += count * share;
      bend.noalias() -= count * share * share.transpose();
    }
    for (Eigen::Index t = 0; t < size; ++t) slope[t] -= total[static_cast<std::size_t>(t)];
    const Eigen::Index free = size - 1;
    Eigen::VectorXd step = bend.bottomRightCorner(free, free).ldlt().solve(slope.tail(free));
    const double longest = free > 0 ? step.cwiseAbs().maxCoeff() : 0;
    if (longest > 1) step /= longest;  // far from the minimum the quadratic picture may overshoot
    f.tail(free) -= step;
    converged_ = longest < 1e-9;
  }
}

double Reweighting::log_z(double temperature) const {
  return log_sum(loss_.size(), [&](std::size_t b) { return log_density_[b] - loss_[b] / temperature; });
}

Reweighting::Averages Reweighting::at(double temperature) const {
  const double z = log_z(temperature);
  double mean = 0, variance = 0;
  std::vector<double> p(loss_.size());
  for (std::size_t b = 0; b < loss_.size(); ++b) {
    p[b] = std::exp(log_density_[b] - loss_[b] / temperature - z);
    mean += p[b] * loss_[b];
  }
  for (std::size_t b = 0; b < loss_.size(); ++b) variance += p[b] * (loss_[b] - mean) * (loss_[b] - mean);
  return {mean, variance};
}

double Reweighting::entropy(double temperature) const {
  return log_z(temperature) + at(temperature).loss / temperature;
}

}  // namespace replicas
