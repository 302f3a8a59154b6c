#include "store/checkpoints.h"

#include <algorithm>

#include "data/input_file.h"
#include "model/error.h"
#include "model/number_in.h"
#include "model/printable.h"
#include "store/durable_file.h"
#include "store/framed_file.h"
#include "store/run_files.h"
#include "store/weight_blocks.h"

namespace replicas {

namespace {

std::string segment_name(std::size_t number) { return fmt::format("segments/{:06}", number); }

bool is_segment(const ListedFile& file) { return file.name.starts_with("segments/"); }

std::size_t number_of(const ListedFile& segment) {
  return number_in<std::size_t>(std::string_view(segment.name).substr(segment.name.find('/') + 1));
}

std::size_t number_after(const std::vector<ListedFile>& segments) {
  return segments.empty() ? 0 : number_of(segments.back()) + 1;
}

/// Weights may be set at a step that is saved already. Then the files of the other name are written, so that those that
/// the last manifest lists stay whole until there is the next one.
std::string other_name(const std::string& stem) { return stem + ".again"; }

/// Under which of its two names the state, or the velocities, of this commit lie.
std::string stem_in(const Manifest& manifest, const std::string& stem) {
  const auto is_other = [&stem](const ListedFile& file) { return file.name.starts_with(other_name(stem) + "."); };
  return std::ranges::any_of(manifest.files, is_other) ? other_name(stem) : stem;
}

std::vector<ListedFile> chosen(const Manifest& manifest, bool segments) {
  std::vector<ListedFile> files;
  std::ranges::copy_if(manifest.files, std::back_inserter(files),
                       [segments](const ListedFile& file) { return is_segment(file) == segments; });
  return files;
}

}  // namespace

std::optional<Manifest> read_manifest(const std::filesystem::path& directory, const char* name, bool whole,
                                      std::string& reason) {
  try {
    const std::vector<std::byte> bytes = read_input_file(directory / name);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    Manifest manifest = parse_manifest(text, printable((directory / name).string()));
    for (const ListedFile& file : manifest.files)
      if (whole) read_listed(directory, file);
    return manifest;
  } catch (const Error& error) {
    reason = error.what();
    return std::nullopt;
  }
}

std::optional<Manifest> last_manifest(const std::filesystem::path& directory) {
  std::string ignored;
  for (const char* const name : {manifest_name, previous_name})
    if (std::optional<Manifest> manifest = read_manifest(directory, name, false, ignored)) return manifest;
  return std::nullopt;
}

Checkpoints::Checkpoints(std::filesystem::path directory) : directory_(std::move(directory)) {
  const auto exists = [this](const char* name) { return file_exists(directory_ / name); };
  if (!exists(manifest_name) && !exists(previous_name)) {
    // A process that died in its very first commit leaves files of step 0; files of later steps had a manifest.
    for (const std::string& name : run_files(directory_))
      require(!is_late_file(name), ErrorKind::bad_data,
              "{}: {} is there but no manifest says what belongs to it; bring the manifest back, or begin anew with "
              "<overwrite>",
              printable(directory_.string()), printable(name));
    return;
  }
  std::string reason, previous_reason;
  last_ = read_manifest(directory_, manifest_name, true, reason);
  if (exists(previous_name)) previous_ = read_manifest(directory_, previous_name, !last_, previous_reason);
  if (last_) return;
  manifest_is_bad_ = true;
  require(previous_.has_value(), ErrorKind::bad_data,
          "{}; manifest.prev is no help either; begin anew with <overwrite>", reason);
  last_ = previous_;
  warning_ = fmt::format("{}; going on from the checkpoint before it, step {}", reason, last_->step);
}

bool Checkpoints::result_is_whole() const {
  if (!last_ || !last_->result) return false;
  try {
    read_listed(directory_, *last_->result);
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::vector<float> Checkpoints::weights(std::size_t count) const {
  return read_weights(directory_, stem_in(*last_, "state"), last_->step, last_->files, count);
}

std::vector<float> Checkpoints::velocities(std::size_t count) const {
  return read_weights(directory_, stem_in(*last_, "velocities"), last_->step, last_->files, count);
}

std::vector<float> Checkpoints::start_weights(std::size_t count) const {
  return read_weights(directory_, "start", 0, last_->files, count);
}

void Checkpoints::read(Measurements& measured) const {
  const std::vector<ListedFile> segments = chosen(*last_, true);
  // A run begins with number 0, a compacted one with the segment that took the place of all before.
  const std::size_t first = segments.empty() ? 0 : number_of(segments.front());
  for (std::size_t number = first; number < first + segments.size(); ++number) {
    const ListedFile& file = segments[number - first];
    const std::vector<std::byte> bytes = read_listed(directory_, file);
    const std::string shown = printable((directory_ / file.name).string());
    require(file.name == segment_name(number), ErrorKind::bad_data, "{}: it is not the next segment", shown);
    const auto kind = number == first && first > 0 ? Frame::Kind::compacted : Frame::Kind::segment;
    ByteReader reader = open_frame(bytes, {kind, static_cast<std::uint32_t>(number), 0}, shown);
    append_segment(reader, measured);
  }
  require(measured.steps == last_->step, ErrorKind::bad_data, "{}: the segments end at step {}, the manifest says {}",
          printable(directory_.string()), measured.steps, last_->step);
}

std::size_t Checkpoints::pending_bytes(const Measurements& measured) const {
  return saved_.empty() ? 0 : growth_in_bytes(measured, saved_);
}

void Checkpoints::commit(Manifest now, std::span<const float> weights, const Measurements& measured,
                         std::span<const float> velocities) {
  const std::size_t replicas = measured.ensemble.replica_count();
  now.result.reset();
  std::vector<ListedFile> segments;
  const bool replaces = last_ && last_->step == now.step && pending_bytes(measured) > 0;
  const auto stem = [&](const std::string& name) {
    return replaces && stem_in(*last_, name) == name ? other_name(name) : name;
  };
  if (last_) {
    segments = chosen(*last_, true);
    for (const ListedFile& file : chosen(*last_, false))
      if (!is_state_of_a_step(file.name)) now.files.push_back(file);
  } else {
    saved_.assign(series_lengths(measured).size(), 0);
    now.files.push_back(listed(directory_, "config.toml"));
    if (!measured.ensemble.anchor.empty())
      for (ListedFile& file : write_weights(directory_, "start", 0, measured.ensemble.anchor, replicas))
        now.files.push_back(std::move(file));
  }
  for (ListedFile& file : write_weights(directory_, stem("state"), now.step, weights, replicas))
    now.files.push_back(std::move(file));
  if (!velocities.empty())
    for (ListedFile& file : write_weights(directory_, stem("velocities"), now.step, velocities, replicas))
      now.files.push_back(std::move(file));
  create_directory_durably(directory_ / "segments");
  const std::size_t number = number_after(segments);
  ByteWriter writer = begin_frame({Frame::Kind::segment, static_cast<std::uint32_t>(number), 0}, std::move(memory_));
  put_segment(writer, measured, saved_);
  segments.push_back(write_framed(directory_, segment_name(number), writer));
  memory_ = writer.take();
  now.files.insert(now.files.end(), segments.begin(), segments.end());
  write(std::move(now));
  saved_ = series_lengths(measured);
}

void Checkpoints::finish() {
  Manifest now = *last_;
  now.result = listed(directory_, "run.nc");
  write(std::move(now));
}

void Checkpoints::drop_weight_samples(Measurements measured) {
  if (!samples_with_weights(measured).empty()) {
    for (WeightSample& sample : measured.weight_samples) sample[recorded::weights].clear();
    Manifest now = *last_;
    const std::size_t number = number_after(chosen(now, true));
    std::erase_if(now.files, is_segment);
    ByteWriter writer = begin_frame({Frame::Kind::compacted, static_cast<std::uint32_t>(number), 0});
    put_segment(writer, measured, SeriesLengths(series_lengths(measured).size(), 0));
    now.files.push_back(write_framed(directory_, segment_name(number), writer));
    write(std::move(now));
  }
  // The previous manifest still needs what was dropped, unless it says the same; a killed process may have come this
  // far.
  if (previous_ != last_) write(Manifest(*last_));
  remove_leftovers();
}

void Checkpoints::write(Manifest manifest) {
  const std::string text = to_text(manifest);
  write_durably(directory_ / manifest_name, std::as_bytes(std::span(text)),
                manifest_is_bad_ ? std::filesystem::path() : directory_ / previous_name);
  if (!manifest_is_bad_) previous_ = std::move(last_);
  last_ = std::move(manifest);
  manifest_is_bad_ = false;
  remove_leftovers();
}

void Checkpoints::remove_leftovers() const {
  const auto lists = [](const std::optional<Manifest>& manifest, const std::string& name) {
    return manifest && std::ranges::find(manifest->files, name, &ListedFile::name) != manifest->files.end();
  };
  for (const std::string& name : run_files(directory_))
    if (is_saved_state(name) && !lists(last_, name) && !lists(previous_, name)) remove_quietly(directory_ / name);
}

}  // namespace replicas
