# SPDX-License-Identifier: Apache-2.0
# 32-bit Arm (armv7, hard float) from Debian's g++-arm-linux-gnueabihf, tests under qemu-arm.
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CACHEBOUND_CROSS_TRIPLET arm-linux-gnueabihf)
set(CACHEBOUND_CROSS_DEBIAN_ARCH armhf)
set(CACHEBOUND_CROSS_EMULATOR qemu-arm)
include("${CMAKE_CURRENT_LIST_DIR}/sysroot.cmake")
