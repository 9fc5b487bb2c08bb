// SPDX-License-Identifier: Apache-2.0
// How often each form of instruction ran since the last clearing, and for how many bytes.
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "instruction_form.h"

struct form_count {
  struct form_count* next;
  char text[form_length];
  uint64_t executed;
  uint64_t read_bytes;
  uint64_t write_bytes;
};

/// The count of this form, made when it is new; it stays where it is.
struct form_count* form_count_of(const char* assembly);

void form_counts_clear(void);

/// `"instructions":..,"read_bytes":..,"write_bytes":..,"forms":[..]`: sums over all forms, and those that touched
/// memory.
void form_counts_print(FILE* out);
