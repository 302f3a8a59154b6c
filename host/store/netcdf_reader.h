#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace replicas {

/// One group of a netCDF-4 file of this program, open for reading; the file closes with the last of its groups. What
/// is missing, or is not what it should be, is Error(bad_data, 65) with the file and the variable.
class NetcdfReader {
 public:
  explicit NetcdfReader(const std::filesystem::path& path);

  bool has_group(const std::string& name) const;
  NetcdfReader group(const std::string& name) const;

  std::vector<std::string> variables() const;  ///< in the order of the file
  bool has_variable(const std::string& name) const;
  std::vector<std::string> dimensions(const std::string& variable) const;
  bool is_integer(const std::string& variable) const;

  /// All values of a variable that must have these dimensions, in this order; numbers are converted.
  std::vector<double> doubles(const std::string& variable, const std::vector<std::string>& dimensions) const;
  std::vector<float> floats(const std::string& variable, const std::vector<std::string>& dimensions) const;
  std::vector<std::int64_t> integers(const std::string& variable, const std::vector<std::string>& dimensions) const;
  std::vector<std::int8_t> bytes(const std::string& variable, const std::vector<std::string>& dimensions) const;

  using Attribute = std::variant<std::string, std::int64_t, std::uint64_t, double>;
  std::vector<std::string> attributes() const;                                   ///< names, of the group
  Attribute attribute(const std::string& name) const;                            ///< of the group
  std::string text(const std::string& name, const std::string& variable) const;  ///< "" when there is none

 private:
  NetcdfReader(const NetcdfReader& parent, const std::string& name, int id);
  int variable_id(const std::string& name) const;
  std::size_t size(const std::string& variable, const std::vector<std::string>& dimensions) const;
  void check(int status, std::string_view what) const;
  template <class Value, class Call>
  std::vector<Value> values(const std::string& variable, const std::vector<std::string>& dimensions, Call call) const;

  std::filesystem::path path_;
  std::string prefix_;  ///< "" or "posterior/", for messages
  std::shared_ptr<const int> file_;
  int id_ = -1;
};

}  // namespace replicas
