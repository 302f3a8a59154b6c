#include "engine/plain/plain_engine.h"

#include <cmath>

#include "engine/covariance_spectra.h"
#include "engine/dot.h"
#include "model/error.h"
#include "physics/langevin.h"
#include "physics/noise.h"

namespace replicas {

template <class Number>
PlainEngine<Number>::PlainEngine(const Ensemble& ensemble)
    : ensemble_(ensemble), weights_(ensemble.replica_count() * ensemble.weights()) {
  check(ensemble_);
}

template <class Number>
std::string PlainEngine<Number>::name() const {
  return sizeof(Number) == sizeof(double) ? "plain (double)" : "plain";
}

template <class Number>
void PlainEngine<Number>::load(std::span<const float> weights) {
  require(weights.size() == weights_.size(), ErrorKind::internal, "load: {} weights for {}", weights.size(),
          weights_.size());
  weights_.assign(weights.begin(), weights.end());
}

template <class Number>
std::vector<float> PlainEngine<Number>::weights() const {
  std::vector<float> result(weights_.size());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<float>(weights_[i]);
  return result;
}

template <class Number>
std::vector<float> PlainEngine<Number>::weight_norms2() const {
  std::vector<float> result;
  for (std::size_t replica = 0; replica < ensemble_.replica_count(); ++replica)
    result.push_back(static_cast<float>(dot(weights_of(replica), weights_of(replica))));
  return result;
}

template <class Number>
std::span<const Number> PlainEngine<Number>::weights_of(std::size_t replica) const {
  const std::size_t n = ensemble_.weights();
  return std::span<const Number>(weights_).subspan(replica * n, n);
}

template <class Number>
Evaluation<Number> PlainEngine<Number>::evaluate(std::size_t replica, const System& shown, std::size_t dataset,
                                                 std::span<const Number> direction) const {
  return shown.evaluate(dataset, weights_of(replica), direction);
}

template <class Number>
Evaluation<Number> PlainEngine<Number>::evaluate_own(std::size_t replica, std::span<const Number> direction) const {
  return evaluate(replica, *ensemble_.system, ensemble_.dataset_index(replica), direction);
}

template <class Number>
double PlainEngine<Number>::noise_amplitude(std::size_t replica, const Block& block) const {
  return ensemble_.noise_amplitude(ensemble_.temperature_index(replica), block);
}

template <class Number>
double PlainEngine<Number>::decay(std::size_t replica, const Block& block) const {
  return ensemble_.decay(ensemble_.temperature_index(replica), block);
}

template <class Number>
float PlainEngine<Number>::noise(std::size_t number, std::uint64_t step, std::size_t weight) const {
  const Layout& layout = ensemble_.layout();
  return replicas::noise(ensemble_.seed, ensemble_.purpose, number, layout.noise_blocks(), step,
                         layout.noise_index(weight));
}

template <class Number>
float PlainEngine<Number>::later_noise(std::size_t number, std::uint64_t step, std::size_t weight) const {
  return noise(number, step + 1, weight);
}

template <class Number>
void PlainEngine<Number>::advance_replica(std::size_t replica, std::uint64_t first_step, std::uint64_t last_step,
                                          ReplicaSums& sums) {
  const std::size_t n = ensemble_.weights();
  const std::size_t rung = ensemble_.temperature_index(replica), number = ensemble_.number(replica);
  const bool two_noises = ensemble_.dynamics.update == Update::lm;
  Number* const w = weights_.data() + replica * n;
  const float* const anchor = ensemble_.anchor.empty() ? nullptr : ensemble_.anchor.data() + replica * n;
  struct Rule {
    Number step_size, amplitude, decay;
  };
  std::vector<Rule> rules;  // of every weight
  for (const Block& block : ensemble_.layout().blocks())
    rules.insert(rules.end(), block.size(),
                 {static_cast<Number>(ensemble_.step_size(rung, block)),
                  static_cast<Number>(noise_amplitude(replica, block)), static_cast<Number>(decay(replica, block))});

  for (std::uint64_t step = first_step; step < last_step; ++step) {
    const Evaluation<Number> pass = evaluate_own(replica);
    const bool measured = step % ensemble_.measure_interval == 0;
    double gradient2 = 0, product = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Number centre = anchor ? static_cast<Number>(anchor[i]) : Number(0);
      const Number total = confined_gradient(pass.gradient[i], w[i], centre, rules[i].decay);
      gradient2 += static_cast<double>(pass.gradient[i]) * static_cast<double>(pass.gradient[i]);
      product += static_cast<double>(pass.gradient[i]) * static_cast<double>(total);
      if (measured) sums.largest_weight = std::max(sums.largest_weight, std::fabs(static_cast<double>(w[i])));
      Number xi = 0;
      if (rules[i].amplitude != 0) {
        xi = static_cast<Number>(noise(number, step, i));
        if (two_noises) xi += static_cast<Number>(later_noise(number, step, i));
      }
      w[i] = langevin_step(w[i], total, rules[i].step_size, rules[i].amplitude, xi);
    }
    if (measured) {
      add_loss(sums, pass.loss, pass.wrong);
      add_gradient(sums, gradient2, product);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    sums.finite = sums.finite && std::isfinite(w[i]);
    sums.largest_weight = std::max(sums.largest_weight, std::fabs(static_cast<double>(w[i])));
  }
}

template <class Number>
std::vector<ReplicaSums> PlainEngine<Number>::advance(std::uint64_t first_step, std::uint64_t last_step) {
  std::vector<ReplicaSums> sums(ensemble_.replica_count());
  for (std::size_t replica = 0; replica < sums.size(); ++replica)
    advance_replica(replica, first_step, last_step, sums[replica]);
  return sums;
}

template <class Number>
ExampleLosses PlainEngine<Number>::example_losses(const System& shown) const {
  ExampleLosses result;
  for (std::size_t replica = 0; replica < ensemble_.replica_count(); ++replica) {
    const std::size_t dataset = ensemble_.dataset_index(replica) % shown.dataset_count();
    const Evaluation<Number> pass = evaluate(replica, shown, dataset, {});
    for (const Number loss : pass.losses) result.losses.push_back(static_cast<float>(loss));
    result.wrong.insert(result.wrong.end(), pass.wrongs.begin(), pass.wrongs.end());
  }
  return result;
}

template <class Number>
std::vector<Number> PlainEngine<Number>::gradient_of(std::size_t replica) const {
  return evaluate_own(replica).gradient;
}

template <class Number>
std::vector<Number> PlainEngine<Number>::hessian_product_of(std::size_t replica,
                                                            std::span<const Number> direction) const {
  return evaluate_own(replica, direction).product;
}

template <class Number>
std::vector<float> PlainEngine<Number>::loss_gradients() const {
  std::vector<float> result;
  for (std::size_t replica = 0; replica < ensemble_.replica_count(); ++replica)
    for (const Number g : gradient_of(replica)) result.push_back(static_cast<float>(g));
  return result;
}

template <class Number>
std::vector<float> PlainEngine<Number>::loss_hessian_products(std::span<const float> directions) const {
  const std::size_t n = ensemble_.weights();
  require(directions.size() == weights_.size(), ErrorKind::internal, "hessian products: {} entries for {}",
          directions.size(), weights_.size());
  std::vector<float> result;
  for (std::size_t replica = 0; replica < ensemble_.replica_count(); ++replica) {
    const auto part = directions.subspan(replica * n, n);
    for (const Number h : hessian_product_of(replica, std::vector<Number>(part.begin(), part.end())))
      result.push_back(static_cast<float>(h));
  }
  return result;
}

template <class Number>
std::vector<double> PlainEngine<Number>::covariance_spectra(std::span<const float> points, std::size_t count,
                                                            std::size_t dimensions) const {
  return replicas::covariance_spectra(points, count, dimensions, 1);
}

template class PlainEngine<float>;
template class PlainEngine<double>;

}  // namespace replicas
