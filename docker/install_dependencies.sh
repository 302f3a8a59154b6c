#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that replicas needs. What is there already is left alone, so a second call
# returns at once and asks no network. Where packages cannot be installed (another system, neither root nor sudo) it says
# which it would have wanted and lets the caller go on: they may be there in another way, and CMake names what is not. Only
# the sets `runtime` and `image`, after which no CMake looks, end with exit 1 then. Used by the Makefile, by .ci/run and by
# the Dockerfile.
#
#   docker/install_dependencies.sh run        to build the program, run it and draw its figures
#   docker/install_dependencies.sh test       the same, and to build and run the tests
#   docker/install_dependencies.sh lint       the formatter and the linter
#   docker/install_dependencies.sh coverage   what counts the lines that the tests run through
#   docker/install_dependencies.sh fuzz       to look for inputs that break a parser (tests/fuzz/campaign.sh)
#   docker/install_dependencies.sh runtime    only what an installed program needs
#   docker/install_dependencies.sh bench      what the comparison with OpenBLAS needs beside (bench/peers)
#   docker/install_dependencies.sh browser    what looks at the page of `replicas report` in its test
#   docker/install_dependencies.sh image      to try the container image without a Docker engine (check_image.sh)
#
# Several sets may be named. A name A|B stands for the first of them that this release of the system has.
set -euo pipefail

figures="python3 python3-numpy python3-matplotlib python3-netcdf4"
build="g++ cmake ninja-build pkg-config libspdlog-dev libcli11-dev nlohmann-json3-dev libnetcdf-dev libeigen3-dev libboost-dev libxxhash-dev zlib1g-dev"
libraries="libspdlog1.10|libspdlog1.15|libspdlog1.12|libspdlog1 libnetcdf19|libnetcdf19t64|libnetcdf22 zlib1g"

packages_of() {
  case $1 in
    runtime) echo "$libraries $figures" ;;
    run) echo "$build $figures" ;;
    test) echo "$build $figures ccache libboost-context-dev libgtest-dev librandom123-dev netcdf-bin patchelf python3-xarray python3-h5py python3-xxhash python3-yaml slurm-wlm munge" ;;
    bench) echo "$build libopenblas-dev" ;;
    lint) echo "$build clang-format-14|clang-format clang-tidy-14|clang-tidy" ;;
    coverage) echo "$build gcovr" ;;
    fuzz) echo "$build clang-14|clang libclang-rt-14-dev|libclang-rt-dev" ;;
    browser) echo "chromium" ;;
    image) echo "debootstrap buildah podman runc catatonit" ;;
    *) echo "install_dependencies.sh: no set '$1'; choose from run, test, lint, coverage, fuzz, bench, runtime, browser, image" >&2; return 64 ;;
  esac
}

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Prints those of the arguments of which no alternative is installed.
missing() {
  local choice package
  for choice in "$@"; do
    for package in ${choice//|/ }; do installed "$package" && continue 2; done
    echo "$choice"
  done
}

# The first alternative that apt knows; the first of all when it knows none, so that apt itself names it.
available() {
  local package
  for package in ${1//|/ }; do
    [ -n "$(apt-cache show --no-all-versions "$package" 2>/dev/null)" ] && echo "$package" && return
  done
  echo "${1%%|*}"
}

# Says what is wrong; ends the script, with 1 where nobody else would notice.
cannot_install() {
  echo "install_dependencies.sh: $1" >&2
  case " $sets " in *" runtime "* | *" image "*) exit 1 ;; esac
  echo "install_dependencies.sh: going on; CMake says what it does not find" >&2
  exit 0
}

sets="${*:-run}"
wanted=()
for set in "${@:-run}"; do
  names=$(packages_of "$set")
  read -ra names <<<"$names"
  wanted+=("${names[@]}")
done

command -v dpkg-query >/dev/null ||
  cannot_install "this is not Debian or Ubuntu, so nothing is installed here; needed is the like of: ${wanted[*]}"
mapfile -t absent < <(missing "${wanted[@]}" | sort -u)
[ ${#absent[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=(sudo)
  else
    mapfile -t absent < <(for choice in "${absent[@]}"; do available "$choice"; done)
    cannot_install "packages are missing and neither root nor sudo is at hand. As root, run:
  apt-get update && apt-get install -y --no-install-recommends ${absent[*]}"
  fi
fi

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A broken list of somebody else's packages must not stop us: what counts is whether the installation succeeds.
apt update >"$log" 2>&1 || true
mapfile -t absent < <(for choice in "${absent[@]}"; do available "$choice"; done)
echo "installing ${absent[*]}"
if ! apt install -y --no-install-recommends "${absent[@]}" >>"$log" 2>&1; then
  cat "$log" >&2
  echo "install_dependencies.sh: apt-get could not install: ${absent[*]}" >&2
  exit 1
fi
