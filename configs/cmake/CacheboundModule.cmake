# SPDX-License-Identifier: Apache-2.0
# One way to declare a module, so that the dependency rule of docs/architecture.md is a property of the build:
# a module sees, as include directories, a forwarding folder with itself and one for each module that it may use, and
# nothing else of the tree. `#include "probes/probe.hpp"` from analysis/ therefore does not compile.

# cachebound_expose(<folder>): creates <build>/include/<folder>/<folder> -> <source>/<folder>.
function(cachebound_expose folder)
  set(forward "${PROJECT_BINARY_DIR}/include/${folder}")
  file(MAKE_DIRECTORY "${forward}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${folder}" "${forward}/${folder}" SYMBOLIC)
endfunction()

# cachebound_join(<target>): its files are compiled in groups where CACHEBOUND_UNITY is set: most of a small file's time
# is that of the headers' templates. Not of what holds kernels: those of one instruction set must not meet others.
function(cachebound_join target)
  if(CACHEBOUND_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
  endif()
endfunction()

# cachebound_module(<name> FOLDER <folder> SOURCES <...> [USES <targets...>] [UNTIMED]): static library
# cachebound_<name>, alias cachebound::<name>. UNTIMED: nothing of it runs while something is timed or traced, so that
# CACHEBOUND_UNTIMED_OPTIONS may build it faster, and its files are joined.
function(cachebound_module name)
  cmake_parse_arguments(ARG "UNTIMED" "FOLDER" "SOURCES;USES" ${ARGN})
  cachebound_expose(${ARG_FOLDER})
  add_library(cachebound_${name} STATIC ${ARG_SOURCES})
  add_library(cachebound::${name} ALIAS cachebound_${name})
  target_include_directories(cachebound_${name} PUBLIC "${PROJECT_BINARY_DIR}/include/${ARG_FOLDER}")
  target_link_libraries(cachebound_${name} PRIVATE cachebound_flags PUBLIC ${ARG_USES})
  target_compile_features(cachebound_${name} PUBLIC cxx_std_20)
  if(ARG_UNTIMED)
    cachebound_join(cachebound_${name})
    target_compile_options(cachebound_${name} PRIVATE ${CACHEBOUND_UNTIMED_OPTIONS})
    cachebound_reuse_precompiled(cachebound_${name} untimed)
  else()
    cachebound_reuse_precompiled(cachebound_${name} module)
  endif()
endfunction()

# cachebound_untimed(<target> <targets that it uses...>): what belongs to a test and is no Catch2 program, built as tests
# are.
function(cachebound_untimed target)
  target_link_libraries(${target} PRIVATE cachebound_flags ${ARGN})
  target_compile_options(${target} PRIVATE ${CACHEBOUND_UNTIMED_OPTIONS})
  cachebound_reuse_precompiled(${target} untimed)
endfunction()

# cachebound_test_program(<name> SOURCES <...> USES <targets...>): a Catch2 executable; its CTest entries are the
# caller's.
function(cachebound_test_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE cachebound_flags cachebound_catch_main ${ARG_USES})
  target_compile_definitions(${name} PRIVATE CACHEBOUND_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_compile_options(${name} PRIVATE ${CACHEBOUND_UNTIMED_OPTIONS})
  cachebound_reuse_precompiled(${name} test)
  if(NOT ARG_SOURCES MATCHES "\\.c(;|$)")
    cachebound_join(${name})
  endif()
endfunction()

# cachebound_test(<name> LABEL unit|kernel|hardware|slow SOURCES <...> USES <targets...> [COST <seconds>] [APART <tag>]): a
# Catch2 executable that is one CTest entry; runs under the cross emulator by itself (CMAKE_CROSSCOMPILING_EMULATOR).
# COST: seconds natively; what is long begins first. APART: the cases of this tag are an entry of their own, so that a core
# does not wait for the other at the end.
function(cachebound_test name)
  if(NOT CACHEBOUND_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT;COST;APART" "SOURCES;USES;ENVIRONMENT" ${ARGN})
  cachebound_test_program(${name} SOURCES ${ARG_SOURCES} USES ${ARG_USES})
  set(entries ${name})
  if(ARG_APART)
    add_test(NAME ${name} COMMAND ${name} "~[${ARG_APART}]")
    add_test(NAME ${name}_${ARG_APART} COMMAND ${name} "[${ARG_APART}]")
    list(APPEND entries ${name}_${ARG_APART})
  else()
    add_test(NAME ${name} COMMAND ${name})
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if(NOT ARG_COST)
    set(ARG_COST 0)
  endif()
  set_tests_properties(${entries} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT} COST ${ARG_COST}
                                             ENVIRONMENT "${ARG_ENVIRONMENT}")
  # The others run beside one another: no verdict of theirs depends on a quiet machine.
  if(ARG_LABEL STREQUAL "hardware")
    set_tests_properties(${entries} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
