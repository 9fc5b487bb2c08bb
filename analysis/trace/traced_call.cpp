// SPDX-License-Identifier: Apache-2.0
#include "analysis/trace/traced_call.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/trace/access_form.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::size_t guest_windows = 3;

const ExecutedWindow& window(const Executed& executed, TraceWindow which) {
  return executed.windows[static_cast<std::size_t>(which)];
}

double per_call(std::int64_t calls, std::int64_t marks) { return static_cast<double>(calls - marks) / traced_calls; }

FormCount less(const FormCount& calls, const std::vector<FormCount>& marks) {
  FormCount rest = calls;
  const auto same = std::find_if(marks.begin(), marks.end(), [&](const FormCount& m) { return m.form == calls.form; });
  if (same == marks.end()) return rest;
  rest.executed -= same->executed;
  rest.read_bytes -= same->read_bytes;
  rest.write_bytes -= same->write_bytes;
  return rest;
}

void add(std::vector<AccessCount>& counts, Direction direction, std::string_view target, const FormCount& form) {
  const std::int64_t bytes = direction == Direction::load ? form.read_bytes : form.write_bytes;
  if (bytes <= 0) return;
  const AccessForm kind = access_form(target, direction, form);
  auto same = std::find_if(counts.begin(), counts.end(), [&](const AccessCount& c) { return c.form == kind.name; });
  if (same == counts.end()) same = counts.insert(same, {.form = kind.name, .probe = kind.probe});
  same->count += accesses(kind, direction, form) / traced_calls;
  same->bytes += Bytes{static_cast<double>(bytes) / traced_calls};
}

void most_bytes_first(std::vector<AccessCount>& counts) {
  std::stable_sort(counts.begin(), counts.end(),
                   [](const AccessCount& a, const AccessCount& b) { return a.bytes > b.bytes; });
}

/// Lines of each cache, and as bytes those that cross to the level beyond it.
void add_lines(TracedCall& call, const Executed& executed, const std::vector<Cache>& caches) {
  const auto& calls = window(executed, TraceWindow::two_calls).caches;
  const auto& marks = window(executed, TraceWindow::marks_alone).caches;
  for (std::size_t i = 0; i < caches.size(); ++i) {
    const LevelLines lines{.level = caches[i].level,
                           .refills = per_call(calls[i].refills, marks[i].refills),
                           .write_backs = per_call(calls[i].write_backs, marks[i].write_backs)};
    call.lines.push_back(lines);
    const double line = caches[i].line_bytes;
    call.traffic.push_back({.level = i + 1 < caches.size() ? caches[i + 1].level : Level::dram,
                            .read = {std::max(0.0, lines.refills * line)},
                            .written = {std::max(0.0, lines.write_backs * line)},
                            .source = TrafficSource::traced});
  }
}

}  // namespace

Result<TracedCall> traced_call(const Executed& executed, const std::vector<Cache>& caches) {
  if (executed.windows.size() != guest_windows) {
    return Error{Reason::malformed,
                 fmt::format("the trace has {} windows, expected {}: the program ended before its calls were made",
                             executed.windows.size(), guest_windows)};
  }
  if (executed.threads != 1) {
    return Error{Reason::malformed,
                 fmt::format("the program ran {} threads, and a trace is of one: what starts threads, when it is "
                             "loaded or when it is called, cannot be traced",
                             executed.threads)};
  }
  for (const ExecutedWindow& each : executed.windows) {
    if (each.caches.size() != caches.size()) {
      return Error{Reason::malformed,
                   fmt::format("the trace has {} caches, expected {}", each.caches.size(), caches.size())};
    }
  }
  const ExecutedWindow& calls = window(executed, TraceWindow::two_calls);
  const ExecutedWindow& marks = window(executed, TraceWindow::marks_alone);
  TracedCall call;
  call.instructions = per_call(calls.instructions, marks.instructions);
  call.traffic.push_back({.level = Level::l1,
                          .read = {per_call(calls.read_bytes, marks.read_bytes)},
                          .written = {per_call(calls.write_bytes, marks.write_bytes)},
                          .source = TrafficSource::traced});
  add_lines(call, executed, caches);
  for (const FormCount& counted : calls.forms) {
    const FormCount form = less(counted, marks.forms);
    if (form.read_bytes <= 0 && form.write_bytes <= 0) continue;
    add(call.loads, Direction::load, executed.target, form);
    add(call.stores, Direction::store, executed.target, form);
    call.forms.push_back({.form = form.form,
                          .executed = static_cast<double>(form.executed) / traced_calls,
                          .read = {static_cast<double>(form.read_bytes) / traced_calls},
                          .written = {static_cast<double>(form.write_bytes) / traced_calls}});
  }
  most_bytes_first(call.loads);
  most_bytes_first(call.stores);
  std::stable_sort(call.forms.begin(), call.forms.end(), [](const ExecutedForm& a, const ExecutedForm& b) {
    return a.read + a.written > b.read + b.written;
  });
  return call;
}

}  // namespace cachebound::analysis
