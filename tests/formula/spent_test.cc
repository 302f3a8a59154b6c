#include "command/spent.h"

#include <gtest/gtest.h>

#include <regex>
#include <thread>

namespace replicas {
namespace {

using namespace std::chrono_literals;

TEST(Spent, AddsThePiecesOfOneNameInTheOrderOfTheirBeginning) {
  Spent spent;
  for (const char* const what : {"steps", "samples", "steps"}) {
    const auto piece = spent.on(what);
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_GE(spent.seconds("steps"), 0.04);
  EXPECT_GE(spent.seconds("samples"), 0.02);
  EXPECT_EQ(spent.seconds("map"), 0);
  EXPECT_TRUE(std::regex_search(spent.text(), std::regex("^steps [0-9.]+ .*, samples [0-9.]+ "))) << spent.text();
}

TEST(Spent, APieceWithinAnotherCountsForBoth) {
  Spent spent;
  {
    const auto outer = spent.on("start");
    for (int i = 0; i < 20; ++i) {  // many names: those that are open stay where they are
      const std::string name = "part " + std::to_string(i);
      const auto inner = spent.on(name.c_str());
    }
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_GE(spent.seconds("start"), 0.02);
}

}  // namespace
}  // namespace replicas
