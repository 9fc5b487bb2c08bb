# SPDX-License-Identifier: Apache-2.0
# BLIS by its own path, never through -lblas or -lblis: Debian's alternatives may point those at another library or
# another flavour. The serial one is preferred; any serves, since the backend sets one thread and checks it.
find_path(BLISSerial_INCLUDE_DIR NAMES blis.h
          PATH_SUFFIXES blis-serial ${CMAKE_LIBRARY_ARCHITECTURE}/blis-serial blis-pthread
                        ${CMAKE_LIBRARY_ARCHITECTURE}/blis-pthread blis-openmp
                        ${CMAKE_LIBRARY_ARCHITECTURE}/blis-openmp blis)
find_library(BLISSerial_LIBRARY NAMES blis
             PATH_SUFFIXES blis-serial ${CMAKE_LIBRARY_ARCHITECTURE}/blis-serial blis-pthread
                           ${CMAKE_LIBRARY_ARCHITECTURE}/blis-pthread blis-openmp
                           ${CMAKE_LIBRARY_ARCHITECTURE}/blis-openmp blis)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(BLISSerial REQUIRED_VARS BLISSerial_LIBRARY BLISSerial_INCLUDE_DIR)
if(BLISSerial_FOUND AND NOT TARGET BLIS::Serial)
  add_library(BLIS::Serial UNKNOWN IMPORTED)
  set_target_properties(BLIS::Serial PROPERTIES IMPORTED_LOCATION "${BLISSerial_LIBRARY}"
                                                INTERFACE_INCLUDE_DIRECTORIES "${BLISSerial_INCLUDE_DIR}")
endif()
mark_as_advanced(BLISSerial_INCLUDE_DIR BLISSerial_LIBRARY)
