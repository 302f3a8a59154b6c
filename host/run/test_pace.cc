#include "run/test_pace.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string>
#include <thread>

#include "data/input_file.h"
#include "model/error.h"
#include "model/number_in.h"

namespace replicas {

namespace {

using namespace std::chrono_literals;

const char* const hold_file = std::getenv("REPLICAS_TEST_HOLD");
const char* const pace_text = std::getenv("REPLICAS_TEST_PACE");
const double pace = pace_text == nullptr ? 1 : number_in(pace_text);

std::string word_of_file() {
  try {
    const std::vector<std::byte> bytes = read_input_file(hold_file);
    const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::size_t first = std::min(text.size(), text.find_first_not_of(" \n"));
    return text.substr(first, text.find_first_of(" \n", first) - first);
  } catch (const Error&) {
    return {};  // the test has taken the file away: go on
  }
}

/// Says where the run waits, once a place: a test reads it to know that the run has come there.
bool wait_at(std::string_view place, const Callbacks& callbacks) {
  static std::string said;
  if (said != place) callbacks.info("held {} by REPLICAS_TEST_HOLD", place);
  said = place;
  std::this_thread::sleep_for(5ms);
  return true;
}

}  // namespace

bool held_after(std::uint64_t step, const Callbacks& callbacks) {
  if (hold_file == nullptr) return false;
  const std::string word = word_of_file();
  std::uint64_t at = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), at);
  if (word.empty() || problem != std::errc() || end != word.data() + word.size() || step < at) return false;
  return wait_at(fmt::format("after step {}", step), callbacks);
}

bool held_in(std::string_view phase, const Callbacks& callbacks) {
  if (hold_file == nullptr || word_of_file() != phase) return false;
  return wait_at(fmt::format("in the {}", phase), callbacks);
}

TestPace::TestPace() {
  if (pace > 1) begun_ = std::chrono::steady_clock::now();
}

TestPace::~TestPace() {
  if (pace > 1) std::this_thread::sleep_for((pace - 1) * (std::chrono::steady_clock::now() - begun_));
}

}  // namespace replicas
