#pragma once

#include "engine/engine.h"
#include "engine/plain/plain_landscape.h"
#include "engine/plain/plain_sampler.h"

namespace replicas {

/// The plain sampler and the plain landscape together. It computes every system.
template <class Number>
class PlainEngine : public Engine {
 public:
  explicit PlainEngine(const Ensemble& ensemble)
      : PlainEngine(std::make_unique<PlainSampler<Number>>(ensemble),
                    std::make_unique<PlainLandscape<Number>>(ensemble.system)) {}
  PlainEngine(std::unique_ptr<PlainSampler<Number>> sampler, std::unique_ptr<PlainLandscape<Number>> landscape)
      : Engine(std::move(sampler), std::move(landscape), std::make_unique<ProcessorSpectra>(1)) {}

  /// In the engine's own precision: weights, grad L and H v of one replica at its present weights.
  std::span<const Number> weights_of(std::size_t replica) const { return state().of(replica); }
  std::vector<Number> gradient_of(std::size_t replica) const { return evaluation(replica, {}).gradient; }
  std::vector<Number> hessian_product_of(std::size_t replica, std::span<const Number> direction) const {
    return evaluation(replica, direction).product;
  }

 private:
  const HostBatch<Number>& state() const { return static_cast<const HostBatch<Number>&>(sampler().state()); }
  Evaluation<Number> evaluation(std::size_t replica, std::span<const Number> direction) const {
    return static_cast<const PlainLandscape<Number>&>(landscape())
        .evaluate(landscape().system(), state().dataset(replica), state().of(replica), direction);
  }
};

}  // namespace replicas
