#include "observe/instruments/krylov.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/dot.h"
#include "engine/spread_tasks.h"

namespace replicas {

namespace {

/// a -= factor b.
void subtract(std::vector<double>& a, double factor, const std::vector<float>& b) {
  double* const x = a.data();  // see dot.h
  const float* const y = b.data();
  for (std::size_t i = 0; i < a.size(); ++i) x[i] -= factor * static_cast<double>(y[i]);
}

using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;

Solver solve(std::span<const double> diagonal, std::span<const double> below) {
  const auto size = static_cast<Eigen::Index>(diagonal.size());
  Solver solver;
  solver.computeFromTridiagonal(Eigen::Map<const Eigen::VectorXd>(diagonal.data(), size),
                                Eigen::Map<const Eigen::VectorXd>(below.data(), size - 1), Eigen::ComputeEigenvectors);
  return solver;
}

}  // namespace

void Krylov::start(std::vector<float> vector) {
  const double norm = std::sqrt(dot(vector, vector));
  for (float& v : vector) v = static_cast<float>(static_cast<double>(v) / norm);
  basis_.push_back(std::move(vector));
}

void Krylov::add(std::span<const float> product) {
  std::vector<double> rest(product.begin(), product.end());
  diagonal_.push_back(dot(rest, basis_.back()));
  const double before = dot(rest, rest);
  for (int pass = 0; pass < 2; ++pass)  // twice is enough (Parlett), and orthogonal to every earlier vector
    for (const std::vector<float>& q : basis_) subtract(rest, dot(rest, q), q);
  const double after = dot(rest, rest);
  // What rounding in float leaves of a product inside the space; also true when anything is NaN.
  if (!(after > 1e-13 * before)) {
    complete_ = true;
    return;
  }
  below_.push_back(std::sqrt(after));
  std::vector<float> next(rest.size());
  for (std::size_t i = 0; i < rest.size(); ++i) next[i] = static_cast<float>(rest[i] / below_.back());
  basis_.push_back(std::move(next));
}

bool Krylov::finite() const {
  const auto is_finite = [](double x) { return std::isfinite(x); };
  return std::ranges::all_of(diagonal_, is_finite) && std::ranges::all_of(below_, is_finite);
}

std::vector<RitzValue> Krylov::values() const {
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

std::vector<float> Krylov::vector(std::size_t number) const {
  std::vector<double> sum(basis_.front().size(), 0.0);
  if (!finite() || number >= diagonal_.size())
    return std::vector<float>(sum.size(), std::numeric_limits<float>::quiet_NaN());
  const auto size = static_cast<Eigen::Index>(diagonal_.size());
  const Eigen::VectorXd own = solve(diagonal_, below_).eigenvectors().col(size - 1 - static_cast<Eigen::Index>(number));
  for (Eigen::Index j = 0; j < size; ++j) subtract(sum, -own[j], basis_[static_cast<std::size_t>(j)]);
  return {sum.begin(), sum.end()};
}

std::vector<Krylov> krylov_spaces(const Operators& operators, std::span<const float> starts, std::size_t replicas,
                                  int iterations, int threads, Notebook* notebook) {
  const std::size_t n = starts.size() / replicas;
  std::vector<Krylov> spaces;
  std::uint64_t done = 0;  // iterations
  Notebook unread;
  const Notebook::Loop loop(
      notebook ? *notebook : unread,
      [&](ByteWriter& state) {
        state.put(done);
        state.put(spaces);
      },
      [&](ByteReader& state) {
        state.get(done);
        state.get(spaces);
      });
  const bool begins = spaces.size() != replicas;
  spaces.resize(replicas);
  std::vector<float> directions(starts.size());
  spread_tasks(replicas, threads, cost_of(4 * n), [&](std::size_t replica) {
    const std::span<const float> own = starts.subspan(replica * n, n);
    if (begins) spaces[replica].start({own.begin(), own.end()});
    std::ranges::copy(spaces[replica].last(), directions.begin() + static_cast<std::ptrdiff_t>(replica * n));
  });
  const std::uint64_t last = std::min<std::uint64_t>(n, static_cast<std::uint64_t>(std::max(iterations, 1)));
  while (done < last) {
    const std::vector<float> products = operators(directions);
    const std::uint64_t vectors = done + 1;
    spread_tasks(replicas, threads, cost_of(4 * vectors * n), [&](std::size_t replica) {
      if (!spaces[replica].complete()) spaces[replica].add(std::span(products).subspan(replica * n, n));
      std::ranges::copy(spaces[replica].last(), directions.begin() + static_cast<std::ptrdiff_t>(replica * n));
    });
    ++done;
    if (notebook) notebook->tick();
  }
  return spaces;
}

}  // namespace replicas
