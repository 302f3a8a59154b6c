#include <cstring>

#include "formula/tiny_ensemble.h"
#include "fuzz/fuzz_target.h"
#include "observe/instruments/measurement_fields.h"
#include "store/framed_file.h"
#include "store/segment.h"
#include "store/weight_blocks.h"

namespace {

using namespace replicas;

constexpr std::size_t frame_size = 32;

/// What the program would do with a segment whose checksum fits: read it for its ensemble, and write the same again.
void read_segment(const std::vector<std::byte>& bytes, const Frame& frame) {
  static const Measurements fresh = [] {
    Measurements m{.ensemble = tiny_ensemble(2)};
    m.burn_in = 20;
    m.sample_interval = 10;
    return m;
  }();
  ByteReader reader = open_frame(bytes, frame, "segments/000000");
  Measurements measured = fresh;
  append_segment(reader, measured);
  fuzz::promise(sizes_fit(measured));
  ByteWriter writer = begin_frame(frame);
  put_segment(writer, measured, series_lengths(fresh));
  fuzz::promise(writer.take() == bytes);
}

void read_block(const std::vector<std::byte>& bytes, const Frame& frame) {
  constexpr std::size_t most = 62;
  const std::vector<float> weights = parse_block(bytes, frame, "state.0.0", most);
  fuzz::promise(!weights.empty() && weights.size() <= most);
  fuzz::promise(weights.size() * sizeof(float) + frame_size == bytes.size());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::byte> file(fuzz::bytes(data, size).begin(), fuzz::bytes(data, size).end());
  // The names of the files say the number and the step; here the contents do, so that more than those is looked at.
  Frame frame{Frame::Kind::segment, 0, 0};
  if (size >= frame_size) {
    if (data[16] == 1) frame.kind = Frame::Kind::weights;
    std::memcpy(&frame.number, data + 20, sizeof frame.number);
    std::memcpy(&frame.step, data + 24, sizeof frame.step);
  }
  try {
    frame.kind == Frame::Kind::weights ? read_block(file, frame) : read_segment(file, frame);
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_data);
  }
  return 0;
}
