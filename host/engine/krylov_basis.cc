#include "engine/krylov_basis.h"

#include <algorithm>
#include <cmath>

#include "engine/dot.h"
#include "engine/spread_tasks.h"

namespace replicas {

namespace {

/// a -= factor b.
void subtract(std::vector<double>& a, double factor, std::span<const float> b) {
  double* const x = a.data();  // see dot.h
  const float* const y = b.data();
  for (std::size_t i = 0; i < a.size(); ++i) x[i] -= factor * static_cast<double>(y[i]);
}

}  // namespace

void HostKrylovBasis::start(const WeightBatch& vectors) {
  append(vectors);
  HostBatch<float>& first = *basis_.back();
  spread_tasks(first.count(), threads_, cost_of(4 * first.each()), [&](std::size_t replica) {
    const std::span<float> own = first.of(replica);
    const double norm = std::sqrt(dot(own, own));
    for (float& v : own) v = static_cast<float>(static_cast<double>(v) / norm);
  });
}

void HostKrylovBasis::append(const WeightBatch& vectors) {
  basis_.push_back(std::make_unique<HostBatch<float>>(vectors));
}

std::vector<KrylovStep> HostKrylovBasis::add(const WeightBatch& products, std::span<const std::uint8_t> ended) {
  const OnHost<float> product(products);
  auto next = std::make_unique<HostBatch<float>>(basis_.back()->values, products.datasets());
  std::vector<KrylovStep> steps(products.count());
  spread_tasks(products.count(), threads_, cost_of(4 * size() * next->each()), [&](std::size_t replica) {
    if (ended[replica] != 0) return;
    KrylovStep& step = steps[replica];
    const std::span<const float> own = product->of(replica);
    std::vector<double> rest(own.begin(), own.end());
    step.diagonal = dot(rest, std::as_const(*basis_.back()).of(replica));
    step.before = dot(rest, rest);
    for (int pass = 0; pass < 2; ++pass)
      for (const std::unique_ptr<HostBatch<float>>& vectors : basis_) {
        const std::span<const float> q = std::as_const(*vectors).of(replica);
        subtract(rest, dot(rest, q), q);
      }
    step.after = dot(rest, rest);
    if (is_invariant(step.before, step.after)) return;
    const double norm = std::sqrt(step.after);
    std::ranges::transform(rest, next->of(replica).begin(), [norm](double x) { return static_cast<float>(x / norm); });
  });
  basis_.push_back(std::move(next));
  return steps;
}

std::unique_ptr<WeightBatch> HostKrylovBasis::combine(std::span<const double> coefficients) const {
  const HostBatch<float>& first = *basis_.front();
  auto result = std::make_unique<HostBatch<float>>(std::vector<float>(first.values.size()), first.datasets());
  spread_tasks(first.count(), threads_, cost_of(2 * size() * first.each()), [&](std::size_t replica) {
    std::vector<double> sum(first.each(), 0.0);
    for (std::size_t j = 0; j < size(); ++j)
      subtract(sum, -coefficients[replica * size() + j], std::as_const(*basis_[j]).of(replica));
    std::ranges::transform(sum, result->of(replica).begin(), [](double x) { return static_cast<float>(x); });
  });
  return result;
}

}  // namespace replicas
