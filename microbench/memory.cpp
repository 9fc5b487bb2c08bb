// SPDX-License-Identifier: Apache-2.0
#include "microbench/memory.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace cachebound {
namespace {

constexpr std::size_t huge_page_bytes = std::size_t{2} << 20U;

/// KiB of the mapping that starts within [begin, end) which the kernel backs by transparent huge pages; -1 if it does
/// not say. madvise may succeed and still give nothing, so smaps is asked.
long huge_kib(std::uintptr_t begin, std::uintptr_t end) {
  std::FILE* file = std::fopen("/proc/self/smaps", "r");
  if (file == nullptr) return -1;
  char line[512];
  long total = -1;
  bool inside = false;
  while (std::fgets(line, sizeof line, file) != nullptr) {
    std::uintptr_t from = 0;
    std::uintptr_t to = 0;
    long kib = 0;
    if (std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR, &from, &to) == 2) {
      inside = from < end && begin < to;
    } else if (inside && std::sscanf(line, "AnonHugePages: %ld kB", &kib) == 1) {
      total = (total < 0 ? 0 : total) + kib;
    }
  }
  std::fclose(file);
  return total;
}

}  // namespace

Result<WorkingMemory> WorkingMemory::allocate(std::size_t bytes) {
  const std::size_t mapped = bytes + huge_page_bytes;
  void* mapping =
      mapped < bytes ? MAP_FAILED : mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping == MAP_FAILED) {
    return Error{Reason::no_resources,
                 fmt::format("cannot allocate {} MiB for a working set: {}", bytes >> 20U, std::strerror(errno))};
  }
  WorkingMemory memory;
  memory.mapping_ = mapping;
  memory.mapped_ = mapped;
  const auto start = reinterpret_cast<std::uintptr_t>(mapping);
  const auto aligned = (start + huge_page_bytes - 1) & ~(std::uintptr_t{huge_page_bytes} - 1);
  memory.data_ = reinterpret_cast<std::byte*>(aligned);
  memory.size_ = bytes;
  memory.advised_ = madvise(memory.data_, bytes, MADV_HUGEPAGE) == 0;
  // 0x3f bytes make 0x3f3f3f3f = 0.747 as f32: a normal number, wherever a kernel should compute on it.
  std::memset(memory.data_, 0x3f, bytes);
  return memory;
}

std::string WorkingMemory::placement() const {
  const auto begin = reinterpret_cast<std::uintptr_t>(data_);
  const long huge = advised_ ? huge_kib(begin, begin + size_) : 0;
  if (huge <= 0) return fmt::format("{} KiB pages", sysconf(_SC_PAGESIZE) / 1024);
  const double share = 100.0 * static_cast<double>(huge) * 1024.0 / static_cast<double>(size_);
  return fmt::format("huge pages ({:.0f} %)", std::min(share, 100.0));
}

WorkingMemory::WorkingMemory(WorkingMemory&& other) noexcept
    : mapping_(other.mapping_),
      mapped_(other.mapped_),
      data_(other.data_),
      size_(other.size_),
      advised_(other.advised_) {
  other.mapping_ = nullptr;
}

WorkingMemory::~WorkingMemory() {
  if (mapping_ != nullptr) munmap(mapping_, mapped_);
}

}  // namespace cachebound
