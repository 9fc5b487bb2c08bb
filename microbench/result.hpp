// SPDX-License-Identifier: Apache-2.0
// A value, or the reason why there is none.
//
// "The world refused" is ordinary here (no PMU, no sysfs, an ISA that is absent): it becomes a row with its reason in
// the report. Exceptions are for the user's errors at the command line only, and never cross a timed region.
#pragma once

#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace cachebound {

enum class Reason {
  not_supported_by_cpu,
  not_permitted,
  not_built,
  not_found,
  malformed,
  unstable,
  verification_failed,
  interrupted,
  no_resources,    ///< memory, disk or a core is not to be had
  not_applicable,  ///< this implementation is not made for this problem
};

std::string_view to_string(Reason reason);
std::optional<Reason> parse_reason(std::string_view text);

struct Error {
  Reason reason = Reason::not_found;
  std::string detail;  ///< One line for a person: what, where, and what was expected.

  friend bool operator==(const Error&, const Error&) = default;
};

[[noreturn]] void assertion_failed(const char* condition, std::source_location where);

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor): as in std::expected
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor): as in std::expected

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  [[nodiscard]] const T& value() const& { return get(); }
  [[nodiscard]] T& value() & {
    require(has_value());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T&& value() && {
    require(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  const T* operator->() const { return &get(); }
  const T& operator*() const& { return get(); }
  [[nodiscard]] T value_or(T fallback) const {
    if (has_value()) return get();
    return fallback;
  }
  [[nodiscard]] const Error& error() const {
    require(!has_value());
    return *std::get_if<1>(&state_);
  }

 private:
  static void require(bool condition, std::source_location where = std::source_location::current()) {
    if (!condition) assertion_failed("Result holds the other alternative", where);
  }
  const T& get() const {
    require(has_value());
    return *std::get_if<0>(&state_);
  }
  std::variant<T, Error> state_;
};

/// For actions without a value: empty means done.
using Status = std::optional<Error>;

}  // namespace cachebound

/// We erred: a broken invariant ends the program and names its place.
#define CACHEBOUND_ASSERT(condition)                                                               \
  do {                                                                                             \
    if (!(condition)) ::cachebound::assertion_failed(#condition, std::source_location::current()); \
  } while (false)
