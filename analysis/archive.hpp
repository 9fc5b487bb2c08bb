// SPDX-License-Identifier: Apache-2.0
// One description of a document's fields that both writes and reads it, so that the two cannot drift apart.
//
// A struct is described once, by `void visit(Archive&, T&)` with a call of `field` for each key. The JSON library is
// behind this interface, in archive_json.cpp alone. The first failure stands, with the path at which it happened; all
// that follows is ignored.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "microbench/measurement.hpp"
#include "microbench/result.hpp"
#include "microbench/units.hpp"

namespace cachebound::analysis {

class Archive {
 public:
  virtual ~Archive() = default;
  [[nodiscard]] virtual bool reading() const = 0;

  /// Reading: whether the object at the cursor has this key with a value other than null.
  [[nodiscard]] virtual bool has(std::string_view key) const = 0;
  /// Moves the cursor to a member or element (created when writing); false after any failure or if it is missing.
  virtual bool descend(std::string_view key) = 0;
  virtual bool descend(std::size_t index) = 0;
  virtual void ascend() = 0;

  virtual void text(std::string& value) = 0;
  virtual void real(double& value) = 0;  ///< not finite: null in the file, NaN when read
  virtual void integer(std::int64_t& value) = 0;
  virtual void boolean(bool& value) = 0;
  virtual void null() = 0;  ///< writing only
  /// Makes the value at the cursor an array; its size when reading, `size` when writing.
  virtual std::size_t array(std::size_t size) = 0;
  virtual void object() = 0;

  virtual void fail(std::string_view expected) = 0;
};

template <typename T>
void field(Archive& archive, std::string_view key, T& value);
template <typename T>
void field(Archive& archive, std::string_view key, std::optional<T>& value);

inline void visit(Archive& archive, std::string& value) { archive.text(value); }
inline void visit(Archive& archive, double& value) { archive.real(value); }
inline void visit(Archive& archive, bool& value) { archive.boolean(value); }

template <std::integral T>
requires(!std::same_as<T, bool>) void visit(Archive& archive, T& value) {
  std::int64_t wide = static_cast<std::int64_t>(value);
  archive.integer(wide);
  if (!std::in_range<T>(wide)) return archive.fail("an integer in range");
  value = static_cast<T>(wide);
}

/// No amount in any of our units (seconds, bytes, operations, cycles and their ratios) is outside of these, by far; and
/// the quotient or the product of any two that are inside is finite.
constexpr double least_amount = 1e-30;
constexpr double greatest_amount = 1e30;

/// A number of something: what is below zero or beyond all bounds was never measured.
inline void visit_amount(Archive& archive, double& value) {
  archive.real(value);
  if (!archive.reading()) return;
  if (!(value >= 0.0 && std::isfinite(value))) return archive.fail("a number that is not negative");
  if (value != 0.0 && !(value >= least_amount && value <= greatest_amount))
    archive.fail("0 or a number from 1e-30 to 1e30");
}

/// Zero is a clock that is not known. Emulated cores seem to run at a few MHz, and a chain that a core eliminates at
/// ten times its clock.
inline void expect_clock(Archive& archive, double hertz) {
  if (archive.reading() && hertz != 0.0 && !(hertz >= 1.0 && hertz <= 1e13))
    archive.fail("0 or a clock from 1 Hz to 1e13 Hz");
}

/// Whole bytes and flops are written as integers, since that is what a reader expects of a count.
template <int F, int B, int S, int C>
void visit(Archive& archive, Quantity<F, B, S, C>& value) {
  constexpr double exact = 9007199254740992.0;  // 2^53
  constexpr bool is_count = S == 0 && C == 0 && F + B == 1;
  if (is_count && !archive.reading() && value.value >= -exact && value.value <= exact) {
    std::int64_t whole = static_cast<std::int64_t>(value.value);
    if (static_cast<double>(whole) == value.value) return archive.integer(whole);
  }
  visit_amount(archive, value.value);
  if constexpr (std::same_as<Quantity<F, B, S, C>, Frequency>) expect_clock(archive, value.value);
}

template <typename Q>
void visit(Archive& archive, Estimate<Q>& value) {
  archive.object();
  field(archive, "value", value.value);
  field(archive, "low", value.low);
  field(archive, "high", value.high);
  field(archive, "samples", value.samples);
  field(archive, "dropped", value.dropped);
  std::optional<int> rounds;  // what is unknown is left out, as older files do
  if (value.rounds > 0) rounds = value.rounds;
  field(archive, "rounds", rounds);
  value.rounds = rounds.value_or(0);
}

template <typename T>
void visit(Archive& archive, std::vector<T>& values) {
  const std::size_t size = archive.array(values.size());
  if (archive.reading()) {
    values.clear();
    values.resize(size);
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (!archive.descend(i)) return;
    visit(archive, values[i]);
    archive.ascend();
  }
}

/// An enumeration by its spelling; `parse` returns an optional.
template <typename E, typename Parse>
void visit_enum(Archive& archive, E& value, Parse parse, std::string_view expected) {
  std::string spelling = archive.reading() ? std::string() : std::string(to_string(value));
  archive.text(spelling);
  if (!archive.reading()) return;
  if (const auto parsed = parse(spelling))
    value = *parsed;
  else
    archive.fail(expected);
}

void visit(Archive& archive, DType& value);
void visit(Archive& archive, Level& value);
void visit(Archive& archive, Access& value);
void visit(Archive& archive, CeilingKind& value);
void visit(Archive& archive, Quality& value);
void visit(Archive& archive, TrafficSource& value);
void visit(Archive& archive, CacheState& value);
void visit(Archive& archive, Isa& value);
void visit(Archive& archive, Reason& value);
void visit(Archive& archive, Error& value);

/// A key that must be there.
template <typename T>
void field(Archive& archive, std::string_view key, T& value) {
  if (!archive.descend(key)) return;
  visit(archive, value);
  archive.ascend();
}

/// A plain number that counts or rates something.
inline void amount_field(Archive& archive, std::string_view key, double& value) {
  if (!archive.descend(key)) return;
  visit_amount(archive, value);
  archive.ascend();
}

/// Reading: a value that parsed and cannot be true fails with the key that it came from.
inline void expect(Archive& archive, std::string_view key, bool valid, std::string_view expected) {
  if (valid || !archive.reading() || !archive.descend(key)) return;
  archive.fail(expected);
  archive.ascend();
}

/// A key that may be missing; left out when absent.
template <typename T>
void field(Archive& archive, std::string_view key, std::optional<T>& value) {
  if (archive.reading()) {
    value.reset();
    if (archive.has(key)) value.emplace();
  }
  if (value) field(archive, key, *value);
}

/// A key that is always there, null when absent: for a reader, "unknown" is a statement.
template <typename T>
void nullable_field(Archive& archive, std::string_view key, std::optional<T>& value) {
  if (archive.reading() || value) return field(archive, key, value);
  if (!archive.descend(key)) return;
  archive.null();
  archive.ascend();
}

/// A plain value that is void under a condition of its own (cycles unknown, say): null then, and default when read.
template <typename T>
void field_if(Archive& archive, bool valid, std::string_view key, T& value) {
  std::optional<T> held;
  if (valid) held = value;
  nullable_field(archive, key, held);
  value = held.value_or(T{});
}

/// A key that older files may lack; the value then keeps its default.
template <typename T>
void lenient_field(Archive& archive, std::string_view key, T& value) {
  if (!archive.reading() || archive.has(key)) field(archive, key, value);
}

}  // namespace cachebound::analysis
