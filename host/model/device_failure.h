#pragma once

#include <string>

#include "model/error.h"

namespace replicas {

/// A device that failed under the program (70): what was saved is sound, and another try may well succeed. Any other
/// internal error would come again.
class DeviceFailure : public Error {
 public:
  explicit DeviceFailure(const std::string& message) : Error(ErrorKind::internal, message) {}
};

}  // namespace replicas
