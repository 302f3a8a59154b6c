#!/usr/bin/env bash
# Fuzzes every parser of what users and files say: clang's libFuzzer under AddressSanitizer and
# UndefinedBehaviorSanitizer, one target after the other, from the corpora of this folder.
#
#   tests/fuzz/campaign.sh                       1,000,000 executions of each target
#   tests/fuzz/campaign.sh 10000000 npy csv      10,000,000 of these
#
# Prints a table: executions, seconds, findings. An input that breaks a promise is left in build/fuzz/findings; after
# the repair it belongs into corpus/TARGET. What a campaign learnt stays in build/fuzz/corpus for the next one.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-1000000}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(csv config idx network npy temps)
build=build/fuzz
mkdir -p "$build/objects" "$build/findings"
compiler=$(command -v clang++-14 || command -v clang++ || true)
if [ -z "$compiler" ]; then
  echo "campaign.sh: no clang++; install it with docker/install_dependencies.sh fuzz" >&2
  exit 69
fi

flags=(-std=c++20 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -ffp-contract=off -D_GLIBCXX_ASSERTIONS
       -DSPDLOG_FMT_EXTERNAL -Ihost -Itests)
objects=()
for source in host/model/*.cc host/command/{error_line,parse_config,parse_values,toml_reader,toml_string}.cc; do
  object=$build/objects/$(basename "$source" .cc).o
  if [ ! "$object" -nt "$source" ]; then "$compiler" "${flags[@]}" -fsanitize=fuzzer-no-link -c "$source" -o "$object"; fi
  objects+=("$object")
done

failed=0
table=""
for target in "${targets[@]}"; do
  "$compiler" "${flags[@]}" -fsanitize=fuzzer "tests/fuzz/${target}_fuzz.cc" "${objects[@]}" -lfmt -lz \
              -o "$build/$target"
  mkdir -p "$build/corpus/$target"
  began=$SECONDS status=0
  "$build/$target" -runs="$runs" -max_len=4096 -rss_limit_mb=1024 -malloc_limit_mb=256 -timeout=5 -print_final_stats=1 \
                   -artifact_prefix="$build/findings/$target-" "$build/corpus/$target" "tests/fuzz/corpus/$target" \
                   >"$build/$target.log" 2>&1 || status=$?
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log")
  findings=$([ "$status" -eq 0 ] && echo 0 || echo "1, see $build/$target.log")
  [ "$status" -eq 0 ] || failed=1
  row=$(printf '| %s | %-8s | %12s | %7s | %s |' "$(date -u +%F)" "$target" "${executions:-none}" $((SECONDS - began)) "$findings")
  echo "$row"
  table+=$row$'\n'
done
printf '\n| date | target | executions | seconds | findings |\n|---|---|---|---|---|\n%s' "$table"
exit "$failed"
