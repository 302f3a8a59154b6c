#include "command/read_words.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <iostream>

#include "command/manual.h"
#include "command/stray_words.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/field_values.h"

namespace replicas {

namespace {

/// What was not understood: an option that does not exist, or a word that stands alone.
[[noreturn]] void refuse_extras(const CLI::App& app, const std::vector<std::string>& words) {
  for (const std::string& word : app.remaining()) {
    if (!word.starts_with('-')) continue;
    const std::string bare = word.substr(0, word.find('='));
    const std::string near =
        suggestion(bare.substr(std::min(bare.size(), bare.find_first_not_of('-'))), option_names(app), "--");
    fail(ErrorKind::bad_value, "unknown option '{}'{}", printable(bare),
         near.empty() ? fmt::format("; {} --help lists the options", app.get_name()) : near);
  }
  const std::vector<std::size_t> strays = stray_words(app, words);
  require(strays.empty(), ErrorKind::bad_value, "{}", about_stray_word(app, words, strays.empty() ? 0 : strays.back()));
  fail(ErrorKind::bad_value, "unknown option; {} --help lists the options", app.get_name());
}

/// A word that the verb cannot do without is missing.
[[noreturn]] void refuse_without_word(const CLI::App& app) {
  for (const CLI::Option* const option : app.get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    std::string what = option->get_description();
    if (!what.empty()) what[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(what[0])));
    fail(ErrorKind::bad_value, "{} needs {}: {} {}", app.get_name(), what, app.get_name(), option->get_name());
  }
  fail(ErrorKind::bad_value, "{}: a word is missing; see {} --help", app.get_name(), app.get_name());
}

/// For completion scripts and tables: a line per option, of its name, its values where it says which there are, its
/// help, what to write, the default, and the heading that it stands under.
void list_options(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_lnames().empty()) continue;
    const std::string values = option->get_type_name();
    const bool listed = values.find('|') != values.npos && std::ranges::none_of(values, [](unsigned char c) {
                          return std::isupper(c) != 0 || c == ':' || c == ',' || c == '%';
                        });
    std::cout << "--" << option->get_lnames().front() << '\t' << (listed ? values : "") << '\t'
              << option->get_description() << '\t' << values << '\t' << option->get_default_str() << '\t'
              << option->get_group() << '\n';
  }
}

}  // namespace

bool gives(const std::vector<std::string>& words, const std::string& option) {
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return word == option || word.starts_with(option + "="); });
}

std::vector<std::string> option_names(const CLI::App& app, bool flags_only) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    if (!option->get_lnames().empty() && (!flags_only || option->get_expected_max() == 0))
      names.push_back(option->get_lnames().front());
  return names;
}

bool read_words(CLI::App& app, const std::vector<std::string>& words) {
  if (words.size() == 1 && words[0] == "--list-options") {
    list_options(app);
    return false;
  }
  if (words.size() == 1 && words[0] == "--manual") {
    std::cout << manual_section(app);
    return false;
  }
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes the words from the back
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return false;
  } catch (const CLI::ExtrasError&) {
    refuse_extras(app, words);
  } catch (const CLI::RequiredError&) {
    if (!app.remaining().empty()) refuse_extras(app, words);
    refuse_without_word(app);
  } catch (const CLI::ParseError& error) {
    const std::string text = error.what();  // of flags CLI11 leaves the dashes out
    fail(ErrorKind::bad_value, "{}{}", text.ends_with("flag override") && !text.starts_with("-") ? "--" : "", text);
  }
  for (const CLI::Option* option : app.get_options())
    for (const std::string& value : option->results())
      require(!value.empty(), ErrorKind::bad_value, "{}: the value is empty; write one, or leave the option out",
              option->get_name());
  return true;
}

}  // namespace replicas
