// SPDX-License-Identifier: Apache-2.0
// Data caches as a sum of rules, one level inside the other: sets of ways, the least recently used line leaves, a store
// that misses fetches its line first (write-allocate), a changed line goes outward when it leaves (write-back).
//
// A level neither includes nor excludes what is inside it. A line that is written back to a level which has lost it is
// whole: it is put there without being fetched. No prefetcher, no write streaming, no colours: addresses are those of
// the program. What a core with these sizes really moves is for its counters to say.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { cache_levels_at_most = 3 };

struct cache_shape {
  uint64_t size_bytes;
  unsigned ways;
  unsigned line_bytes;
};

/// Lines that entered a level from outside, and changed lines that left it outward.
struct cache_counts {
  uint64_t refills;
  uint64_t write_backs;
};

struct cache_model;

/// NULL when these are sizes of a cache: whole sets, lines of a power of two of at least 8 bytes, the same in all
/// levels. Else what was expected, in words.
const char* cache_shapes_fault(const struct cache_shape* levels, unsigned count);

/// `levels` from the inside out, without a fault. NULL: no memory.
struct cache_model* cache_model_new(const struct cache_shape* levels, unsigned count);
void cache_model_delete(struct cache_model* model);

void cache_model_access(struct cache_model* model, uint64_t address, unsigned bytes, bool is_store);

struct cache_counts cache_model_counts(const struct cache_model* model, unsigned level);
/// Counts start again; what the caches hold stays.
void cache_model_clear_counts(struct cache_model* model);

#ifdef __cplusplus
}
#endif
