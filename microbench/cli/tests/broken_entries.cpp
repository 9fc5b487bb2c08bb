// SPDX-License-Identifier: Apache-2.0
// A backend that is fast and wrong: the program with this file linked in has it. Each call adds a byte to
// the file that BROKEN_CALLS names, so that the test can tell whether it was ever run again.
#include <cstdio>
#include <cstdlib>

#include "operators/gemm/more_entries.hpp"
#include "operators/gemm/naive.hpp"
#include "operators/gemm/one_call_gemm.hpp"

namespace cachebound::operators::gemm {
namespace {

void count_call() {
  const char* path = std::getenv("BROKEN_CALLS");
  if (path == nullptr) return;
  if (std::FILE* file = std::fopen(path, "a")) {
    std::fputc('.', file);
    std::fclose(file);
  }
}

PreparedResult prepare_broken(GemmOperands operands, const TargetCore&) {
  return one_call_gemm(std::move(operands), Isa::scalar, "right but for the last element", [](GemmOperands& x) {
    count_call();
    naive_gemm(x.shape, x.a.data(), x.b.data(), x.c.data());
    x.c.values().back() *= 1.001F;
  });
}

}  // namespace

std::vector<BackendEntry> more_entries(const TargetCore&) {
  return {{{.name = "broken", .unavailable = {}, .isa = Isa::scalar, .summary = "deliberately wrong"},
           &prepare_broken,
           {}}};
}

}  // namespace cachebound::operators::gemm
