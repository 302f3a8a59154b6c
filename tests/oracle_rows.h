#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "data_folder.h"

namespace replicas {

/// One table of oracles.json: an array of rows {id, description, params, values}.
inline nlohmann::json oracle_rows(const std::string& table) {
  static const nlohmann::json all = nlohmann::json::parse(std::ifstream(data_folder() + "/oracles.json"));
  return all.at("tables").at(table).at("rows");
}

}  // namespace replicas
