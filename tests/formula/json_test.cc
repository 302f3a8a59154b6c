#include "show/json.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "formula/small_results.h"

namespace replicas {
namespace {

TEST(Json, HasTheTableWithItsUnits) {
  Results results;
  results.temperature = {1e-5, 0.01};
  results.columns = {{"d_mean", "1", "dimension", {23.5, std::numeric_limits<double>::quiet_NaN()}, {0.5, 1}, {}}};
  results.verdicts = {{Verdict::Kind::note, "walls", "P T \xE2\x89\xAA 1 fails."}};
  results.integers = {{"weights", 939}};
  EXPECT_EQ(json(results), R"({
  "output_schema_version": 1,
  "seed": 1,
  "chains": 0,
  "attributes": {
    "weights": 939
  },
  "temperature": [
    1e-05,
    0.01
  ],
  "columns": {
    "d_mean": {
      "unit": "1",
      "long_name": "dimension",
      "value": [
        23.5,
        null
      ],
      "error": [
        0.5,
        1.0
      ]
    }
  },
  "verdicts": [
    {
      "kind": "note",
      "check": "walls",
      "sentence": "P T )"
                           "\xE2\x89\xAA"
                           R"( 1 fails."
    }
  ]
}
)");
}

TEST(Json, NumbersReadBackBitForBit) {
  Results results = small_results();
  results.seed = 0xFFFFFFFFFFFFFFFF;
  results.temperature = {0.1 * 3, 1e-2 / 3};
  results.columns = {{"odd", "1", "", {1e-310, 2.0 / 3}, {0x1.fffffffffffffp1023, -0.0}, {0.1, 1e22}}};
  const auto document = nlohmann::json::parse(json(results));
  EXPECT_EQ(document["seed"].get<std::uint64_t>(), results.seed);
  EXPECT_EQ(document["temperature"].get<std::vector<double>>(), results.temperature);
  EXPECT_EQ(document["columns"]["odd"]["value"].get<std::vector<double>>(), results.columns[0].values);
  EXPECT_EQ(document["columns"]["odd"]["error"].get<std::vector<double>>(), results.columns[0].error);
  EXPECT_EQ(document["columns"]["odd"]["dataset_spread"].get<std::vector<double>>(), results.columns[0].dataset_spread);
}

TEST(Json, SurvivesBytesThatAreNotUtf8) {
  Results results;
  results.attributes = {{"data", "caf\xE9.npy"}};
  EXPECT_EQ(nlohmann::json::parse(json(results))["attributes"]["data"], "caf\xEF\xBF\xBD.npy");
}

}  // namespace
}  // namespace replicas
