#include "fuzz/fuzz_target.h"
#include "store/checksum.h"
#include "store/manifest.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replicas;
  // With a checksum that fits, as somebody who means harm would write it: else nothing behind it is ever reached.
  std::string manifest_text(fuzz::text(data, size));
  manifest_text.resize(std::min(manifest_text.size(), manifest_text.rfind("checksum ")));
  manifest_text += fmt::format("checksum {:016x}\n", checksum(std::as_bytes(std::span(manifest_text))));
  try {
    const Manifest manifest = parse_manifest(manifest_text, "run/manifest");
    fuzz::promise(to_text(manifest) == manifest_text && manifest.step <= manifest.planned_steps);
    for (const ListedFile& file : manifest.files) {
      fuzz::promise(!file.name.empty() && file.name.front() != '/' && file.name.find("..") != 0);
      fuzz::promise(file.name.find("/.") == std::string::npos);
    }
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_data);
  }
  return 0;
}
