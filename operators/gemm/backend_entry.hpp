// SPDX-License-Identifier: Apache-2.0
// One row of the table of backends: what is listed, and how a case of it is prepared.
#pragma once

#include <functional>
#include <vector>

#include "operators/gemm/gemm_operands.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::gemm {

template <typename T>
using PrepareOf = std::function<PreparedResult(GemmOperandsOf<T>, const TargetCore&)>;

/// Those are called whose type the backend lists, and none where it is unavailable.
struct BackendEntry {
  Backend backend;
  PrepareOf<float> prepare{};
  PrepareOf<double> prepare_f64{};
  PrepareOf<Half> prepare_f16{};
  PrepareOf<Bf16> prepare_bf16{};
};

inline const std::vector<DType> f32_and_f64{DType::f32, DType::f64};
inline const std::vector<DType> every_float{DType::f32, DType::f64, DType::f16, DType::bf16};

/// Empty if the core has the set, else the reason.
Status lacking(Isa isa, const TargetCore& core);

/// A form whose set this build's architecture does not have.
Error of_another_architecture(Isa isa);

/// The widest set of the core that this build has kernels of its own for: what a library takes that chooses by the
/// core, has kernels for all of these, and does not name them.
Isa widest_isa(const TargetCore& core);

/// Our own kernel in all its forms: the widest set, each set, each register tile.
std::vector<BackendEntry> tiled_entries(const TargetCore& core);

}  // namespace cachebound::operators::gemm
