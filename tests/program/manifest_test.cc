#include "store/manifest.h"

#include "expect_error.h"
#include "store/checksum.h"

namespace replicas {
namespace {

Manifest example() {
  return {.program = "0.1.0 (4232196)",
          .seed = ~0ull,
          .data = 0x1234,
          .planned_steps = 5000,
          .step = 1200,
          .step_sizes = {0.1, 1e-300, 0.30000000000000004},
          .files = {{"config.toml", 10, 7}, {"state.0.1200", 20, ~0ull}, {"segments/000000", 0, 0}},
          .result = ListedFile{"run.nc", 5, 6}};
}

/// With a checksum that fits what was changed, as somebody who means harm would do.
std::string repaired(std::string text) {
  text = text.substr(0, text.rfind("checksum "));
  return text + fmt::format("checksum {:016x}\n", checksum(std::as_bytes(std::span(text))));
}

std::string replaced(const std::string& from, const std::string& to) {
  std::string text = to_text(example());
  return repaired(text.replace(text.find(from), from.size(), to));
}

TEST(ManifestTest, SaysTheSameWhenItIsReadBack) {
  EXPECT_EQ(parse_manifest(to_text(example()), "manifest"), example());
  Manifest unfinished = example();
  unfinished.result.reset();
  EXPECT_EQ(parse_manifest(to_text(unfinished), "manifest"), unfinished);
  Manifest tested = example();
  tested.test_data = 0x77;
  EXPECT_EQ(parse_manifest(to_text(tested), "manifest"), tested);
  EXPECT_NE(to_text(tested), to_text(example()));
}

TEST(ManifestTest, AnyChangedBitAndAnyCutIsRefused) {
  const std::string text = to_text(example());
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      EXPECT_THROW(parse_manifest(changed, "manifest"), Error) << at;
    }
    EXPECT_THROW(parse_manifest(text.substr(0, at), "manifest"), Error) << at;
  }
  EXPECT_THROW(parse_manifest(text + "\n", "manifest"), Error);
}

TEST(ManifestTest, ARightChecksumDoesNotHelpWhatMakesNoSense) {
  const auto refused = [](const std::string& text) {
    expect_error([&text] { parse_manifest(text, "x/manifest"); }, ErrorKind::bad_data, "x/manifest");
  };
  for (const char* name :
       {"../etc", "/etc/passwd", "segments/..", "segments/../../x", ".", "", "a b", "A", "segments/"})
    refused(replaced("state.0.1200", name));
  refused(replaced("step 1200", "step 5001"));  // more than planned
  refused(replaced("step 1200", "step -1"));
  refused(replaced("step 1200", "step 99999999999999999999"));
  refused(replaced("step 1200", "step 1200 "));
  refused(replaced("step 1200\n", ""));
  refused(replaced("0.1 ", "0.1x "));
  refused(replaced("manifest 2", "manifest 1"));
  refused(replaced("file config.toml 10", "file config.toml 1e3"));
  refused("");
  refused("checksum");
}

}  // namespace
}  // namespace replicas
