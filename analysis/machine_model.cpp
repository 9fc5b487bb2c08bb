// SPDX-License-Identifier: Apache-2.0
#include "analysis/machine_model.hpp"

#include <algorithm>
#include <utility>

#include "analysis/cache_geometry.hpp"
#include "analysis/ceilings.hpp"
#include "analysis/clock_finding.hpp"
#include "analysis/levels.hpp"

namespace cachebound::analysis {
namespace {

/// The form that was measured at the most sizes (at equal number, the fastest): forms must not be mixed in one curve,
/// or the sizes at which a faster form happens to be absent would look like a drop.
std::string sweep_probe(const std::vector<ProbeMeasurement>& rows) {
  std::string best;
  std::size_t most = 0;
  double fastest = 0.0;
  for (const ProbeMeasurement& candidate : rows) {
    if (candidate.kind != CeilingKind::memory || candidate.error || candidate.threads != 1) continue;
    if (candidate.access != Access::read) continue;
    std::vector<Bytes> sizes;
    double rate = 0.0;
    for (const ProbeMeasurement& row : rows) {
      if (row.probe != candidate.probe || row.error || !row.working_set || row.threads != 1) continue;
      if (std::find(sizes.begin(), sizes.end(), *row.working_set) == sizes.end()) sizes.push_back(*row.working_set);
      rate = std::max(rate, row.bytes_per_second.value.value);
    }
    if (sizes.size() > most || (sizes.size() == most && rate > fastest)) {
      best = candidate.probe;
      most = sizes.size();
      fastest = rate;
    }
  }
  return best;
}

bool swept(const std::vector<ProbeMeasurement>& rows) {
  const std::string probe = sweep_probe(rows);
  return std::any_of(rows.begin(), rows.end(), [&](const ProbeMeasurement& row) {
    return row.probe == probe && !row.error && row.working_set && row.threads == 1;
  });
}

LevelDecision levels_of(const std::vector<ProbeMeasurement>& rows, const std::vector<CacheSize>& nominal) {
  const std::string probe = sweep_probe(rows);
  std::vector<const ProbeMeasurement*> sweep;
  for (const ProbeMeasurement& row : rows)
    if (row.probe == probe && !row.error && row.working_set && row.threads == 1) sweep.push_back(&row);
  const bool per_cycle = std::all_of(sweep.begin(), sweep.end(), [](const auto* row) { return row->cycles_known; });
  std::vector<SweepPoint> points;
  for (const auto* row : sweep)
    points.push_back(
        {*row->working_set, per_cycle ? row->bytes_per_cycle.value.value : row->bytes_per_second.value.value});
  return find_levels(std::move(points), per_cycle, nominal);
}

std::vector<CacheSize> nominal_caches(const HostInfo& host, const std::string& kind) {
  std::vector<CacheSize> caches;
  for (const CoreKind& candidate : host.core_kinds)
    if (candidate.id == kind)
      for (const Cache& cache : candidate.caches)
        caches.push_back({.level = cache.level,
                          .size = cache.size,
                          .source = cache.source,
                          .line = cache.line_bytes > 0 ? std::optional(Bytes{static_cast<double>(cache.line_bytes)})
                                                       : std::nullopt});
  return caches;
}

std::vector<CacheSharing> sharing_of(const HostInfo& host, const std::string& kind) {
  std::vector<CacheSharing> sharing;
  for (const CoreKind& candidate : host.core_kinds)
    if (candidate.id == kind)
      for (const Cache& cache : candidate.caches)
        // Hypervisors state an L3 as they like: there, all of a team may share it.
        if (!cache.shared_cpus.empty() && !(host.virtual_machine && cache.level == Level::l3))
          sharing.push_back({cache.level, static_cast<int>(cache.shared_cpus.size())});
  return sharing;
}

void apply_datasheet(std::vector<Ceiling>& ceilings, const Datasheet& datasheet) {
  for (Ceiling& ceiling : ceilings) {
    if (ceiling.threads != 1) continue;
    for (const DatasheetOperations& entry : datasheet.operations)
      if (ceiling.kind == CeilingKind::compute && entry.operation == ceiling.operation &&
          entry.dtype == ceiling.dtype && entry.isa == ceiling.isa)
        ceiling.datasheet_flops_per_cycle = entry.value;
    for (const DatasheetBytes& entry : datasheet.l1)
      if (ceiling.kind == CeilingKind::memory && ceiling.level == Level::l1 && entry.access == ceiling.access &&
          entry.isa == ceiling.isa)
        ceiling.datasheet_bytes_per_cycle = entry.value;
    for (const DatasheetLoads& entry : datasheet.loads)
      if (ceiling.kind == CeilingKind::load_slots && entry.probe == ceiling.probe)
        ceiling.datasheet_loads_per_cycle = entry.value;
    // Either layout: what fits into L1 is within reach of its TLB.
    if (ceiling.kind == CeilingKind::latency && ceiling.level == Level::l1)
      ceiling.datasheet_latency_cycles = datasheet.l1_latency;
  }
}

/// The clock that the reference chain saw; without a trusted chain, nothing.
Estimate<Frequency> clock_of(const ChainReport& report) {
  for (const ChainEntry& chain : report.chains)
    if (chain.trusted && chain.clock.samples > 0) return chain.clock;
  return {};
}

/// In a virtual machine all that lies beyond the innermost two caches, where non-temporal stores always go, is shared
/// with strangers. Such a row was steady at best during this run (the same sweep was fourfold different an hour later),
/// so no interval makes it stable.
void mark_host_shared(std::vector<ProbeMeasurement>& rows, const std::vector<LevelPlateau>& levels,
                      const std::vector<CacheSize>& nominal) {
  const LevelPlateau* own = nullptr;
  for (const LevelPlateau& plateau : levels)
    if (plateau.level == Level::l1 || plateau.level == Level::l2) own = &plateau;
  // Where rows were chosen and no level could be named, the stated size says what surely lies beyond.
  std::optional<Bytes> stated;
  for (const CacheSize& cache : nominal)
    if (cache.level == Level::l1 || cache.level == Level::l2) stated = std::max(stated.value_or(Bytes{}), cache.size);
  const auto left = [&](Bytes size) {
    if (own == nullptr) return stated && size > *stated;
    // A sweep that ends inside these caches shows nothing beyond its last size.
    return own->beyond ? size >= *own->beyond : size > own->last;
  };
  for (ProbeMeasurement& row : rows) {
    const bool beyond = (row.access && stores_past_caches(*row.access)) || (row.working_set && left(*row.working_set));
    // One that was not even steady stays noisy.
    if (!row.error && row.quality == Quality::stable && beyond) row.quality = Quality::host_shared;
  }
}

MeasuredCoreKind build_core_kind(CoreKindInput input, const HostInfo& host, std::vector<Finding>& findings) {
  const std::vector<CacheSize> nominal = nominal_caches(host, input.id);
  const std::vector<CacheSharing> sharing = sharing_of(host, input.id);
  const LevelDecision decision = levels_of(input.measurements, nominal);
  if (host.virtual_machine) mark_host_shared(input.measurements, decision.levels, nominal);
  MeasuredCoreKind kind;
  kind.id = std::move(input.id);
  kind.cpus = std::move(input.cpus);
  kind.measured_cpu = input.measured_cpu;
  kind.clock = clock_of(input.chains);
  kind.caches = measured_caches(input.measurements, decision.levels);
  for (Finding& finding : compare_geometry(kind.caches, decision.levels, nominal, kind.id))
    findings.push_back(std::move(finding));
  kind.caches.insert(kind.caches.end(), nominal.begin(), nominal.end());
  kind.levels = decision.levels;
  kind.dram_note = decision.dram_note;
  kind.ceilings = compute_ceilings(input.measurements);
  const auto append = [&](std::vector<Ceiling> ceilings) {
    for (Ceiling& ceiling : ceilings) kind.ceilings.push_back(std::move(ceiling));
  };
  append(memory_ceilings(input.measurements, decision.levels, sharing));
  append(load_slot_ceilings(input.measurements));
  append(mixed_ceilings(input.measurements, decision.levels));
  append(latency_ceilings(input.measurements, decision.levels));

  const bool withheld = std::any_of(host.contradictions.begin(), host.contradictions.end(), [&](const Finding& f) {
    return f.withholds_datasheet && (f.core_kind.empty() || f.core_kind == kind.id);
  });
  if (input.datasheet && !withheld) apply_datasheet(kind.ceilings, *input.datasheet);
  if (!decision.levels.empty())
    for (Finding& finding : compare_cache_sizes(decision, nominal, kind.id, kind.caches))
      findings.push_back(std::move(finding));
  if (decision.levels.empty() && swept(input.measurements))
    findings.push_back({.id = "levels-not-established",
                        .text = decision.dram_note,
                        .consequence = "rows stand by their working sets, and none is a ceiling of a level",
                        .core_kind = kind.id});
  kind.chains = std::move(input.chains);
  kind.clock_facts = input.clock_facts;
  if (auto finding = clock_finding(kind.clock_facts, kind.id)) findings.push_back(std::move(*finding));
  kind.measurements = std::move(input.measurements);
  kind.sustained = std::move(input.sustained);
  kind.counters = std::move(input.counters);
  return kind;
}

}  // namespace

MachineModel build_model(HostInfo host, Conditions conditions, std::vector<CoreKindInput> core_kinds, Plan plan) {
  MachineModel model;
  model.findings = host.contradictions;
  for (CoreKindInput& input : core_kinds) {
    for (const ProbeMeasurement& row : input.measurements) model.completed.push_back(row.id);
    model.core_kinds.push_back(build_core_kind(std::move(input), host, model.findings));
  }
  model.host = std::move(host);
  model.conditions = std::move(conditions);
  model.plan = std::move(plan);
  return model;
}

std::vector<Isa> included_sets(Isa isa) {
  switch (isa) {
    case Isa::avx512:
      return {Isa::avx512, Isa::avx2, Isa::scalar};
    case Isa::avx2:
      return {Isa::avx2, Isa::scalar};
    case Isa::neon_vfpv4:
      return {Isa::neon_vfpv4, Isa::neon, Isa::scalar};
    case Isa::neon:
      return {Isa::neon, Isa::scalar};
    case Isa::avx_vnni:
      return {Isa::avx_vnni, Isa::avx2, Isa::scalar};
    case Isa::avx512_vnni:
    case Isa::avx512_bf16:
    case Isa::avx512_fp16:
    case Isa::avx512_vpopcntdq:
    case Isa::avx512_bitalg:
    case Isa::amx_int8:
    case Isa::amx_bf16:
      return {isa, Isa::avx512, Isa::avx2, Isa::scalar};
    case Isa::neon_fp16:
    case Isa::neon_fhm:
    case Isa::neon_dotprod:
    case Isa::neon_i8mm:
    case Isa::neon_bf16:
    case Isa::sve:
    case Isa::sme:
      return {isa, Isa::neon, Isa::scalar};
    case Isa::sve_i8mm:
    case Isa::sve_bf16:
      return {isa, Isa::sve, Isa::neon, Isa::scalar};
    case Isa::sme_f64f64:
      return {isa, Isa::sme, Isa::neon, Isa::scalar};
    case Isa::scalar:
      break;
  }
  return {Isa::scalar};
}

const Ceiling* find_ceiling(const MeasuredCoreKind& kind, std::string_view id) {
  const auto found =
      std::find_if(kind.ceilings.begin(), kind.ceilings.end(), [&](const Ceiling& c) { return c.id == id; });
  return found == kind.ceilings.end() ? nullptr : &*found;
}

namespace {

bool includes(Isa outer, Isa inner) { return contains(included_sets(outer), inner); }

/// Of one set the fastest; of several the narrowest.
template <typename Matches>
const Ceiling* narrowest_including(const MeasuredCoreKind& kind, Isa isa, Matches matches) {
  const Ceiling* found = nullptr;
  const auto better = [&](const Ceiling& c) {
    if (c.isa != found->isa) return includes(found->isa, c.isa);
    return c.flops_per_second.value > found->flops_per_second.value;
  };
  for (const Ceiling& c : kind.ceilings)
    if (matches(c) && includes(c.isa, isa) && (found == nullptr || better(c))) found = &c;
  return found;
}

}  // namespace

const Ceiling* find_compute_ceiling(const MeasuredCoreKind& kind, DType dtype, Isa isa, int threads) {
  return narrowest_including(kind, isa, [&](const Ceiling& c) {
    return c.kind == CeilingKind::compute && !c.error && c.dtype == dtype && c.threads == threads &&
           accumulates(c.operation);
  });
}

const Ceiling* find_memory_ceiling(const MeasuredCoreKind& kind, Level level, Isa isa, int threads) {
  const auto matches = [&](const Ceiling& c) {
    return c.kind == CeilingKind::memory && !c.error && c.level == level && c.threads == threads &&
           c.access == Access::read;
  };
  for (const Isa included : included_sets(isa))
    for (const Ceiling& c : kind.ceilings)
      if (matches(c) && c.isa == included) return &c;
  return narrowest_including(kind, isa, matches);
}

const MeasuredCoreKind* find_core_kind(const MachineModel& model, int cpu) {
  for (const MeasuredCoreKind& kind : model.core_kinds)
    if (std::find(kind.cpus.begin(), kind.cpus.end(), cpu) != kind.cpus.end()) return &kind;
  return model.core_kinds.empty() ? nullptr : &model.core_kinds.front();
}

}  // namespace cachebound::analysis
