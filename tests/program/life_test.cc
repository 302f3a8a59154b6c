// The life of a run by a clock of the test's own: when it is saved and shown, when it stops, how much room it asks for.
#include "expect_error.h"
#include "formula/tiny_ensemble.h"
#include "observe/instruments/instrument.h"
#include "program/temporary_directory.h"
#include "run/footprint.h"
#include "run/saver.h"

namespace replicas {
namespace {

TEST(StoppingTest, ByTheClockAtItsHour) {
  double now = 0;
  const auto clock = [&] { return now; };
  const Callbacks nobody;
  const Stopping limited(nobody, 0.5, clock), free(nobody, 0, clock);
  now = 1799.9;
  EXPECT_EQ(limited.reason(), "");
  now = 1800;
  EXPECT_EQ(limited.reason(), "by <max-hours>");
  now = 1e9;
  EXPECT_EQ(free.reason(), "");
}

class SaverTest : public TemporaryDirectory {
 protected:
  void SetUp() override {
    TemporaryDirectory::SetUp();
    put(in("config.toml"), "seed = 1\n");
    engine.load(std::vector<float>(engine.ensemble().replica_count() * engine.ensemble().weights(), 0.5f));
    measured.start_loss = {0.5, 0.25};
    measured.start_target = {0.1, 0.1};
    measured.sample_interval = 10;
  }
  /// One more chunk at this time; true when the run has to stop.
  bool chunk_at(Saver& saver, double time) {
    now = time;
    measured.steps += 10;
    return saver.after_chunk(engine, measured);
  }
  std::uint64_t saved_step() const { return Checkpoints(directory_).last().step; }

  Measurements measured{.ensemble = tiny_ensemble(2)};
  PlainEngine<float> engine{measured.ensemble};
  double checkpoint_seconds = 300;
  double now = 0;
  std::vector<std::string> previews;
  const Callbacks nobody;
  const Stopping stopping{nobody, 2, [this] { return now; }};  // 7200 s
  Manifest facts{.program = "test",
                 .seed = 1,
                 .data = 0,
                 .planned_steps = 1000,
                 .step = 0,
                 .step_sizes = {0.05},
                 .files = {},
                 .result = {}};
};

TEST_F(SaverTest, SavesAfterItsIntervalCountedFromTheLastTime) {
  Checkpoints checkpoints(directory_);
  Saver saver(
      checkpoints, facts, checkpoint_seconds, stopping, nobody, [](const std::string&) {}, [this] { return now; });
  saver.commit(engine, measured);
  EXPECT_FALSE(chunk_at(saver, 299));
  EXPECT_EQ(saved_step(), 0u);
  EXPECT_FALSE(chunk_at(saver, 300));
  EXPECT_EQ(saved_step(), 20u);
  EXPECT_FALSE(chunk_at(saver, 599));
  EXPECT_EQ(saved_step(), 20u);
  EXPECT_FALSE(chunk_at(saver, 601));
  EXPECT_EQ(saved_step(), 40u);
}

TEST_F(SaverTest, StopsAtTheHourWithAllSavedAndShown) {
  Checkpoints checkpoints(directory_);
  checkpoint_seconds = 1e9;
  Saver saver(
      checkpoints, facts, checkpoint_seconds, stopping, nobody,
      [this](const std::string& reason) { previews.push_back(reason); }, [this] { return now; });
  saver.commit(engine, measured);
  EXPECT_FALSE(chunk_at(saver, 7199));
  EXPECT_EQ(saved_step(), 0u);
  EXPECT_TRUE(chunk_at(saver, 7200));
  EXPECT_EQ(saved_step(), 20u);
  EXPECT_EQ(saver.reason(), "by <max-hours>");
  EXPECT_EQ(previews, std::vector<std::string>{"by <max-hours>"});
}

TEST_F(SaverTest, LeavesTheEndToWhoAskedForIt) {
  Checkpoints checkpoints(directory_);
  facts.planned_steps = 20;
  Saver saver(
      checkpoints, facts, checkpoint_seconds, stopping, nobody, [](const std::string&) {}, [this] { return now; });
  saver.commit(engine, measured);
  chunk_at(saver, 1);
  EXPECT_FALSE(chunk_at(saver, 8000));
  EXPECT_EQ(saved_step(), 0u);
}

// A look at the results that takes 10 s is worth a twentieth of the time: the next one is 200 s later, at the earliest.
TEST_F(SaverTest, ShowsResultsForATwentiethOfTheTime) {
  Checkpoints checkpoints(directory_);
  checkpoint_seconds = 50;
  Saver saver(
      checkpoints, facts, checkpoint_seconds, stopping, nobody,
      [this](const std::string& reason) {
        previews.push_back(reason);
        now += 10;
      },
      [this] { return now; });
  saver.commit(engine, measured);
  chunk_at(saver, 50);  // shown until 60
  EXPECT_EQ(previews.size(), 1u);
  chunk_at(saver, 259);
  EXPECT_EQ(previews.size(), 1u);
  EXPECT_EQ(saved_step(), 20u);
  chunk_at(saver, 310);
  EXPECT_EQ(previews, (std::vector<std::string>{"", ""}));
}

/// 100 samples of which 80 are after burn-in: 20 of them keep the weights, in 40 cells.
TEST(FootprintTest, CountsSamplesWeightsCellsAndStates) {
  const Ensemble ensemble = tiny_ensemble(2);  // N = 31 and 5 gauge modes: a state of 248 bytes
  const Schedule schedule{.burn_in = 200, .sample_interval = 10, .cell_samples = 2, .weight_every = 4};
  Request options;
  options.physics.steps = 1000;
  options.physics.map_share = 0;
  // What a replica adds on each occasion is tested against what is recorded (formula/instruments_test.cc).
  const auto each = [&](Occasion occasion, bool test = false) {
    return 2 * recorded_bytes(ensemble, occasion, true, test);
  };
  EXPECT_EQ(each(Occasion::sample), 2 * 4 * 5);
  const double samples = 100 * each(Occasion::sample), weights = 20 * each(Occasion::weight_sample);
  const double cells = 40 * 2 * static_cast<double>(sizeof(ReplicaSums)), traces = 100 * 2 * 4 * 2;
  const double checks = 80 * each(Occasion::curvature_check);
  const double measured = samples + weights + checks + cells;
  Footprint needed = footprint(ensemble, schedule, options, false);
  EXPECT_EQ(needed.disk, measured + traces + 2 * 248);
  // 6 examples of 3 numbers and a label are 96 bytes, held 3.2 times (bench/memory.py), and 2 x 6 losses; 11 Krylov
  // vectors and a few.
  const double data = 3.2 * 96 + 2 * 6 * 4;
  EXPECT_NEAR(needed.memory, 4.2e7 + data + 2 * measured + traces + 4 * 248 + 15 * 248, 1e-3);
  options.physics.save_weights = true;
  EXPECT_EQ(footprint(ensemble, schedule, options, false).disk, needed.disk + 20 * 248);
  EXPECT_EQ(footprint(ensemble, schedule, options, true).disk,
            needed.disk + 20 * 248 + 20 * (each(Occasion::weight_sample, true) - each(Occasion::weight_sample)))
      << "test data";
  options.physics.save_weights = false;
  options.physics.confinement.kind = Confinement::Kind::anchor;
  EXPECT_EQ(footprint(ensemble, schedule, options, false).disk, needed.disk + 248);
  Schedule none = schedule;
  none.weights_fit = false;
  options.physics.confinement.kind = Confinement::Kind::prior;
  EXPECT_EQ(footprint(ensemble, none, options, false).disk, needed.disk - 20 * 248);
}

TEST(RoomTest, IsAskedForThePartThatIsLeft) {
  const std::filesystem::path here = std::filesystem::temp_directory_path();
  const double free = static_cast<double>(std::filesystem::space(here).available);
  Request options;
  options.control.max_memory = 80;
  const auto room = [&](double disk, double part, double replaced) {
    return require_room({.disk = disk, .memory = 1e6}, here, part, replaced, options);
  };
  EXPECT_EQ(room(1e6, 0.5, 0), "about 0.5 MB to write, 1.0 MB of memory");
  EXPECT_EQ(room(2e9, 1e-3, 0), "about 2.0 MB to write, 1.0 MB of memory");
  // Others write here, too: a tenth more and less than what is free.
  expect_error([&] { room(1.1 * free, 1, 0); }, ErrorKind::io_error, "make room or choose another place with <out>");
  EXPECT_NO_THROW(room(1.1 * free, 1, 0.2 * free));  // of a run that it replaces
  EXPECT_NO_THROW(room(1.8 * free, 0.5, 0));
  expect_error([&] { room(2.2 * free, 0.5, 0); }, ErrorKind::io_error, "make room");
  expect_error([&] { require_room({.disk = 1, .memory = 1e18}, here, 1, 0, options); }, ErrorKind::out_of_memory,
               "<max-memory> 80 %");
}

}  // namespace
}  // namespace replicas
