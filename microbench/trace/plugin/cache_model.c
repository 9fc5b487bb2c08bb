// SPDX-License-Identifier: Apache-2.0
#include "cache_model.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// One word per line: its number (address over line size) shifted left by two, with these bits below. Zero is empty.
enum { present = 1, changed = 2, number_shift = 2 };

struct level {
  uint64_t sets;
  unsigned ways;
  uint64_t* lines;  // set by set, in each the most recently used first
  struct cache_counts counts;
};

struct cache_model {
  unsigned count;
  unsigned line_shift;
  struct level levels[cache_levels_at_most];
};

static bool is_power_of_two(unsigned value) { return value != 0 && (value & (value - 1)) == 0; }

const char* cache_shapes_fault(const struct cache_shape* levels, unsigned count) {
  if (count < 1 || count > cache_levels_at_most) return "expected one to three levels of cache";
  for (unsigned i = 0; i < count; ++i) {
    const struct cache_shape* s = &levels[i];
    if (!is_power_of_two(s->line_bytes) || s->line_bytes < 8) return "expected a line of 8, 16, 32, 64 ... bytes";
    if (s->line_bytes != levels[0].line_bytes) return "expected lines of the same size in all levels";
    if (s->ways == 0) return "expected a number of ways";
    const uint64_t set_bytes = (uint64_t)s->ways * s->line_bytes;
    if (s->size_bytes == 0 || s->size_bytes % set_bytes != 0) return "expected a size of whole sets (ways x line)";
  }
  return NULL;
}

struct cache_model* cache_model_new(const struct cache_shape* levels, unsigned count) {
  struct cache_model* model = calloc(1, sizeof *model);
  if (model == NULL) return NULL;
  model->count = count;
  while (1U << model->line_shift < levels[0].line_bytes) ++model->line_shift;
  for (unsigned i = 0; i < count; ++i) {
    struct level* level = &model->levels[i];
    level->ways = levels[i].ways;
    level->sets = levels[i].size_bytes / ((uint64_t)levels[i].ways * levels[i].line_bytes);
    level->lines = calloc(level->sets * level->ways, sizeof *level->lines);
    if (level->lines == NULL) {
      cache_model_delete(model);
      return NULL;
    }
  }
  return model;
}

void cache_model_delete(struct cache_model* model) {
  if (model == NULL) return;
  for (unsigned i = 0; i < model->count; ++i) free(model->levels[i].lines);
  free(model);
}

static uint64_t* set_of(const struct level* level, uint64_t number) {
  return level->lines + number % level->sets * level->ways;
}

/// The way that holds the line, or `ways`.
static unsigned find(const struct level* level, const uint64_t* set, uint64_t number) {
  const uint64_t wanted = number << number_shift | present;
  unsigned way = 0;
  while (way < level->ways && (set[way] & ~(uint64_t)changed) != wanted) ++way;
  return way;
}

static void put_first(uint64_t* set, unsigned way, uint64_t line) {
  memmove(set + 1, set, way * sizeof *set);
  set[0] = line;
}

static void write_back(struct cache_model* model, unsigned outer, uint64_t number);

/// Makes room in front of the set by dropping its last line, and puts `line` there.
static void replace(struct cache_model* model, unsigned at, uint64_t* set, uint64_t line) {
  struct level* level = &model->levels[at];
  const uint64_t victim = set[level->ways - 1];
  put_first(set, level->ways - 1, line);
  if ((victim & changed) != 0) {
    ++level->counts.write_backs;
    write_back(model, at + 1, victim >> number_shift);
  }
}

/// A whole line arrives from inside.
static void write_back(struct cache_model* model, unsigned at, uint64_t number) {
  if (at == model->count) return;
  struct level* level = &model->levels[at];
  uint64_t* set = set_of(level, number);
  const unsigned way = find(level, set, number);
  const uint64_t line = number << number_shift | present | changed;
  if (way < level->ways) {
    put_first(set, way, line);
  } else {
    replace(model, at, set, line);
  }
}

static void touch(struct cache_model* model, unsigned at, uint64_t number, unsigned mark) {
  if (at == model->count) return;
  struct level* level = &model->levels[at];
  uint64_t* set = set_of(level, number);
  const unsigned way = find(level, set, number);
  if (way < level->ways) {
    put_first(set, way, set[way] | mark);
    return;
  }
  ++level->counts.refills;
  touch(model, at + 1, number, 0);
  replace(model, at, set, number << number_shift | present | mark);
}

void cache_model_access(struct cache_model* model, uint64_t address, unsigned bytes, bool is_store) {
  const uint64_t last = (address + bytes - 1) >> model->line_shift;
  for (uint64_t number = address >> model->line_shift; number <= last; ++number) {
    touch(model, 0, number, is_store ? changed : 0);
  }
}

struct cache_counts cache_model_counts(const struct cache_model* model, unsigned level) {
  return model->levels[level].counts;
}

void cache_model_clear_counts(struct cache_model* model) {
  for (unsigned i = 0; i < model->count; ++i) model->levels[i].counts = (struct cache_counts){0, 0};
}
