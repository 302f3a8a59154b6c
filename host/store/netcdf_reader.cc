#include "store/netcdf_reader.h"

#include <netcdf.h>
#include <spdlog/fmt/ranges.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "model/printable.h"
#include "store/netcdf_check.h"

namespace replicas {

namespace {

/// The system's reason comes first: the library calls every file it cannot open "not a netCDF file" or worse.
void require_regular_file(const std::filesystem::path& path) {
  const std::string shown = printable(path.string());
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) fail(ErrorKind::no_input, "{}: cannot open: {}", shown, std::strerror(errno));
  require(S_ISREG(status.st_mode), ErrorKind::no_input, "{} is not a regular file; name a run directory or its run.nc",
          shown);
}

}  // namespace

NetcdfReader::NetcdfReader(const std::filesystem::path& path) : path_(path) {
  require_regular_file(path);
  // A reader's lock would get in the way of other readers, and fails on some network file systems.
  ::setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
  const int status = nc_open(path.c_str(), NC_NOWRITE, &id_);
  require(status != EACCES && status != EPERM, ErrorKind::no_input, "{}: cannot open: {}", printable(path.string()),
          std::strerror(status));
  check(status, "open it as netCDF; is it a run.nc?");
  file_ = std::shared_ptr<const int>(new int(id_), [](const int* id) {
    nc_close(*id);
    delete id;
  });
}

NetcdfReader::NetcdfReader(const NetcdfReader& parent, const std::string& name, int id)
    : path_(parent.path_), prefix_(parent.prefix_ + name + "/"), file_(parent.file_), id_(id) {}

bool NetcdfReader::has_group(const std::string& name) const {
  int id = -1;
  return nc_inq_grp_ncid(id_, name.c_str(), &id) == NC_NOERR;
}

NetcdfReader NetcdfReader::group(const std::string& name) const {
  int id = -1;
  check(nc_inq_grp_ncid(id_, name.c_str(), &id), "find the group " + prefix_ + name);
  return {*this, name, id};
}

std::vector<std::string> NetcdfReader::variables() const {
  int count = 0;
  check(nc_inq_nvars(id_, &count), "count the variables of " + prefix_);
  std::vector<std::string> names;
  for (int id = 0; id < count; ++id) {
    char name[NC_MAX_NAME + 1] = "";
    check(nc_inq_varname(id_, id, name), "list the variables of " + prefix_);
    names.emplace_back(name);
  }
  return names;
}

int NetcdfReader::variable_id(const std::string& name) const {
  int id = -1;
  check(nc_inq_varid(id_, name.c_str(), &id), "find the variable " + prefix_ + name);
  return id;
}

bool NetcdfReader::has_variable(const std::string& name) const {
  int id = -1;
  return nc_inq_varid(id_, name.c_str(), &id) == NC_NOERR;
}

bool NetcdfReader::is_integer(const std::string& variable) const {
  nc_type type = NC_NAT;
  check(nc_inq_vartype(id_, variable_id(variable), &type), "read the type of " + prefix_ + variable);
  return type != NC_FLOAT && type != NC_DOUBLE;
}

std::vector<std::string> NetcdfReader::dimensions(const std::string& variable) const {
  const int id = variable_id(variable);
  const std::string what = "read the dimensions of " + prefix_ + variable;
  int count = 0;
  check(nc_inq_varndims(id_, id, &count), what);
  std::vector<int> ids(static_cast<std::size_t>(count));
  check(nc_inq_vardimid(id_, id, ids.data()), what);
  std::vector<std::string> names;
  for (const int dimension : ids) {
    char name[NC_MAX_NAME + 1] = "";
    check(nc_inq_dimname(id_, dimension, name), what);
    names.emplace_back(name);
  }
  return names;
}

std::size_t NetcdfReader::size(const std::string& variable, const std::vector<std::string>& expected) const {
  const std::string shown = prefix_ + variable;
  require(dimensions(variable) == expected, ErrorKind::bad_data,
          "{}: the variable {} does not have the dimensions ({})", printable(path_.string()), printable(shown),
          fmt::join(expected, ", "));
  std::size_t size = 1;
  for (const std::string& name : expected) {
    int dimension = -1;
    std::size_t length = 0;
    check(nc_inq_dimid(id_, name.c_str(), &dimension), "find the dimension " + name + " of " + shown);
    check(nc_inq_dimlen(id_, dimension, &length), "read the length of " + name);
    require(!__builtin_mul_overflow(size, length, &size), ErrorKind::bad_data, "{}: the variable {} is too large",
            printable(path_.string()), printable(shown));
  }
  return size;
}

template <class Value, class Call>
std::vector<Value> NetcdfReader::values(const std::string& variable, const std::vector<std::string>& dimensions,
                                        Call call) const {
  std::vector<Value> values(size(variable, dimensions));
  if (!values.empty()) check(call(id_, variable_id(variable), values.data()), "read " + prefix_ + variable);
  return values;
}

std::vector<double> NetcdfReader::doubles(const std::string& variable,
                                          const std::vector<std::string>& dimensions) const {
  return values<double>(variable, dimensions, nc_get_var_double);
}
std::vector<float> NetcdfReader::floats(const std::string& variable, const std::vector<std::string>& dimensions) const {
  return values<float>(variable, dimensions, nc_get_var_float);
}
std::vector<std::int64_t> NetcdfReader::integers(const std::string& variable,
                                                 const std::vector<std::string>& dimensions) const {
  return values<std::int64_t>(variable, dimensions, [](int group, int id, std::int64_t* to) {
    static_assert(sizeof(long) == sizeof(std::int64_t));
    return nc_get_var_long(group, id, to);
  });
}
std::vector<std::int8_t> NetcdfReader::bytes(const std::string& variable,
                                             const std::vector<std::string>& dimensions) const {
  return values<std::int8_t>(variable, dimensions, nc_get_var_schar);
}

std::vector<std::string> NetcdfReader::attributes() const {
  int count = 0;
  check(nc_inq_natts(id_, &count), "count the attributes");
  std::vector<std::string> names;
  for (int id = 0; id < count; ++id) {
    char name[NC_MAX_NAME + 1] = "";
    check(nc_inq_attname(id_, NC_GLOBAL, id, name), "list the attributes");
    names.emplace_back(name);
  }
  return names;
}

NetcdfReader::Attribute NetcdfReader::attribute(const std::string& name) const {
  const std::string what = "read the attribute " + prefix_ + name;
  nc_type type = NC_NAT;
  std::size_t length = 0;
  check(nc_inq_att(id_, NC_GLOBAL, name.c_str(), &type, &length), what);
  if (type == NC_CHAR) {
    std::string text(length, '\0');
    check(nc_get_att_text(id_, NC_GLOBAL, name.c_str(), text.data()), what);
    return text;
  }
  require(length == 1, ErrorKind::bad_data, "{}: the attribute {} is not one number", printable(path_.string()),
          printable(name));
  if (type == NC_UINT64) {
    unsigned long long value = 0;
    check(nc_get_att_ulonglong(id_, NC_GLOBAL, name.c_str(), &value), what);
    return std::uint64_t{value};
  }
  if (type == NC_FLOAT || type == NC_DOUBLE) {
    double value = 0;
    check(nc_get_att_double(id_, NC_GLOBAL, name.c_str(), &value), what);
    return value;
  }
  long long value = 0;
  check(nc_get_att_longlong(id_, NC_GLOBAL, name.c_str(), &value), what);
  return std::int64_t{value};
}

std::string NetcdfReader::text(const std::string& name, const std::string& variable) const {
  const int id = variable_id(variable);
  nc_type type = NC_NAT;
  std::size_t length = 0;
  if (nc_inq_att(id_, id, name.c_str(), &type, &length) == NC_ENOTATT) return "";
  const std::string what = "read the attribute " + name + " of " + prefix_ + variable;
  check(type == NC_CHAR ? NC_NOERR : NC_ECHAR, what);
  std::string text(length, '\0');
  check(nc_get_att_text(id_, id, name.c_str(), text.data()), what);
  return text;
}

void NetcdfReader::check(int status, std::string_view what) const {
  netcdf_check(status, what, path_, ErrorKind::bad_data);
}

}  // namespace replicas
