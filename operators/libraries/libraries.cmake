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
function(cachebound_eigen_file file)
  target_sources(cachebound_operators PRIVATE ${file})
  set_source_files_properties(${file} PROPERTIES COMPILE_OPTIONS "${_eigen_flags};${ARGN}")
endfunction()
if(CACHEBOUND_HAVE_EIGEN)
  target_sources(cachebound_operators PRIVATE gemm/eigen.cpp)
  target_link_libraries(cachebound_operators PRIVATE Eigen3::Eigen)
  if(CACHEBOUND_ARCH STREQUAL "x86_64")
    cachebound_eigen_file(gemm/eigen_avx2.cpp -mavx2 -mfma)
    cachebound_eigen_file(gemm/eigen_avx512.cpp -mavx512f -mavx512vl -mavx512dq -mavx512bw -mfma)
  elseif(CACHEBOUND_ARCH STREQUAL "aarch64")
    cachebound_eigen_file(gemm/eigen_aarch64.cpp)
  elseif(CACHEBOUND_ARCH STREQUAL "arm")
    cachebound_eigen_file(gemm/eigen_arm_neon.cpp -mfpu=neon)
    cachebound_eigen_file(gemm/eigen_arm_vfpv4.cpp -mfpu=neon-vfpv4)
  endif()
endif()
