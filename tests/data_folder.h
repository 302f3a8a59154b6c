#pragma once

#include <string>

namespace replicas {

/// tests/data, or the folder that REPLICAS_TEST_DATA names (on a machine that did not build the tests).
std::string data_folder();

}  // namespace replicas
