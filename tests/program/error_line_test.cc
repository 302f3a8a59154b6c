#include "command/error_line.h"

#include <gtest/gtest.h>

namespace replicas {

TEST(ErrorLine, IsTheMessageAfterTheProgramsName) {
  EXPECT_EQ(error_line("--temps x: 'x' is not a number"), "replicas: --temps x: 'x' is not a number");
}

TEST(ErrorLine, HasNoControlCharactersAndNoBrokenUtf8) {
  EXPECT_EQ(error_line("a\nb\x1b[31m\xff\xC3\xA9"), "replicas: a\\x0ab\\x1b[31m\\xff\xC3\xA9");
}

TEST(ErrorLine, LeavesOutTheMiddleOfALongMessage) {
  const std::string line = error_line("run.toml:3: key: '" + std::string(1000, 'x') + "' is wrong; write a number");
  EXPECT_EQ(line.size(), 200u);
  EXPECT_TRUE(line.starts_with("replicas: run.toml:3: key: 'xxx"));
  EXPECT_TRUE(line.ends_with("xxx' is wrong; write a number"));
  EXPECT_NE(line.find("xxx ... xxx"), std::string::npos);
}

TEST(ErrorLine, CutsBetweenCharacters) {
  for (int shift = 0; shift < 4; ++shift) {
    std::string message(static_cast<std::size_t>(shift), 'a');
    for (int i = 0; i < 100; ++i) message += "\xE2\x9C\x93";
    const std::string line = error_line(message);
    EXPECT_LE(line.size(), 200u);
    EXPECT_EQ(error_line(line).find("\\x"), std::string::npos) << line;
  }
}

}  // namespace replicas
