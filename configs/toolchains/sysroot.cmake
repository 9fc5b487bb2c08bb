# SPDX-License-Identifier: Apache-2.0
# What the Arm toolchain files share. They set CACHEBOUND_CROSS_TRIPLET, CACHEBOUND_CROSS_DEBIAN_ARCH,
# CACHEBOUND_CROSS_EMULATOR and CMAKE_SYSTEM_PROCESSOR first.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${CACHEBOUND_CROSS_TRIPLET}-gcc)
set(CMAKE_CXX_COMPILER ${CACHEBOUND_CROSS_TRIPLET}-g++)
set(CMAKE_ASM_COMPILER ${CACHEBOUND_CROSS_TRIPLET}-gcc)
set(CMAKE_LIBRARY_ARCHITECTURE ${CACHEBOUND_CROSS_TRIPLET})

cmake_path(SET _repository NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../..")
cmake_path(ABSOLUTE_PATH _repository NORMALIZE)
set(_sysroot "${_repository}build/sysroot-${CMAKE_SYSTEM_PROCESSOR}")
set(CACHEBOUND_SYSROOT "${_sysroot}" CACHE PATH "Libraries of the target, made by configs/toolchains/make-sysroot.sh")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CACHEBOUND_SYSROOT)
if(NOT EXISTS "${CACHEBOUND_SYSROOT}/packages.txt")
  message(FATAL_ERROR "No libraries for ${CMAKE_SYSTEM_PROCESSOR}: run "
                      "configs/toolchains/make-sysroot.sh ${CACHEBOUND_CROSS_DEBIAN_ARCH} ${CACHEBOUND_SYSROOT}")
endif()

# Libraries, headers and packages come from the target's side only: a header of the host's package would be found
# first otherwise, and its library would then fail to link, or worse, link.
set(CMAKE_FIND_ROOT_PATH "${CACHEBOUND_SYSROOT}" "/usr/${CACHEBOUND_CROSS_TRIPLET}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_DIR} "")
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${CACHEBOUND_SYSROOT}")
set(ENV{PKG_CONFIG_LIBDIR}
    "${CACHEBOUND_SYSROOT}/usr/lib/${CACHEBOUND_CROSS_TRIPLET}/pkgconfig:${CACHEBOUND_SYSROOT}/usr/share/pkgconfig")

# The emulator takes the dynamic linker and the C library from the cross compiler's folder (-L); the libraries of the
# sysroot are found by the run path that CMake writes into what it builds. It must be the kind that holds for what these
# libraries need in turn as well: OpenBLAS's Fortran runtime is in the sysroot, and named by no program.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,--disable-new-dtags")
set(CMAKE_CROSSCOMPILING_EMULATOR "${CACHEBOUND_CROSS_EMULATOR};-L;/usr/${CACHEBOUND_CROSS_TRIPLET}")
