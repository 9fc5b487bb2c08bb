# SPDX-License-Identifier: Apache-2.0
# Options, the architecture of the target, and the warnings that every target of ours is built with.

option(CACHEBOUND_WERROR "Treat warnings as errors" OFF)
option(CACHEBOUND_BUILD_TESTS "Build the tests" ON)
option(CACHEBOUND_PORTABLE_TESTS "With them those of analysis, report and program, which know no architecture" ON)
option(CACHEBOUND_PCH "Precompile the headers that most files include" OFF)
option(CACHEBOUND_UNITY "Compile the files of a module that holds no kernels, and those of a test, several at once" OFF)
set(CACHEBOUND_UNTIMED_OPTIONS "" CACHE STRING "Compiler options of tests and of modules that are never timed, last")
option(CACHEBOUND_TIDY "Add the target tidy: clang-tidy over every source that ships" OFF)
option(CACHEBOUND_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)

# Arm Compute Library starts a thread as soon as it is loaded, so that nothing that is linked with it can be traced.
set(CACHEBOUND_WITH_ACL OFF CACHE STRING "Use ACL: AUTO takes it where found, ON fails without it")
foreach(_feature ACL BLIS EIGEN HWLOC ONEDNN OPENBLAS PAPI PFM XNNPACK)
  set(CACHEBOUND_WITH_${_feature} AUTO CACHE STRING "Use ${_feature}: AUTO takes it where found, ON fails without it")
  set_property(CACHE CACHEBOUND_WITH_${_feature} PROPERTY STRINGS AUTO ON OFF)
endforeach()

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)")
  set(CACHEBOUND_ARCH aarch64)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^arm")
  set(CACHEBOUND_ARCH arm)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)")
  set(CACHEBOUND_ARCH x86_64)
else()
  message(FATAL_ERROR "cachebound has no probes for '${CMAKE_SYSTEM_PROCESSOR}' (x86_64, aarch64 and arm are supported)")
endif()
# A 64-bit kernel under a 32-bit userland reports aarch64: the compiler's word size decides.
if(CACHEBOUND_ARCH STREQUAL "aarch64" AND CMAKE_SIZEOF_VOID_P EQUAL 4)
  set(CACHEBOUND_ARCH arm)
endif()

add_library(cachebound_flags INTERFACE)
target_compile_features(cachebound_flags INTERFACE cxx_std_20)
# 32-bit: without 64-bit offsets readdir refuses the hashed offsets of ext4 (and all of a 64-bit emulator's), and open
# refuses large files.
target_compile_definitions(cachebound_flags INTERFACE _FILE_OFFSET_BITS=64)
target_compile_options(
  cachebound_flags
  INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wall
            -Wextra
            -Wpedantic
            -Wconversion
            -Wshadow
            -Wno-psabi>
            $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${CACHEBOUND_WERROR}>>:-Werror>)
if(CACHEBOUND_UNITY)
  # What one file names, another may name too; the presets `release` and `tidy` look at each by itself.
  target_compile_options(cachebound_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-shadow>)
endif()
if(CACHEBOUND_PCH)
  # GCC 12 doubts std::string's own copies (GCC bug 105651) and what std::variant destroys (80635), and forgets in a
  # precompiled header that it is a system's.
  target_compile_options(
    cachebound_flags
    INTERFACE "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow>"
              "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-stringop-overread;-Wno-maybe-uninitialized>")
  # Clang forgets it too, and finds libstdc++'s own use of std::get_temporary_buffer.
  target_compile_options(cachebound_flags INTERFACE "$<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-deprecated-declarations>")
endif()
if(CACHEBOUND_SANITIZE)
  # GCC 12 takes members of std::regex for uninitialised when it instruments them (GCC bug 105562).
  target_compile_options(cachebound_flags INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized>)
  target_compile_options(cachebound_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
                                                    -fno-sanitize-recover=undefined)
  target_link_options(cachebound_flags INTERFACE -fsanitize=address,undefined)
endif()
