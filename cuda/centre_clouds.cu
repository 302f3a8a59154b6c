#include "array_kernels.h"

#include "thrust_on_stream.cuh"

namespace replicas::gpu {

namespace {

/// One dimension of one cloud. Its sum runs in the order of the points, which reduce_by_key does not promise: two runs
/// are to give the same bits. Neighbouring columns are neighbours in memory.
struct CentreColumn {
  CloudView view;

  __device__ void operator()(std::size_t column) const {
    const std::size_t cloud = column / view.dimensions, dimension = column % view.dimensions;
    const std::size_t first = cloud * view.count * view.dimensions + dimension;
    double sum = 0;
    for (std::size_t p = 0; p < view.count; ++p) sum += static_cast<double>(view.points[first + p * view.dimensions]);
    const double mean = sum / static_cast<double>(view.count);
    for (std::size_t p = 0; p < view.count; ++p) {
      const std::size_t place = first + p * view.dimensions;
      view.centred[place] = static_cast<double>(view.points[place]) - mean;
    }
  }
};

}  // namespace

void centre_clouds(Stream& stream, const CloudView& view) {
  on_stream(stream, [&](const auto& policy) {
    thrust::for_each_n(policy, thrust::counting_iterator<std::size_t>(0), view.clouds * view.dimensions,
                       CentreColumn{view});
  });
}

}  // namespace replicas::gpu
