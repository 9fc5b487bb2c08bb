// SPDX-License-Identifier: Apache-2.0
// Physical quantities whose dimension is part of their type.
//
// Adding a flop rate to a byte rate does not compile, and a bandwidth divided by a clock is bytes per cycle because the
// exponents say so. Values are in base units (flop, byte, second, cycle); prefixes exist only in the factories below
// and in the report writer. Two published tools of this field carried unit bugs for years (docs/method.md); this is
// the remedy.
#pragma once

#include <compare>

namespace cachebound {

/// `Flop` also stands for any other counted operation (integer multiply-add, popcount): the dtype of the row tells.
template <int Flop, int Byte, int Second, int Cycle>
struct Quantity {
  double value = 0.0;

  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;

  constexpr Quantity& operator+=(Quantity other) {
    value += other.value;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator*(double factor, Quantity a) { return {factor * a.value}; }
  friend constexpr Quantity operator*(Quantity a, double factor) { return {a.value * factor}; }
  friend constexpr Quantity operator/(Quantity a, double divisor) { return {a.value / divisor}; }
};

template <int F1, int B1, int S1, int C1, int F2, int B2, int S2, int C2>
constexpr Quantity<F1 + F2, B1 + B2, S1 + S2, C1 + C2> operator*(Quantity<F1, B1, S1, C1> a,
                                                                 Quantity<F2, B2, S2, C2> b) {
  return {a.value * b.value};
}

template <int F1, int B1, int S1, int C1, int F2, int B2, int S2, int C2>
constexpr Quantity<F1 - F2, B1 - B2, S1 - S2, C1 - C2> operator/(Quantity<F1, B1, S1, C1> a,
                                                                 Quantity<F2, B2, S2, C2> b) {
  return {a.value / b.value};
}

template <int F, int B, int S, int C>
constexpr double ratio(Quantity<F, B, S, C> a, Quantity<F, B, S, C> b) {
  return a.value / b.value;
}

using Flops = Quantity<1, 0, 0, 0>;
using Bytes = Quantity<0, 1, 0, 0>;
using Seconds = Quantity<0, 0, 1, 0>;
using Cycles = Quantity<0, 0, 0, 1>;
using FlopRate = Quantity<1, 0, -1, 0>;
using ByteRate = Quantity<0, 1, -1, 0>;
using Frequency = Quantity<0, 0, -1, 1>;  ///< cycles per second
using FlopsPerCycle = Quantity<1, 0, 0, -1>;
using BytesPerCycle = Quantity<0, 1, 0, -1>;
using LoadRate = FlopRate;            ///< load instructions per second: a counted operation too
using LoadsPerCycle = FlopsPerCycle;  ///< load instructions per cycle
using Intensity = Quantity<1, -1, 0, 0>;

constexpr FlopRate gflops(double value) { return {value * 1e9}; }
constexpr ByteRate gigabytes_per_second(double value) { return {value * 1e9}; }
constexpr Frequency gigahertz(double value) { return {value * 1e9}; }
constexpr Bytes kibibytes(double value) { return {value * 1024.0}; }
constexpr Bytes mebibytes(double value) { return {value * 1024.0 * 1024.0}; }
constexpr Seconds milliseconds(double value) { return {value * 1e-3}; }
constexpr Seconds microseconds(double value) { return {value * 1e-6}; }

/// The classic roofline: it type-checks only because the physics does.
constexpr FlopRate attainable(FlopRate peak, ByteRate bandwidth, Intensity intensity) {
  const FlopRate memory_roof = intensity * bandwidth;
  return peak < memory_roof ? peak : memory_roof;
}

}  // namespace cachebound
