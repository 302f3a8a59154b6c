#pragma once

namespace CLI {
class Validator;
}

namespace replicas {

/// For options that count something: lets 1e7 through as 10000000, and nothing but whole numbers.
CLI::Validator whole_numbers();

}  // namespace replicas
