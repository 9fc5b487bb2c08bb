// SPDX-License-Identifier: Apache-2.0
// Where the threads of a library run. It makes them itself, when it is loaded or when it first needs them, and whoever
// makes a thread gives it his own cpus: the caller is pinned to one, and all would crowd there.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound::operators {

/// Every thread of this process but the caller runs on the cpus behind the first; the caller stays where it is. Does
/// nothing for fewer than two. Threads that are made later are not covered: call the library once, then this.
/// Error{no_resources}: the kernel refused one of them.
Status place_library_threads(const std::vector<int>& cpus);

/// Of these variables, by which a library is told to take other kernels or blocks than it would, those that are set: ", by
/// OPENBLAS_CORETYPE=Haswell"; empty: none.
std::string forced_by(std::initializer_list<const char*> variables);

/// What enter() of a library's operator does. `use_threads(n)` tells the library and reads back what it keeps to;
/// `call()` is one call of the operator, in which a library makes the threads that it has not yet.
template <typename UseThreads, typename Call>
Status enter_library(const std::vector<int>& cpus, UseThreads&& use_threads, Call&& call) {
  if (Status refused = use_threads(cpus.size() < 2 ? 1 : static_cast<int>(cpus.size()))) return refused;
  if (cpus.size() > 1) call();
  return place_library_threads(cpus);
}

}  // namespace cachebound::operators
