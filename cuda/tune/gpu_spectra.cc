// Where should the eigenvalues of covariance spectra be computed? Times the processor alone, the engine on the GPU
// (eigenvalues by the processor), and the eigenvalues alone by the processor and by cuSOLVER's batches. One JSON line
// for each, in clouds per second.
//
//     gpu_spectra
#include <cusolverDn.h>

#include <chrono>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "covariance.h"
#include "cuda_check.h"
#include "device_array.h"
#include "difference.h"
#include "engine/spectra.h"
#include "model/error.h"
#include "physics/noise.h"

namespace replicas::gpu {

namespace {

void check(cusolverStatus_t status, const char* call) {
  require(status == CUSOLVER_STATUS_SUCCESS, ErrorKind::internal, "{} failed with {}", call, static_cast<int>(status));
}

/// Eigenvalues, upwards, of `clouds` symmetric matrices; the matrices are overwritten.
class BatchedEigenvalues {
 public:
  BatchedEigenvalues(std::size_t clouds, std::size_t rows)
      : clouds_(static_cast<int>(clouds)), rows_(static_cast<int>(rows)), values_(clouds * rows), info_(clouds) {
    check(cusolverDnCreate(&handle_), "cusolverDnCreate");
    check(cusolverDnCreateSyevjInfo(&jacobi_), "cusolverDnCreateSyevjInfo");
    int size = 0;
    check(cusolverDnDsyevjBatched_bufferSize(handle_, CUSOLVER_EIG_MODE_NOVECTOR, CUBLAS_FILL_MODE_LOWER, rows_,
                                             nullptr, rows_, values_.data(), &size, jacobi_, clouds_),
          "cusolverDnDsyevjBatched_bufferSize");
    work_ = DeviceArray<double>(static_cast<std::size_t>(size));
  }
  ~BatchedEigenvalues() {
    static_cast<void>(cusolverDnDestroySyevjInfo(jacobi_));
    static_cast<void>(cusolverDnDestroy(handle_));
  }
  BatchedEigenvalues(const BatchedEigenvalues&) = delete;
  BatchedEigenvalues& operator=(const BatchedEigenvalues&) = delete;

  std::vector<double> of(const DeviceArray<double>& squares) {
    check(cusolverDnDsyevjBatched(handle_, CUSOLVER_EIG_MODE_NOVECTOR, CUBLAS_FILL_MODE_LOWER, rows_, squares.data(),
                                  rows_, values_.data(), work_.data(), static_cast<int>(work_.size()), info_.data(),
                                  jacobi_, clouds_),
          "cusolverDnDsyevjBatched");
    return values_.download();
  }

 private:
  int clouds_, rows_;
  DeviceArray<double> values_, work_;
  DeviceArray<int> info_;
  cusolverDnHandle_t handle_ = nullptr;
  syevjInfo_t jacobi_ = nullptr;
};

template <class Work>
double seconds_of(Work work) {
  using Clock = std::chrono::steady_clock;
  work();
  std::vector<double> spent;
  for (int i = 0; i < 3; ++i) {
    const auto began = Clock::now();
    work();
    spent.push_back(std::chrono::duration<double>(Clock::now() - began).count());
  }
  std::sort(spent.begin(), spent.end());
  return spent[1];
}

void time_clouds(std::size_t clouds, std::size_t count, std::size_t dimensions) {
  std::vector<float> points(clouds * count * dimensions);
  for (std::size_t i = 0; i < points.size(); ++i) points[i] = noise(1, Purpose::data, 0, points.size(), 0, i);
  const std::size_t rows = std::min(count, dimensions);
  const auto report = [&](const std::string& text, double seconds, double distance) {
    const nlohmann::json line{
        {"workload", "spectra"},
        {"variant", std::to_string(count) + " points in " + std::to_string(dimensions) + " dimensions: " + text},
        {"rate", static_cast<double>(clouds) / seconds},
        {"difference", distance}};
    std::cout << line.dump() << std::endl;
  };
  Stream stream;
  std::vector<double> by_processor, by_engine, values;
  double seconds = seconds_of([&] { by_processor = replicas::covariance_spectra(points, count, dimensions, 0); });
  report("processor", seconds, 0);
  seconds = seconds_of([&] { by_engine = covariance_spectra(stream, points, count, dimensions, 0); });
  report("engine", seconds, relative_difference(by_engine, by_processor));

  std::vector<double> squares(clouds * rows * rows);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    const std::size_t row = i / rows % rows, column = i % rows;
    const std::size_t place = std::max(row, column) * rows + std::min(row, column);
    squares[i] = static_cast<double>(noise(1, Purpose::data, i / rows / rows, rows * rows, 1, place)) +
                 (row == column ? 4 * std::sqrt(static_cast<double>(rows)) : 0);  // no negative eigenvalue
  }
  seconds = seconds_of([&] { values = spectra_of_squares(squares, count, dimensions, 0); });
  report("eigenvalues by the processor", seconds, 0);
  const double largest = values.empty() ? 0 : values[0] * static_cast<double>(count - 1);
  BatchedEigenvalues batch(clouds, rows);
  DeviceArray<double> on_device(squares.size());
  std::vector<double> upwards;
  seconds = seconds_of([&] {
    on_device.upload(squares);
    upwards = batch.of(on_device);
  });
  report("eigenvalues by cuSOLVER", seconds, std::fabs(upwards[rows - 1] - largest) / largest);
}

}  // namespace

}  // namespace replicas::gpu

int main() {
  try {
    replicas::gpu::select_device(0);
    replicas::gpu::time_clouds(512, 32, 1474);
    replicas::gpu::time_clouds(256, 128, 1474);
    replicas::gpu::time_clouds(16, 512, 1474);
    replicas::gpu::time_clouds(4, 2000, 939);
  } catch (const replicas::Error& error) {
    std::cerr << "gpu_spectra: " << error.what() << "\n";
    return 1;
  }
}
