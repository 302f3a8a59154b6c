// What each product of a step of the batched path reaches, in FLOP/s, by the slots of a block, and whether cuBLAS'
// pedantic mode costs anything. One JSON line for each.
//
//     gpu_products
#include <cublas_v2.h>
#include <cuda_runtime_api.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "cuda_check.h"
#include "device_array.h"
#include "model/error.h"
#include "multiply_by_columns.h"

namespace replicas::gpu {

namespace {

/// The product by the engine's own door, or the same without asking for pedantry; still float32.
void multiply_plainly(Stream& stream, const Product& product) {
  const auto blas = static_cast<cublasHandle_t>(stream.blas());
  cuda_check(cublasSetMathMode(blas, CUBLAS_DEFAULT_MATH), "cublasSetMathMode");
  multiply_by_columns(stream, product, CUDA_R_32F, CUBLAS_COMPUTE_32F);
  cuda_check(cublasSetMathMode(blas, CUBLAS_PEDANTIC_MATH), "cublasSetMathMode");
}

struct Timer {
  Timer() {
    cuda_check(cudaEventCreate(&begin), "cudaEventCreate");
    cuda_check(cudaEventCreate(&end), "cudaEventCreate");
  }
  ~Timer() {
    static_cast<void>(cudaEventDestroy(begin));
    static_cast<void>(cudaEventDestroy(end));
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  template <class Work>
  double seconds(Stream& stream, Work work) {
    constexpr int times = 50;
    const auto of_events = static_cast<cudaStream_t>(stream.handle());
    work();
    Graph graph(stream, [&] {  // as the engine does, or the host would be what is timed
      for (int i = 0; i < times; ++i) work();
    });
    graph.start();
    cuda_check(cudaEventRecord(begin, of_events), "cudaEventRecord");
    graph.start();
    cuda_check(cudaEventRecord(end, of_events), "cudaEventRecord");
    stream.wait();
    float milliseconds = 0;
    cuda_check(cudaEventElapsedTime(&milliseconds, begin, end), "cudaEventElapsedTime");
    return 1e-3 * static_cast<double>(milliseconds) / times;
  }
  cudaEvent_t begin = nullptr, end = nullptr;
};

/// The products of one layer: forward, weight gradient, and back through it. As batched_pass.cc arranges them.
void time_layer(const std::string& workload, int layer, int examples, int inputs, int outputs, int slots) {
  Stream stream;
  Timer timer;
  const bool first = layer == 1;
  const auto size = [](int a, int b, int c) {
    return static_cast<std::size_t>(a) * static_cast<std::size_t>(b) * static_cast<std::size_t>(c);
  };
  DeviceArray<float> in(size(examples, inputs, first ? 1 : slots)), out(size(examples, outputs, slots)),
      weights(size(inputs, outputs, slots));
  for (auto* array : {&in, &out, &weights}) {  // zeros may be multiplied faster than real data
    std::vector<float> values(array->size());
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = 0x1p-16f * static_cast<float>(i * 2654435761u % 65536) - 0.5f;
    array->upload(values);
  }
  const std::ptrdiff_t wide = first ? std::ptrdiff_t{outputs} * slots : outputs;
  const Matrices a{in.data(), inputs, first ? 0 : std::ptrdiff_t{inputs} * examples};
  const Matrices e{out.data(), wide, first ? 0 : std::ptrdiff_t{outputs} * examples};
  const Matrices w{weights.data(), wide, first ? 0 : std::ptrdiff_t{inputs} * outputs};
  const int columns = static_cast<int>(wide), batches = first ? 1 : slots;
  const Product forward{
      .rows = examples, .columns = columns, .inner = inputs, .slots = batches, .a = a, .b = w, .c = e};
  const Product sum{.rows = inputs,
                    .columns = columns,
                    .inner = examples,
                    .slots = batches,
                    .a = a,
                    .b = e,
                    .c = w,
                    .a_transposed = true};
  const Product back{.rows = examples,
                     .columns = inputs,
                     .inner = outputs,
                     .slots = batches,
                     .a = e,
                     .b = w,
                     .c = a,
                     .b_transposed = true};
  const double flops = 2.0 * static_cast<double>(size(examples, inputs, outputs)) * slots;
  const auto report = [&](const char* name, const Product& product) {
    const double pedantic = timer.seconds(stream, [&] { multiply(stream, product); });
    const double plain = timer.seconds(stream, [&] { multiply_plainly(stream, product); });
    const nlohmann::json line{
        {"workload", "products " + workload},
        {"variant", std::string(name) + ", layer " + std::to_string(layer) + ", slots " + std::to_string(slots)},
        {"rate", flops / pedantic},
        {"rates", {{"pedantic", flops / pedantic}, {"plain", flops / plain}}},
        {"microseconds", 1e6 * pedantic}};
    std::cout << line.dump() << std::endl;
  };
  report("forward", forward);
  report("weight gradient", sum);
  if (!first) report("back", back);
}

void time_network(const std::string& workload, const std::vector<int>& widths, int examples,
                  const std::vector<int>& slots) {
  for (const int some : slots)
    for (std::size_t l = 0; l + 1 < widths.size(); ++l)
      time_layer(workload, static_cast<int>(l) + 1, examples, widths[l], widths[l + 1], some);
}

}  // namespace

}  // namespace replicas::gpu

int main() {
  using replicas::gpu::time_network;
  try {
    replicas::gpu::select_device(0);
    time_network("S", {10, 32, 32, 2}, 64, {512, 2048});
    time_network("M", {20, 100, 100, 10}, 200, {112, 448});
    time_network("L", {100, 256, 256, 10}, 1000, {4, 8, 16, 32});
  } catch (const replicas::Error& error) {
    std::cerr << "gpu_products: " << error.what() << "\n";
    return 1;
  }
}
