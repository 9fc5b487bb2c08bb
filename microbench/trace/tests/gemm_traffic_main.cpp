// SPDX-License-Identifier: Apache-2.0
// gemm_traffic <operator id>: prints the bytes that one call of a tiled GEMM should move: as the loops are counted
// (operators) and as the closed form has it (analysis). Two lines, "<source> <bytes read> <bytes written>", for the
// tests beside it. It holds the kernels too, for the one that reads their instructions.
#include <cinttypes>
#include <cstdio>

#include "analysis/traffic/gemm_traffic.hpp"
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
  if (argc != 2) return fail("usage: gemm_traffic <operator id>");
  const auto id = cachebound::operators::parse_operator_id(argv[1]);
  if (!id) return fail(id.error().detail.c_str());
  const auto shape = gemm::parse_gemm_shape(id->problem);
  auto problem = cachebound::analysis::parse_gemm_problem(id->problem);
  if (!shape || !problem) return fail("not a GEMM");
  // Nothing is executed: every set is taken to be there. Without a stated cache the blocks are the smallest in use.
  const auto prepared = cachebound::operators::prepare(
      *id, {.isas = {Isa::scalar, Isa::avx2, Isa::avx512, Isa::avx512_bf16, Isa::neon,
               Isa::neon_vfpv4, Isa::neon_fp16, Isa::neon_bf16}, .caches = {}});
  if (!prepared) return fail(prepared.error().detail.c_str());
  const auto blocking = (*prepared)->blocking();
  if (!blocking) return fail("only a tiled GEMM has a closed form");

  const gemm::ElementFacts element = gemm::element_facts(id->dtype);
  const auto counted = gemm::count_tiled_traffic(*shape, *blocking, gemm::Ahead::none, element).total();
  print("counted", counted.loaded, counted.stored);
  problem->operand_bytes = element.operand_bytes;
  problem->result_bytes = element.result_bytes;
  problem->depth_multiple = element.depth_multiple;
  const auto bytes = problem->batch * cachebound::analysis::tiled_l1_bytes(*problem, *blocking);
  print("closed-form", bytes.kernel.read + bytes.packing.read, bytes.kernel.written + bytes.packing.written);
  return 0;
}
