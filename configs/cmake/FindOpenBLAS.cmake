# SPDX-License-Identifier: Apache-2.0
# OpenBLAS by its own path, never through -lblas: Debian's alternatives may point that at another library. Of its
# flavours the one with OpenMP is preferred: it runs on one thread or on several, and what is set for it holds for
# oneDNN. The serial one cannot use several.
set(_flavours "")
foreach(_flavour openblas-openmp openblas-serial openblas-pthread)
  list(APPEND _flavours ${_flavour} ${CMAKE_LIBRARY_ARCHITECTURE}/${_flavour})
endforeach()
find_path(OpenBLAS_INCLUDE_DIR NAMES cblas.h PATH_SUFFIXES ${_flavours} openblas)
find_library(OpenBLAS_LIBRARY NAMES openblas PATH_SUFFIXES ${_flavours} openblas)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenBLAS REQUIRED_VARS OpenBLAS_LIBRARY OpenBLAS_INCLUDE_DIR)
if(OpenBLAS_FOUND AND NOT TARGET OpenBLAS::OpenBLAS)
  add_library(OpenBLAS::OpenBLAS UNKNOWN IMPORTED)
  set_target_properties(OpenBLAS::OpenBLAS PROPERTIES IMPORTED_LOCATION "${OpenBLAS_LIBRARY}"
                                                      INTERFACE_INCLUDE_DIRECTORIES "${OpenBLAS_INCLUDE_DIR}")
endif()
mark_as_advanced(OpenBLAS_INCLUDE_DIR OpenBLAS_LIBRARY)
