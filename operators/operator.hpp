// SPDX-License-Identifier: Apache-2.0
// What an operator is to the runner: a named backend that prepares a case, and a prepared case that runs.
//
// prepare() allocates, fills, plans and touches, and is never timed. run() is the only timed call, and it includes all
// that a caller would pay on every call: the packing of operands too. That part can also be run alone, since it is a
// term of the answer.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "microbench/host/host_info.hpp"
#include "microbench/isa.hpp"
#include "microbench/measurement.hpp"
#include "microbench/result.hpp"
#include "operators/output.hpp"

namespace cachebound::operators {

/// The core that the operator will run on. Passed in: neither the instruction set nor the blocking is ever taken from
/// the build host.
struct TargetCore {
  IsaSet isas{Isa::scalar};
  std::vector<Cache> caches;  ///< a level that is absent is not assumed: see gemm/blocking.hpp
  /// For a team: one for each of its threads, the caller's own first. Empty: the calling thread alone.
  std::vector<int> cpus{};

  [[nodiscard]] int threads() const { return cpus.empty() ? 1 : static_cast<int>(cpus.size()); }
};

/// Owns operands, packed buffers and plans.
class Prepared {
 public:
  Prepared() = default;
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  virtual ~Prepared() = default;

  virtual void run() = 0;

  /// Around every stretch of calls, never timed: what a library keeps for the whole process (how many threads it may
  /// use) is set here, and threads of our own exist only meanwhile. An error: it cannot run as it was prepared to.
  virtual Status enter() { return std::nullopt; }
  virtual void leave() {}

  [[nodiscard]] virtual bool has_packing() const { return false; }
  /// Only the packing that every run() does. Leaves output() as it is.
  virtual void run_packing() {}

  /// Poisoned until run() has written it, so that an element which is never written fails verification.
  [[nodiscard]] virtual Output output() = 0;

  /// The tensors that the layer before has written and the layer behind will read, as this backend reads and writes
  /// them; all else that a call touches are weights and its own work space. Empty: it does not tell.
  [[nodiscard]] virtual std::vector<std::span<const std::byte>> activations() const { return {}; }

  /// Whether it does fewer multiplications than the definition, whose work it is measured against: it may pass a
  /// compute ceiling.
  [[nodiscard]] virtual bool fewer_operations() const { return false; }
  /// How far any element may be from the exact result, where that does not follow from the length of an inner product
  /// alone: what transforms its operands first is off by what the transforms blow up.
  [[nodiscard]] virtual std::optional<double> error_bound() const { return std::nullopt; }

  [[nodiscard]] virtual Isa isa() const = 0;
  /// What a library says of itself, or the tile of our own kernel.
  [[nodiscard]] virtual std::string implementation() const = 0;
  [[nodiscard]] virtual std::optional<GemmBlocking> blocking() const { return std::nullopt; }
  [[nodiscard]] virtual std::optional<ConvBlocking> conv_blocking() const { return std::nullopt; }
};

using PreparedResult = Result<std::unique_ptr<Prepared>>;

/// One implementation of one operator. Those that cannot run here are listed too, with the reason.
struct Backend {
  std::string name;
  Status unavailable;     ///< empty: it runs on this core
  Isa isa = Isa::scalar;  ///< widest set it uses here
  std::string summary;
  std::vector<DType> dtypes{DType::f32};  ///< that it has
  std::string threading = {};             ///< by what it uses several threads: "OpenMP"; empty: it has but one
};

}  // namespace cachebound::operators
