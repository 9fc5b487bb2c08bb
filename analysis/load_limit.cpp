// SPDX-License-Identifier: Apache-2.0
#include "analysis/load_limit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cachebound::analysis {
namespace {

constexpr double same = 0.98;

struct Form {
  const Ceiling* ceiling;
  double loads;  ///< per cycle
  double bytes;  ///< per cycle

  double width() const { return bytes / loads; }
};

std::vector<Form> measured(const std::vector<Ceiling>& ceilings) {
  std::vector<Form> forms;
  for (const Ceiling& ceiling : ceilings) {
    if (ceiling.kind != CeilingKind::load_slots || ceiling.threads != 1 || ceiling.error || !ceiling.cycles_known)
      continue;
    const Form form{&ceiling, ceiling.loads_per_cycle.value.value, ceiling.bytes_per_cycle.value.value};
    // No bytes: a file of an earlier version.
    if (form.loads > 0.0 && form.bytes > 0.0) forms.push_back(form);
  }
  return forms;
}

const Form* find_if(const std::vector<Form>& forms, auto condition) {
  const auto found = std::find_if(forms.begin(), forms.end(), condition);
  return found == forms.end() ? nullptr : &*found;
}

struct Judgement {
  LoadLimit limit;
  const Form* evidence;  ///< the form that tells; null where none is needed or none does
};

Judgement judge(const Form& form, const std::vector<Form>& forms, double most_loads, double most_bytes) {
  const bool all_bytes = form.bytes >= same * most_bytes;
  const bool all_loads = form.loads >= same * most_loads;
  if (!all_bytes && !all_loads) return {LoadLimit::form, nullptr};
  if (!all_bytes) return {LoadLimit::slots, nullptr};
  // The same bytes with fewer or more instructions: their number is not the limit.
  const auto* other_count = find_if(forms, [&](const Form& other) {
    return other.bytes >= same * most_bytes && (other.loads < same * form.loads || form.loads < same * other.loads);
  });
  if (other_count != nullptr) return {LoadLimit::bytes, other_count};
  if (!all_loads) {
    return {LoadLimit::bytes, find_if(forms, [&](const Form& other) { return other.loads >= same * most_loads; })};
  }
  const auto* other_width = find_if(forms, [&](const Form& other) {
    return other.loads >= same * most_loads && other.width() < same * form.width();
  });
  return {other_width != nullptr ? LoadLimit::slots : LoadLimit::undecided, other_width};
}

std::string sentence(const Form& best, const Judgement& judgement) {
  const std::string reads = fmt::format("L1 reads reach {:.1f} bytes per cycle, by {} ({:.2f} loads per cycle)",
                                        best.bytes, best.ceiling->id, best.loads);
  if (judgement.evidence == nullptr)
    return reads + "; no other form tells whether bytes or instructions are the limit.";
  const Form& other = *judgement.evidence;
  if (judgement.limit == LoadLimit::slots) {
    return fmt::format(
        "{}; {} loads as often ({:.2f} per cycle) and moves {:.1f} bytes: load slots or decoding are the "
        "limit, not bytes.",
        reads, other.ceiling->id, other.loads, other.bytes);
  }
  if (other.bytes >= same * best.bytes) {
    return fmt::format(
        "{}; {} moves as many with {:.2f} loads per cycle: bytes are the limit, not the number of "
        "instructions.",
        reads, other.ceiling->id, other.loads);
  }
  return fmt::format("{}; {} loads more often ({:.2f} per cycle) and moves {:.1f}: bytes are the limit, not decoding.",
                     reads, other.ceiling->id, other.loads, other.bytes);
}

}  // namespace

std::string_view to_string(LoadLimit limit) {
  switch (limit) {
    case LoadLimit::bytes:
      return "bytes";
    case LoadLimit::slots:
      return "load slots";
    case LoadLimit::form:
      return "this form";
    case LoadLimit::undecided:
      break;
  }
  return "undecided";
}

LoadLimits load_limits(const std::vector<Ceiling>& ceilings) {
  LoadLimits limits;
  const std::vector<Form> forms = measured(ceilings);
  if (forms.size() < 2) return limits;
  const auto by_bytes = [](const Form& a, const Form& b) { return a.bytes < b.bytes; };
  const auto by_loads = [](const Form& a, const Form& b) { return a.loads < b.loads; };
  const Form& best = *std::max_element(forms.begin(), forms.end(), by_bytes);
  const double most_loads = std::max_element(forms.begin(), forms.end(), by_loads)->loads;
  for (const Form& form : forms) {
    limits.forms.push_back(
        {form.ceiling->id, BytesPerCycle{form.bytes}, judge(form, forms, most_loads, best.bytes).limit});
  }
  const Judgement judgement = judge(best, forms, most_loads, best.bytes);
  limits.limit = judgement.limit;
  limits.text = sentence(best, judgement);
  return limits;
}

}  // namespace cachebound::analysis
