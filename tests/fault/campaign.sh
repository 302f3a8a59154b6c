#!/usr/bin/env bash
# Runs the tests of this folder for as long as it is given and adds what happened to RELIABILITY.md.
#   tests/fault/campaign.sh [MINUTES] [BUILD]      60 minutes with build/release
# Runs on two processors beside other work: nice -n 19, one test at a time on each. Counts of every round are kept in
# tests/fault/counts.jsonl, so that the report grows from campaign to campaign.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
minutes=${1:-60}
build=${2:-$here/../../build/release}
python=${REPLICAS_PYTHON:-/usr/bin/python3}
export REPLICAS_PROGRAM=$build/replicas REPLICAS_SHIM=$build/tests/fault/libfile_shim.so
export REPLICAS_FAULT_COUNTS=$here/counts.jsonl REPLICAS_FAULT_SECONDS=120
[ -x "$REPLICAS_PROGRAM" ] && [ -e "$REPLICAS_SHIM" ] || { echo "campaign.sh: build first (make test builds both)" >&2; exit 66; }
deadline=$((SECONDS + 60 * minutes))
status=0

rounds() {  # TEST...: these in turn, each round with a seed of its own
  local round=$((10#$(date +%j%H%M%S) * 10))
  while [ $SECONDS -lt $deadline ]; do
    for test in "$@"; do
      [ $SECONDS -lt $deadline ] || break
      round=$((round + 1))
      REPLICAS_FAULT_SEED=$round nice -n 19 "$python" "$here/$test.py" 1000000000 || return 1
    done
  done
}

rounds kill signals power_cut final_commit &
first=$!
rounds file_faults corruption || status=1
wait $first || status=1
"$python" "$here/report.py" "$REPLICAS_FAULT_COUNTS" >"$here/RELIABILITY.md"
cat "$here/RELIABILITY.md"
exit $status
