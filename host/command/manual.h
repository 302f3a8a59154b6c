#pragma once

#include <string>

namespace CLI {
class App;
}

namespace replicas {

/// The manual page replicas(1), in the language of man: its head, then of each verb what `manual_section` makes of its
/// options, then its end (exit statuses, environment, citation). It is generated, so that it has what --help has.
std::string manual_head();
std::string manual_section(const CLI::App& app);
std::string manual_end();

}  // namespace replicas
