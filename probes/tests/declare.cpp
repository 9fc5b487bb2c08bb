// SPDX-License-Identifier: Apache-2.0
// Prints what the catalogue declares, one probe per line, for disassembly.cmake, which reads the instructions of this
// very program: id, kind, operation and type, instructions of the loop that do the work, bytes that its loads and its
// stores ask for, load instructions (0: not declared).
#include <cstdio>
#include <string>

#include "probes/catalogue.hpp"

int main() {
  using namespace cachebound;
  for (const probes::Probe& probe : probes::catalogue()) {
    const auto& per = probe.per_iteration;
    const int instructions = probe.instructions > 0 ? probe.instructions : per.chain_steps;
    const std::string kind(to_string(probe.kind));
    const std::string type = std::string(operation_of(probe)) + "_" + std::string(to_string(probe.dtype));
    std::printf("%s:%s:%s:%d:%d:%d:%d\n", std::string(probe.id).c_str(), kind.c_str(), type.c_str(), instructions,
                static_cast<int>(per.read.value), static_cast<int>(per.written.value), per.loads);
  }
}
