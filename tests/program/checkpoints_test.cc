#include "store/checkpoints.h"

#include "expect_error.h"
#include "formula/tiny_ensemble.h"
#include "observe/instruments/instrument.h"
#include "program/temporary_directory.h"
#include "store/checksum.h"

namespace replicas {
namespace {

/// A number in every place of every array that the instruments declare, different in each array and at every step.
template <class Record>
void fill(const Measurements& m, std::vector<Record>& series) {
  Record& record = series.emplace_back();
  record.step = m.steps;
  double number = static_cast<double>(m.steps);
  for (const RecordedArray& array : recorded_arrays(Record::occasion))
    visit_array(record, array, [&]<class Number>(std::vector<Number>& values) {
      values.assign(m.ensemble.replica_count() * array.numbers(m.ensemble), static_cast<Number>(++number / 7));
    });
}

/// Something in every field, different at every step; the size of the ensemble.
void measure(Measurements& m) {
  const std::size_t replicas = m.ensemble.replica_count();
  m.steps += m.sample_interval;
  if (m.steps <= m.burn_in) {
    fill(m, m.warmup);
  } else {
    fill(m, m.samples);
    fill(m, m.weight_samples);
    fill(m, m.curvature_checks);
    if (m.samples.size() % 2 == 1)  // a cell goes on for two samples
      m.cells.emplace_back(replicas, ReplicaSums{m.steps, 1, 2, 3, 4, 5, 6, 7, false});
    else
      m.cells.back().back().loss += 1;
  }
  if (m.steps == 30) m.divergences.push_back({1, 30});
  if (m.steps == 40) m.weights_set.push_back({40});
}

class CheckpointsTest : public TemporaryDirectory {
 protected:
  void SetUp() override {
    TemporaryDirectory::SetUp();
    put(in("config.toml"), "seed = 1\n");
    measured.start_loss = {0.5, 0.25};
    measured.start_target = {0.1, 0.1};
  }
  static Measurements fresh() {
    Measurements m{.ensemble = tiny_ensemble(2)};
    m.burn_in = 20;
    m.sample_interval = 10;
    return m;
  }
  std::vector<float> weights() const {
    return std::vector<float>(2 * measured.ensemble.weights(), static_cast<float>(measured.steps));
  }
  void commit(Checkpoints& checkpoints, const std::vector<float>& own) const {
    checkpoints.commit({.program = "test",
                        .seed = 1,
                        .data = 0,
                        .planned_steps = 1000,
                        .step = measured.steps,
                        .step_sizes = {0.05},
                        .files = {},
                        .result = {}},
                       own, measured);
  }
  /// Measures and commits until `step`.
  void commit_until(Checkpoints& checkpoints, std::uint64_t step) {
    while (true) {
      commit(checkpoints, weights());
      if (measured.steps >= step) return;
      measure(measured);
    }
  }
  void commit_until(std::uint64_t step) {
    Checkpoints checkpoints(directory_);
    commit_until(checkpoints, step);
  }
  /// What is read back, as the bytes of one segment: every field counts.
  static std::vector<std::byte> bytes(const Measurements& m) {
    ByteWriter writer;
    put_segment(writer, m, SeriesLengths(series_lengths(m).size(), 0));
    return writer.take();
  }
  Measurements read_back(const Checkpoints& checkpoints) const {
    Measurements m = fresh();
    checkpoints.read(m);
    return m;
  }
  void flip(const std::string& name, std::size_t at) const {
    std::string text = content(in(name));
    text.at(at) = static_cast<char>(text.at(at) ^ 4);
    put(in(name), text);
  }

  Measurements measured = fresh();
};

TEST_F(CheckpointsTest, ADirectoryWithoutAnyIsEmpty) { EXPECT_TRUE(Checkpoints(directory_).empty()); }

TEST_F(CheckpointsTest, WhatWasCommittedInPiecesIsReadBackWhole) {
  commit_until(60);
  const Checkpoints checkpoints(directory_);
  EXPECT_EQ(checkpoints.last().step, 60u);
  EXPECT_EQ(checkpoints.weights(weights().size()), weights());
  EXPECT_EQ(bytes(read_back(checkpoints)), bytes(measured));
  EXPECT_EQ(checkpoints.warning(), "");
}

TEST_F(CheckpointsTest, ThePreviousManifestIsTheCommitBeforeAndItsFilesAreKept) {
  commit_until(60);
  const std::string current = content(in("manifest"));
  std::filesystem::remove(in("manifest"));
  const Checkpoints checkpoints(directory_);
  EXPECT_EQ(checkpoints.last().step, 50u);  // not the first one ever
  EXPECT_NE(checkpoints.warning().find("step 50"), std::string::npos);
  EXPECT_EQ(read_back(checkpoints).steps, 50u);
  // Two states and no more are kept, those of the two manifests.
  EXPECT_TRUE(std::filesystem::exists(in("state.0.60")) && std::filesystem::exists(in("state.0.50")));
  EXPECT_FALSE(std::filesystem::exists(in("state.0.40")));
}

// Weights that were set at a saved step have files of their own: what the last manifest lists is there until the next
// one is.
TEST_F(CheckpointsTest, AnotherStateOfTheSameStepLeavesTheLastOneWhole) {
  commit_until(20);
  const std::string before = content(in("manifest")), state = content(in("state.0.20"));
  Checkpoints checkpoints(directory_);
  checkpoints.resume(measured);
  for (const float value : {7.0f, 8.0f, 9.0f}) {
    measured.weights_set.push_back({measured.steps});
    const std::vector<float> own(weights().size(), value);
    commit(checkpoints, own);
    const Checkpoints again(directory_);
    EXPECT_EQ(again.weights(own.size()), own);
    EXPECT_EQ(bytes(read_back(again)), bytes(measured));
    if (value == 7.0f) {  // a process that died just before the new manifest
      EXPECT_EQ(content(in("state.0.20")), state);
      EXPECT_EQ(content(in("manifest.prev")), before);
    }
    std::string reason;
    EXPECT_TRUE(read_manifest(directory_, "manifest.prev", true, reason).has_value()) << reason;
  }
}

TEST_F(CheckpointsTest, ADamagedManifestNeverReplacesAWholePreviousOne) {
  commit_until(60);
  flip("manifest", 40);
  {
    Checkpoints checkpoints(directory_);
    ASSERT_EQ(checkpoints.last().step, 50u);
    measured = read_back(checkpoints);
    checkpoints.resume(measured);
    measure(measured);
    commit_until(checkpoints, 60);
  }
  EXPECT_NE(content(in("manifest.prev")).find("\nstep 50\n"), std::string::npos);
  EXPECT_EQ(bytes(read_back(Checkpoints(directory_))), bytes(measured));
}

TEST_F(CheckpointsTest, EveryDamagedFileIsNoticed) {
  commit_until(60);
  for (const char* name : {"state.0.60", "segments/000006"}) {  // of the last commit alone: the one before is whole
    flip(name, std::filesystem::file_size(in(name)) / 2);
    EXPECT_EQ(Checkpoints(directory_).last().step, 50u) << name;
    flip(name, std::filesystem::file_size(in(name)) / 2);
  }
  for (const char* name : {"segments/000002", "config.toml"}) {  // of both
    flip(name, 3);
    expect_error([this] { Checkpoints{directory_}; }, ErrorKind::bad_data, name, "<overwrite>");
    flip(name, 3);
  }
  EXPECT_EQ(Checkpoints(directory_).last().step, 60u);
}

TEST_F(CheckpointsTest, WithoutManifestsLaterStatesAreAnErrorAndEarlyOnesAreLeftovers) {
  commit_until(10);
  for (const char* name : {"manifest", "manifest.prev"}) std::filesystem::remove(in(name));
  expect_error([this] { Checkpoints{directory_}; }, ErrorKind::bad_data, "state.0.10", "no manifest");
  std::filesystem::remove(in("state.0.10"));
  EXPECT_TRUE(Checkpoints(directory_).empty());
}

TEST_F(CheckpointsTest, ALeftoverOfAnUnfinishedCommitIsRemovedByTheNext) {
  commit_until(20);
  put(in("state.0.30"), "half");
  put(in("state.0.30.tmp"), "half");
  put(in("segments/000003"), "half");
  put(in("state.txt"), "mine");
  {
    Checkpoints checkpoints(directory_);
    checkpoints.resume(measured);
    measure(measured);
    measure(measured);
    commit_until(checkpoints, 40);
  }
  EXPECT_FALSE(std::filesystem::exists(in("state.0.30")) || std::filesystem::exists(in("state.0.30.tmp")));
  EXPECT_EQ(content(in("state.txt")), "mine");
  EXPECT_EQ(bytes(read_back(Checkpoints(directory_))), bytes(measured));
}

// The checksums fit, but the contents are for another ensemble: refused before anything is used.
TEST_F(CheckpointsTest, SizesThatBelongToAnotherEnsembleAreRefused) {
  commit_until(40);
  const Checkpoints checkpoints(directory_);
  Measurements other{.ensemble = tiny_ensemble(3)};
  other.burn_in = 20;
  other.sample_interval = 10;
  expect_error([&] { checkpoints.read(other); }, ErrorKind::bad_data, "segments/000000");
  expect_error([&] { checkpoints.weights(weights().size() + 1); }, ErrorKind::bad_data, "state");
  expect_error([&] { checkpoints.weights(weights().size() - 1); }, ErrorKind::bad_data, "state");
}

TEST_F(CheckpointsTest, ASegmentOfAProgramThatRecordsOtherArraysIsRefusedByName) {
  ByteWriter writer;
  put_segment(writer, fresh(), SeriesLengths(series_lengths(fresh()).size(), 0));
  std::vector<std::byte> bytes = writer.take();
  Measurements read = fresh();
  bytes[8] = std::byte{'g'};  // the first letter of the first array's name
  ByteReader reader(bytes, "a segment");
  expect_error([&] { append_segment(reader, read); }, ErrorKind::bad_data, "a segment", "records other arrays");
}

TEST_F(CheckpointsTest, AFinishedRunKnowsItsResult) {
  commit_until(20);
  put(in("run.nc"), "a result");
  Checkpoints checkpoints(directory_);
  EXPECT_FALSE(checkpoints.result_is_whole());
  checkpoints.finish();
  EXPECT_TRUE(Checkpoints(directory_).result_is_whole());
  put(in("run.nc"), "a Result");
  EXPECT_FALSE(Checkpoints(directory_).result_is_whole());
  EXPECT_EQ(Checkpoints(directory_).last().step, 20u);  // the run itself is whole, so the result can be made again
}

}  // namespace
}  // namespace replicas
