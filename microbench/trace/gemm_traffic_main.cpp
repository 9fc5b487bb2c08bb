// SPDX-License-Identifier: Apache-2.0
// gemm_traffic <operator id>: makes one call of a tiled GEMM between two marks, for the emulator that counts, and
// prints the bytes which that call should have moved: as the loops are counted (operators) and as the closed form has
// it (analysis). Two lines, "<source> <bytes read> <bytes written>", for gemm_traffic_test.sh.
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include "analysis/traffic/gemm_traffic.hpp"
#include "microbench/trace/trace_mark.h"
#include "operators/gemm/traffic_count.hpp"
#include "operators/registry.hpp"

namespace {

void print(const char* source, std::int64_t read, std::int64_t written) {
  std::printf("%s %" PRId64 " %" PRId64 "\n", source, read, written);
}

int fail(const char* what) {
  std::fprintf(stderr, "gemm_traffic: %s\n", what);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  namespace gemm = cachebound::operators::gemm;
  using cachebound::Isa;
  const bool only_expected = argc == 3 && std::strcmp(argv[1], "--expected") == 0;
  if (argc != 2 && !only_expected) return fail("usage: gemm_traffic [--expected] <operator id>");
  const auto id = cachebound::operators::parse_operator_id(argv[argc - 1]);
  if (!id) return fail(id.error().detail.c_str());
  const auto shape = gemm::parse_gemm_shape(id->problem);
  const auto problem = cachebound::analysis::parse_gemm_problem(id->problem);
  if (!shape || !problem) return fail("not a GEMM");
  // An emulated core need not say what it can execute: every set is taken to be there. Without a stated cache the
  // blocks are the smallest in use.
  const auto prepared = cachebound::operators::prepare(
      *id, {.isas = {Isa::scalar, Isa::avx2, Isa::avx512, Isa::neon, Isa::neon_vfpv4}, .caches = {}});
  if (!prepared) return fail(prepared.error().detail.c_str());
  cachebound::operators::Prepared& op = **prepared;
  const auto blocking = op.blocking();
  if (!blocking) return fail("only a tiled GEMM has a closed form");

  if (!only_expected) {
    op.run();  // the dynamic linker binds on the first call
    trace_mark();
    op.run();
    trace_mark();
  }

  const auto counted = gemm::count_tiled_traffic(*shape, *blocking).total();
  print("counted", counted.loaded, counted.stored);
  const auto bytes = cachebound::analysis::tiled_l1_bytes(*problem, *blocking);
  print("closed-form", bytes.kernel.read + bytes.packing.read, bytes.kernel.written + bytes.packing.written);
  return 0;
}
