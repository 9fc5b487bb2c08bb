# SPDX-License-Identifier: Apache-2.0
# One file for each library that was found. The order of linking matters: OpenBLAS and BLIS both export cblas_sgemm, and
# the one that is called must be OpenBLAS's (gemm/openblas.cpp checks it).
set(_have "")
foreach(_library ACL OPENBLAS BLIS EIGEN ONEDNN XNNPACK)
  list(APPEND _have CACHEBOUND_HAVE_${_library}=$<BOOL:${CACHEBOUND_HAVE_${_library}}>)
endforeach()
set_source_files_properties(conv2d/libraries.cpp gemm/backends.cpp PROPERTIES COMPILE_DEFINITIONS "${_have}")

if(CACHEBOUND_HAVE_OPENBLAS)
  target_sources(cachebound_operators PRIVATE gemm/openblas.cpp)
  target_link_libraries(cachebound_operators PRIVATE OpenBLAS::OpenBLAS ${CMAKE_DL_LIBS})
endif()
if(CACHEBOUND_HAVE_BLIS)
  target_sources(cachebound_operators PRIVATE gemm/blis.cpp)
  target_link_libraries(cachebound_operators PRIVATE BLIS::BLIS)
  if(CACHEBOUND_TIDY OR CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # The header of its OpenMP flavour reads <omp.h>, which is each compiler's own: Clang's is in a package of its own.
    execute_process(COMMAND g++ -print-file-name=include OUTPUT_VARIABLE _omp OUTPUT_STRIP_TRAILING_WHITESPACE
                    ERROR_QUIET)
    # Nothing of what it declares is used.
    set_source_files_properties(gemm/blis.cpp PROPERTIES COMPILE_OPTIONS "-idirafter;${_omp};-D_OMP_H")
  endif()
endif()
if(CACHEBOUND_HAVE_ONEDNN)
  target_sources(cachebound_operators PRIVATE conv2d/onednn.cpp gemm/onednn.cpp libraries/onednn_facts.cpp)
  target_link_libraries(cachebound_operators PRIVATE OneDNN::OneDNN)
endif()
if(CACHEBOUND_HAVE_XNNPACK)
  target_sources(cachebound_operators PRIVATE conv2d/xnnpack.cpp gemm/xnnpack.cpp libraries/xnnpack_facts.cpp)
  target_link_libraries(cachebound_operators PRIVATE XNNPACK::XNNPACK)
endif()
if(CACHEBOUND_HAVE_ACL)
  target_sources(cachebound_operators PRIVATE conv2d/acl.cpp gemm/acl.cpp libraries/acl_bridge.cpp)
  target_link_libraries(cachebound_operators PRIVATE ACL::ACL)
  set(_acl_options -std=gnu++17) # its headers are no C++20
  if(CACHEBOUND_ARCH STREQUAL "arm") # and have NEON in them
    list(APPEND _acl_options -mfpu=neon)
  endif()
  set_source_files_properties(libraries/acl_bridge.cpp PROPERTIES COMPILE_OPTIONS "${_acl_options}")
endif()

# As in a user's release build, but for the instruction set, which is chosen at run time among these.
set(_eigen_flags -O3)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CACHEBOUND_TIDY) # nobody else knows this flag
  # GCC 12 takes what its own AVX-512 header leaves undefined on purpose for a mistake of the caller (GCC bug 105593).
  list(APPEND _eigen_flags -Wno-maybe-uninitialized)
endif()
# Each twice: for one thread, as a user without OpenMP has it, and for teams with OpenMP, on that file alone.
function(cachebound_eigen_file name)
  target_sources(cachebound_operators PRIVATE gemm/${name}.cpp)
  set_source_files_properties(gemm/${name}.cpp PROPERTIES COMPILE_OPTIONS "${_eigen_flags};${ARGN}")
  if(OpenMP_CXX_FOUND)
    target_sources(cachebound_operators PRIVATE gemm/${name}_openmp.cpp)
    set(_openmp ${OpenMP_CXX_FLAGS})
    if(CACHEBOUND_TIDY) # <omp.h> is each compiler's own
      execute_process(COMMAND g++ -print-file-name=include OUTPUT_VARIABLE _include OUTPUT_STRIP_TRAILING_WHITESPACE)
      list(APPEND _openmp -idirafter ${_include})
    endif()
    set_source_files_properties(gemm/${name}_openmp.cpp PROPERTIES COMPILE_OPTIONS
                                                                   "${_eigen_flags};${_openmp};${ARGN}")
  endif()
endfunction()
if(CACHEBOUND_HAVE_EIGEN)
  target_sources(cachebound_operators PRIVATE gemm/eigen.cpp)
  target_link_libraries(cachebound_operators PRIVATE Eigen3::Eigen)
  if(OpenMP_CXX_FOUND)
    target_link_libraries(cachebound_operators PRIVATE ${OpenMP_CXX_FLAGS})
  endif()
  set_source_files_properties(gemm/eigen.cpp PROPERTIES COMPILE_DEFINITIONS
                                                        CACHEBOUND_EIGEN_OPENMP=$<BOOL:${OpenMP_CXX_FOUND}>)
  if(CACHEBOUND_ARCH STREQUAL "x86_64")
    cachebound_eigen_file(eigen_avx2 -mavx2 -mfma)
    cachebound_eigen_file(eigen_avx512 -mavx512f -mavx512vl -mavx512dq -mavx512bw -mfma)
  elseif(CACHEBOUND_ARCH STREQUAL "aarch64")
    cachebound_eigen_file(eigen_aarch64)
  elseif(CACHEBOUND_ARCH STREQUAL "arm")
    cachebound_eigen_file(eigen_arm_neon -mfpu=neon)
    cachebound_eigen_file(eigen_arm_vfpv4 -mfpu=neon-vfpv4)
  endif()
endif()
