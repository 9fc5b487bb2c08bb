// SPDX-License-Identifier: Apache-2.0
#include "analysis/traffic/operator_traffic.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "analysis/traffic/conv_traffic.hpp"
#include "analysis/traffic/gemm_traffic.hpp"

namespace cachebound::analysis {
namespace {

Traffic traffic_at(Level level, ByteCount bytes, TrafficSource source) {
  return {level, {static_cast<double>(bytes.read)}, {static_cast<double>(bytes.written)}, source};
}

/// One backend's model: exact or lower bound at L1, and beyond a cache of a capacity.
struct Model {
  CallBytes at_l1;
  TrafficSource l1_source = TrafficSource::modelled;
  std::function<CallBytes(Bytes capacity)> beyond;
  TrafficSource beyond_source = TrafficSource::modelled;
  bool packs = false;       ///< whether its packing is told apart
  ByteCount activations{};  ///< of the whole call, each datum once
  ByteCount weights{};
};

/// What a call that finds nothing, or no weights, must fetch. What it writes need not have left when it returns.
ByteCount cold_floor(const Model& model, CacheState state) {
  switch (state) {
    case CacheState::warm:
      return {};
    case CacheState::cold_weights:
      return {model.weights.read, 0};
    case CacheState::cold_all:
      return {model.activations.read + model.weights.read, 0};
  }
  return {};
}

/// The models are of warm calls, to which what fits inside a cache is free.
struct Beyond {
  CallBytes bytes;
  TrafficSource source;
};
Beyond beyond_in_state(const Model& model, Bytes capacity, CacheState state) {
  Beyond beyond{model.beyond(capacity), model.beyond_source};
  const ByteCount floor = cold_floor(model, state);
  const std::int64_t missing = floor.read - beyond.bytes.kernel.read - beyond.bytes.packing.read;
  if (missing <= 0) return beyond;
  beyond.bytes.kernel.read += missing;
  beyond.source = TrafficSource::compulsory;
  return beyond;
}

/// `part` picks from what moves: beyond a cache is the next cache's traffic, or DRAM's after the last one.
template <typename Part>
std::vector<Traffic> over_levels(const Model& model, const std::vector<LevelCapacity>& caches, const OperatorCase& op,
                                 Part part) {
  std::vector<Traffic> traffic{traffic_at(Level::l1, part(model.at_l1), model.l1_source)};
  for (std::size_t i = 0; i < caches.size(); ++i) {
    const Level outer = i + 1 < caches.size() ? caches[i + 1].level : Level::dram;
    // Which level the cores of a team share is not known here; all of theirs together hold this much at the most.
    const Bytes capacity = static_cast<double>(std::max(op.threads, 1)) * caches[i].capacity;
    const Beyond beyond = beyond_in_state(model, capacity, op.cache);
    traffic.push_back(traffic_at(outer, part(beyond.bytes), beyond.source));
  }
  return traffic;
}

// A file may say anything.
constexpr int largest_tile_side = 1024;

bool usable(const GemmBlocking& b) {
  return b.mr > 0 && b.nr > 0 && b.mc > 0 && b.nc > 0 && b.kc > 0 && b.mr <= largest_tile_side &&
         b.nr <= largest_tile_side && b.mc >= b.mr && b.nc >= b.nr;
}

bool usable(const ConvBlocking& b) {
  return b.width > 0 && b.outputs > 0 && b.channels > 0 && b.pixels_per_load > 0 && b.width <= largest_tile_side &&
         b.outputs <= largest_tile_side && b.pixels_per_load <= largest_tile_side;
}

bool usable_winograd(const ConvProblem& p, const ConvBlocking& tile) {
  const auto plain = [](const ConvAxis& axis) { return axis.kernel == 3 && axis.stride == 1 && axis.dilation == 1; };
  return usable(tile) && p.groups == 1 && plain(p.y) && plain(p.x);
}

/// Of an operand's element; 0: of no type that the closed forms are for.
std::int64_t element_bytes(DType dtype) {
  switch (dtype) {
    case DType::f64:
      return 8;
    case DType::f32:
      return 4;
    case DType::f16:
    case DType::bf16:
      return 2;
    case DType::i8:
    case DType::b1:
      break;
  }
  return 0;
}
/// Of the result's: products of bf16 are summed and stored in f32.
std::int64_t result_bytes(DType dtype) { return dtype == DType::bf16 ? 4 : element_bytes(dtype); }

Model compulsory_gemm(const GemmProblem& p) {
  return {.at_l1 = p.batch * CallBytes{compulsory_l1_bytes(p), {}},
          .l1_source = TrafficSource::compulsory,
          .beyond =
              [p](Bytes capacity) {
                return batch_bytes_beyond(p, {compulsory_bytes_beyond(p, capacity), {}}, capacity);
              },
          .beyond_source = TrafficSource::compulsory};
}

Model gemm_model(const GemmProblem& p, const OperatorCase& op) {
  if (op.blocking && usable(*op.blocking) && op.threads > 1) {
    // Each thread walks a product of its own; what of it the caches of several cores share is not modelled.
    Model model = compulsory_gemm(p);
    model.at_l1 = team_l1_bytes(p, *op.blocking, op.threads);
    model.l1_source = TrafficSource::modelled;
    model.packs = true;
    return model;
  }
  if (op.blocking && usable(*op.blocking)) {
    return Model{
        .at_l1 = p.batch * tiled_l1_bytes(p, *op.blocking),
        .beyond = [p, b = *op.blocking](
                      Bytes capacity) { return batch_bytes_beyond(p, tiled_bytes_beyond(p, b, capacity), capacity); },
        .packs = true};
  }
  // How its loops walk operands that are stored as their transposes is not modelled beyond L1, nor how many elements of
  // other types share a line.
  if (op.backend == "naive" && !p.transpose_a && !p.transpose_b && op.dtype == DType::f32) {
    return Model{.at_l1 = p.batch * CallBytes{naive_l1_bytes(p), {}}, .beyond = [p](Bytes capacity) {
                   return batch_bytes_beyond(p, {naive_bytes_beyond(p, capacity), {}}, capacity);
                 }};
  }
  return compulsory_gemm(p);
}

Model conv_model(const ConvProblem& p, const OperatorCase& op) {
  if (op.backend.starts_with("winograd") && op.conv_blocking && usable_winograd(p, *op.conv_blocking) && op.blocking &&
      usable(*op.blocking)) {
    return Model{.at_l1 = winograd_l1_bytes(p, *op.conv_blocking, *op.blocking, op.threads),
                 .beyond =
                     [p](Bytes capacity) {
                       return CallBytes{compulsory_conv_bytes_beyond(p, capacity), {}};
                     },
                 .beyond_source = TrafficSource::compulsory,
                 .packs = true};
  }
  if (op.conv_blocking && usable(*op.conv_blocking) && op.backend.starts_with("depthwise")) {
    return Model{
        .at_l1 = depthwise_l1_bytes(p, *op.conv_blocking, op.threads),
        .beyond = [p, b = *op.conv_blocking](Bytes capacity) { return depthwise_bytes_beyond(p, b, capacity); },
        .packs = true};
  }
  if (op.conv_blocking && usable(*op.conv_blocking) && op.backend.starts_with("direct")) {
    return Model{.at_l1 = direct_l1_bytes(p, *op.conv_blocking),
                 .beyond = [p, b = *op.conv_blocking](Bytes capacity) { return direct_bytes_beyond(p, b, capacity); },
                 .packs = true};
  }
  if (op.blocking && usable(*op.blocking) && op.backend.starts_with("im2col")) {
    return Model{.at_l1 = im2col_l1_bytes(p, *op.blocking, op.threads),
                 .beyond = [p, b = *op.blocking](Bytes capacity) { return im2col_bytes_beyond(p, b, capacity); },
                 .packs = true};
  }
  // f16 is converted by hand on x86-64 and 32-bit Arm, which takes more registers than there are.
  const bool naive = op.backend == "naive" && op.dtype != DType::f16;
  return Model{.at_l1 = {naive ? naive_conv_l1_bytes(p) : compulsory_conv_l1_bytes(p), {}},
               .l1_source = naive ? TrafficSource::modelled : TrafficSource::compulsory,
               .beyond =
                   [p](Bytes capacity) {
                     return CallBytes{compulsory_conv_bytes_beyond(p, capacity), {}};
                   },
               .beyond_source = TrafficSource::compulsory};
}

/// Of panels of bf16: the depth of one BFMMLA (operators/bf16.hpp).
std::int64_t depth_multiple(DType dtype) { return dtype == DType::bf16 ? 4 : 1; }

std::optional<Model> model_of(const OperatorCase& op) {
  const std::int64_t bytes = element_bytes(op.dtype);
  if (bytes == 0) return std::nullopt;
  std::optional<Model> model;
  if (op.op == "gemm") {
    if (auto p = parse_gemm_problem(op.problem)) {
      p->operand_bytes = bytes;
      p->result_bytes = result_bytes(op.dtype);
      p->depth_multiple = depth_multiple(op.dtype);
      model = gemm_model(*p, op);
      model->weights = compulsory_weight_bytes(*p);
      model->activations.read = p->batch * compulsory_l1_bytes(*p).read - model->weights.read;
    }
    return model;
  }
  if (op.op == "conv2d") {
    if (auto p = parse_conv_problem(op.problem)) {
      p->operand_bytes = bytes;
      p->result_bytes = result_bytes(op.dtype);
      p->depth_multiple = depth_multiple(op.dtype);
      model = conv_model(*p, op);
      if (op.threads > 1) {  // what the caches of several cores share is not modelled
        model->beyond = [p = *p](Bytes capacity) { return CallBytes{compulsory_conv_bytes_beyond(p, capacity), {}}; };
        model->beyond_source = TrafficSource::compulsory;
      }
      model->weights = compulsory_weight_bytes(*p);
      model->activations.read = compulsory_conv_l1_bytes(*p).read - model->weights.read;
    }
  }
  return model;
}

}  // namespace

std::vector<Traffic> model_traffic(const OperatorCase& op, const std::vector<LevelCapacity>& caches) {
  const auto model = model_of(op);
  if (!model) return {};
  return over_levels(*model, caches, op, [](const CallBytes& bytes) { return bytes.kernel + bytes.packing; });
}

std::vector<Traffic> packing_traffic(const OperatorCase& op, const std::vector<LevelCapacity>& caches) {
  const auto model = model_of(op);
  if (!model || !model->packs) return {};
  return over_levels(*model, caches, op, [](const CallBytes& bytes) { return bytes.packing; });
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
