#include "show/progress.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

namespace replicas {
namespace {

/// A stream that a test reads back, and a clock that it sets.
struct Watched {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream{std::tmpfile(), std::fclose};
  double now = 1000;

  Progress::Clock clock() {
    return [this] { return now; };
  }
  std::string text() {
    std::string read(10'000, '\0');
    std::rewind(stream.get());
    read.resize(std::fread(read.data(), 1, read.size(), stream.get()));
    return read;
  }
};

TEST(Progress, WritesAPlainLineEveryTenSecondsAndALastOne) {
  Watched seen;
  Progress progress(seen.stream.get(), false, false, seen.clock());
  for (std::uint64_t step = 1000; step <= 25000; step += 1000) {
    seen.now += 1;
    progress.update(step, 100000, 160);
  }
  progress.finish();
  EXPECT_EQ(seen.text(),
            "replicas: 10 %, step 10000 of 100000, 1.60e5 replica-steps/s, 1 min 30 s left\n"
            "replicas: 20 %, step 20000 of 100000, 1.60e5 replica-steps/s, 1 min 20 s left\n"
            "replicas: 25000 steps of 160 replicas in 25 s, 1.60e5 replica-steps/s\n");
}

// 60,000 of 100,000 steps were done by another process: this one did 10,000 in 20 s, so the 30,000 left take 60 s.
TEST(Progress, OfAResumedRunCountsWhatThisProcessDid) {
  Watched seen;
  Progress progress(seen.stream.get(), false, false, seen.clock(), 60000);
  seen.now += 20;
  progress.update(70000, 100000, 4);
  progress.finish();
  EXPECT_EQ(seen.text(),
            "replicas: 70 %, step 70000 of 100000, 2.00e3 replica-steps/s, 1 min 00 s left\n"
            "replicas: 10000 steps of 4 replicas in 20 s, 2.00e3 replica-steps/s\n");
}

// What comes before the first step: 50 s for 1000 of at most 5000 steps leave 200 s; the line goes away at the end.
TEST(Progress, OfWorkBeforeTheFirstStep) {
  Watched seen;
  Progress progress(seen.stream.get(), false, false, seen.clock());
  progress.prepare("descent", 0, 5000, "0 of 8 replicas at their target");
  seen.now += 50;
  progress.prepare("descent", 1000, 5000, "3 of 8 replicas at their target");
  progress.prepare("descent", 1200, 1200, "8 of 8 replicas at their target");
  progress.prepare("pilot", 400, 4800, "");  // where another process got to
  seen.now += 20;
  progress.prepare("pilot", 800, 4800, "");
  EXPECT_EQ(seen.text(),
            "replicas: descent: step 1000 of at most 5000, 3 of 8 replicas at their target, at most 3 min 20 s left\n"
            "replicas: pilot: step 800 of 4800, 20 s, 3 min 20 s left\n");
}

TEST(Progress, OfWorkBeforeTheFirstStepLeavesATerminalEmpty) {
  Watched seen;
  Progress progress(seen.stream.get(), true, false, seen.clock());
  progress.prepare("pilot", 0, 4800, "");
  seen.now += 10;
  progress.prepare("pilot", 400, 4800, "");
  progress.prepare("pilot", 4800, 4800, "");
  EXPECT_EQ(seen.text(),
            "\r\x1b[Kpilot: step 0 of 4800, 0 s, unknown time left"
            "\r\x1b[Kpilot: step 400 of 4800, 10 s, 1 min 50 s left\r\x1b[K");
}

TEST(Progress, IsNotAHundredPercentBeforeTheEnd) {
  Watched seen;
  Progress progress(seen.stream.get(), false, false, seen.clock(), 99999);
  seen.now += 10;
  progress.update(99999, 100000, 1);  // nothing was done yet, so nothing is known of the time left
  seen.now += 10;
  progress.update(100000, 100000, 1);
  EXPECT_EQ(seen.text(),
            "replicas: 99 %, step 99999 of 100000, 0.00 replica-steps/s, unknown time left\n"
            "replicas: 100 %, step 100000 of 100000, 5.00e-2 replica-steps/s, 0 s left\n");
}

TEST(Progress, RedrawsItsLineAtMostFiveTimesASecond) {
  Watched seen;
  Progress progress(seen.stream.get(), true, false, seen.clock());
  for (int quarter = 1; quarter <= 8; ++quarter) {
    seen.now += 0.0625;  // exact in binary: 0.25 s are four of them
    progress.update(static_cast<std::uint64_t>(quarter), 16, 8);
  }
  progress.finish();
  EXPECT_EQ(seen.text(),
            "\r\x1b[K6 %, step 1 of 16, 1.28e2 replica-steps/s, 1 s left"
            "\r\x1b[K31 %, step 5 of 16, 1.28e2 replica-steps/s, 1 s left"
            "\r\x1b[K8 steps of 8 replicas in 1 s, 1.28e2 replica-steps/s\n");
}

TEST(Progress, AWarningStaysAtTheEndOfTheLine) {
  Watched seen;
  Progress progress(seen.stream.get(), false, false, seen.clock());
  progress.warn("2 replicas diverged");
  seen.now += 10;
  progress.update(10, 20, 1);
  EXPECT_EQ(seen.text(), "replicas: 50 %, step 10 of 20, 1.00 replica-steps/s, 10 s left; 2 replicas diverged\n");
}

TEST(Progress, EndsItsLineWhenTheRunIsCutShort) {
  Watched seen;
  {
    Progress progress(seen.stream.get(), true, false, seen.clock());
    seen.now += 1;
    progress.update(1, 2, 1);
  }
  EXPECT_EQ(seen.text(), "\r\x1b[K50 %, step 1 of 2, 1.00 replica-steps/s, 1 s left\n");
}

TEST(Progress, IsSilentWhenQuiet) {
  for (const bool terminal : {true, false}) {
    Watched seen;
    {
      Progress progress(seen.stream.get(), terminal, true, seen.clock());
      seen.now += 100;
      progress.update(1, 2, 1);
      progress.finish();
    }
    EXPECT_EQ(seen.text(), "");
  }
}

TEST(Duration, HasTwoUnitsAtMost) {
  EXPECT_EQ(duration(6.6), "7 s");
  EXPECT_EQ(duration(59.6), "1 min 00 s");
  EXPECT_EQ(duration(245), "4 min 05 s");
  EXPECT_EQ(duration(3600 * 3.2), "3 h 12 min");
  EXPECT_EQ(duration(86400 * 2 + 3 * 3600), "2 d 03 h");
  EXPECT_EQ(duration(NAN), "unknown time");
}

TEST(Progress, AStreamThatTakesNothingChangesNothing) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> full(std::fopen("/dev/full", "w"), std::fclose);
  ASSERT_NE(full, nullptr);
  double now = 0;
  for (const bool terminal : {false, true}) {
    Progress progress(full.get(), terminal, false, [&] { return now; });
    now += 100;
    EXPECT_NO_THROW(progress.update(10, 100, 1));
    EXPECT_NO_THROW(progress.finish());
  }
}

}  // namespace
}  // namespace replicas
