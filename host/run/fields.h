#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "run/physics.h"

namespace replicas {

/// One field of a request: the only description of it. Command line, configuration files, help, shell completion,
/// the manual page, docs/options.md, what config.toml stores and what is compared when a run goes on all come from
/// here.
struct Field {
  enum class Part { physics, control };

  std::string key;         ///< "step-size": --step-size, step-size = or step_size=
  std::string value = {};  ///< what to write: "ETA", "N", "a,b,c"; empty for a flag
  std::string help;        ///< a sentence part, other fields in angle brackets
  Part part = Part::physics;
  bool quoted = true;                            ///< in TOML a text, else a bare number
  std::optional<std::string> default_text = {};  ///< where that is not what `print` makes of the default; "": none
  std::vector<std::string> choices = {};         ///< all values, where they can be listed
  /// Reads a text (of a flag "true"). Error (bad_value) names the field, the text and what to write instead.
  std::function<void(Request&, const std::string& text)> parse = {};
  /// The value as `parse` reads it, in one form only; empty where the field says nothing: a flag that is not set, what
  /// another field replaces, and everything that leaves a run as it would be without it.
  std::function<std::string(const Request&)> print = {};
  std::string topic = {};  ///< the heading that it stands under where fields are listed for people

  bool flag() const { return value.empty(); }
  std::string standard() const;  ///< the text of the default; empty where there is none
};

/// All fields, those of the physics first, in the order in which config.toml has them.
const std::vector<Field>& fields();
const Field* field(std::string_view key);  ///< nullptr when there is none

/// The physics as TOML text: stored with the run, read as a configuration, hashed for its directory. `request` is
/// settled.
std::string configuration(const Request& request);

/// Where the values of two settled requests differ: "seed is 1 there, not 2", for at most two fields and how many more;
/// empty when their physics is the same.
std::string differences(const Request& there, const Request& asked);

/// The same fields, under a heading.
std::vector<Field> under(const std::string& topic, std::vector<Field> fields);

/// The rows of the table of fields, in three parts that `fields` joins.
std::vector<Field> system_fields();    ///< ladder, network or potential, data
std::vector<Field> dynamics_fields();  ///< confinement, update, start, lengths, seeds
std::vector<Field> control_fields();   ///< engine, directory, limits

}  // namespace replicas
