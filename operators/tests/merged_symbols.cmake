# SPDX-License-Identifier: Apache-2.0
# cmake -DNM=nm -DARCHIVE=libcachebound_operators.a -P merged_symbols.cmake
#
# What is compiled for a set that not every core has (kernels, Eigen) may define nothing that the linker would merge
# with the same inline function of another file, and so hand to a core without that set: no weak symbol but those of a
# namespace that is the file's own, and of templates over a vector policy (operators/simd), of which there is one per set.
execute_process(COMMAND "${NM}" -C --defined-only "${ARCHIVE}" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE ";" "," symbols "${symbols}")
string(REPLACE "\n" ";" symbols "${symbols}")
set(checked 0)
set(member "")
foreach(line IN LISTS symbols)
  if(line MATCHES "^([a-z0-9_]+\\.cpp\\.o):$")
    set(member "${CMAKE_MATCH_1}")
    if(member MATCHES "^(eigen|kernels|microkernels)_")
      math(EXPR checked "${checked} + 1")
    endif()
  elseif(member MATCHES "^(eigen|kernels|microkernels)_" AND line MATCHES "^[0-9a-f]+ [WVu] (.*)$")
    # The pointer through which exception tables name the personality routine: data, the same everywhere.
    if(NOT CMAKE_MATCH_1 MATCHES "Eigen_[a-z0-9_]+::|simd::|^DW\\.ref\\.")
      list(APPEND shared "${member}: ${CMAKE_MATCH_1}")
    endif()
  endif()
endforeach()
if(shared)
  list(JOIN shared "\n  " shared)
  message(FATAL_ERROR "may be merged with the same function of another file:\n  ${shared}")
endif()
if(checked EQUAL 0)
  message(FATAL_ERROR "${ARCHIVE} has none of the files to look at")
endif()
message(STATUS "${checked} files define nothing that could be merged")
