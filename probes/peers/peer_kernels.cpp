// SPDX-License-Identifier: Apache-2.0
// Loops as other bandwidth benchmarks have them, left to the compiler: STREAM's copy, scale and sum, and the copies
// that tinymembench times (forwards, backwards, prefetched, the C library's). What they reach and a ceiling does not is
// a form that we lack (docs/peers.md). Written for this comparison, after the descriptions of those programs.
//
//   peer_kernels <bytes> [seconds]     one line per loop: name, access, best rate in bytes per second
//
// `bytes` is the whole working set: of the array that is read, or of both arrays of a copy. Bytes read and written are
// counted, as STREAM does; what is fetched only to be overwritten is not.
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using Clock = std::chrono::steady_clock;

struct Arrays {
  double* from;
  double* to;
  std::size_t count;  // of each
};

double sum;  // of a read: kept, so that it cannot be left out

void read_sum(const Arrays& a) {
  constexpr std::size_t lanes = 64;  // independent sums: eight vectors of 512 bits
  double sums[lanes] = {};
  for (std::size_t i = 0; i < a.count; i += lanes)
    for (std::size_t j = 0; j < lanes; ++j) sums[j] += a.from[i + j];
  for (const double part : sums) sum += part;
}
void copy_stream(const Arrays& a) {
  for (std::size_t i = 0; i < a.count; ++i) a.to[i] = a.from[i];
}
void scale_stream(const Arrays& a) {
  for (std::size_t i = 0; i < a.count; ++i) a.to[i] = 3.0 * a.from[i];
}
void copy_backwards(const Arrays& a) {
  for (std::size_t i = a.count; i-- > 0;) a.to[i] = a.from[i];
}
void copy_prefetched(const Arrays& a) {
  constexpr std::size_t line = 8, ahead = 64;  // doubles: 64 B, 512 B
  for (std::size_t i = 0; i < a.count; i += line) {
    __builtin_prefetch(a.from + i + ahead);
    for (std::size_t j = 0; j < line; ++j) a.to[i + j] = a.from[i + j];
  }
}
void copy_libc(const Arrays& a) { std::memcpy(a.to, a.from, a.count * sizeof(double)); }
#if defined(__AVX512F__)
void ntcopy_loop(const Arrays& a) {
  for (std::size_t i = 0; i < a.count; i += 8) _mm512_stream_pd(a.to + i, _mm512_load_pd(a.from + i));
  _mm_sfence();
}
#elif defined(__AVX2__)
void ntcopy_loop(const Arrays& a) {
  for (std::size_t i = 0; i < a.count; i += 4) _mm256_stream_pd(a.to + i, _mm256_load_pd(a.from + i));
  _mm_sfence();
}
#elif defined(__x86_64__)
void ntcopy_loop(const Arrays& a) {
  for (std::size_t i = 0; i < a.count; i += 2) _mm_stream_pd(a.to + i, _mm_load_pd(a.from + i));
  _mm_sfence();
}
#endif

struct Loop {
  const char* name;
  const char* access;  // the word of docs/naming.md
  int streams;
  void (*run)(const Arrays&);
};

constexpr Loop loops[] = {
    {"read_sum", "read", 1, read_sum},
    {"copy_stream", "copy", 2, copy_stream},
    {"scale_stream", "copy", 2, scale_stream},
    {"copy_backwards", "copy", 2, copy_backwards},
    {"copy_prefetched", "copy", 2, copy_prefetched},
    {"copy_libc", "copy", 2, copy_libc},
#if defined(__x86_64__)
    {"ntcopy_loop", "ntcopy", 2, ntcopy_loop},
#endif
};

double* allocate(std::size_t bytes) {
  constexpr std::size_t huge = std::size_t{2} << 20U;
  const std::size_t mapped = (bytes + 2 * huge - 1) / huge * huge;
  void* memory = mmap(nullptr, mapped + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  const auto aligned = (reinterpret_cast<std::uintptr_t>(memory) + huge - 1) / huge * huge;
  madvise(reinterpret_cast<void*>(aligned), mapped, MADV_HUGEPAGE);
  std::memset(reinterpret_cast<void*>(aligned), 0x3f, mapped);  // no page is the zero page, no line is of zeros
  return reinterpret_cast<double*>(aligned);
}

/// The best of as many calls as fit into `seconds`; a call repeats the loop for at least a millisecond.
double best_rate(const Loop& loop, const Arrays& arrays, double seconds) {
  const double bytes = static_cast<double>(loop.streams) * static_cast<double>(arrays.count * sizeof(double));
  const auto time_of = [&](int times) {
    const auto begin = Clock::now();
    for (int i = 0; i < times; ++i) loop.run(arrays);
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  int times = 1;
  while (time_of(times) < 1e-3) times *= 2;
  double best = 0.0;
  const auto begin = Clock::now();
  do best = std::max(best, times * bytes / time_of(times));
  while (std::chrono::duration<double>(Clock::now() - begin).count() < seconds);
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::span arguments(argv, static_cast<std::size_t>(argc));
  if (argc < 2) return std::fprintf(stderr, "usage: peer_kernels <bytes> [seconds per loop]\n"), 2;
  const auto bytes = static_cast<std::size_t>(std::strtoull(arguments[1], nullptr, 10));
  const double seconds = argc > 2 ? std::strtod(arguments[2], nullptr) : 0.3;
  constexpr std::size_t granule = 2048;  // two arrays of whole blocks of 64 doubles
  if (bytes < granule || bytes % granule != 0) return std::fprintf(stderr, "bytes: a multiple of 2048\n"), 2;
  double* memory = allocate(bytes + 4096);  // a prefetch reaches beyond the end
  if (memory == nullptr) return std::fprintf(stderr, "no memory for %zu bytes\n", bytes), 3;
  for (const Loop& loop : loops) {
    const std::size_t count = bytes / sizeof(double) / static_cast<std::size_t>(loop.streams);
    const Arrays arrays{memory, memory + count * static_cast<std::size_t>(loop.streams - 1), count};
    std::printf("%s %s %.6g\n", loop.name, loop.access, best_rate(loop, arrays, seconds));
  }
  return std::isnan(sum) ? 1 : 0;
}
