#include "krylov_kernels.h"

#include "block_sum.cuh"

namespace replicas::gpu {

namespace {

constexpr int most_threads = 256;

/// Of a block: so many that most have several weights.
int threads_for(std::int64_t each) { return each <= 1024 ? 32 : most_threads; }

Launch by_replica(std::size_t replicas, std::int64_t each) {
  const int threads = threads_for(each);
  return {.blocks_x = replicas,
          .threads = threads,
          .shared_bytes = static_cast<std::size_t>(threads) / 32 * sizeof(double),
          .barriers = true};
}

/// Over the entries of one replica, a thread takes every so many-th as there are.
template <class A, class B>
__device__ double dot_of(const A* a, const B* b, std::int64_t each, double* scratch) {
  double sum = 0;
  for (std::int64_t i = thread_index(); i < each; i += block_threads())
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return block_sum(sum, scratch);
}

__global__ void __launch_bounds__(most_threads)
    dot_kernel(const float* a, const float* b, std::int64_t each, double* sums) {
  const std::int64_t first = block_x() * each;
  const double sum = dot_of(a + first, b + first, each, shared_memory<double>());
  if (thread_index() == 0) sums[block_x()] = sum;
}

__global__ void __launch_bounds__(most_threads)
    add_kernel(float* sum, const float* part, float divisor, std::int64_t size) {
  const std::int64_t i = static_cast<std::int64_t>(block_x()) * most_threads + thread_index();
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
  for (std::int64_t i = thread_index(); i < view.each; i += block_threads())
    last[i] = next[i] = again ? before[i] : static_cast<float>(rest[i] / norm);
}

__global__ void __launch_bounds__(most_threads) start_kernel(KrylovView view) {
  double* const scratch = shared_memory<double>();
  float *const first = vector_of(view, 0), *const last = view.last + block_x() * view.each;
  const double norm = sqrt(dot_of(last, last, view.each, scratch));
  for (std::int64_t i = thread_index(); i < view.each; i += block_threads())
    first[i] = last[i] = static_cast<float>(static_cast<double>(last[i]) / norm);
}

/// What of the rest lies along each vector, a warp to a vector: so few threads wait for each other.
__device__ void project(const KrylovView& view, const double* rest, double* factors) {
  const int lane = thread_index() % 32;
  for (int vector = thread_index() / 32; vector < view.size; vector += block_threads() / 32) {
    const float* const q = vector_of(view, vector);
    double sum = 0;
    for (std::int64_t i = lane; i < view.each; i += 32) sum += rest[i] * static_cast<double>(q[i]);
    sum = warp_sum(sum);
    if (lane == 0) factors[vector] = sum;
  }
}

/// All that lies along the vectors is subtracted at once, and again: as orthogonal as one after the other, twice.
__global__ void __launch_bounds__(most_threads) krylov_kernel(KrylovView view) {
  double* const scratch = shared_memory<double>();
  double* const factors = scratch + block_threads() / 32;
  const std::int64_t replica = block_x();
  if (view.ended[replica] != 0) {  // the same in all threads of the block
    append(view, nullptr, 1, true);
    return;
  }
  const float* const product = view.product + replica * view.each;
  double* const rest = view.rest + replica * view.each;
  for (std::int64_t i = thread_index(); i < view.each; i += block_threads()) rest[i] = static_cast<double>(product[i]);
  KrylovStep step;
  step.diagonal = dot_of(rest, vector_of(view, view.size - 1), view.each, scratch);
  step.before = dot_of(rest, rest, view.each, scratch);
  for (int pass = 0; pass < 2; ++pass) {
    block_barrier();  // all of the rest is written
    project(view, rest, factors);
    block_barrier();
    for (std::int64_t i = thread_index(); i < view.each; i += block_threads()) {
      double left = rest[i];
      for (int vector = 0; vector < view.size; ++vector)
        left -= factors[vector] * static_cast<double>(vector_of(view, vector)[i]);
      rest[i] = left;
    }
  }
  step.after = dot_of(rest, rest, view.each, scratch);
  append(view, rest, step.after, is_invariant(step.before, step.after));
  if (thread_index() == 0) view.steps[replica] = step;
}

__global__ void __launch_bounds__(most_threads)
    combine_kernel(KrylovView view, const double* coefficients, float* combined) {
  const double* const own = coefficients + static_cast<std::int64_t>(block_x()) * view.size;
  float* const result = combined + block_x() * view.each;
  for (std::int64_t i = thread_index(); i < view.each; i += block_threads()) {
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
  launch(stream, by_replica(replicas, each), dot_kernel, a.data(), b.data(), each, sums.data());
  stream.wait();
  return sums.download();
}

void add(Stream& stream, const DeviceArray<float>& sum, const DeviceArray<float>& part, float divisor) {
  const Launch shape{.blocks_x = (sum.size() + most_threads - 1) / most_threads, .threads = most_threads};
  launch(stream, shape, add_kernel, sum.data(), part.data(), divisor, static_cast<std::int64_t>(sum.size()));
  stream.wait();
}

void start_krylov(Stream& stream, const KrylovView& view) {
  launch(stream, by_replica(static_cast<std::size_t>(view.replicas), view.each), start_kernel, view);
}

void step_krylov(Stream& stream, const KrylovView& view) {
  Launch shape = by_replica(static_cast<std::size_t>(view.replicas), view.each);
  shape.shared_bytes += static_cast<std::size_t>(view.size) * sizeof(double);
  launch(stream, shape, krylov_kernel, view);
}

void combine_krylov(Stream& stream, const KrylovView& view, const double* coefficients, float* combined) {
  launch(stream, {.blocks_x = static_cast<std::size_t>(view.replicas), .threads = threads_for(view.each)},
         combine_kernel, view, coefficients, combined);
}

}  // namespace replicas::gpu
