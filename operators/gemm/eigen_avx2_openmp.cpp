// SPDX-License-Identifier: Apache-2.0
#define Eigen Eigen_avx2_openmp
#include "operators/gemm/eigen_product.hpp"

namespace cachebound::operators::gemm {

EigenKernel eigen_avx2_openmp_kernel() { return eigen_kernel(Isa::avx2); }

}  // namespace cachebound::operators::gemm
