// SPDX-License-Identifier: Apache-2.0
// Working sets that are placed, not hoped for.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "microbench/result.hpp"
#include "microbench/units.hpp"

namespace cachebound {

/// Anonymous memory, aligned to 2 MiB, huge pages asked for, every page touched by a write: an untouched page is the
/// shared zero page, and reading it measures L1 whatever the size.
class WorkingMemory {
 public:
  static Result<WorkingMemory> allocate(std::size_t bytes);
  WorkingMemory(WorkingMemory&& other) noexcept;
  WorkingMemory& operator=(WorkingMemory&&) = delete;
  WorkingMemory(const WorkingMemory&) = delete;
  WorkingMemory& operator=(const WorkingMemory&) = delete;
  ~WorkingMemory();

  [[nodiscard]] std::span<std::byte> bytes() const { return {data_, size_}; }
  /// What was obtained, in words: "huge pages (98 %)" or "4 KiB pages". Looked up in all of this process's mappings, which
  /// takes a millisecond and more: ask where it is told.
  [[nodiscard]] std::string placement() const;

 private:
  WorkingMemory() = default;
  void* mapping_ = nullptr;
  std::size_t mapped_ = 0;
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  bool advised_ = false;  ///< the kernel took the advice to use huge pages
};

}  // namespace cachebound
