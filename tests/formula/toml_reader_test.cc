#include "store/toml.h"

#include "expect_error.h"

namespace replicas {
namespace {

using Kind = TomlEntry::Kind;

template <class... Words>
void expect_refused(std::string_view text, const Words&... words) {
  expect_error([&] { read_toml(text, "x.toml"); }, ErrorKind::bad_config, words...);
}

TEST(TomlReader, ReadsTextsNumbersBooleansAndLists) {
  const auto entries = read_toml(
      "\xEF\xBB\xBF# a run\r\ntemps = \"1e-5:1e-2\"\t# ladder\n\n\"quoted key\" = 'C:\\data'\nsteps=1_000\nseed = "
      "0xfF\n"
      "x = +1.5e-3\nflag = true\nlist = [ 1, # one\n  'two',\n  -inf,\n]\nempty = []",
      "x.toml");
  const std::vector<std::tuple<std::string, Kind, std::vector<std::string>, std::size_t>> expected = {
      {"temps", Kind::text, {"1e-5:1e-2"}, 2},
      {"quoted key", Kind::text, {"C:\\data"}, 4},
      {"steps", Kind::number, {"1000"}, 5},
      {"seed", Kind::number, {"0xfF"}, 6},
      {"x", Kind::number, {"1.5e-3"}, 7},
      {"flag", Kind::boolean, {"true"}, 8},
      {"list", Kind::list, {"1", "two", "-inf"}, 9},
      {"empty", Kind::list, {}, 13}};
  ASSERT_EQ(entries.size(), expected.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& [key, kind, values, line] = expected[i];
    EXPECT_EQ(entries[i].key, key);
    EXPECT_EQ(entries[i].kind, kind) << key;
    EXPECT_EQ(entries[i].values, values) << key;
    EXPECT_EQ(entries[i].line, line) << key;
  }
  EXPECT_TRUE(read_toml("", "x.toml").empty());
  EXPECT_TRUE(read_toml(" \n# only a comment", "x.toml").empty());
}

TEST(TomlReader, EscapesAreThoseOfToml) {
  EXPECT_EQ(read_toml(R"(a = "\t\"\\\u00e9\u20AC\U0001F600\n")", "").at(0).values[0],
            "\t\"\\\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n");
  expect_refused("a = \"\\q\"", "x.toml:1", "escape");
  expect_refused("a = \"\\ud800\"", "escape");
  expect_refused("a = \"\\U00110000\"", "escape");
  expect_refused("a = \"\\u12\"", "escape");
}

TEST(TomlReader, WhatIsPrintedAsATextIsReadAgain) {
  for (int first = 0; first < 256; ++first)
    for (const char second : {'a', '"', '\\', '\x1F'}) {
      const std::string text = {static_cast<char>(first), second};
      if (first < 0x80) {
        EXPECT_EQ(read_toml("a = " + toml_string(text), "").at(0).values[0], text);
      }
    }
}

TEST(TomlReader, WhatIsNotFlatTomlIsRefusedWithItsLine) {
  expect_refused("a = 1\n[table]\n", "x.toml:2", "table");
  expect_refused("[\n", "x.toml:1", "table");
  expect_refused("a.b = 1", "dotted");
  expect_refused("a = 1\n\na = 2", "x.toml:3", "second time");
  expect_refused("a", "'=' is missing");
  expect_refused("= 1", "no key");
  expect_refused("\xEF\xBD\xB6 = 1", "no key");
  expect_refused("a =\n", "the value is missing");
  expect_refused("a = 1 2", "after the value");
  expect_refused("a = lm", "put a text in quotes");
  expect_refused("a = 1979-05-27", "neither a number");
  expect_refused("a = \"x", "closing quote");
  expect_refused("a = 'x\n'", "closing quote");
  expect_refused("a = \"\"\"x\"\"\"", "several lines");
  expect_refused("a = \"\x01\"", "\\x01");
  expect_refused("a = \"\xFF\"", "UTF-8");
  expect_refused("a = [1", "missing in the list");
  expect_refused("a = [1,", "no ']'");
  expect_refused("a = [1 2]", "missing in the list");
  expect_refused("a = [,1]", "the value is missing");
  expect_refused("a = [[1]]", "list in a list");
  expect_refused("a = [true]", "texts or numbers");
}

TEST(TomlReader, NumbersAreThoseOfToml) {
  for (const char* bad : {"03", "1_", "_1", "1__0", "1.", ".5", "1.e3", "0x", "0xg", "1e", "+", "-", "0b1x", "1,0",
                          "++1", "infinity", "NaN"})
    expect_refused(std::string("a = ") + bad, "x.toml:1");
  for (const char* good : {"0", "-0", "1e5", "1E+5", "0.5", "-inf", "nan", "99999999999999999999", "1e999"})
    EXPECT_EQ(read_toml(std::string("a = ") + good, "").at(0).kind, Kind::number) << good;
}

}  // namespace
}  // namespace replicas
