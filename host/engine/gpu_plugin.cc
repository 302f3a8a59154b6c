#include "engine/gpu_plugin.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

#include "model/error.h"
#include "model/printable.h"
#include "model/version.h"

namespace replicas {

namespace {

constexpr const char* file_name = "libreplicas_cuda.so";

/// Where the shared library lies that this code is in; where it is in a program, the program.
std::filesystem::path own_folder() {
  static const char in_this_file = 0;
  Dl_info info{};
  std::error_code ignored;
  if (dladdr(&in_this_file, &info) == 0 || info.dli_fname == nullptr) return {};
  return std::filesystem::absolute(info.dli_fname, ignored).parent_path();
}

/// Where it may lie: beside the program (a folder copied to another machine), below it (the build folder; a test lies
/// two folders deeper), or where it is installed; below or beside the shared library that this is part of; in the
/// Python package replicas_cuda13, beside the package replicas that holds the program (replicas/bin) or the extension
/// module. REPLICAS_CUDA_PLUGIN names it instead.
std::vector<std::filesystem::path> places() {
  if (const char* named = std::getenv("REPLICAS_CUDA_PLUGIN"); named != nullptr && *named != '\0') return {named};
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  const std::filesystem::path own = own_folder();
  return {folder / file_name,
          folder / "lib/replicas" / file_name,
          folder.parent_path().parent_path() / "lib/replicas" / file_name,
          folder.parent_path() / REPLICAS_LIBRARY_FOLDER / "replicas" / file_name,
          folder.parent_path().parent_path() / "replicas_cuda13" / file_name,
          own / "replicas" / file_name,
          own.parent_path() / "replicas_cuda13" / file_name};
}

OpenedPlugin open_plugin() {
  const std::vector<std::filesystem::path> all = places();
  for (const std::filesystem::path& place : all) {
    std::error_code ignored;
    if (all.size() > 1 && !std::filesystem::exists(place, ignored)) continue;  // one that was named must be there
    OpenedPlugin opened{.plugin = nullptr, .path = place.string(), .problem = {}};
    void* const library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      opened.problem = fmt::format("the GPU plugin cannot be loaded: {}", dlerror());
      return opened;
    }
    using Entry = const GpuPlugin* (*)();
    using Layout = const char* (*)();
    const auto entry = reinterpret_cast<Entry>(dlsym(library, gpu_plugin_symbol));
    const auto layout = reinterpret_cast<Layout>(dlsym(library, gpu_plugin_layout_symbol));
    if (entry == nullptr)
      opened.problem = fmt::format("{} is not a plugin of replicas", place.string());
    else if (layout == nullptr || layout() != gpu_plugin_layout(version, revision, sizeof(Error)))
      opened.problem = fmt::format(
          "the GPU plugin was built from other sources or by another compiler than this program; build and install "
          "both "
          "together ({})",
          place.string());
    else
      opened.plugin = entry();
    return opened;
  }
  return {.plugin = nullptr, .path = {}, .problem = "this program was built or installed without its GPU plugin"};
}

}  // namespace

bool driver_is_here() {
  static const bool here = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL) != nullptr;
  return here;
}

const OpenedPlugin& gpu_plugin() {
  static const OpenedPlugin opened = open_plugin();
  return opened;
}

GpuCeilings gpu_ceilings(int gpu, double seconds) {
  const OpenedPlugin& opened = gpu_plugin();
  require(opened.plugin != nullptr, ErrorKind::no_device, "no GPU can be measured: {}", opened.problem);
  return opened.plugin->ceilings(gpu, seconds);
}

GpuReport gpu_report(bool memory) {
  const OpenedPlugin& opened = gpu_plugin();
  GpuReport report{.plugin = opened.path, .problem = opened.problem};
  if (opened.plugin != nullptr) opened.plugin->report(report, memory);
  return report;
}

}  // namespace replicas
