# SPDX-License-Identifier: Apache-2.0
# oneDNN by its files: Debian's CMake package of it insists on the headers of OpenCL, which only its GPU side needs.
# It runs on OpenMP, whose number of threads only OpenMP's own library can set.
find_path(OneDNN_INCLUDE_DIR NAMES oneapi/dnnl/dnnl.hpp)
find_library(OneDNN_LIBRARY NAMES dnnl)
find_package(OpenMP QUIET COMPONENTS CXX)
if(OneDNN_INCLUDE_DIR)
  file(STRINGS "${OneDNN_INCLUDE_DIR}/oneapi/dnnl/dnnl_version.h" _lines REGEX "DNNL_VERSION_(MAJOR|MINOR|PATCH) +[0-9]+")
  string(REGEX REPLACE "[^;0-9]*([0-9]+)" "\\1" OneDNN_VERSION "${_lines}")
  string(REPLACE ";" "." OneDNN_VERSION "${OneDNN_VERSION}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OneDNN REQUIRED_VARS OneDNN_LIBRARY OneDNN_INCLUDE_DIR OpenMP_CXX_LIBRARIES
                                  VERSION_VAR OneDNN_VERSION)
if(OneDNN_FOUND AND NOT TARGET OneDNN::OneDNN)
  add_library(OneDNN::OneDNN UNKNOWN IMPORTED)
  # OpenMP's library alone: with its compiler flag, other files would become parallel.
  set_target_properties(
    OneDNN::OneDNN PROPERTIES IMPORTED_LOCATION "${OneDNN_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES
                              "${OneDNN_INCLUDE_DIR}" INTERFACE_LINK_LIBRARIES "${OpenMP_CXX_LIBRARIES}")
endif()
mark_as_advanced(OneDNN_INCLUDE_DIR OneDNN_LIBRARY)
