#include "observe/observables/blocks.h"

#include <cmath>
#include <numeric>

#include "observe/statistics/distributions.h"

namespace replicas {

BlockMeans loss_blocks(const Digest& digest, std::size_t temperature) {
  BlockMeans result;
  for (std::size_t chain = 0; chain < digest.chains(); ++chain) {
    if (digest.at(temperature, chain).diverged) continue;
    std::vector<double>& row = result.emplace_back();
    for (const std::vector<ReplicaSums>& block : digest.measurements.blocks) {
      const ReplicaSums& sums = block[digest.number(temperature, chain)];
      row.push_back(sums.loss / static_cast<double>(sums.count));
    }
  }
  return result;
}

BlockMeans weight_norm2_blocks(const Digest& digest, std::size_t temperature) {
  const std::vector<Sample>& samples = digest.measurements.samples;
  const std::size_t blocks = std::min(digest.measurements.blocks.size(), samples.size());
  BlockMeans result;
  for (std::size_t chain = 0; chain < digest.chains(); ++chain) {
    if (digest.at(temperature, chain).diverged) continue;
    std::vector<Moments> row(blocks);
    for (std::size_t i = 0; i < samples.size(); ++i)
      row[i * blocks / samples.size()].add(
          static_cast<double>(samples[i][recorded::weight_norm2][digest.number(temperature, chain)]));
    std::vector<double>& means = result.emplace_back();
    for (const Moments& moments : row) means.push_back(moments.mean);
  }
  return result;
}

Drift drift(const BlockMeans& blocks) {
  if (blocks.size() < 2 || blocks.front().size() < 2) return {};
  const auto count = static_cast<double>(blocks.front().size());
  Moments slopes;
  for (const std::vector<double>& row : blocks) {
    double above = 0, below = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const double x = static_cast<double>(i) - (count - 1) / 2;
      above += x * row[i];
      below += x * x;
    }
    slopes.add(above / below);
  }
  const double error = std::sqrt(slopes.squares / (slopes.count - 1) / slopes.count);
  if (error == 0 || !std::isfinite(error)) return {slopes.mean * (count - 1), 1};
  return {slopes.mean * (count - 1), student_two_sided(std::fabs(slopes.mean) / error, slopes.count - 1)};
}

std::vector<Curve> block_curves(const Digest& digest) {
  const std::size_t blocks = std::min(digest.measurements.blocks.size(), digest.measurements.samples.size());
  if (blocks == 0) return {};
  Curve curve{.name = {},
              .unit = "1",
              .long_name = {},
              .axis = "block",
              .axis_unit = "1",
              .axis_long_name = "number of an equal part of the run after burn-in",
              .integer_axis = true,
              .axis_values = std::vector<double>(blocks),
              .values = {}};
  std::iota(curve.axis_values.begin(), curve.axis_values.end(), 1.0);
  const auto filled = [&](const char* name, const char* long_name, BlockMeans (*means)(const Digest&, std::size_t)) {
    Curve one = curve;
    one.name = name;
    one.long_name = long_name;
    for (std::size_t t = 0; t < digest.temperatures(); ++t) {
      std::vector<Moments> columns(blocks);
      for (const std::vector<double>& row : means(digest, t))
        for (std::size_t i = 0; i < blocks; ++i) columns[i].add(row[i]);
      for (const Moments& moments : columns)
        one.values.push_back(moments.count > 0 ? moments.mean : ReplicaDigest::absent);
    }
    return one;
  };
  return {filled("loss_block_mean", "mean loss in each part of the run", loss_blocks),
          filled("weight_norm2_block_mean", "mean |w|^2 in each part of the run", weight_norm2_blocks)};
}

}  // namespace replicas
