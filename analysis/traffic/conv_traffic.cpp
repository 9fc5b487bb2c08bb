// SPDX-License-Identifier: Apache-2.0
// The definition, and what any implementation must move.
#include "analysis/traffic/conv_traffic.hpp"

namespace cachebound::analysis {

ByteCount naive_conv_l1_bytes(const ConvProblem& p) {
  constexpr std::int64_t word_bytes = 4;
  const std::int64_t channels = p.n * p.o, rows = channels * p.y.out(), outputs = rows * p.x.out();
  const std::int64_t copied = p.operand_bytes * p.n * p.c * p.y.in * p.x.in;
  const std::int64_t words = 3 * (outputs + rows + channels) + 2 * p.n * p.groups;
  return {outputs * p.group_inputs() * p.taps() * (2 * p.operand_bytes + word_bytes) + copied + words * word_bytes,
          p.result_bytes * outputs + copied};
}

ByteCount compulsory_conv_l1_bytes(const ConvProblem& p) {
  const std::int64_t input = p.n * p.c * p.y.needed() * p.x.needed();
  return {p.operand_bytes * input + compulsory_weight_bytes(p).read, p.result_bytes * p.n * p.o * p.pixels()};
}

ByteCount compulsory_weight_bytes(const ConvProblem& p) {
  return {p.operand_bytes * p.o * p.group_inputs() * p.y.met_taps() * p.x.met_taps(), 0};
}

ByteCount compulsory_conv_bytes_beyond(const ConvProblem& p, Bytes capacity) {
  const ByteCount once = compulsory_conv_l1_bytes(p);
  return static_cast<double>(once.read + once.written) <= capacity.value ? ByteCount{} : once;
}

}  // namespace cachebound::analysis
