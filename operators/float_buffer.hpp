// SPDX-License-Identifier: Apache-2.0
// Numbers in placed memory, as matrices and packing buffers need them.
#pragma once

#include <cstddef>
#include <span>

#include "microbench/memory.hpp"
#include "microbench/result.hpp"
#include "operators/bf16.hpp"
#include "operators/half.hpp"

namespace cachebound::operators {

/// Refuses what is larger than the memory that is available, to this process's control group too. The kernel would often grant it (memory is overcommitted) and end
/// the program only when it is touched.
Status fits_memory(double bytes);

/// Refuses what the kernel would not map now (a limit of addresses, overcommitting forbidden). For libraries that ask
/// for work space in a call which cannot fail.
Status can_be_mapped(std::size_t bytes);

template <typename T>
class Buffer {
 public:
  /// Placed memory starts at a multiple of 2 MiB. Several buffers that all did so would meet in the same cache sets and
  /// alias in the low 12 address bits, so buffer number `colour` of an operator starts `colour` * 832 bytes later (13
  /// lines: odd, hence different sets).
  static Result<Buffer> allocate(std::size_t count, int colour);

  [[nodiscard]] std::span<T> values() const { return values_; }
  [[nodiscard]] T* data() const { return values_.data(); }

 private:
  Buffer(WorkingMemory memory, std::span<T> values) : memory_(std::move(memory)), values_(values) {}
  WorkingMemory memory_;
  std::span<T> values_;
};

extern template class Buffer<float>;
extern template class Buffer<double>;
extern template class Buffer<Half>;
extern template class Buffer<Bf16>;
using FloatBuffer = Buffer<float>;

}  // namespace cachebound::operators
