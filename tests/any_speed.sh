#!/usr/bin/env bash
# No test may depend on how fast or how busy the machine is: this runs them as on others.
#   tests/any_speed.sh HOW [BUILD] [CTEST OPTIONS]      build/release; for instance: tests/any_speed.sh slow build/release -L program
# HOW  load   beside four processes that never rest
#      core   on one core
#      slow   steps that take ten times as long (REPLICAS_TEST_PACE, host/run/test_pace.h)
#      fast   steps that take a tenth of what the test does meanwhile (tests/slow_tests)
# A run that has to go on while a test looks at it is held by the test (REPLICAS_TEST_HOLD). Where a test says how long it
# waits, that is when it gives up a program that hangs. Tests that depended on speed were found so, and by looking for
# every sleep, timeout, clock and large number of steps below tests/.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
how=${1:?"any_speed.sh load|core|slow|fast [BUILD] [CTEST OPTIONS]"}
build=${2:-$here/../build/release}
shift $(($# > 1 ? 2 : 1))
command=(ctest --test-dir "$build" --output-on-failure --timeout 14400 -j 2 "$@")
case $how in
  load)
    for _ in 1 2 3 4; do
      (while :; do :; done) &
    done
    trap 'kill $(jobs -p)' EXIT
    "${command[@]}" ;;
  core) taskset -c 0 "${command[@]}" ;;
  slow) REPLICAS_TEST_PACE=10 "${command[@]}" ;;
  fast) PYTHONPATH=$here/slow_tests "${command[@]}" ;;
  *) echo "any_speed.sh: $how is none of load, core, slow, fast" >&2 && exit 64 ;;
esac
