#include "run/weights_file.h"

#include <algorithm>
#include <cmath>

#include "data/data_array.h"
#include "data/input_file.h"
#include "data/npy.h"
#include "data/npz.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/sweep.h"
#include "store/checksum.h"

namespace replicas {

namespace {

/// An NPY file, or one in an archive.
std::vector<std::byte> weights_bytes(const std::string& file) {
  const NpzName name = parse_npz_name(file);
  std::vector<std::byte> bytes = read_input_file(name.file);
  return is_zip(bytes) ? npz_array(bytes, name.key, name.file) : std::move(bytes);
}

}  // namespace

std::vector<float> weights_of_file(const Ensemble& ensemble, const std::string& file) {
  const std::vector<std::byte> bytes = weights_bytes(file);
  const NpyArray array = parse_npy(bytes, file);
  const std::string source = printable(file);
  require(array.is_float(), ErrorKind::bad_data,
          "{}: holds {}; weights are floating-point numbers, save array.astype('float32')", source, name(array.type));
  const ReplicaMap map = ensemble.map();
  const std::size_t n = ensemble.weights();
  const std::vector<std::size_t> one = {n}, chains = {map.chains, n}, all = {map.temperatures, map.chains, n};
  require(array.shape == one || array.shape == chains || array.shape == all, ErrorKind::bad_data,
          "{}: weights of shape {}; this run takes {}, {} or {}: N, [replicas, N] or [temperatures, replicas, N]",
          source, shape_text(array.shape), shape_text(one), shape_text(chains), shape_text(all));
  const std::vector<float> given = to_floats(array);
  // Of float64 numbers those beyond the range of float32 have become infinite here.
  const auto wrong = std::ranges::find_if(given, [](float w) { return !(std::fabs(w) <= largest_weight); });
  require(wrong == given.end(), ErrorKind::bad_data,
          "{}: number {} of the weights (from 0) is {}; a weight is finite and at most {:g}", source,
          wrong - given.begin(), wrong == given.end() ? 0.0f : *wrong, largest_weight);
  std::vector<float> weights(ensemble.replica_count() * n);
  for (std::size_t replica = 0; replica < ensemble.replica_count(); ++replica) {
    const std::size_t row = array.shape == one      ? 0
                            : array.shape == chains ? ensemble.chain(replica)
                                                    : ensemble.number(replica);
    std::copy_n(given.begin() + static_cast<std::ptrdiff_t>(row * n), n,
                weights.begin() + static_cast<std::ptrdiff_t>(replica * n));
  }
  return weights;
}

std::uint64_t weights_file_checksum(const std::string& file) { return checksum(weights_bytes(file)); }

}  // namespace replicas
