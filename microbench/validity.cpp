// SPDX-License-Identifier: Apache-2.0
#include "microbench/validity.hpp"

#include <fmt/format.h>

#include <array>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

struct SignWords {
  Sign sign;
  std::string_view name;
  std::string_view unit;
  const char* sentence;  ///< with one place for the count
};

constexpr std::array<SignWords, 13> words_of_signs{{
    {Sign::descheduled, "descheduled", "pairs", "{:.0f} pairs of slices were discarded: the thread lost its core"},
    {Sign::migrated, "migrated", "pairs", "the thread changed cpus: {:.0f} times; those pairs were discarded"},
    {Sign::page_faults, "page-faults", "faults", "{:.0f} page faults in timed slices"},
    {Sign::clock_moved, "clock-moved", "samples", "{:.0f} samples were dropped: the clock moved within them"},
    {Sign::timer_jumped, "timer-jumped", "pairs", "the timer jumped in {:.0f} pairs of slices; they were discarded"},
    {Sign::background, "background", "percent", "other tasks had {:.1f} percent of the processor time"},
    {Sign::quota, "quota", "percent", "a quota of processor time stopped the thread for {:.1f} percent of the time"},
    {Sign::neighbours, "neighbours", "cpus", "other tasks were busy on {:.1f} other cpus"},
    {Sign::stolen, "stolen", "percent", "the hypervisor gave {:.1f} percent of the time to others"},
    {Sign::clock_drifted, "clock-drifted", "percent", "the clock moved by {:.1f} percent over the rounds"},
    {Sign::clock_fell, "clock-fell", "percent", "the clock fell {:.1f} percent below what it had been"},
    {Sign::throttled, "throttled", "rounds", "the clock was held down in {:.0f} rounds"},
    {Sign::unwatched, "unwatched", "rounds",
     "in {:.0f} rounds nothing could be seen of other tasks and steal: /proc/stat does not tell"},
}};

const SignWords& words_for(Sign sign) {
  for (const SignWords& entry : words_of_signs)
    if (entry.sign == sign) return entry;
  return words_of_signs.front();
}

}  // namespace

std::string_view to_string(Sign sign) { return words_for(sign).name; }

std::optional<Sign> parse_sign(std::string_view text) {
  for (const SignWords& entry : words_of_signs)
    if (entry.name == text) return entry.sign;
  return std::nullopt;
}

std::string_view unit_of(Sign sign) { return words_for(sign).unit; }

std::string to_text(const ValiditySign& sign) {
  std::string text = fmt::format(fmt::runtime(words_for(sign.sign).sentence), sign.count);
  if (!sign.detail.empty()) text += ": " + sign.detail;
  if (sign.rounds.empty()) return text;
  return fmt::format("{} (round{} {})", text, sign.rounds.size() == 1 ? "" : "s", format_cpu_list(sign.rounds));
}

std::string too_few_rounds(std::size_t usable, std::size_t ran) {
  if (usable == ran) return fmt::format("only {} round{}: no 90 % interval", ran, ran == 1 ? "" : "s");
  return fmt::format("only {} of {} rounds are usable, every sample of the others was dropped: no 90 % interval",
                     usable, ran);
}

}  // namespace cachebound
