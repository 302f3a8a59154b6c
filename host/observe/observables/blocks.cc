#include "observe/observables/blocks.h"

#include <cmath>

#include "observe/statistics/distributions.h"

namespace replicas {

namespace {

/// Rows of the chains that did not diverge, averaged over the members of each group: row(chain) has the block means.
template <class Row>
BlockMeans over_groups(const Digest& digest, std::size_t temperature, const Row& row) {
  BlockMeans result;
  const std::size_t members = digest.map_of_replicas().group;
  for (std::size_t first = 0; first < digest.chains(); first += members) {
    std::vector<Moments> means;
    for (std::size_t chain = first; chain < first + members; ++chain) {
      if (digest.at(temperature, chain).diverged) continue;
      const std::vector<double> own = row(chain);
      means.resize(own.size());
      for (std::size_t i = 0; i < own.size(); ++i) means[i].add(own[i]);
    }
    if (means.empty()) continue;
    std::vector<double>& group = result.emplace_back();
    for (const Moments& moments : means) group.push_back(moments.mean);
  }
  return result;
}

}  // namespace

BlockMeans loss_blocks(const Digest& digest, std::size_t temperature) {
  return over_groups(digest, temperature, [&](std::size_t chain) {
    std::vector<double> row;
    for (const std::vector<ReplicaSums>& block : digest.measurements.blocks) {
      const ReplicaSums& sums = block[digest.number(temperature, chain)];
      row.push_back(sums.loss / static_cast<double>(sums.count));
    }
    return row;
  });
}

BlockMeans weight_norm2_blocks(const Digest& digest, std::size_t temperature) {
  const std::vector<Sample>& samples = digest.measurements.samples;
  const std::size_t blocks = std::min(digest.measurements.blocks.size(), samples.size());
  return over_groups(digest, temperature, [&](std::size_t chain) {
    std::vector<Moments> row(blocks);
    for (std::size_t i = 0; i < samples.size(); ++i)
      row[i * blocks / samples.size()].add(
          static_cast<double>(samples[i][recorded::weight_norm2][digest.number(temperature, chain)]));
    std::vector<double> means;
    for (const Moments& moments : row) means.push_back(moments.mean);
    return means;
  });
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
  Curve curve{.unit = "1",
              .axes = {temperature_axis(digest.ensemble().temperatures),
                       counted_axis("block", "number of an equal part of the run after burn-in", blocks, 1)}};
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
