# SPDX-License-Identifier: Apache-2.0
# Arm Compute Library has neither a CMake package nor a pkg-config file in Debian.
find_path(ACL_INCLUDE_DIR NAMES arm_compute/runtime/NEON/functions/NEGEMM.h)
find_library(ACL_LIBRARY NAMES arm_compute)
find_library(ACL_CORE_LIBRARY NAMES arm_compute_core)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ACL REQUIRED_VARS ACL_LIBRARY ACL_CORE_LIBRARY ACL_INCLUDE_DIR)
if(ACL_FOUND AND NOT TARGET ACL::ACL)
  add_library(ACL::ACL UNKNOWN IMPORTED)
  set_target_properties(ACL::ACL PROPERTIES IMPORTED_LOCATION "${ACL_LIBRARY}" INTERFACE_LINK_LIBRARIES "${ACL_CORE_LIBRARY}"
                                            INTERFACE_INCLUDE_DIRECTORIES "${ACL_INCLUDE_DIR}")
endif()
mark_as_advanced(ACL_INCLUDE_DIR ACL_LIBRARY ACL_CORE_LIBRARY)
