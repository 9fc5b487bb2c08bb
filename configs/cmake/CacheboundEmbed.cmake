# SPDX-License-Identifier: Apache-2.0
# Data files compiled into the program: a board gets one executable and needs no installed tree.

# cachebound_embed(<target> <files relative to configs/...>): defines `embedded_files()` of microbench/embedded.hpp.
function(cachebound_embed target)
  set(entries "")
  foreach(name IN LISTS ARGN)
    set(path "${PROJECT_SOURCE_DIR}/configs/${name}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" text)
    string(APPEND entries "    {R\"cachebound(${name})cachebound\", R\"cachebound(${text})cachebound\"},\n")
  endforeach()
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embedded_files.cpp")
  file(
    CONFIGURE
    OUTPUT "${source}"
    CONTENT
      "// Generated from configs/ by CacheboundEmbed.cmake.\n#include \"microbench/embedded.hpp\"\n\nnamespace cachebound {\nnamespace {\nconstexpr EmbeddedFile files[] = {\n@entries@};\n}  // namespace\n\nstd::span<const EmbeddedFile> embedded_files() { return files; }\n\n}  // namespace cachebound\n"
    @ONLY)
  target_sources(${target} PRIVATE "${source}")
endfunction()
