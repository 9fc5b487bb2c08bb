// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/counters_table.hpp"

#include <fmt/format.h>

namespace cachebound::analysis::report {

Table counters_table(const std::string& subject, const std::vector<CounterValue>& counters) {
  Table table;
  table.id = "counters";
  table.subject = subject;
  table.caption = "Counted beside the timing: medians over the rounds.";
  table.columns = {{"event", Align::left, {}, false},
                   {"count", Align::right, {}, false},
                   {"per", Align::left, {}, false},
                   {"source", Align::left, {}, false}};
  for (const CounterValue& value : counters) {
    table.rows.push_back({Code{value.name}, Text{fmt::format("{:.4g}", value.value), Tone::plain},
                          Text{value.per, Tone::plain},
                          value.scaled ? Cell{Text{value.source + ", scaled: not counted all the time", Tone::warning}}
                                       : Cell{Text{value.source, Tone::plain}}});
  }
  return table;
}

}  // namespace cachebound::analysis::report
