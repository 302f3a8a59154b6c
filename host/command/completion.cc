#include "command/verbs.h"

#include <CLI/CLI.hpp>

#include <iostream>

#include "command/read_words.h"
#include "model/error.h"
#include "run/field_values.h"

namespace replicas {

namespace {

// Each script finds the verb (the first word, unless that is an option: then `run`) and asks for its options: a line
// each, of option, values with | between them, help and more, with tabs between. A value that is being written after an
// option with known values is one of those; everything else may be a file.
constexpr const char* bash_script = R"sh(# Completion of replicas for bash: source <(replicas completion bash)
_replicas() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb=run values
  if [ "$COMP_CWORD" -gt 1 ] && [[ ${COMP_WORDS[1]} != -* ]]; then verb=${COMP_WORDS[1]}; fi
  if [ "$COMP_CWORD" -eq 1 ] && [[ $word != -* ]]; then
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" --list-verbs)" -- "$word"))
  elif [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "$verb" --list-options 2>/dev/null | cut -f 1)" -- "$word"))
  else
    values=$("${COMP_WORDS[0]}" "$verb" --list-options 2>/dev/null |
      awk -F '\t' -v option="$before" '$1 == option { gsub(/\|/, " ", $2); print $2 }')
    if [ -n "$values" ]; then COMPREPLY=($(compgen -W "$values" -- "$word")); else COMPREPLY=($(compgen -f -- "$word")); fi
  fi
}
complete -o filenames -F _replicas replicas
)sh";

constexpr const char* zsh_script = R"sh(#compdef replicas
# Completion of replicas for zsh: source <(replicas completion zsh), after compinit
_replicas() {
  local word=${words[CURRENT]} before=${words[CURRENT-1]} verb=run values
  if (( CURRENT > 2 )) && [[ ${words[2]} != -* ]]; then verb=${words[2]}; fi
  if (( CURRENT == 2 )) && [[ $word != -* ]]; then
    compadd -- ${(f)"$(${words[1]} --list-verbs)"}
  elif [[ $word == -* ]]; then
    compadd -- ${(f)"$(${words[1]} $verb --list-options 2>/dev/null | cut -f 1)"}
  else
    values=$(${words[1]} $verb --list-options 2>/dev/null | awk -F '\t' -v option="$before" '$1 == option { print $2 }')
    if [[ -n $values ]]; then compadd -- ${(s:|:)values}; else _files; fi
  fi
}
# Installed as a file of its name it is the function itself, and called as such at first.
if [[ ${funcstack[1]} == _replicas ]]; then _replicas; else compdef _replicas replicas; fi
)sh";

constexpr const char* fish_script = R"sh(# Completion of replicas for fish: replicas completion fish | source
function __replicas_verb
  set -l words (commandline -opc)
  if test (count $words) -gt 1; and not string match -q -- '-*' $words[2]
    echo $words[2]
  else
    echo run
  end
end
function __replicas_options
  replicas (__replicas_verb) --list-options 2>/dev/null | string replace -r '\t[^\t]*\t([^\t]*).*' '\t$1'
end
function __replicas_values
  set -l words (commandline -opc)
  replicas (__replicas_verb) --list-options 2>/dev/null | while read -l -d \t option values rest
    test "$option" = "$words[-1]"; and string split '|' -- $values
  end
end
complete -c replicas -n 'test (count (commandline -opc)) -eq 1' -a '(replicas --list-verbs)'
complete -c replicas -n 'string match -q -- "-*" (commandline -ct)' -a '(__replicas_options)'
complete -c replicas -a '(__replicas_values)'
)sh";

}  // namespace

int completion(const std::vector<std::string>& words) {
  CLI::App app(
      "Prints a script that completes verbs, options and values in a shell: source <(replicas completion bash), the "
      "same "
      "with zsh, or replicas completion fish | source.",
      "replicas completion");
  std::string shell;
  app.add_option("SHELL", shell, "The name of a shell: bash, zsh or fish")->required();
  if (!read_words(app, words)) return 0;
  const Choices<const char*> scripts = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};
  for (const auto& [name, script] : scripts)
    if (name == shell) {
      std::cout << script;
      return 0;
    }
  fail(ErrorKind::bad_value, "completion {}: choose bash, zsh or fish{}", shell, suggestion(shell, names_of(scripts)));
}

}  // namespace replicas
