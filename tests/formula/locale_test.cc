// Numbers are read alike where the locale writes decimals with a comma.
#include <gtest/gtest.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>

#include "model/ladder.h"
#include "model/number_in.h"
#include "program/temporary_directory.h"
#include "run/field_values.h"
#include "show/number.h"

namespace replicas {
namespace {

class Locale : public TemporaryDirectory {
 protected:
  void SetUp() override {
    TemporaryDirectory::SetUp();
    const std::string make =
        "localedef -i de_DE -f UTF-8 '" + (directory_ / "de_DE.UTF-8").string() + "' >/dev/null 2>&1";
    ::setenv("LOCPATH", directory_.c_str(), 1);
    if (std::system(make.c_str()) != 0 || std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr)
      GTEST_SKIP() << "no German locale can be made here";
  }
  void TearDown() override {
    std::setlocale(LC_ALL, "C");
    ::unsetenv("LOCPATH");
    TemporaryDirectory::TearDown();
  }
};

TEST_F(Locale, ChangesNoNumber) {
  ASSERT_EQ(std::strtod("0.5", nullptr), 0.0);  // what the C library makes of it
  EXPECT_EQ(number_in("0.5"), 0.5);
  EXPECT_EQ(number_in("+1.5e-3 and more"), 1.5e-3);
  EXPECT_EQ(number_in<int>("e"), 0);
  EXPECT_EQ(parse_ladder("1e-5:1e-3:3"), (Ladder{1e-5, 1e-4, 1e-3}));
  EXPECT_EQ(parse_ladder("1e-3:1e-2")[1], 0.00215443);
  EXPECT_EQ(parse_percent("map-share", "2.5"), 2.5);
  EXPECT_EQ(parse_positive("max-hours", "0.25"), 0.25);
  EXPECT_EQ(number(0.0123, 3, Notation::fixed), "0.0123");
}

}  // namespace
}  // namespace replicas
