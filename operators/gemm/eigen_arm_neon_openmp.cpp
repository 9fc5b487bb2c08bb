// SPDX-License-Identifier: Apache-2.0
#define Eigen Eigen_arm_neon_openmp
#include "operators/gemm/eigen_product.hpp"

namespace cachebound::operators::gemm {

EigenKernel eigen_neon_openmp_kernel() { return eigen_kernel(Isa::neon); }

}  // namespace cachebound::operators::gemm
