#include "model/printable.h"

#include <gtest/gtest.h>

namespace replicas {
namespace {

TEST(Printable, LeavesTextAlone) {
  EXPECT_EQ(printable("runs/a b.nc"), "runs/a b.nc");
  EXPECT_EQ(printable("\xCE\xB7 \xE2\x89\xAA \xF0\x9F\x94\xA5"), "\xCE\xB7 \xE2\x89\xAA \xF0\x9F\x94\xA5");
}

TEST(Printable, EscapesControlCharacters) {
  EXPECT_EQ(printable("a\nb\x1b[31m\x7f"), "a\\x0ab\\x1b[31m\\x7f");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(printable("\xC2\x9B"), "\\xc2\\x9b") << "the one-character form of ESC [";
}

TEST(Printable, EscapesWhatIsNotUtf8) {
  EXPECT_EQ(printable("\xFF"), "\\xff");
  EXPECT_EQ(printable("\xE2\x89"), "\\xe2\\x89") << "cut short";
  EXPECT_EQ(printable("\xC0\xAF"), "\\xc0\\xaf") << "longer than it need be";
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\xed\\xa0\\x80") << "half of a UTF-16 pair";
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "above U+10FFFF";
}

}  // namespace
}  // namespace replicas
