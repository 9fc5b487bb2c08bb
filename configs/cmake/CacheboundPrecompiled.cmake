# SPDX-License-Identifier: Apache-2.0
# What most files include, compiled once for each kind of module and once for tests: more than half of the compiler's time was spent
# reading the same headers again. Off in the presets `release` and `tidy`, so that a file that forgets an include of its
# own fails there.

# cachebound_precompiled(<name> HEADERS <...> [OPTIONS <...>] USES <targets...>): a target whose headers others reuse.
# GCC takes them only where the options of code generation are the same, hence OPTIONS.
function(cachebound_precompiled name)
  cmake_parse_arguments(ARG "" "" "HEADERS;OPTIONS;USES" ${ARGN})
  set(source "${PROJECT_BINARY_DIR}/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// Nothing but the headers.\n")
  add_library(${name} OBJECT "${source}")
  target_link_libraries(${name} PRIVATE cachebound_flags ${ARG_USES})
  target_compile_options(${name} PRIVATE ${ARG_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# cachebound_reuse_precompiled(<target> module|untimed|test): at the end of this directory, when the sources' options are
# known. Sources with options of their own (kernels of one instruction set) and C read their headers themselves.
function(cachebound_reuse_precompiled target kind)
  if(CACHEBOUND_PCH)
    set(name cachebound_${kind}_headers)
    if(kind STREQUAL "untimed" AND NOT CACHEBOUND_UNTIMED_OPTIONS) # the same headers with the same options
      set(name cachebound_module_headers)
    endif()
    cmake_language(EVAL CODE "cmake_language(DEFER CALL _cachebound_reuse_precompiled ${target} ${name})")
  endif()
endfunction()
function(_cachebound_reuse_precompiled target name)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_source_file_property(own ${source} COMPILE_OPTIONS)
    if(own OR source MATCHES "\\.c$")
      set_source_files_properties(${source} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
  endforeach()
  target_precompile_headers(${target} REUSE_FROM ${name})
endfunction()

if(CACHEBOUND_PCH)
  set(_headers
      <algorithm>
      <array>
      <cmath>
      <cstdint>
      <filesystem>
      <functional>
      <limits>
      <map>
      <memory>
      <optional>
      <span>
      <string>
      <string_view>
      <utility>
      <vector>
      <fmt/format.h>)
  cachebound_precompiled(cachebound_module_headers HEADERS ${_headers} USES fmt::fmt)
  if(CACHEBOUND_UNTIMED_OPTIONS)
    cachebound_precompiled(cachebound_untimed_headers HEADERS ${_headers} OPTIONS ${CACHEBOUND_UNTIMED_OPTIONS}
                           USES fmt::fmt)
  endif()
  # Those of the program, whose only user compiles them itself.
  set(CACHEBOUND_CLI_HEADERS ${_headers} <CLI/CLI.hpp>)
  if(CACHEBOUND_BUILD_TESTS)
    if(Catch2_VERSION VERSION_GREATER_EQUAL 3)
      list(APPEND _headers <catch2/catch_all.hpp>)
    else()
      list(APPEND _headers <catch2/catch.hpp>)
    endif()
    cachebound_precompiled(
      cachebound_test_headers
      HEADERS ${_headers}
      OPTIONS ${CACHEBOUND_UNTIMED_OPTIONS}
      USES fmt::fmt Catch2::Catch2)
  endif()
endif()
