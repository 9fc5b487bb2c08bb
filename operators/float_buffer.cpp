// SPDX-License-Identifier: Apache-2.0
#include "operators/float_buffer.hpp"

#include <fmt/format.h>
#include <sys/mman.h>

#include <limits>
#include <memory>

#include "microbench/host/host_reader.hpp"
#include "microbench/host/system_files.hpp"

namespace cachebound::operators {
namespace {

constexpr std::size_t colour_bytes = 832;
constexpr std::size_t huge_page_bytes = std::size_t{2} << 20U;

}  // namespace

Status fits_memory(double bytes) {
  const MemoryInfo memory = read_memory_info(*native_host_sources().files);
  if (memory.total.value <= 0.0 || bytes < memory.available.value) return std::nullopt;
  constexpr double mebibyte = 1048576.0;
  return Error{Reason::no_resources,
               fmt::format("needs {:.0f} MiB, more than the {:.0f} MiB that are available of {:.0f} MiB",
                           bytes / mebibyte, memory.available.value / mebibyte, memory.total.value / mebibyte)};
}

Status can_be_mapped(std::size_t bytes) {
  void* mapping = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping == MAP_FAILED) {
    return Error{Reason::no_resources,
                 fmt::format("{} MiB of work space cannot be had (a limit of memory, ulimit -v?)", bytes >> 20U)};
  }
  munmap(mapping, bytes);
  return std::nullopt;
}

template <typename T>
Result<Buffer<T>> Buffer<T>::allocate(std::size_t count, int colour) {
  const std::size_t offset = static_cast<std::size_t>(colour) * colour_bytes;
  if (count > (std::numeric_limits<std::size_t>::max() / 2 - offset) / sizeof(T)) {
    return Error{Reason::no_resources, fmt::format("cannot allocate {} numbers: more than the address space", count)};
  }
  std::size_t bytes = count * sizeof(T) + offset;
  // A huge page is had only as a whole; from an eighth of one on, fewer TLB misses are worth the rest of it.
  if (bytes >= huge_page_bytes / 8) bytes = (bytes + huge_page_bytes - 1) / huge_page_bytes * huge_page_bytes;
  auto memory = WorkingMemory::allocate(bytes);
  if (!memory) return memory.error();
  auto* first = reinterpret_cast<T*>(memory->bytes().data() + offset);
  std::uninitialized_fill_n(first, count, T{});
  return Buffer{std::move(memory).value(), std::span<T>{first, count}};
}

template class Buffer<float>;
template class Buffer<double>;
template class Buffer<Half>;
template class Buffer<Bf16>;

}  // namespace cachebound::operators
