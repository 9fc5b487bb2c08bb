// SPDX-License-Identifier: Apache-2.0
#include "probes/operands.hpp"

#include <cstdint>
#include <cstring>

#include "probes/kernel_abi.h"

namespace cachebound::probes {
namespace {

// f16 and bf16 as bits, since no compiler of the baseline has both types on every architecture.
constexpr std::uint16_t f16_one = 0x3c00, f16_two = 0x4000, f16_tiny = 0x1400;     // 2^-10
constexpr std::uint16_t bf16_one = 0x3f80, bf16_two = 0x4000, bf16_tiny = 0x3980;  // 2^-12

template <typename T>
void fill(std::byte (&operand)[KERNEL_OPERAND_BYTES], T value) {
  for (std::size_t at = 0; at < sizeof operand; at += sizeof value) std::memcpy(operand + at, &value, sizeof value);
}

template <typename T>
Operands pair(T multiplier, T multiplicand) {
  Operands operands;
  fill(operands.multiplier, multiplier);
  fill(operands.multiplicand, multiplicand);
  return operands;
}

}  // namespace

Operands operands_of_one(const Probe& probe) {
  const bool two = probe.gain == Gain::doublings;
  switch (probe.dtype) {
    case DType::f32:
      return two ? pair(2.0F, 2.0F) : pair(1.0F, 1.0F);
    case DType::f64:
      return two ? pair(2.0, 2.0) : pair(1.0, 1.0);
    case DType::f16:
      return two ? pair(f16_two, f16_two) : pair(f16_one, f16_one);
    case DType::bf16:
      return two ? pair(bf16_two, bf16_two) : pair(bf16_one, bf16_one);
    case DType::i8:
      return pair(std::uint8_t{1}, std::uint8_t{1});
    case DType::b1:
      return pair(std::uint8_t{0xff}, std::uint8_t{0xff});
  }
  return pair(std::uint8_t{0}, std::uint8_t{0});
}

Operands timed_operands(const Probe& probe) {
  constexpr double tiny = 1.0 / 4096.0;
  // Separate multiplications start again from one in every call: the 55 000 steps of a 60 us slice (4 cycles each, 3.7
  // GHz) make 2^19 of it.
  switch (probe.dtype) {
    case DType::f32:
      return pair(static_cast<float>(1.0 + tiny), static_cast<float>(tiny));
    case DType::f64:
      return pair(1.0 + tiny, tiny);
    case DType::f16:
      return pair(f16_one, f16_tiny);
    case DType::bf16:
      return pair(bf16_one, bf16_tiny);
    case DType::i8:
      return pair(std::uint8_t{0x35}, std::uint8_t{0x1b});
    case DType::b1:
      return pair(std::uint8_t{0x5a}, std::uint8_t{0x69});
  }
  return pair(std::uint8_t{0}, std::uint8_t{0});
}

}  // namespace cachebound::probes
