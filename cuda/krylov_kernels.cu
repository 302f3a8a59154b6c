#include "krylov_kernels.h"

#include "block_sum.cuh"

namespace replicas::gpu {

namespace {

constexpr int threads = 256;
constexpr Launch by_replica(std::size_t replicas) {
  return {.blocks_x = replicas, .threads = threads, .shared_bytes = threads / 32 * sizeof(double), .barriers = true};
}

/// Over the entries of one replica, a thread takes every 256th.
template <class A, class B>
__device__ double dot_of(const A* a, const B* b, std::int64_t each, double* scratch) {
  double sum = 0;
  for (std::int64_t i = thread_index(); i < each; i += threads)
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return block_sum(sum, scratch);
}

__global__ void __launch_bounds__(threads) dot_kernel(const float* a, const float* b, std::int64_t each, double* sums) {
  const std::int64_t first = block_x() * each;
  const double sum = dot_of(a + first, b + first, each, shared_memory<double>());
  if (thread_index() == 0) sums[block_x()] = sum;
}

__global__ void __launch_bounds__(threads) add_kernel(float* sum, const float* part, float divisor, std::int64_t size) {
  const std::int64_t i = static_cast<std::int64_t>(block_x()) * threads + thread_index();
  if (i < size) sum[i] += part[i] / divisor;
}

/// The vectors of a basis of one replica.
__device__ float* vector_of(const KrylovView& view, int vector) {
  return view.basis + (static_cast<std::int64_t>(vector) * view.replicas + block_x()) * view.each;
}

/// What is appended: the rest over its norm, or the last vector once more.
__device__ void append(const KrylovView& view, const double* rest, double norm2, bool again) {
  const float* const before = vector_of(view, view.size - 1);
  float *const next = vector_of(view, view.size), *const last = view.last + block_x() * view.each;
  const double norm = sqrt(norm2);
  for (std::int64_t i = thread_index(); i < view.each; i += threads)
    last[i] = next[i] = again ? before[i] : static_cast<float>(rest[i] / norm);
}

__global__ void __launch_bounds__(threads) start_kernel(KrylovView view) {
  double* const scratch = shared_memory<double>();
  float *const first = vector_of(view, 0), *const last = view.last + block_x() * view.each;
  const double norm = sqrt(dot_of(last, last, view.each, scratch));
  for (std::int64_t i = thread_index(); i < view.each; i += threads)
    first[i] = last[i] = static_cast<float>(static_cast<double>(last[i]) / norm);
}

/// Each thread alone reads and writes its entries of the rest, so only the sums meet.
__global__ void __launch_bounds__(threads) krylov_kernel(KrylovView view) {
  double* const scratch = shared_memory<double>();
  const std::int64_t replica = block_x();
  if (view.ended[replica] != 0) {  // the same in all threads of the block
    append(view, nullptr, 1, true);
    return;
  }
  const float* const product = view.product + replica * view.each;
  double* const rest = view.rest + replica * view.each;
  for (std::int64_t i = thread_index(); i < view.each; i += threads) rest[i] = static_cast<double>(product[i]);
  KrylovStep step;
  step.diagonal = dot_of(rest, vector_of(view, view.size - 1), view.each, scratch);
  step.before = dot_of(rest, rest, view.each, scratch);
  for (int pass = 0; pass < 2; ++pass)
    for (int vector = 0; vector < view.size; ++vector) {
      const float* const q = vector_of(view, vector);
      const double factor = dot_of(rest, q, view.each, scratch);
      for (std::int64_t i = thread_index(); i < view.each; i += threads) rest[i] -= factor * static_cast<double>(q[i]);
    }
  step.after = dot_of(rest, rest, view.each, scratch);
  append(view, rest, step.after, is_invariant(step.before, step.after));
  if (thread_index() == 0) view.steps[replica] = step;
}

__global__ void __launch_bounds__(threads)
    combine_kernel(KrylovView view, const double* coefficients, float* combined) {
  const double* const own = coefficients + static_cast<std::int64_t>(block_x()) * view.size;
  float* const result = combined + block_x() * view.each;
  for (std::int64_t i = thread_index(); i < view.each; i += threads) {
    double sum = 0;
    for (int vector = 0; vector < view.size; ++vector)
      sum += own[vector] * static_cast<double>(vector_of(view, vector)[i]);
    result[i] = static_cast<float>(sum);
  }
}

}  // namespace

std::vector<double> dots(Stream& stream, const DeviceArray<float>& a, const DeviceArray<float>& b,
                         std::size_t replicas) {
  const DeviceArray<double> sums(replicas);
  const auto each = static_cast<std::int64_t>(replicas > 0 ? a.size() / replicas : 0);
  launch(stream, by_replica(replicas), dot_kernel, a.data(), b.data(), each, sums.data());
  stream.wait();
  return sums.download();
}

void add(Stream& stream, const DeviceArray<float>& sum, const DeviceArray<float>& part, float divisor) {
  const Launch shape{.blocks_x = (sum.size() + threads - 1) / threads, .threads = threads};
  launch(stream, shape, add_kernel, sum.data(), part.data(), divisor, static_cast<std::int64_t>(sum.size()));
  stream.wait();
}

void start_krylov(Stream& stream, const KrylovView& view) {
  launch(stream, by_replica(static_cast<std::size_t>(view.replicas)), start_kernel, view);
}

void step_krylov(Stream& stream, const KrylovView& view) {
  launch(stream, by_replica(static_cast<std::size_t>(view.replicas)), krylov_kernel, view);
}

void combine_krylov(Stream& stream, const KrylovView& view, const double* coefficients, float* combined) {
  launch(stream, {.blocks_x = static_cast<std::size_t>(view.replicas), .threads = threads}, combine_kernel, view,
         coefficients, combined);
}

}  // namespace replicas::gpu
