// SPDX-License-Identifier: Apache-2.0
#include "form_counts.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { buckets = 4096 };

static struct form_count* table[buckets];

struct form_count* form_count_of(const char* assembly) {
  char text[form_length];
  instruction_form(assembly, text);
  unsigned hash = 5381;
  for (const char* p = text; *p != '\0'; ++p) hash = hash * 33 + (unsigned char)*p;
  struct form_count** slot = &table[hash % buckets];
  for (struct form_count* f = *slot; f != NULL; f = f->next) {
    if (strcmp(f->text, text) == 0) return f;
  }
  struct form_count* made = calloc(1, sizeof *made);
  if (made == NULL) abort();
  memcpy(made->text, text, sizeof text);
  made->next = *slot;
  *slot = made;
  return made;
}

void form_counts_clear(void) {
  for (size_t b = 0; b < buckets; ++b) {
    for (struct form_count* f = table[b]; f != NULL; f = f->next) f->executed = f->read_bytes = f->write_bytes = 0;
  }
}

void form_counts_print(FILE* out) {
  uint64_t executed = 0;
  uint64_t reads = 0;
  uint64_t writes = 0;
  for (size_t b = 0; b < buckets; ++b) {
    for (const struct form_count* f = table[b]; f != NULL; f = f->next) {
      executed += f->executed;
      reads += f->read_bytes;
      writes += f->write_bytes;
    }
  }
  fprintf(out, "\"instructions\":%" PRIu64 ",\"read_bytes\":%" PRIu64 ",\"write_bytes\":%" PRIu64 ",\"forms\":[",
          executed, reads, writes);
  const char* separator = "";
  for (size_t b = 0; b < buckets; ++b) {
    for (const struct form_count* f = table[b]; f != NULL; f = f->next) {
      if (f->read_bytes == 0 && f->write_bytes == 0) continue;
      fprintf(out,
              "%s\n {\"form\":\"%s\",\"executed\":%" PRIu64 ",\"read_bytes\":%" PRIu64 ",\"write_bytes\":%" PRIu64 "}",
              separator, f->text, f->executed, f->read_bytes, f->write_bytes);
      separator = ",";
    }
  }
  fputs("]", out);
}
