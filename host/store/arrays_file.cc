#include "store/arrays_file.h"

#include <spdlog/fmt/ranges.h>

#include <algorithm>

#include "model/error.h"
#include "store/durable_file.h"
#include "store/netcdf_writer.h"
#include "store/result_arrays.h"
#include "store/time_stamp.h"

namespace replicas {

namespace {

void write_root(const NetcdfWriter& root, const NamedArrays& arrays, const std::string& command_line) {
  root.attribute("Conventions", "replicas-arrays-1");
  root.attribute("title", arrays.title);
  write_origin(root, time_stamp());
  root.attribute("history", command_line);
  root.attribute("notes", fmt::format("{}", fmt::join(arrays.notes, "\n")));
  for (const auto& [name, text] : arrays.texts) root.attribute(name, text);
  for (const auto& [name, number] : arrays.numbers) root.attribute(name, number);
  std::vector<ResultAxis> axes;
  for (const NamedAxis& axis : arrays.axes)
    axes.push_back(
        {.name = axis.name, .unit = axis.unit, .long_name = axis.long_name, .integers = false, .values = axis.values});
  ArrayGroup group(root, axes, "error of ");
  for (const NamedArray& array : arrays.arrays) {
    ResultArray<double> result{.name = array.name,
                               .unit = array.unit,
                               .long_name = array.long_name,
                               .values = array.values,
                               .error = array.errors};
    for (const std::string& name : array.axes) result.axes.push_back(*std::ranges::find(axes, name, &ResultAxis::name));
    group.write(result);
  }
}

}  // namespace

void require_room_for(const std::filesystem::path& path, bool overwrite) {
  std::error_code ignored;
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  require(std::filesystem::is_directory(folder, ignored), ErrorKind::cannot_create,
          "cannot write {}: there is no directory {}; make it first", path.string(), folder.string());
  require(!std::filesystem::is_directory(path, ignored), ErrorKind::cannot_create,
          "cannot write {}: it is a directory; give the name of a file, such as {}/result.nc", path.string(),
          path.string());
  require(overwrite || !std::filesystem::exists(std::filesystem::symlink_status(path, ignored)),
          ErrorKind::cannot_create, "{} exists already; give another <out>, or <overwrite>", path.string());
}

void write_arrays(const std::filesystem::path& path, const NamedArrays& arrays, const std::string& command_line) {
  const std::filesystem::path temporary = temporary_of(path);
  remove_quietly(temporary);  // left by a killed process
  try {
    const NetcdfWriter root(temporary);
    write_root(root, arrays, command_line);
    root.close();
  } catch (const std::exception&) {
    remove_quietly(temporary);
    throw;
  }
  commit_file(temporary, path);
}

}  // namespace replicas
