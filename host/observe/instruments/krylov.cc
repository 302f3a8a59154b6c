#include "observe/instruments/krylov.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "engine/dot.h"
#include "observe/instruments/probe_vectors.h"
#include "observe/instruments/replica_vectors.h"

namespace replicas {

namespace {

using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;

Solver solve(std::span<const double> diagonal, std::span<const double> below) {
  const auto size = static_cast<Eigen::Index>(diagonal.size());
  Solver solver;
  solver.computeFromTridiagonal(Eigen::Map<const Eigen::VectorXd>(diagonal.data(), size),
                                Eigen::Map<const Eigen::VectorXd>(below.data(), size - 1), Eigen::ComputeEigenvectors);
  return solver;
}

}  // namespace

void Tridiagonal::add(const KrylovStep& step) {
  if (complete_) return;
  diagonal_.push_back(step.diagonal);
  complete_ = is_invariant(step.before, step.after);
  if (!complete_) below_.push_back(std::sqrt(step.after));
}

bool Tridiagonal::finite() const {
  const auto is_finite = [](double x) { return std::isfinite(x); };
  return std::ranges::all_of(diagonal_, is_finite) && std::ranges::all_of(below_, is_finite);
}

std::vector<RitzValue> Tridiagonal::values() const {
  if (!finite() || diagonal_.empty()) return {};
  const Solver solver = solve(diagonal_, below_);
  const auto size = static_cast<Eigen::Index>(diagonal_.size());
  const double outside = complete_ || below_.size() < diagonal_.size() ? 0 : below_.back();
  std::vector<RitzValue> result;
  for (Eigen::Index k = size; k-- > 0;) {
    const double first = solver.eigenvectors()(0, k), last = solver.eigenvectors()(size - 1, k);
    result.push_back({solver.eigenvalues()[k], first * first, std::fabs(outside * last)});
  }
  return result;
}

std::vector<double> Tridiagonal::vector(std::size_t number, std::size_t size) const {
  if (!finite() || number >= diagonal_.size())
    return std::vector<double>(size, std::numeric_limits<double>::quiet_NaN());
  const auto own = static_cast<Eigen::Index>(diagonal_.size());
  const Eigen::VectorXd column =
      solve(diagonal_, below_).eigenvectors().col(own - 1 - static_cast<Eigen::Index>(number));
  std::vector<double> result(column.data(), column.data() + own);
  result.resize(size, 0.0);
  return result;
}

std::unique_ptr<WeightBatch> KrylovSpaces::vectors(std::size_t number) const {
  std::vector<double> coefficients;
  for (const Tridiagonal& own : projected) {
    const std::vector<double> row = own.vector(number, basis->size());
    coefficients.insert(coefficients.end(), row.begin(), row.end());
  }
  return basis->combine(coefficients);
}

std::size_t most_products(int iterations, std::size_t n) {
  return std::min(n, static_cast<std::size_t>(std::max(iterations, 1)));
}

KrylovSpaces krylov_spaces(const Landscape& landscape, const Operators& operators, const WeightBatch& starts,
                           int iterations, Notebook* notebook) {
  auto basis = landscape.krylov_basis(starts.count(), most_products(iterations, starts.each()) + 1);
  return krylov_spaces(std::move(basis), operators, starts, iterations, notebook);
}

KrylovSpaces krylov_spaces(std::unique_ptr<KrylovBasis> basis, const Operators& operators, const WeightBatch& starts,
                           int iterations, Notebook* notebook) {
  KrylovSpaces spaces{std::move(basis), std::vector<Tridiagonal>(starts.count())};
  std::uint64_t done = 0;  // iterations
  Notebook unread;
  const Notebook::Loop loop(
      notebook ? *notebook : unread,
      [&](ByteWriter& state) {
        state.put(done);
        state.put(spaces.projected);
        for (std::size_t j = 0; j < spaces.basis->size(); ++j) state.put(spaces.basis->values(j));
      },
      [&](ByteReader& state) {
        state.get(done);
        state.get(spaces.projected);
        std::vector<float> vectors;
        for (std::uint64_t j = 0; j <= done; ++j) {
          state.get(vectors);
          spaces.basis->append(HostBatch<float>(vectors, starts.datasets()));
        }
      });
  if (spaces.basis->size() == 0) spaces.basis->start(starts);
  while (done < most_products(iterations, starts.each())) {
    const std::unique_ptr<WeightBatch> products = operators(spaces.basis->last());
    std::vector<std::uint8_t> ended;
    for (const Tridiagonal& own : spaces.projected) ended.push_back(own.complete() ? 1 : 0);
    const std::vector<KrylovStep> steps = spaces.basis->add(*products, ended);
    for (std::size_t r = 0; r < steps.size(); ++r) spaces.projected[r].add(steps[r]);
    ++done;
    if (notebook) notebook->tick();
  }
  return spaces;
}

namespace {

TopEigenvalue rayleigh(std::span<const float> vector, std::span<const float> product) {
  const double norm2 = dot(vector, vector);
  TopEigenvalue top;
  top.value = dot(vector, product) / norm2;
  double residual2 = 0;
  for (std::size_t i = 0; i < vector.size(); ++i)
    residual2 += std::pow(static_cast<double>(product[i]) - top.value * static_cast<double>(vector[i]), 2);
  top.residual = residual2 == 0 ? 0 : std::sqrt(residual2 / norm2) / std::fabs(top.value);
  return top;
}

}  // namespace

std::vector<TopEigenvalue> largest_eigenvalues(const Engine& engine, int iterations, std::uint64_t seed,
                                               std::uint64_t step, Notebook* notebook) {
  const std::size_t n = engine.ensemble().weights();
  const std::size_t replicas = engine.ensemble().replica_count();
  const auto part = [n](const auto& all, std::size_t replica) { return std::span(all).subspan(replica * n, n); };
  const std::vector<float> starts =
      replica_vectors(replicas, n, engine.threads(), random_cost(n), [&](std::size_t replica) {
        return random_normals(seed, engine.ensemble().number(replica), step, lanczos_probe, n);
      });
  const Landscape& landscape = engine.landscape();
  const WeightBatch& weights = engine.sampler().state();
  const auto hessian = [&](const WeightBatch& directions) { return landscape.hessian_products(weights, directions); };
  const KrylovSpaces spaces =
      krylov_spaces(landscape, hessian, *landscape.place_directions(starts, weights.datasets()), iterations, notebook);
  const std::unique_ptr<WeightBatch> top = spaces.vectors(0);
  const std::vector<float> tops = top->weights(), products = hessian(*top)->weights();
  std::vector<TopEigenvalue> result(replicas);
  spread_tasks(replicas, engine.threads(), cost_of(4 * n),
               [&](std::size_t replica) { result[replica] = rayleigh(part(tops, replica), part(products, replica)); });
  return result;
}

}  // namespace replicas
