#include "command/solve_checkpoint.h"

#include "data/input_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "store/checksum.h"
#include "store/durable_file.h"
#include "store/framed_file.h"

namespace replicas {

namespace {

constexpr Frame frame{Frame::Kind::study, 0, 0};

}  // namespace

void write_study_state(const std::filesystem::path& path, const std::vector<std::byte>& state) {
  ByteWriter writer = begin_frame(frame);
  writer.put(checksum(state));
  writer.put_bytes(state.data(), state.size());
  write_durably(path, writer.bytes());
}

std::vector<std::byte> read_study_state(const std::filesystem::path& path) {
  const std::string shown = printable(path.string());
  const std::vector<std::byte> bytes = read_input_file(path);
  ByteReader reader = open_frame(bytes, frame, shown);
  std::uint64_t sum = 0;
  reader.get(sum);
  std::vector<std::byte> state(reader.left());
  reader.get_bytes(state.data(), state.size());
  require(sum == checksum(state), ErrorKind::bad_data, "{} is damaged (its checksum is wrong); remove it", shown);
  return state;
}

}  // namespace replicas
