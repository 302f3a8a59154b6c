#include "run/timer.h"

#include <gtest/gtest.h>

#include <thread>

namespace replicas {
namespace {

using namespace std::chrono_literals;

TEST(Timer, AddsThePiecesOfOneNameInTheOrderOfTheirBeginning) {
  Timer timer;
  for (const char* const what : {"steps", "samples", "steps"}) {
    const auto scope = timer.on(what);
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_GE(timer.seconds("steps"), 0.04);
  EXPECT_GE(timer.seconds("samples"), 0.02);
  EXPECT_EQ(timer.seconds("map"), 0);
  ASSERT_EQ(timer.parts().size(), 2u);
  EXPECT_EQ(timer.parts()[0].first, "steps");
  EXPECT_EQ(timer.parts()[1].first, "samples");
}

TEST(Timer, APieceWithinAnotherCountsForBoth) {
  Timer timer;
  {
    const auto outer = timer.on("start");
    for (int i = 0; i < 20; ++i) {  // many names: those that are open stay where they are
      const std::string name = "part " + std::to_string(i);
      const auto inner = timer.on(name.c_str());
    }
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_GE(timer.seconds("start"), 0.02);
}

}  // namespace
}  // namespace replicas
