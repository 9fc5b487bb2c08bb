# SPDX-License-Identifier: Apache-2.0
# libpfm has neither a CMake package nor, in Debian 12, a usable pkg-config file on every architecture.
find_path(PFM_INCLUDE_DIR NAMES perfmon/pfmlib.h)
find_library(PFM_LIBRARY NAMES pfm)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(PFM REQUIRED_VARS PFM_LIBRARY PFM_INCLUDE_DIR)
if(PFM_FOUND AND NOT TARGET PFM::PFM)
  add_library(PFM::PFM UNKNOWN IMPORTED)
  set_target_properties(PFM::PFM PROPERTIES IMPORTED_LOCATION "${PFM_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES
                                                                        "${PFM_INCLUDE_DIR}")
endif()
mark_as_advanced(PFM_INCLUDE_DIR PFM_LIBRARY)
