#include "array_kernels.h"

#include "block_sum.cuh"

namespace replicas::gpu {

namespace {

constexpr int threads = 128;

struct SummaryView {
  const float* losses;
  const std::uint8_t* wrong;
  const double* thresholds;
  std::int64_t examples;
  int each;  ///< thresholds of one replica
  double *mean, *squares;
  std::int32_t *wrong_count, *above;
};

/// One block per replica; a thread takes every 128th example.
__global__ void __launch_bounds__(threads, 8) summary_kernel(SummaryView view) {
  double* const scratch = shared_memory<double>();
  const std::int64_t replica = block_x();
  const float* const losses = view.losses + replica * view.examples;
  const std::uint8_t* const wrong = view.wrong + replica * view.examples;
  int* const counts = shared_memory<int>();  // the same memory, used in turns
  double sum = 0, squares = 0;
  int wrongs = 0;
  for (std::int64_t i = thread_index(); i < view.examples; i += threads) {
    const auto loss = static_cast<double>(losses[i]);
    sum += loss;
    squares += loss * loss;
    wrongs += wrong[i] != 0 ? 1 : 0;
  }
  sum = block_sum(sum, scratch);
  squares = block_sum(squares, scratch);
  wrongs = block_sum(wrongs, counts);
  if (thread_index() == 0) {
    view.mean[replica] = sum / static_cast<double>(view.examples);
    view.squares[replica] = squares / static_cast<double>(view.examples);
    view.wrong_count[replica] = wrongs;
  }
  for (int c = 0; c < view.each; ++c) {
    const double threshold = view.thresholds[replica * view.each + c];
    int above = 0;
    for (std::int64_t i = thread_index(); i < view.examples; i += threads)
      above += static_cast<double>(losses[i]) > threshold ? 1 : 0;
    above = block_sum(above, counts);
    if (thread_index() == 0) view.above[replica * view.each + c] = above;
  }
}

}  // namespace

LossSummaries loss_summaries(Stream& stream, const DeviceArray<float>& losses, const DeviceArray<std::uint8_t>& wrong,
                             std::size_t replicas, std::span<const double> thresholds) {
  const DeviceArray<double> mean(replicas), squares(replicas), limits(thresholds);
  const DeviceArray<std::int32_t> wrong_count(replicas), above(thresholds.size());
  SummaryView view{};
  view.losses = losses.data();
  view.wrong = wrong.data();
  view.thresholds = limits.data();
  view.examples = static_cast<std::int64_t>(losses.size() / replicas);
  view.each = static_cast<int>(thresholds.size() / replicas);
  view.mean = mean.data();
  view.squares = squares.data();
  view.wrong_count = wrong_count.data();
  view.above = above.data();
  const Launch shape{
      .blocks_x = replicas, .threads = threads, .shared_bytes = threads / 32 * sizeof(double), .barriers = true};
  launch(stream, shape, summary_kernel, view);
  stream.wait();
  return {mean.download(), squares.download(), wrong_count.download(), above.download()};
}

}  // namespace replicas::gpu
