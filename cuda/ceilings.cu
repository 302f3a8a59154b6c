#include "ceilings.h"

#include <algorithm>
#include <chrono>

#include "device_array.h"
#include "multiply.h"
#include "noise_quad.cuh"

namespace replicas::gpu {

namespace {

constexpr int threads = 256, quads_per_thread = 256;

__global__ void __launch_bounds__(threads) normals_kernel(float* sums, std::uint64_t step) {
  const auto place = static_cast<std::uint64_t>(block_x()) * threads + static_cast<std::uint64_t>(thread_index());
  float sum = 0;
  for (int i = 0; i < quads_per_thread; ++i) {
    const NormalQuad quad =
        noise_quad(1, Purpose::langevin, place, quads_per_thread, step, static_cast<std::uint64_t>(i));
    sum += (quad.value[0] + quad.value[1]) + (quad.value[2] + quad.value[3]);
  }
  sums[place] = sum;
}

/// How often per second `work` is done, after a first time that does not count.
template <class Work>
double rate(Stream& stream, double seconds, Work work) {
  using Clock = std::chrono::steady_clock;
  work();
  stream.wait();
  int count = 1;
  for (;;) {
    const auto began = Clock::now();
    for (int i = 0; i < count; ++i) work();
    stream.wait();
    const double spent = std::chrono::duration<double>(Clock::now() - began).count();
    if (spent >= seconds / 2) return count / spent;
    count *= 2;
  }
}

}  // namespace

GpuCeilings measure_ceilings(int gpu, double seconds) {
  select_device(gpu);
  GpuCeilings result;
  Stream stream;
  const std::size_t bytes = std::min<std::size_t>(std::size_t{1} << 30, free_memory() / 4);
  const int size = std::clamp(static_cast<int>(bytes >> 17), 64, 8192);  // matrices of size x size
  const auto entries = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  {
    const DeviceArray<unsigned char> from(bytes), to(bytes);
    clear(from.data(), bytes);  // memory never written need not be read
    result.copied_bytes = 2 * static_cast<double>(bytes) *
                          rate(stream, seconds, [&] { copy_on_device(stream, to.data(), from.data(), bytes); });
  }
  // Random operands: zeros may be multiplied faster than real data.
  std::vector<float> values(entries);
  for (std::size_t i = 0; i < entries; i += 4)
    for (std::size_t j = 0; j < std::min<std::size_t>(4, entries - i); ++j)
      values[i + j] = 0x1p-31f * static_cast<float>(noise_words(1, Purpose::data, 0, 1, i, 0)[j]) - 1;
  DeviceArray<float> a(values), b(values), c(entries);
  Product product{.rows = size, .columns = size, .inner = size};
  product.a = {a.data(), size, 0};
  product.b = {b.data(), size, 0};
  product.c = {c.data(), size, 0};
  result.multiply_add_flops =
      2.0 * static_cast<double>(size) * size * size * rate(stream, seconds, [&] { multiply(stream, product); });
  const auto blocks = static_cast<std::size_t>(multiprocessors()) * 32;
  const DeviceArray<float> sums(blocks * threads);
  std::uint64_t step = 0;
  result.normals = 4.0 * threads * quads_per_thread * static_cast<double>(blocks) * rate(stream, seconds, [&] {
                     launch(stream, {.blocks_x = blocks, .threads = threads}, normals_kernel, sums.data(), step++);
                   });
  return result;
}

}  // namespace replicas::gpu
