// The same Langevin step on OpenBLAS: what a careful C++ programmer would write, one replica at a time, matrix products
// by cblas_sgemm, element-wise loops left to the compiler, noise from this project's own vector kernels. Answers every
// line on standard input with one repetition, as the Python peers do (peers/workloads.py).
//
//     openblas_peer WORKLOAD REPLICAS SECONDS
#include <cblas.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "engine/cpu/aligned_floats.h"
#include "engine/cpu/flush_denormals.h"
#include "engine/cpu/instructions.h"
#include "model/dataset.h"
#include "model/network.h"

namespace {

using namespace replicas;

constexpr float step_size = 0.01f, temperature = 1e-3f, decay = temperature / (0.7f * 0.7f);

struct Shape {
  int inputs, first, second, outputs, examples;
};

Shape shape_of(const std::string& workload) {
  if (workload == "S") return {10, 32, 32, 2, 64};
  if (workload == "M") return {20, 100, 100, 10, 200};
  if (workload == "L") return {100, 256, 256, 10, 1000};
  std::fprintf(stderr, "openblas_peer: no workload '%s'; choose S, M or L\n", workload.c_str());
  std::exit(64);
}

/// C[m][n] = op(A) op(B), row-major.
void product(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, int m, int n, int k, const float* a, int lda, const float* b,
             int ldb, float* c) {
  cblas_sgemm(CblasRowMajor, ta, tb, m, n, k, 1, a, lda, b, ldb, 0, c, n);
}

class Step {
 public:
  explicit Step(const Shape& shape)
      : s(shape),
        data(random_dataset(Network({s.inputs, s.first, s.second, s.outputs}, Activation::relu, Loss::softmax, true),
                            s.examples, 1, 0)),
        a1(size(s.examples, s.first)),
        a2(size(s.examples, s.second)),
        d1(a1.size()),
        d2(a2.size()),
        z(size(s.examples, s.outputs)),
        gradient(weights()),
        noise((weights() + 63) / 64 * 64) {}

  std::size_t weights() const {
    return size(s.inputs + 1, s.first) + size(s.first + 1, s.second) + size(s.second + 1, s.outputs);
  }

  void advance(std::uint64_t replica, std::uint64_t step, float* w) {
    loss_gradient(w);
    const std::size_t n = gradient.size();
    cpu::kernels_for("").normals(1, Purpose::langevin, replica, noise.size() / 4, step,
                                 static_cast<std::ptrdiff_t>(noise.size()), noise.data());
    const float amplitude = std::sqrt(2 * step_size * temperature);
    const float *g = gradient.data(), *xi = noise.data();
    for (std::size_t i = 0; i < n; ++i) w[i] += amplitude * xi[i] - step_size * (g[i] + decay * w[i]);
  }

 private:
  static std::size_t size(int rows, int columns) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
  }

  void activate(std::vector<float>& a, const float* bias, int columns) const {
    for (int p = 0; p < s.examples; ++p)
      for (int j = 0; j < columns; ++j) {
        float& value = a[static_cast<std::size_t>(p * columns + j)];
        value = std::max(value + bias[j], 0.0f);
      }
  }

  /// delta = delta x f'(z), and its sums over the examples.
  void back(std::vector<float>& delta, const std::vector<float>& a, float* bias_gradient, int columns) const {
    std::fill(bias_gradient, bias_gradient + columns, 0.0f);
    for (int p = 0; p < s.examples; ++p)
      for (int j = 0; j < columns; ++j) {
        const auto i = static_cast<std::size_t>(p * columns + j);
        delta[i] = a[i] > 0 ? delta[i] : 0.0f;
        bias_gradient[j] += delta[i];
      }
  }

  void errors(const float* bias, float* bias_gradient) {
    std::fill(bias_gradient, bias_gradient + s.outputs, 0.0f);
    for (int p = 0; p < s.examples; ++p) {
      float* const row = z.data() + size(p, s.outputs);
      float top = -1e30f, sum = 0;
      for (int c = 0; c < s.outputs; ++c) top = std::max(top, row[c] += bias[c]);
      for (int c = 0; c < s.outputs; ++c) sum += row[c] = std::exp(row[c] - top);
      for (int c = 0; c < s.outputs; ++c) row[c] /= sum * static_cast<float>(s.examples);
      row[data.labels[static_cast<std::size_t>(p)]] -= 1.0f / static_cast<float>(s.examples);
      for (int c = 0; c < s.outputs; ++c) bias_gradient[c] += row[c];
    }
  }

  void loss_gradient(const float* w) {
    constexpr auto no = CblasNoTrans, yes = CblasTrans;
    const int p = s.examples;
    const float *w1 = w, *b1 = w1 + size(s.inputs, s.first), *w2 = b1 + s.first, *b2 = w2 + size(s.first, s.second),
                *w3 = b2 + s.second, *b3 = w3 + size(s.second, s.outputs);
    float *const g1 = gradient.data(), *gb1 = g1 + (b1 - w1), *g2 = g1 + (w2 - w1), *gb2 = g1 + (b2 - w1),
                 *g3 = g1 + (w3 - w1), *gb3 = g1 + (b3 - w1);
    const float* const x = data.values.data();
    product(no, no, p, s.first, s.inputs, x, s.inputs, w1, s.first, a1.data());
    activate(a1, b1, s.first);
    product(no, no, p, s.second, s.first, a1.data(), s.first, w2, s.second, a2.data());
    activate(a2, b2, s.second);
    product(no, no, p, s.outputs, s.second, a2.data(), s.second, w3, s.outputs, z.data());
    errors(b3, gb3);
    product(yes, no, s.second, s.outputs, p, a2.data(), s.second, z.data(), s.outputs, g3);
    product(no, yes, p, s.second, s.outputs, z.data(), s.outputs, w3, s.outputs, d2.data());
    back(d2, a2, gb2, s.second);
    product(yes, no, s.first, s.second, p, a1.data(), s.first, d2.data(), s.second, g2);
    product(no, yes, p, s.first, s.second, d2.data(), s.second, w2, s.second, d1.data());
    back(d1, a1, gb1, s.first);
    product(yes, no, s.inputs, s.first, p, x, s.inputs, d1.data(), s.first, g1);
  }

  Shape s;
  Dataset data;
  std::vector<float> a1, a2, d1, d2, z, gradient;
  cpu::AlignedFloats noise;
};

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fprintf(stderr, "usage: openblas_peer WORKLOAD REPLICAS SECONDS\n");
    return 64;
  }
  const cpu::FlushDenormals flushed;
  openblas_set_num_threads(1);
  Step step(shape_of(words[1]));
  const auto replicas = static_cast<std::size_t>(std::max(1, std::atoi(words[2])));
  const double seconds = std::atof(words[3]);
  const cpu::AlignedFloats weights((replicas * step.weights() + 63) / 64 * 64);
  cpu::kernels_for("").normals(1, Purpose::initial_weights, 0, weights.size(), 0,
                               static_cast<std::ptrdiff_t>(weights.size()), weights.data());
  for (std::size_t i = 0; i < weights.size(); ++i) weights.data()[i] *= 0.2f;

  std::uint64_t done = 0;
  const auto advance = [&](std::uint64_t steps) {
    const auto began = std::chrono::steady_clock::now();
    for (std::size_t r = 0; r < replicas; ++r)
      for (std::uint64_t k = done; k < done + steps; ++k) step.advance(r, k, weights.data() + r * step.weights());
    done += steps;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  std::uint64_t steps = 1;
  while (advance(steps) < seconds / 2) steps *= 2;
  std::printf("{\"peer\": \"openblas\", \"version\": \"%s\", \"form\": \"sgemm per replica\", \"replicas\": %zu}\n",
              openblas_get_corename(), replicas);
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    const double time = advance(steps);
    std::printf("{\"replica_steps_per_second\": %.6g}\n", static_cast<double>(replicas * steps) / time);
    std::fflush(stdout);
  }
  return 0;
}
