// SPDX-License-Identifier: Apache-2.0
#include "operators/libraries/acl_facts.hpp"

#include <arm_compute/core/Version.h>
#include <arm_compute/runtime/Scheduler.h>
#include <fmt/format.h>

namespace cachebound::operators {

std::string acl_version() {
  // "arm_compute_version=v20.08 Build options: ..."
  std::string text = arm_compute::build_information();
  text = text.substr(0, text.find(' '));
  const auto version = text.find("=v");
  return "Arm Compute Library " + (version == std::string::npos ? text : text.substr(version + 2));
}

Status acl_use_threads(int threads) {
  arm_compute::IScheduler& scheduler = arm_compute::Scheduler::get();
  if (scheduler.num_threads() != static_cast<unsigned>(threads)) scheduler.set_num_threads(static_cast<unsigned>(threads));
  if (scheduler.num_threads() == static_cast<unsigned>(threads)) return std::nullopt;
  return Error{Reason::not_permitted, fmt::format("Arm Compute Library keeps to {} of the {} threads that were asked for",
                                                  scheduler.num_threads(), threads)};
}

}  // namespace cachebound::operators
