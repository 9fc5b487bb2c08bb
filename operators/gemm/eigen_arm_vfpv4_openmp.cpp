// SPDX-License-Identifier: Apache-2.0
#define Eigen Eigen_arm_vfpv4_openmp
#include "operators/gemm/eigen_product.hpp"

namespace cachebound::operators::gemm {

EigenKernel eigen_neon_vfpv4_openmp_kernel() { return eigen_kernel(Isa::neon_vfpv4); }

}  // namespace cachebound::operators::gemm
