// SPDX-License-Identifier: Apache-2.0
// gemm_trace <operator id> <calls>: prepares one case and calls run() so often, nothing else.
//
// Run under an emulator that counts memory accesses, with n and with n + 2 calls: the difference is two calls, free of
// preparation and start-up. The instruction set is the one that the id forces ("gemm/tiled-avx2/f32/m64n64k64"); every
// set of the architecture is taken to be there, since an emulated core need not say so.
#include <cstdio>
#include <cstdlib>

#include "operators/registry.hpp"

int main(int argc, char** argv) {
  using namespace cachebound;  // NOLINT(google-build-using-namespace): a main of one screen
  if (argc != 3) {
    std::fprintf(stderr, "usage: gemm_trace <operator id> <calls>\n");
    return 2;
  }
  const auto id = operators::parse_operator_id(argv[1]);
  if (!id) {
    std::fprintf(stderr, "gemm_trace: %s\n", id.error().detail.c_str());
    return 2;
  }
  const operators::TargetCore core{.isas = {Isa::scalar, Isa::avx2, Isa::avx512, Isa::neon, Isa::neon_vfpv4},
                                   .caches = {}};
  auto prepared = operators::prepare(*id, core);
  if (!prepared) {
    std::fprintf(stderr, "gemm_trace: %s\n", prepared.error().detail.c_str());
    return 3;
  }
  operators::Prepared& op = **prepared;
  for (int call = std::atoi(argv[2]); call > 0; --call) op.run();
  double sum = 0.0;
  for (std::size_t i = 0; i < operators::size(op.output()); ++i) sum += operators::element(op.output(), i);
  std::printf("%s: %s, sum %.9g\n", argv[1], op.implementation().c_str(), sum);
  return 0;
}
