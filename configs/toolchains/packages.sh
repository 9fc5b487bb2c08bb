# SPDX-License-Identifier: Apache-2.0
# Sourced by ./run, ./test and .ci/run: which Debian packages are missing, and installing them. Asks for nothing.
#
# Ubuntu and Raspberry Pi OS use the same names. "package=command" counts as present when the command is, wherever it
# came from. Where there is no dpkg, nothing is checked here and CMake says what it does not find.

build_packages="g++=g++ cmake=cmake ninja-build=ninja pkg-config=pkg-config libbenchmark-dev libfmt-dev
  nlohmann-json3-dev libtomlplusplus-dev libcli11-dev"
# Each of these adds rows or a plot; its absence is a listed reason, never an error.
optional_packages="libopenblas-openmp-dev libblis-openmp-dev libeigen3-dev libdnnl-dev libxnnpack-dev libpthreadpool-dev
  gnuplot-nox=gnuplot libhwloc-dev libpfm4-dev libpapi-dev"
# What operators/import reads models with: wanted for its test, and by who imports.
import_packages="python3-onnx"
test_packages="catch2"
cross_packages="g++-aarch64-linux-gnu=aarch64-linux-gnu-g++ g++-arm-linux-gnueabihf=arm-linux-gnueabihf-g++
  qemu-user=qemu-aarch64"
# A second opinion on configs/cores; older versions of the tool know fewer cores.
oracle_packages="llvm-19=llvm-mca-19"
# Clang builds unoptimised code with sanitizers in 0.6 of GCC 12's time, and is a second opinion on the sources.
check_packages="python3-venv clang-19=clang++-19 libclang-rt-19-dev"

# clang-tidy comes from PyPI: from version 21 on it passes over system headers, which is a quarter of the time of Debian
# 12's, 330 sources at 3 s instead of 16 s.
check_tools() {
  [ -x build/checks/bin/clang-tidy ] && cmp -s configs/toolchains/checks.txt build/checks/installed.txt && return 0
  python3 -m venv build/checks && build/checks/bin/pip install -q -r configs/toolchains/checks.txt >&2 &&
    cp configs/toolchains/checks.txt build/checks/installed.txt
}

installed_something=

say() { printf '%s\n' "$*" >&2; }

# missing_of <package[=command]...>: those that are not there.
missing_of() {
  command -v dpkg-query >/dev/null || return 0
  names=$(for item in "$@"; do echo "${item%%=*}"; done)
  # dpkg-query fails when it has never heard of one of the names, which is the case that matters here.
  known=$(dpkg-query -W -f ' ${Package} ${db:Status-Status} ' $names 2>/dev/null) || :
  for item in "$@"; do
    name=${item%%=*}
    case $known in *" $name installed "*) continue ;; esac
    case $item in *=*) command -v "${item#*=}" >/dev/null && continue ;; esac
    echo "$name"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
may_install() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

apt_update() { as_root apt-get update -q >&2 || say "going on with the package lists that could be read"; }
apt_install() {
  installed_something=yes
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

# require <package...>: installs what is missing, or says what to run and exits 3.
require() {
  missing=$(echo $(missing_of "$@"))
  [ -n "$missing" ] || return 0
  if ! may_install; then
    say "packages are missing; run: sudo apt-get install --no-install-recommends $missing"
    exit 3
  fi
  say "installing: $missing"
  apt_update
  apt_install $missing || { say "apt-get could not install all of: $missing"; exit 3; }
}

# welcome <package...>: installs those that can be had. Each is tried once, so that a package which this system does not
# offer costs nothing on the next call.
welcome() {
  [ -z "${CACHEBOUND_MINIMAL:-}" ] || return 0
  tried=build/optional-packages-tried.txt
  missing=
  for name in $(missing_of "$@"); do
    grep -qx "$name" $tried 2>/dev/null || missing="$missing $name"
  done
  [ -n "$missing" ] || return 0
  if ! may_install; then
    say "going on without these optional packages:$missing"
    return 0
  fi
  say "installing, optional:$missing"
  apt_update
  apt_install $missing || for name in $missing; do
    apt_install "$name" || say "not to be had here, going on without: $name"
  done
  mkdir -p build
  missing_of "$@" >>$tried
}
