#include "store/notebook_file.h"

#include "data/input_file.h"
#include "model/error.h"
#include "store/checksum.h"
#include "store/durable_file.h"
#include "store/framed_file.h"
#include "store/run_files.h"

namespace replicas {

namespace {

constexpr Frame frame{Frame::Kind::notebook, 0, 0};

}  // namespace

void write_notebook(const std::filesystem::path& directory, std::uint64_t key, const Notebook& notebook) {
  ByteWriter writer = begin_frame(frame);
  writer.put(key);
  const std::vector<std::byte> written = notebook.bytes();
  writer.put(checksum(written));
  writer.put_bytes(written.data(), written.size());
  write_durably(directory / notebook_name, writer.bytes());
}

std::optional<std::vector<std::byte>> read_notebook(const std::filesystem::path& directory, std::uint64_t key) {
  if (!file_exists(directory / notebook_name)) return std::nullopt;
  try {
    const std::vector<std::byte> bytes = read_input_file(directory / notebook_name);
    ByteReader reader = open_frame(bytes, frame, notebook_name);
    std::uint64_t found = 0, sum = 0;
    reader.get(found);
    reader.get(sum);
    std::vector<std::byte> written(reader.left());
    reader.get_bytes(written.data(), written.size());
    if (found != key || sum != checksum(written)) return std::nullopt;
    return written;
  } catch (const Error&) {
    return std::nullopt;
  }
}

void remove_notebook(const std::filesystem::path& directory) { remove_quietly(directory / notebook_name); }

}  // namespace replicas
