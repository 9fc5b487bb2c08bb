# SPDX-License-Identifier: Apache-2.0
# BLIS by its own path, never through -lblas or -lblis: Debian's alternatives may point those at another library or
# another flavour. The one with OpenMP is preferred: it runs on one thread or on several. The serial one cannot, and the
# one with threads of its own makes them anew in every call.
set(_flavours "")
foreach(_flavour blis-openmp blis-serial blis-pthread)
  list(APPEND _flavours ${_flavour} ${CMAKE_LIBRARY_ARCHITECTURE}/${_flavour})
endforeach()
find_path(BLIS_INCLUDE_DIR NAMES blis.h PATH_SUFFIXES ${_flavours} blis)
find_library(BLIS_LIBRARY NAMES blis PATH_SUFFIXES ${_flavours} blis)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(BLIS REQUIRED_VARS BLIS_LIBRARY BLIS_INCLUDE_DIR)
if(BLIS_FOUND AND NOT TARGET BLIS::BLIS)
  add_library(BLIS::BLIS UNKNOWN IMPORTED)
  set_target_properties(BLIS::BLIS PROPERTIES IMPORTED_LOCATION "${BLIS_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES
                                                                                  "${BLIS_INCLUDE_DIR}")
endif()
mark_as_advanced(BLIS_INCLUDE_DIR BLIS_LIBRARY)
