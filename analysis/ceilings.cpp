// SPDX-License-Identifier: Apache-2.0
#include "analysis/ceilings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace cachebound::analysis {
namespace {

struct Group {
  CeilingKind kind = CeilingKind::compute;
  std::string operation;
  DType dtype = DType::f32;
  Isa isa = Isa::scalar;
  int threads = 1;

  friend bool operator==(const Group&, const Group&) = default;
};

Group group_of(const ProbeMeasurement& row) {
  if (row.kind == CeilingKind::compute) return {row.kind, row.operation, row.dtype, row.isa, row.threads};
  // A load has no data type: rows of one set and access belong together whatever their dtype field says.
  const std::string access(row.access ? to_string(*row.access) : "read");
  return {row.kind, access, DType::f32, row.isa, row.threads};
}

/// A step of an accumulator sweep shows where the peak is reached, and is no peak.
bool makes_ceiling(const ProbeMeasurement& row, CeilingKind kind) { return row.kind == kind && !row.accumulators; }

std::vector<Group> groups(const std::vector<ProbeMeasurement>& rows, CeilingKind kind) {
  std::vector<Group> found;
  for (const ProbeMeasurement& row : rows)
    if (makes_ceiling(row, kind) && std::find(found.begin(), found.end(), group_of(row)) == found.end())
      found.push_back(group_of(row));
  return found;
}

std::vector<const ProbeMeasurement*> members(const std::vector<ProbeMeasurement>& rows, const Group& group) {
  std::vector<const ProbeMeasurement*> found;
  for (const ProbeMeasurement& row : rows)
    if (makes_ceiling(row, group.kind) && group_of(row) == group) found.push_back(&row);
  return found;
}

Ceiling ceiling_of(const ProbeMeasurement& row) {
  Ceiling ceiling;
  ceiling.kind = row.kind;
  ceiling.dtype = row.dtype;
  if (row.kind == CeilingKind::compute) ceiling.operation = row.operation;
  ceiling.isa = row.isa;
  ceiling.threads = row.threads;
  ceiling.access = row.access;
  ceiling.probe = row.probe;
  ceiling.row = row.id;
  ceiling.working_set = row.working_set;
  ceiling.thread_balance = row.thread_balance;
  ceiling.notes = row.notes;
  ceiling.validity = row.validity;
  ceiling.repro = row.repro;
  ceiling.error = row.error;
  if (row.error) return ceiling;
  ceiling.flops_per_second = row.flops_per_second;
  ceiling.flops_per_cycle = row.flops_per_cycle;
  ceiling.bytes_per_second = row.bytes_per_second;
  ceiling.bytes_per_cycle = row.bytes_per_cycle;
  ceiling.loads_per_second = row.loads_per_second;
  ceiling.loads_per_cycle = row.loads_per_cycle;
  ceiling.latency_seconds = row.latency_seconds;
  ceiling.latency_cycles = row.latency_cycles;
  ceiling.cycles_known = row.cycles_known;
  ceiling.clock = row.clock;
  ceiling.chain = row.chain;
  ceiling.placement = row.placement;
  ceiling.quality = row.quality;
  return ceiling;
}

double lower_end(const ProbeMeasurement& row, bool per_cycle) {
  if (row.kind == CeilingKind::compute)
    return per_cycle ? row.flops_per_cycle.low.value : row.flops_per_second.low.value;
  return per_cycle ? row.bytes_per_cycle.low.value : row.bytes_per_second.low.value;
}

const ProbeMeasurement* best_of(const std::vector<const ProbeMeasurement*>& rows, bool per_cycle) {
  const bool comparable =
      per_cycle && std::all_of(rows.begin(), rows.end(), [](const auto* row) { return row->cycles_known; });
  const auto best = std::max_element(rows.begin(), rows.end(), [&](const auto* a, const auto* b) {
    return lower_end(*a, comparable) < lower_end(*b, comparable);
  });
  return best == rows.end() ? nullptr : *best;
}

std::vector<std::string> probes_of(const std::vector<const ProbeMeasurement*>& rows) {
  std::vector<std::string> probes;
  for (const auto* row : rows)
    if (std::find(probes.begin(), probes.end(), row->probe) == probes.end()) probes.push_back(row->probe);
  return probes;
}

std::string thread_suffix(int threads) { return threads == 1 ? "" : fmt::format("_t{}", threads); }

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

/// Of DRAM only the largest working set that this group has: caches have the least left to give there.
void keep_largest(std::vector<const ProbeMeasurement*>& rows) {
  Bytes largest{};
  for (const auto* row : rows) largest = std::max(largest, *row->working_set);
  std::erase_if(rows, [&](const auto* row) { return *row->working_set < largest; });
}

/// A set a little larger than the level inside is still served by it in part (48 KiB beside a 32 KiB L1 read at 33.05
/// B/cycle where L2 gives 31.99): only sets of at least twice its capacity count, where there are such.
void keep_clear_of(std::vector<const ProbeMeasurement*>& rows, Bytes inner) {
  const auto is_clear = [&](const auto* row) { return *row->working_set >= 2.0 * inner; };
  if (std::any_of(rows.begin(), rows.end(), is_clear))
    std::erase_if(rows, [&](const auto* row) { return !is_clear(row); });
}

/// Non-temporal stores go to DRAM from any working set; a non-temporal copy is DRAM's only if it reads from there too.
bool belongs_to(const LevelPlateau& plateau, const ProbeMeasurement& row, const std::vector<CacheSharing>& sharing) {
  if (row.access && stores_past_caches(*row.access) && plateau.level != Level::dram) return false;
  return row.access == Access::ntwrite || on_plateau(plateau, *row.working_set, row.threads, sharing);
}

}  // namespace

int threads_sharing(Level level, int threads, const std::vector<CacheSharing>& sharing) {
  constexpr int hardware_threads = 2;
  if (threads <= 1) return 1;
  int cpus = level == Level::l1 ? hardware_threads : threads;
  for (const CacheSharing& stated : sharing)
    if (stated.level == level) cpus = std::max(hardware_threads, stated.cpus);
  return std::min(cpus, threads);
}

bool on_plateau(const LevelPlateau& plateau, Bytes working_set, int threads, const std::vector<CacheSharing>& sharing) {
  // What is smaller than the smallest set of the sweep is in L1 all the more; elsewhere a kernel whose block does not
  // divide the size falls short of it. Blocks have at most 6 KiB, an eighth of the 48 KiB that are the least to
  // overflow an L1 of 32 KiB; the next smaller size of a sweep falls short by more than a quarter.
  if (plateau.level != Level::l1 && working_set < 7.0 / 8.0 * plateau.first) return false;
  if (plateau.level == Level::dram && threads > 1) return true;
  return threads_sharing(plateau.level, threads, sharing) * working_set <= plateau.last;
}

std::vector<Ceiling> compute_ceilings(const std::vector<ProbeMeasurement>& rows) {
  std::vector<Ceiling> ceilings;
  for (const Group& group : groups(rows, CeilingKind::compute)) {
    std::vector<const ProbeMeasurement*> good, all;
    for (const auto* row : members(rows, group)) (row->error ? all : good).push_back(row);
    const ProbeMeasurement* winner = good.empty() ? all.front() : best_of(good, true);
    Ceiling ceiling = ceiling_of(*winner);
    ceiling.id = fmt::format("{}_{}_{}{}", group.operation, to_string(group.dtype), to_string(group.isa),
                             thread_suffix(group.threads));
    all.insert(all.begin(), good.begin(), good.end());
    ceiling.contenders = probes_of(all);
    ceilings.push_back(std::move(ceiling));
  }
  return ceilings;
}

std::vector<Ceiling> memory_ceilings(const std::vector<ProbeMeasurement>& rows, const std::vector<LevelPlateau>& levels,
                                     const std::vector<CacheSharing>& sharing) {
  const std::vector<Group> all_groups = groups(rows, CeilingKind::memory);
  // Of each access the first of the widest sets owns the plain ids (arm has two sets of one width).
  const auto owns_plain_id = [&](const Group& group) {
    const Group* widest = nullptr;
    for (const Group& other : all_groups)
      if (other.operation == group.operation && (!widest || vector_bytes(other.isa) > vector_bytes(widest->isa)))
        widest = &other;
    return group.isa == widest->isa;
  };
  std::vector<Ceiling> ceilings;
  for (const Group& group : all_groups) {
    const std::string isa_suffix = owns_plain_id(group) ? std::string() : fmt::format("_{}", to_string(group.isa));
    const std::string suffix = isa_suffix + thread_suffix(group.threads);
    std::vector<const ProbeMeasurement*> good, failed;
    for (const auto* row : members(rows, group)) (row->error || !row->working_set ? failed : good).push_back(row);
    if (good.empty()) {
      Ceiling ceiling = ceiling_of(*failed.front());
      ceiling.id = group.operation + suffix;
      ceiling.contenders = probes_of(failed);
      if (!ceiling.error) ceiling.error = Error{Reason::malformed, "the row states no working set"};
      ceilings.push_back(std::move(ceiling));
    }
    for (const LevelPlateau& plateau : levels) {
      std::vector<const ProbeMeasurement*> here;
      for (const auto* row : good)
        if (belongs_to(plateau, *row, sharing)) here.push_back(row);
      if (here.empty()) continue;
      if (plateau.level == Level::dram) keep_largest(here);
      if (&plateau != &levels.front()) keep_clear_of(here, (&plateau - 1)->last);
      const std::vector<std::string> contenders = probes_of(here);
      const bool per_cycle = plateau.level == Level::l1 || plateau.level == Level::l2;
      Ceiling ceiling = ceiling_of(*best_of(here, per_cycle));
      ceiling.level = plateau.level;
      ceiling.id = fmt::format("{}_{}{}", group.operation, lower_case(to_string(plateau.level)), suffix);
      ceiling.contenders = contenders;
      ceilings.push_back(std::move(ceiling));
    }
  }
  return ceilings;
}

std::vector<Ceiling> load_slot_ceilings(const std::vector<ProbeMeasurement>& rows) {
  std::vector<Ceiling> ceilings;
  for (const ProbeMeasurement& row : rows) {
    if (row.kind != CeilingKind::load_slots) continue;
    Ceiling ceiling = ceiling_of(row);
    ceiling.id = row.probe + thread_suffix(row.threads);
    ceiling.level = Level::l1;
    ceiling.contenders = {row.probe};
    ceilings.push_back(std::move(ceiling));
  }
  return ceilings;
}

std::vector<Ceiling> mixed_ceilings(const std::vector<ProbeMeasurement>& rows,
                                    const std::vector<LevelPlateau>& levels) {
  std::vector<Ceiling> ceilings;
  for (const ProbeMeasurement& row : rows) {
    if (row.kind != CeilingKind::mixed || row.error || !row.working_set) continue;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const bool here = on_plateau(levels[i], *row.working_set, row.threads);
      const bool clear = i == 0 || *row.working_set >= 2.0 * levels[i - 1].last;
      if (!here || !clear) continue;
      Ceiling ceiling = ceiling_of(row);
      ceiling.level = levels[i].level;
      ceiling.id =
          fmt::format("{}_{}{}", row.probe, lower_case(to_string(levels[i].level)), thread_suffix(row.threads));
      ceiling.contenders = {row.probe};
      // Several sizes of one level: the fastest stands, as for reads.
      const auto same =
          std::find_if(ceilings.begin(), ceilings.end(), [&](const Ceiling& c) { return c.id == ceiling.id; });
      if (same == ceilings.end()) {
        ceilings.push_back(std::move(ceiling));
      } else if (ceiling.flops_per_second.low > same->flops_per_second.low) {
        *same = std::move(ceiling);
      }
    }
  }
  return ceilings;
}

bool is_page_by_page(const ProbeMeasurement& row) { return row.probe.ends_with("_paged"); }

std::vector<Ceiling> latency_ceilings(const std::vector<ProbeMeasurement>& rows,
                                      const std::vector<LevelPlateau>& levels) {
  std::vector<Ceiling> ceilings;
  for (const bool page_by_page : {true, false}) {
    for (const LevelPlateau& plateau : levels) {
      std::vector<const ProbeMeasurement*> here;
      for (const ProbeMeasurement& row : rows)
        if (row.kind == CeilingKind::latency && !row.error && row.working_set && !row.apart && !row.load_percent &&
            is_page_by_page(row) == page_by_page && *row.working_set >= plateau.first &&
            *row.working_set <= plateau.last)
          here.push_back(&row);
      if (here.empty()) continue;
      if (plateau.level == Level::dram) keep_largest(here);
      if (&plateau != &levels.front()) keep_clear_of(here, (&plateau - 1)->last);
      const auto least = std::min_element(here.begin(), here.end(), [](const auto* a, const auto* b) {
        return a->latency_seconds.high < b->latency_seconds.high;
      });
      Ceiling ceiling = ceiling_of(**least);
      ceiling.level = plateau.level;
      ceiling.id = fmt::format("latency_{}{}", lower_case(to_string(plateau.level)), page_by_page ? "" : "_random");
      ceiling.contenders = {(*least)->probe};
      ceilings.push_back(std::move(ceiling));
    }
  }
  return ceilings;
}

}  // namespace cachebound::analysis
