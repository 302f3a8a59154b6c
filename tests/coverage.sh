#!/usr/bin/env bash
# What the tests of the coverage build ran through: the file layer, the parsers, the integrator. Fails below 95 % of the
# lines, or 90 % of the branches of the first two (exceptions left out). Of the integrator only lines are judged: its
# branches are counted once for each instruction set, network and loss that a template is compiled for.
#
#   tests/coverage.sh [BUILD]        build/coverage unless given, after ctest --preset coverage
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/coverage}
status=0

part() {  # NAME FILTER [LIMITS OF GCOVR...]
  local name=$1 filter=$2
  shift 2
  printf '%s\n' "$name"
  gcovr --root . "$build" --exclude-throw-branches --exclude-unreachable-branches --filter "$filter" --print-summary \
    --output "$build/coverage.txt" "$@" | sed 's/^/  /' || { echo "  too few"; status=1; }
}

part "file layer" 'host/store/' --fail-under-line 95 --fail-under-branch 90
part "parsers" 'host/(model/(csv|idx|npy|npy_header|gunzip|data_array|byte_stream|dataset_file|input_file)\.|command/(toml|parse|config)|store/(manifest|segment|framed_file|netcdf_reader|run_nc_read))' \
  --fail-under-line 95 --fail-under-branch 90
part "integrator" 'host/(physics|engine/(cpu|plain))/(?!peak|mutation)' --fail-under-line 95
exit $status
