// SPDX-License-Identifier: Apache-2.0
// What any implementation must move.
#include "analysis/traffic/conv_traffic.hpp"

namespace cachebound::analysis {

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
