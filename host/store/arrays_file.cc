#include "store/arrays_file.h"

#include <spdlog/fmt/ranges.h>

#include <map>

#include "model/error.h"
#include "store/durable_file.h"
#include "store/netcdf_writer.h"
#include "store/root_group.h"
#include "store/run_layout.h"
#include "store/time_stamp.h"

namespace replicas {

namespace {

void write_array(const NetcdfWriter& root, const NamedArray& array, const std::map<std::string, int>& dimension,
                 const std::map<std::string, std::size_t>& length) {
  std::vector<int> dimensions;
  std::vector<std::size_t> shape;
  for (const std::string& axis : array.axes) {
    dimensions.push_back(dimension.at(axis));
    shape.push_back(length.at(axis));
  }
  const int variable = root.variable(array.name, NC_DOUBLE, dimensions, array.unit, array.long_name);
  root.put(variable, shape, array.values);
  if (array.errors.empty()) return;
  const std::string name = array.name + std::string(error_suffix);
  const int errors = root.variable(name, NC_DOUBLE, dimensions, array.unit, "error of " + array.long_name);
  root.put(errors, shape, array.errors);
  root.attribute("ancillary_variables", name, variable);
}

void write_root(const NetcdfWriter& root, const NamedArrays& arrays, const std::string& command_line) {
  root.attribute("Conventions", "replicas-arrays-1");
  root.attribute("title", arrays.title);
  write_origin(root, time_stamp());
  root.attribute("history", command_line);
  root.attribute("notes", fmt::format("{}", fmt::join(arrays.notes, "\n")));
  for (const auto& [name, text] : arrays.texts) root.attribute(name, text);
  for (const auto& [name, number] : arrays.numbers) root.attribute(name, number);
  std::map<std::string, int> dimension;
  std::map<std::string, std::size_t> length;
  for (const NamedAxis& axis : arrays.axes) {
    dimension[axis.name] = root.dimension(axis.name, axis.values.size());
    length[axis.name] = axis.values.size();
    const int variable = root.variable(axis.name, NC_DOUBLE, {{dimension[axis.name]}}, axis.unit, axis.long_name);
    root.put(variable, {{axis.values.size()}}, axis.values);
  }
  for (const NamedArray& array : arrays.arrays) write_array(root, array, dimension, length);
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
