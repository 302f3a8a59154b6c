#include <algorithm>

#include "command/config_file.h"
#include "fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replicas;
  static const OptionNames names = {
      {"temps", "replicas", "network", "no-bias", "json", "step-size", "seed", "config", "help"}, {"no-bias", "json"}};
  try {
    for (const ConfigEntry& entry : parse_config(fuzz::text(data, size), "fuzz.toml", names)) {
      fuzz::promise(std::find(names.all.begin(), names.all.end(), entry.key) != names.all.end());
      fuzz::promise(!entry.value.empty() && entry.value.find('\0') == std::string::npos);
      fuzz::promise(entry.place.starts_with("fuzz.toml:"));
    }
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_config);
  }
  return 0;
}
