// Covariance spectra on the emulated device: centred by the Thrust kernel, multiplied by the stand-in for cuBLAS.
#include "covariance.h"

#include <gtest/gtest.h>

#include "array_kernels.h"
#include "device_array.h"
#include "emulation/emulated_engine.h"
#include "parity/clouds.h"
#include "parity/network_cases.h"

namespace replicas {
namespace {

TEST(EmulatedCovariance, HasTheKnownSpectra) { expect_known_spectra(*emulated(ensemble_of({}))); }
TEST(EmulatedCovariance, Agrees) { expect_spectra_agree(*emulated(ensemble_of({}))); }
TEST(EmulatedCovariance, IsAboutTheMean) { expect_the_mean_is_taken_away(*emulated(ensemble_of({}))); }
TEST(EmulatedCovariance, OfWhatIsNoCloudIsRefused) { expect_what_is_no_cloud_is_refused(*emulated(ensemble_of({}))); }

TEST(EmulatedCovariance, SeveralPiecesEqualOne) {
  gpu::Stream stream;
  for (const CloudShape& shape : cloud_shapes()) {
    const std::vector<float> points = clouds_of(shape);
    const std::size_t rows = std::min(shape.count, shape.dimensions);
    const std::size_t cloud = 12 * shape.count * shape.dimensions + 8 * rows * rows;
    const auto spectra = [&](std::size_t bytes) {
      return gpu::covariance_spectra(stream, points, shape.count, shape.dimensions, 1, bytes);
    };
    const std::vector<double> whole = spectra(std::size_t{1} << 20);
    EXPECT_EQ(spectra(2 * cloud), whole);  // whole clouds, two at a time: the last piece may be half empty
    EXPECT_EQ(spectra(cloud), whole);
    if (shape.count > shape.dimensions || shape.count < 2) continue;
    // Some dimensions of one cloud at a time, down to one.
    expect_near(spectra(cloud - 12 * shape.count), whole, shape, "slices");
    expect_near(spectra(8 * rows * rows + 24 * shape.count), whole, shape, "slices of two");
    expect_near(spectra(8 * rows * rows + 12 * shape.count), whole, shape, "slices of one");
  }
}

TEST(EmulatedCovariance, PiecesFitTheirBytes) {
  for (const std::size_t count : {2, 31, 256, 5000})
    for (const std::size_t dimensions : {1, 31, 939, 1'000'000}) {
      if (count > 256 && count > dimensions) continue;
      const gpu::CloudPiece piece = gpu::cloud_piece(count, dimensions, gpu::covariance_bytes);
      const std::size_t rows = std::min(count, dimensions);
      EXPECT_LE(piece.clouds * (12 * count * piece.dimensions + 8 * rows * rows), gpu::covariance_bytes);
      EXPECT_TRUE(piece.clouds == 1 || piece.dimensions == dimensions);
      EXPECT_GT(piece.clouds * piece.dimensions, 0u);
    }
}

TEST(EmulatedCovariance, OneThatFitsNoPieceIsRefused) {
  for (const CloudShape& shape : {CloudShape{1, 10'000, 20'000}, CloudShape{1, 1'000'000, 100}}) try {
      gpu::cloud_piece(shape.count, shape.dimensions, gpu::covariance_bytes);
      ADD_FAILURE() << shape.count << " points in " << shape.dimensions << " dimensions";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::out_of_memory);
      EXPECT_NE(std::string(error.what()).find("256 MB"), std::string::npos) << error.what();
    }
}

TEST(EmulatedCovariance, CentredCloudsHaveNoMean) {
  const CloudShape shape{3, 11, 5};
  const std::vector<float> points = clouds_of(shape);
  const gpu::DeviceArray<float> on_device(points);
  const gpu::DeviceArray<double> centred(points.size());
  gpu::Stream stream;
  gpu::centre_clouds(stream, {on_device.data(), centred.data(), shape.clouds, shape.count, shape.dimensions});
  const std::vector<double> x = centred.download();
  for (std::size_t cloud = 0; cloud < shape.clouds; ++cloud)
    for (std::size_t d = 0; d < shape.dimensions; ++d) {
      const std::size_t first = cloud * shape.count * shape.dimensions + d;
      double sum = 0;
      for (std::size_t p = 0; p < shape.count; ++p) {
        const std::size_t place = first + p * shape.dimensions;
        sum += x[place];
        EXPECT_NEAR(x[place] - x[first], static_cast<double>(points[place]) - static_cast<double>(points[first]),
                    1e-14);
      }
      EXPECT_NEAR(sum, 0, 1e-13);
    }
}

}  // namespace
}  // namespace replicas
