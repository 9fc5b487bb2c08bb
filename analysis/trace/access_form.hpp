// SPDX-License-Identifier: Apache-2.0
// Load and store instructions by what they ask of a load slot: how many bits, into which registers, in which shape.
//
// Decided from the text of an instruction's form, one table per instruction set, and from the bytes that it moved per
// execution; held against the load-slot probes, which declare their loads (microbench/trace/tests).
#pragma once

#include <string>
#include <string_view>

#include "analysis/trace/executed.hpp"

namespace cachebound::analysis {

enum class Direction { load, store };

/// How the instructions of one form use a slot.
struct AccessForm {
  /// "int64", "vec128", "pair_int64", "pair_vec128", "list256" (ld1, vld1, ldm: several registers of a list),
  /// "broadcast32", "lane32", "gather", "other". Bits are those that one instruction moves; of a pair, one register's.
  std::string name;
  /// The load-slot probe that repeats instructions of this form; empty where there is none (and for stores).
  std::string probe;
  /// Bytes of one instruction. 0: not known from its text, so that each execution counts as one.
  int bytes = 0;
};

/// `target`: "x86_64", "aarch64" or "arm".
AccessForm access_form(std::string_view target, Direction direction, const FormCount& count);

/// Instructions that moved something: an A32 instruction whose condition failed was executed and asked for nothing.
double accesses(const AccessForm& form, Direction direction, const FormCount& count);

// One for each instruction set.
AccessForm x86_64_form(Direction direction, const FormCount& count);
AccessForm aarch64_form(Direction direction, const FormCount& count);
AccessForm arm_form(Direction direction, const FormCount& count);

/// The first word of a form, and what follows it.
std::string_view mnemonic_of(std::string_view form);
std::string_view operands_of(std::string_view form);
/// Bytes per execution; 0 where they are no whole number, or more than a register list can be.
int bytes_per_execution(Direction direction, const FormCount& count);
/// "vec" and 16 give "vec128".
std::string with_bits(std::string_view kind, int bytes);

}  // namespace cachebound::analysis
