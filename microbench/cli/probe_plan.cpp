// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/probe_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <regex>

#include "microbench/cli/team_plan.hpp"
#include "microbench/nearest.hpp"
#include "probes/catalogue.hpp"
#include "probes/kernel_run.hpp"
#include "probes/node_ring.hpp"

namespace cachebound::cli {
namespace {

using probes::Probe;
using probes::ProbeCase;
using probes::ProbeKind;

using Forms = std::vector<const Probe*>;

/// Both lists are ascending.
std::vector<std::size_t> merged(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  std::vector<std::size_t> all;
  std::ranges::set_union(a, b, std::back_inserter(all));
  return all;
}

/// Where a read that does not go through the sweep is compared with those that do: a size of each level, and the last.
std::vector<std::size_t> sizes_of_levels(const Suite& suite) {
  std::vector<std::size_t> sizes = suite.access_bytes;
  if (!suite.sweep_bytes.empty() && (sizes.empty() || sizes.back() < suite.sweep_bytes.back()))
    sizes.push_back(suite.sweep_bytes.back());
  return sizes;
}

/// Without the sizes that hold no block of this kernel, and without those in which it walks as far as in the one
/// before.
std::vector<std::size_t> whole_blocks(const Probe& probe, const std::vector<std::size_t>& sizes) {
  std::vector<std::size_t> kept;
  std::size_t last = 0;
  for (const std::size_t bytes : sizes) {
    const std::size_t walked = probes::walked_bytes(probe, bytes);
    if (walked != last) kept.push_back(bytes);
    last = walked;
  }
  return kept;
}

/// Every probe but the chains that this core can run and that the suite has a size for.
Forms wanted_forms(const Suite& suite, const IsaSet& isas) {
  Forms forms;
  for (const Probe& probe : probes::catalogue()) {
    if (probe.kind == ProbeKind::chain || probes::runnable_on(probe, isas)) continue;
    if (probe.kind == ProbeKind::compute || !sizes_for(suite, probe).empty()) forms.push_back(&probe);
  }
  return forms;
}

/// Of forms that measure the same thing the one that a short trial finds fastest (the widest where they tie); null
/// where none survives. Each is tried in a child first: a trial runs here, and must not take the program with it.
const Probe* fastest(const Forms& forms, const probes::ProbeSetting& setting) {
  Forms sound;
  for (const Probe* probe : forms) {
    if (!probes::try_kernel(*probe)) sound.push_back(probe);
  }
  return probes::fastest_form(sound, setting);
}

/// All of them, or of each type the fastest; where none runs, the widest, so that its failure is a row with its reason.
Forms choose_forms(const Suite& suite, const Forms& wanted, const probes::ProbeSetting& setting) {
  if (suite.all_forms) return wanted;
  Forms chosen;
  for (const Forms& forms : probes::by_type(wanted)) {
    const Probe* winner = fastest(forms, setting);
    chosen.push_back(winner != nullptr ? winner : forms.front());
  }
  return chosen;
}

std::array<const std::vector<std::size_t>*, 5> size_lists(const Suite& suite) {
  return {&suite.sweep_bytes, &suite.access_bytes, &suite.latency_bytes, &suite.capacity_bytes, &suite.mixed_bytes};
}

bool is_read(const Probe& probe) { return probe.kind == ProbeKind::memory && probe.access == Access::read; }

/// The reads that go through every size of the sweep: of each set the fastest form, if the suite says so. A narrower
/// form tells something at a level, and nothing between two sizes of it.
Forms swept_reads(const Suite& suite, const Forms& forms, const probes::ProbeSetting& setting) {
  std::map<Isa, Forms> of_set;
  for (const Probe* probe : forms) {
    if (is_read(*probe)) of_set[probe->isa].push_back(probe);
  }
  Forms swept;
  for (const auto& [isa, reads] : of_set) {
    const Probe* winner = suite.sweep_all_forms || reads.size() == 1 ? nullptr : fastest(reads, setting);
    if (winner != nullptr) {
      swept.push_back(winner);
    } else {
      swept.insert(swept.end(), reads.begin(), reads.end());
    }
  }
  return swept;
}

/// Of each type the fastest of the forms that have a sweep: its saturation is what proves the peak.
void add_accumulator_sweeps(std::vector<ProbeCase>& cases, Forms forms, const probes::ProbeSetting& setting) {
  std::erase_if(forms, [](const Probe* probe) { return probe->by_accumulators.empty(); });
  for (const Forms& group : probes::by_type(forms)) {
    const Probe* winner = fastest(group, setting);
    if (winner == nullptr) continue;
    for (std::size_t k = 1; k <= winner->by_accumulators.size(); ++k) {
      cases.push_back({.probe = winner, .accumulators = static_cast<int>(k)});
    }
  }
}

/// What teams run: of f32 (of every type where all powers of two are wanted) the fastest whole multiply-accumulate, and
/// the fastest read.
Forms team_forms(const Forms& forms, const ThreadChoice& choice, const probes::ProbeSetting& setting) {
  const bool every_type = choice.teams == ThreadChoice::Teams::powers;
  Forms winners;
  for (const Forms& group : probes::by_type(forms)) {
    const Probe& first = *group.front();
    const bool roof = first.kind == ProbeKind::compute && accumulates(probes::operation_of(first)) &&
                      (every_type || first.dtype == DType::f32);
    if (!roof && !is_read(first)) continue;
    if (const Probe* winner = fastest(group, setting)) winners.push_back(winner);
  }
  return winners;
}

}  // namespace

bool is_clock(const ProbeCase& probe_case) { return probe_case.probe->kind == ProbeKind::chain; }

std::vector<std::size_t> sizes_for(const Suite& suite, const Probe& probe) {
  if (probe.kind == ProbeKind::load_slots) {
    return suite.load_slots ? std::vector<std::size_t>{probes::in_l1_bytes} : std::vector<std::size_t>{};
  }
  if (probe.layout == probes::Layout::line_pairs) {
    return suite.line_size ? std::vector<std::size_t>{probes::pair_window_bytes} : std::vector<std::size_t>{};
  }
  if (probe.layout == probes::Layout::page_by_page) return merged(suite.latency_bytes, suite.capacity_bytes);
  if (probe.kind == ProbeKind::latency) return suite.latency_bytes;
  if (probe.kind == ProbeKind::mixed) return suite.mixed_bytes;
  if (probe.access && stores_past_caches(*probe.access) && !suite.access_bytes.empty()) {
    // DRAM's, whatever the working set: once, in one that is DRAM's too. A copy must read from there, and stores to few
    // lines need not go there one by one.
    return {sizes_of_levels(suite).back()};
  }
  return probe.access == Access::read ? suite.sweep_bytes : suite.access_bytes;
}

std::size_t largest_size(const Suite& suite) {
  std::size_t largest = suite.load_slots ? probes::in_l1_bytes : 0;
  if (suite.line_size) largest = std::max(largest, probes::pair_window_bytes);
  for (const auto* sizes : size_lists(suite)) {
    if (!sizes->empty()) largest = std::max(largest, sizes->back());
  }
  return largest;
}

std::vector<ProbeCase> plan_cases(const Suite& suite, const IsaSet& isas, const probes::ProbeSetting& setting,
                                  const TeamRoom& team) {
  std::vector<ProbeCase> cases;
  for (const Probe& probe : probes::catalogue()) {
    if (probe.kind == ProbeKind::chain && !probes::runnable_on(probe, isas)) cases.push_back({.probe = &probe});
  }
  const Forms forms = choose_forms(suite, wanted_forms(suite, isas), setting);
  const Forms swept = swept_reads(suite, forms, setting);
  for (const Probe* probe : forms) {
    if (probe->kind == ProbeKind::compute) {
      cases.push_back({.probe = probe});
    } else {
      const bool at_levels_only = is_read(*probe) && std::ranges::find(swept, probe) == swept.end();
      for (const std::size_t bytes :
           whole_blocks(*probe, at_levels_only ? sizes_of_levels(suite) : sizes_for(suite, *probe))) {
        if (probe->layout == probes::Layout::line_pairs) {
          for (const std::size_t apart : probes::pair_distances) {
            cases.push_back({.probe = probe, .working_set_bytes = bytes, .apart = apart});
          }
          continue;
        }
        cases.push_back({.probe = probe, .working_set_bytes = bytes});
      }
    }
  }
  if (suite.accumulators) add_accumulator_sweeps(cases, forms, setting);
  const std::vector<int> counts = team_counts(suite.threads, static_cast<int>(team.cpus));
  if (!counts.empty()) {
    const Forms winners = team_forms(forms, suite.threads, setting);
    for (ProbeCase& probe_case : team_cases(suite, winners, counts, team.memory_bytes)) cases.push_back(probe_case);
    const auto stream = std::ranges::find_if(winners, [](const Probe* probe) { return is_read(*probe); });
    const Probe* chase = probes::find("chase_scalar_paged");
    if (stream != winners.end() && chase != nullptr) {
      for (ProbeCase& probe_case : loaded_cases(suite, *chase, **stream, counts.back(), team.memory_bytes))
        cases.push_back(probe_case);
    }
  }
  return cases;
}

Status apply_filter(std::vector<ProbeCase>& cases, const std::string& filter) {
  if (filter.empty()) return std::nullopt;
  std::regex expression;
  try {
    expression = std::regex(filter);
  } catch (const std::regex_error& error) {
    return Error{Reason::malformed, fmt::format("--filter '{}' is no regular expression: {}", filter, error.what())};
  }
  std::vector<std::string> known;
  for (const auto& probe_case : cases) {
    if (is_clock(probe_case)) continue;
    known.push_back(probes::row_id(probe_case));
    known.emplace_back(probe_case.probe->id);
  }
  // The clock rows stay: without them nothing could be given per cycle.
  std::erase_if(cases, [&](const probes::ProbeCase& probe_case) {
    return !is_clock(probe_case) && !std::regex_search(probes::row_id(probe_case), expression);
  });
  if (std::none_of(cases.begin(), cases.end(), [](const auto& c) { return !is_clock(c); })) {
    return Error{Reason::malformed,
                 fmt::format("no probe row matches '{}'; the nearest id is '{}'", filter, nearest(filter, known))};
  }
  return std::nullopt;
}

std::string plan_key(const Suite& suite) {
  std::string key =
      fmt::format("suite={} rounds={} samples={} forms={} sweeps={} slots={} line={} accumulators={}", suite.name,
                  fmt::join(suite.probe_rounds, ","), suite.samples, suite.all_forms ? "all" : "quick",
                  suite.sweep_all_forms ? "all" : "fastest", suite.load_slots, suite.line_size, suite.accumulators);
  for (const auto* sizes : size_lists(suite)) {
    key += " sizes=";
    for (const std::size_t bytes : *sizes) key += fmt::format("{},", bytes);
  }
  key += fmt::format(" threads={}", to_string(suite.threads));
  for (const std::size_t bytes : suite.thread_bytes) key += fmt::format(" {}", bytes);
  key += fmt::format(" loads={}", fmt::join(suite.load_percents, ","));
  return key;
}

}  // namespace cachebound::cli
