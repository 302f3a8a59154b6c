#!/usr/bin/env bash
# Fuzzes every parser of what users and files say with clang's libFuzzer, one target after the other, from the corpora of
# this folder. Two builds: "asan" is AddressSanitizer and UndefinedBehaviorSanitizer with the comparisons traced; "fast"
# has UndefinedBehaviorSanitizer (traps), the checks of the C++ library and the release build's hardening, and does
# several times as many executions in the same time. Both go on from what the other has learnt.
#
#   tests/fuzz/campaign.sh                       1,000,000 executions of each target, all of them under asan
#   tests/fuzz/campaign.sh 10000000 npy csv      10,000,000 of these: 1,000,000 under asan, the others fast
#
# Prints a table: build, executions, processor seconds, findings. An input that breaks a promise is left in
# build/fuzz/findings; after the repair it belongs into corpus/TARGET. What a campaign learnt stays in build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-1000000}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(config csv idx manifest network npy npz state table temps)
asan_runs=$((runs < 1000000 ? runs : 1000000))
build=build/fuzz
compiler=$(command -v clang++-14 || command -v clang++ || true)
if [ -z "$compiler" ]; then
  echo "campaign.sh: no clang++; install it with docker/install_dependencies.sh fuzz" >&2
  exit 69
fi
# Short inputs need no long quarantine, and no stack of every allocation: a finding is run again by hand.
export ASAN_OPTIONS=quarantine_size_mb=1:malloc_context_size=2:${ASAN_OPTIONS:-}

flags=(-std=c++20 -g1 -O2 -ffp-contract=off -D_GLIBCXX_ASSERTIONS -DSPDLOG_FMT_EXTERNAL -Ihost -Itests)
asan=(-fsanitize=address,undefined -fno-sanitize-recover=all)
fast=(-fsanitize=undefined -fsanitize-trap=undefined -fstack-protector-strong -D_FORTIFY_SOURCE=2
      -fno-sanitize-coverage=trace-cmp)
sources=(host/model/*.cc host/data/*.cc host/command/{error_line,parse_config}.cc host/run/field_values.cc
         host/observe/{gauge,measurement_sizes}.cc
         host/store/{checksum,durable_file,framed_file,manifest,segment,short_hash,toml_reader,toml_string,weight_blocks}.cc)
failed=0
table=""

compile() {  # BUILD FLAG...: the parsers as an archive, so that each target links, and is led by, its own alone
  local kind=$1 source object
  shift
  mkdir -p "$build/$kind" "$build/findings"
  for source in "${sources[@]}"; do
    object=$build/$kind/$(basename "$source" .cc).o
    if [ ! "$object" -nt "$source" ]; then
      "$compiler" "${flags[@]}" -fsanitize=fuzzer-no-link "$@" -c "$source" -o "$object"
    fi
  done
  ar crs "$build/$kind/parsers.a" "$build/$kind"/*.o
  for target in "${targets[@]}"; do
    "$compiler" "${flags[@]}" -fsanitize=fuzzer "$@" "tests/fuzz/${target}_fuzz.cc" "$build/$kind/parsers.a" -lfmt -lz \
                -o "$build/$kind/$target"
  done
}

fuzz() {  # BUILD TARGET EXECUTIONS
  local log=$build/$1/$2.log status=0 executions seconds findings row
  [ "$3" -gt 0 ] || return 0
  mkdir -p "$build/corpus/$2"
  local TIMEFORMAT=%U
  seconds=$({ time "$build/$1/$2" -runs="$3" -max_len=4096 -rss_limit_mb=1024 -malloc_limit_mb=256 -timeout=20 \
                   -print_final_stats=1 -artifact_prefix="$build/findings/$2-" "$build/corpus/$2" \
                   "tests/fuzz/corpus/$2" >"$log" 2>&1 || echo $? >"$log.status"; } 2>&1)
  if [ -e "$log.status" ]; then status=$(cat "$log.status"); rm "$log.status"; failed=1; fi
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  findings=$([ "$status" -eq 0 ] && echo 0 || echo "1, see $log")
  row=$(printf '| %s | %-8s | %s | %10s | %7.0f | %s |' "$(date -u +%F)" "$2" "$1" "${executions:-none}" "$seconds" "$findings")
  echo "$row"
  table+=$row$'\n'
}

compile asan "${asan[@]}"
[ "$runs" -eq "$asan_runs" ] || compile fast "${fast[@]}"
for target in "${targets[@]}"; do
  fuzz asan "$target" "$asan_runs"
  fuzz fast "$target" $((runs - asan_runs))
done
printf '\n| date | target | build | executions | processor seconds | findings |\n|---|---|---|---|---|---|\n%s' "$table"
exit "$failed"
