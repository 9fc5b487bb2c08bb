# SPDX-License-Identifier: Apache-2.0
# OpenBLAS by its own path, never through -lblas: Debian's alternatives may point that at another library.
# Any flavour serves (the backend sets one thread and checks it); the serial one is preferred.
find_path(OpenBLASSerial_INCLUDE_DIR NAMES cblas.h
          PATH_SUFFIXES openblas-serial ${CMAKE_LIBRARY_ARCHITECTURE}/openblas-serial openblas-pthread
                        ${CMAKE_LIBRARY_ARCHITECTURE}/openblas-pthread openblas)
find_library(OpenBLASSerial_LIBRARY NAMES openblas
             PATH_SUFFIXES openblas-serial ${CMAKE_LIBRARY_ARCHITECTURE}/openblas-serial openblas-pthread
                           ${CMAKE_LIBRARY_ARCHITECTURE}/openblas-pthread openblas)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenBLASSerial REQUIRED_VARS OpenBLASSerial_LIBRARY OpenBLASSerial_INCLUDE_DIR)
if(OpenBLASSerial_FOUND AND NOT TARGET OpenBLAS::Serial)
  add_library(OpenBLAS::Serial UNKNOWN IMPORTED)
  set_target_properties(OpenBLAS::Serial PROPERTIES IMPORTED_LOCATION "${OpenBLASSerial_LIBRARY}"
                                                    INTERFACE_INCLUDE_DIRECTORIES "${OpenBLASSerial_INCLUDE_DIR}")
endif()
mark_as_advanced(OpenBLASSerial_INCLUDE_DIR OpenBLASSerial_LIBRARY)
