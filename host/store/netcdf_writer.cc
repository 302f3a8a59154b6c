#include "store/netcdf_writer.h"

#include <limits>

#include "store/netcdf_check.h"

namespace replicas {

namespace {

std::vector<std::size_t> origin(std::span<const std::size_t> shape) {
  return std::vector<std::size_t>(shape.size(), 0);
}

}  // namespace

NetcdfWriter::NetcdfWriter(const std::filesystem::path& path) : path_(path) {
  check(nc_create(path.c_str(), NC_NETCDF4 | NC_NOCLOBBER, &id_), "create the file");
}

NetcdfWriter NetcdfWriter::group(const std::string& name) const {
  int id = -1;
  check(nc_def_grp(id_, name.c_str(), &id), "create the group " + name);
  return {path_, id};
}

void NetcdfWriter::close() const { check(nc_close(id_), "finish the file"); }

int NetcdfWriter::dimension(const std::string& name, std::size_t length) const {
  int id = -1;
  check(nc_def_dim(id_, name.c_str(), length, &id), "create the dimension " + name);
  return id;
}

int NetcdfWriter::variable(const std::string& name, nc_type type, std::span<const int> dimensions,
                           std::string_view unit, std::string_view long_name) const {
  int id = -1;
  check(nc_def_var(id_, name.c_str(), type, static_cast<int>(dimensions.size()), dimensions.data(), &id),
        "create the variable " + name);
  attribute("units", unit, id);
  attribute("long_name", long_name, id);
  char first_dimension[NC_MAX_NAME + 1] = "";
  check(nc_inq_dimname(id_, dimensions[0], first_dimension), "look up the dimension of " + name);
  if (name != first_dimension) fill_with_nan(id, type);  // a coordinate has no missing entries
  return id;
}

void NetcdfWriter::fill_with_nan(int variable, nc_type type) const {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  const float missing_float = std::numeric_limits<float>::quiet_NaN();
  const std::string what = "set the fill value of " + name_of(variable);
  if (type == NC_DOUBLE) check(nc_def_var_fill(id_, variable, NC_FILL, &missing), what);
  if (type == NC_FLOAT) check(nc_def_var_fill(id_, variable, NC_FILL, &missing_float), what);
}

void NetcdfWriter::chunk(int variable, std::span<const std::size_t> lengths, bool compressed) const {
  check(nc_def_var_chunking(id_, variable, NC_CHUNKED, lengths.data()), "chunk the variable " + name_of(variable));
  if (compressed) check(nc_def_var_deflate(id_, variable, 1, 1, 1), "compress the variable " + name_of(variable));
}

void NetcdfWriter::put(int variable, std::span<const std::size_t> shape, std::span<const double> values) const {
  check(nc_put_vara_double(id_, variable, origin(shape).data(), shape.data(), values.data()),
        "write " + name_of(variable));
}
void NetcdfWriter::put(int variable, std::span<const std::size_t> shape, std::span<const float> values) const {
  check(nc_put_vara_float(id_, variable, origin(shape).data(), shape.data(), values.data()),
        "write " + name_of(variable));
}
void NetcdfWriter::put(int variable, std::span<const std::size_t> shape, std::span<const std::int64_t> values) const {
  check(nc_put_vara(id_, variable, origin(shape).data(), shape.data(), values.data()), "write " + name_of(variable));
}
void NetcdfWriter::put(int variable, std::span<const std::size_t> shape, std::span<const std::int8_t> values) const {
  check(nc_put_vara_schar(id_, variable, origin(shape).data(), shape.data(), values.data()),
        "write " + name_of(variable));
}

void NetcdfWriter::attribute(const std::string& name, std::string_view text, int variable) const {
  check(nc_put_att_text(id_, variable, name.c_str(), text.size(), text.data()), "write the attribute " + name);
}
void NetcdfWriter::attribute(const std::string& name, int value) const {
  check(nc_put_att_int(id_, NC_GLOBAL, name.c_str(), NC_INT, 1, &value), "write the attribute " + name);
}
void NetcdfWriter::attribute(const std::string& name, std::int64_t value) const {
  check(nc_put_att(id_, NC_GLOBAL, name.c_str(), NC_INT64, 1, &value), "write the attribute " + name);
}
void NetcdfWriter::attribute(const std::string& name, std::uint64_t value) const {
  check(nc_put_att(id_, NC_GLOBAL, name.c_str(), NC_UINT64, 1, &value), "write the attribute " + name);
}
void NetcdfWriter::attribute(const std::string& name, double value) const {
  check(nc_put_att_double(id_, NC_GLOBAL, name.c_str(), NC_DOUBLE, 1, &value), "write the attribute " + name);
}

void NetcdfWriter::check(int status, std::string_view what) const { netcdf_check(status, what, path_); }

std::string NetcdfWriter::name_of(int variable) const {
  char name[NC_MAX_NAME + 1] = "";
  check(nc_inq_varname(id_, variable, name), "look up a variable");
  return name;
}

}  // namespace replicas
