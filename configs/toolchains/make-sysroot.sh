#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make-sysroot.sh <debian-arch> <directory>: the libraries that a cross build links, unpacked below <directory>.
#
# Debian's multiarch would install them system-wide, needs root, and several of these -dev packages refuse to be
# installed for two architectures at once. So the packages are fetched with a private package state (the system's own
# list of sources, but another architecture, in another folder) and only unpacked; nothing of the system changes.
# The C and C++ libraries are not among them: those belong to the cross compiler.
set -eu
arch=$1
root=$2
packages="libbenchmark-dev libfmt-dev libpfm4-dev nlohmann-json3-dev libcli11-dev libtomlplusplus-dev catch2
  libopenblas-serial-dev libblis-serial-dev libeigen3-dev libxnnpack-dev libpthreadpool-dev"
[ "$arch" != arm64 ] || packages="$packages libdnnl-dev" # has no 32-bit form
# The -dev packages name their run-time halves, whose names change from one release to the next.
runtime='lib(benchmark|fmt|pfm|tomlplusplus|openblas|blis|gfortran|xnnpack|cpuinfo|pthreadpool|dnnl|opencl)[^ ]*'
runtime="($runtime|ocl-icd-libopencl[^ ]*)"

wanted=$(echo "$arch" $packages)
if [ -f "$root/packages.txt" ] && [ "$(cat "$root/packages.txt")" = "$wanted" ]; then
  exit 0
fi
for tool in apt-get dpkg-deb; do
  command -v $tool >/dev/null || { echo "make-sysroot: $tool is needed (a Debian or Ubuntu host)" >&2; exit 3; }
done

echo "make-sysroot: unpacking for $arch into $root (nothing is installed): $(echo $packages)" >&2
rm -rf "$root"
mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial" "$root/debs"
root=$(cd "$root" && pwd)
: >"$root/apt/status"

# The sandbox user of apt could not enter a folder that belongs to somebody else.
private() {
  "$@" -q -q -o APT::Architecture="$arch" -o APT::Architectures="$arch" -o APT::Sandbox::User=root \
    -o Dir::State="$root/apt" -o Dir::State::lists="$root/apt/lists" -o Dir::State::status="$root/apt/status" \
    -o Dir::Cache="$root/apt/cache" -o Acquire::Languages=none -o Acquire::Retries=3
}

# A source that has nothing for this architecture, or is being updated, need not be the one that has the packages.
private apt-get update >&2 || echo "make-sysroot: going on with the package sources that answered" >&2
needs=$(private apt-cache depends --recurse --no-recommends --no-suggests $packages |
  sed -nE "s/^ *Depends: ($runtime)\$/\1/p" | sort -u)
cd "$root/debs"
private apt-get download $packages $needs >&2 || {
  echo "make-sysroot: the package sources of this system have no complete set for $arch" >&2
  exit 1
}
for deb in *.deb; do
  dpkg-deb -x "$deb" "$root"
done
rm -rf "$root/apt" "$root/debs"
echo "$wanted" >"$root/packages.txt"
