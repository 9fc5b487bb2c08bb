// SPDX-License-Identifier: Apache-2.0
#include "analysis/traffic/operator_traffic.hpp"

#include <algorithm>
#include <optional>

#include "analysis/traffic/gemm_traffic.hpp"

namespace cachebound::analysis {
namespace {

Traffic traffic_at(Level level, ByteCount bytes, TrafficSource source) {
  return {level, {static_cast<double>(bytes.read)}, {static_cast<double>(bytes.written)}, source};
}

/// `at_l1` is the L1 traffic, `beyond(capacity)` that beyond a cache: the next cache's, or DRAM's after the last one.
template <typename Beyond>
std::vector<Traffic> over_levels(const std::vector<LevelCapacity>& caches, ByteCount at_l1, TrafficSource source,
                                 Beyond beyond) {
  std::vector<Traffic> traffic{traffic_at(Level::l1, at_l1, source)};
  for (std::size_t i = 0; i < caches.size(); ++i) {
    const Level outer = i + 1 < caches.size() ? caches[i + 1].level : Level::dram;
    traffic.push_back(traffic_at(outer, beyond(caches[i].capacity), source));
  }
  return traffic;
}

bool usable(const GemmBlocking& b) {
  constexpr int largest_tile_side = 1024;  // a file may say anything
  return b.mr > 0 && b.nr > 0 && b.mc > 0 && b.nc > 0 && b.kc > 0 && b.mr <= largest_tile_side &&
         b.nr <= largest_tile_side && b.mc >= b.mr && b.nc >= b.nr;
}

std::optional<GemmProblem> gemm_problem(const OperatorCase& op) {
  if (op.op != "gemm" || op.dtype != DType::f32) return std::nullopt;
  return parse_gemm_problem(op.problem);
}

}  // namespace

std::vector<Traffic> model_traffic(const OperatorCase& op, const std::vector<LevelCapacity>& caches) {
  const auto problem = gemm_problem(op);
  if (!problem) return {};
  if (op.blocking && usable(*op.blocking)) {
    const GemmBytes l1 = tiled_l1_bytes(*problem, *op.blocking);
    return over_levels(caches, l1.kernel + l1.packing, TrafficSource::modelled, [&](Bytes capacity) {
      const GemmBytes bytes = tiled_bytes_beyond(*problem, *op.blocking, capacity);
      return bytes.kernel + bytes.packing;
    });
  }
  if (op.backend == "naive")
    return over_levels(caches, naive_l1_bytes(*problem), TrafficSource::modelled,
                       [&](Bytes capacity) { return naive_bytes_beyond(*problem, capacity); });
  return over_levels(caches, compulsory_l1_bytes(*problem), TrafficSource::compulsory,
                     [&](Bytes capacity) { return compulsory_bytes_beyond(*problem, capacity); });
}

std::vector<Traffic> packing_traffic(const OperatorCase& op, const std::vector<LevelCapacity>& caches) {
  const auto problem = gemm_problem(op);
  if (!problem || !op.blocking || !usable(*op.blocking)) return {};
  return over_levels(caches, tiled_l1_bytes(*problem, *op.blocking).packing, TrafficSource::modelled,
                     [&](Bytes capacity) { return tiled_bytes_beyond(*problem, *op.blocking, capacity).packing; });
}

std::vector<Traffic> complete_traffic(const OperatorCase& op, const std::vector<LevelCapacity>& caches) {
  std::vector<Traffic> traffic = model_traffic(op, caches);
  if (traffic.empty()) return op.traffic;
  for (const Traffic& known : op.traffic) {
    if (known.source != TrafficSource::counted && known.source != TrafficSource::traced) continue;
    const auto same =
        std::find_if(traffic.begin(), traffic.end(), [&](const Traffic& t) { return t.level == known.level; });
    if (same == traffic.end())
      traffic.push_back(known);
    else
      *same = known;
  }
  return traffic;
}

}  // namespace cachebound::analysis
