# SPDX-License-Identifier: Apache-2.0
# XNNPACK has neither a CMake package nor a pkg-config file in Debian. Its header needs that of pthreadpool, whose -dev
# package it does not name.
find_path(XNNPACK_INCLUDE_DIR NAMES xnnpack.h)
find_path(pthreadpool_INCLUDE_DIR NAMES pthreadpool.h)
find_library(XNNPACK_LIBRARY NAMES XNNPACK)
find_library(pthreadpool_LIBRARY NAMES pthreadpool)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(XNNPACK REQUIRED_VARS XNNPACK_LIBRARY pthreadpool_LIBRARY XNNPACK_INCLUDE_DIR
                                                        pthreadpool_INCLUDE_DIR)
if(XNNPACK_FOUND AND NOT TARGET XNNPACK::XNNPACK)
  add_library(XNNPACK::XNNPACK UNKNOWN IMPORTED)
  set_target_properties(
    XNNPACK::XNNPACK PROPERTIES IMPORTED_LOCATION "${XNNPACK_LIBRARY}"
                                INTERFACE_LINK_LIBRARIES "${pthreadpool_LIBRARY}"
                                INTERFACE_INCLUDE_DIRECTORIES "${XNNPACK_INCLUDE_DIR};${pthreadpool_INCLUDE_DIR}")
endif()
mark_as_advanced(XNNPACK_INCLUDE_DIR XNNPACK_LIBRARY pthreadpool_INCLUDE_DIR pthreadpool_LIBRARY)
