# SPDX-License-Identifier: Apache-2.0
# 64-bit Arm from Debian's g++-aarch64-linux-gnu, tests under qemu-aarch64.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CACHEBOUND_CROSS_TRIPLET aarch64-linux-gnu)
set(CACHEBOUND_CROSS_DEBIAN_ARCH arm64)
set(CACHEBOUND_CROSS_EMULATOR qemu-aarch64)
include("${CMAKE_CURRENT_LIST_DIR}/sysroot.cmake")
