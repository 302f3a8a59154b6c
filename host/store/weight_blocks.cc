#include "store/weight_blocks.h"

#include <algorithm>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

std::string block_name(const std::string& stem, std::size_t block, std::uint64_t step) {
  return fmt::format("{}.{}.{}", stem, block, step);
}

Frame block_frame(std::size_t block, std::uint64_t step) {
  return {Frame::Kind::weights, static_cast<std::uint32_t>(block), step};
}

}  // namespace

std::vector<ListedFile> write_weights(const std::filesystem::path& directory, const std::string& stem,
                                      std::uint64_t step, std::span<const float> weights, std::size_t replicas) {
  const std::size_t n = weights.size() / replicas;
  std::vector<ListedFile> files;
  std::vector<std::byte> memory;
  for (std::size_t first = 0; first < replicas; first += replicas_per_block) {
    const std::size_t block = first / replicas_per_block, count = std::min(replicas_per_block, replicas - first);
    ByteWriter writer = begin_frame(block_frame(block, step), std::move(memory));
    writer.put_bytes(weights.data() + first * n, count * n * sizeof(float));
    files.push_back(write_framed(directory, block_name(stem, block, step), writer));
    memory = writer.take();
  }
  return files;
}

std::vector<float> read_weights(const std::filesystem::path& directory, const std::string& stem, std::uint64_t step,
                                const std::vector<ListedFile>& files, std::size_t count) {
  std::vector<float> weights;
  weights.reserve(count);  // of the run's own configuration, so no file decides it
  for (std::size_t block = 0; weights.size() < count; ++block) {
    const std::string name = block_name(stem, block, step);
    const auto file = std::ranges::find(files, name, &ListedFile::name);
    require(file != files.end(), ErrorKind::bad_data, "{}: the manifest does not list {}",
            printable(directory.string()), name);
    const std::vector<std::byte> bytes = read_listed(directory, *file);
    const std::vector<float> part =
        parse_block(bytes, block_frame(block, step), printable((directory / name).string()), count - weights.size());
    weights.insert(weights.end(), part.begin(), part.end());
  }
  return weights;
}

std::vector<float> parse_block(const std::vector<std::byte>& bytes, const Frame& frame, const std::string& name,
                               std::size_t most) {
  ByteReader reader = open_frame(bytes, frame, name);
  const std::size_t count = reader.left() / sizeof(float);
  reader.check(count > 0 && count <= most);
  std::vector<float> weights(count);
  reader.get_bytes(weights.data(), count * sizeof(float));
  reader.check(reader.at_end());
  return weights;
}

}  // namespace replicas
