#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "engine/engine.h"
#include "engine/spectra.h"
#include "model/error.h"
#include "physics/noise.h"

// What the covariance spectra of every engine have to be, as functions of an engine.

namespace replicas {

struct CloudShape {
  std::size_t clouds, count, dimensions;
};

/// More and fewer points than dimensions, and as many; odd sizes; one point, two.
inline std::vector<CloudShape> cloud_shapes() {
  return {{5, 19, 7}, {3, 7, 19}, {4, 13, 13}, {1, 2, 37}, {2, 3, 1}, {33, 2, 1}, {2, 33, 101}, {2, 1, 5}, {0, 4, 3}};
}

/// Independent normal points about 3 (1, 1, ...); the spread of dimension i is 2^-(i mod 11), so that eigenvalues span
/// six decades.
inline std::vector<float> clouds_of(const CloudShape& shape) {
  std::vector<float> points(shape.clouds * shape.count * shape.dimensions);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const float spread = std::ldexp(1.0f, -static_cast<int>(i % shape.dimensions % 11));
    points[i] = 3 + spread * noise(8, Purpose::bootstrap, 0, points.size(), 0, i);
  }
  return points;
}

/// Within 1e-10 of the largest eigenvalue of the cloud.
inline void expect_near(const std::vector<double>& spectra, const std::vector<double>& expected,
                        const CloudShape& shape, const std::string& who) {
  const std::size_t size = spectrum_size(shape.count, shape.dimensions);
  ASSERT_EQ(spectra.size(), shape.clouds * size) << who;
  ASSERT_EQ(expected.size(), spectra.size()) << who;
  for (std::size_t i = 0; i < spectra.size(); ++i)
    EXPECT_NEAR(spectra[i], expected[i], 1e-10 * expected[i / size * size])
        << who << ": " << shape.count << " points in " << shape.dimensions << " dimensions, eigenvalue " << i % size;
}

/// Against one thread of the processor.
inline void expect_spectra_agree(const Engine& engine) {
  for (const CloudShape& shape : cloud_shapes()) {
    const std::vector<float> points = clouds_of(shape);
    expect_near(engine.spectra().covariance_spectra(points, shape.count, shape.dimensions),
                covariance_spectra(points, shape.count, shape.dimensions, 1), shape, engine.name());
  }
}

/// (+-3, 0, 0) and (0, +-1, 0) about (5, 6, 7): 18/3, 2/3, 0. The same four points seen in two dimensions; two of them.
inline void expect_known_spectra(const Engine& engine) {
  const std::vector<float> points = {8, 6, 7, 2, 6, 7, 5, 7, 7, 5, 5, 7};
  expect_near(engine.spectra().covariance_spectra(points, 4, 3), {6, 2.0 / 3, 0}, {1, 4, 3}, engine.name());
  const std::vector<float> flat = {8, 6, 2, 6, 5, 7, 5, 5};
  expect_near(engine.spectra().covariance_spectra(flat, 4, 2), {6, 2.0 / 3}, {1, 4, 2}, engine.name());
  expect_near(engine.spectra().covariance_spectra(points, 2, 3), {18, 2}, {2, 2, 3}, engine.name());
}

/// A cloud moved as a whole, exactly since its points are multiples of 2^-12, keeps its spectrum, which its second
/// moments about the origin do not: those are the covariance of the cloud together with its mirror image, whose mean is
/// zero.
inline void expect_the_mean_is_taken_away(const Engine& engine) {
  for (const CloudShape& shape : {CloudShape{2, 15, 6}, CloudShape{2, 6, 15}}) {
    std::vector<float> points = clouds_of(shape);
    for (float& x : points) x = std::round(4096 * x) / 4096;
    std::vector<float> moved = points;
    for (float& x : moved) x += 50;
    const std::vector<double> expected = engine.spectra().covariance_spectra(points, shape.count, shape.dimensions);
    expect_near(engine.spectra().covariance_spectra(moved, shape.count, shape.dimensions), expected, shape,
                engine.name());
    std::vector<float> mirrored(moved.begin(), moved.begin() + static_cast<long>(shape.count * shape.dimensions));
    for (std::size_t i = 0; i < shape.count * shape.dimensions; ++i) mirrored.push_back(-mirrored[i]);
    EXPECT_GT(engine.spectra().covariance_spectra(mirrored, 2 * shape.count, shape.dimensions).front(),
              1000 * expected.front());
  }
}

inline void expect_what_is_no_cloud_is_refused(const Engine& engine) {
  const std::vector<float> points(12);
  EXPECT_THROW(engine.spectra().covariance_spectra(points, 5, 2), Error);
  EXPECT_THROW(engine.spectra().covariance_spectra(points, 0, 2), Error);
}

}  // namespace replicas
