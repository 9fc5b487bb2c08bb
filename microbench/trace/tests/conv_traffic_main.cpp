// SPDX-License-Identifier: Apache-2.0
// conv_traffic <operator id>: as gemm_traffic, of one of our convolutions.
#include <cinttypes>
#include <cstdio>
#include <string>

#include "analysis/traffic/conv_traffic.hpp"
#include "operators/conv2d/im2col.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/traffic_count.hpp"
#include "operators/gemm/blocking.hpp"
#include "operators/gemm/microkernel_table.hpp"
#include "operators/registry.hpp"

namespace {

namespace analysis = cachebound::analysis;
namespace conv2d = cachebound::operators::conv2d;
namespace gemm = cachebound::operators::gemm;

int fail(const char* what) {
  std::fprintf(stderr, "conv_traffic: %s\n", what);
  return 2;
}

void print(const char* source, std::int64_t read, std::int64_t written) {
  std::printf("%s %" PRId64 " %" PRId64 "\n", source, read, written);
}

int print_both(const gemm::LoadStore& counted, const analysis::CallBytes& bytes) {
  print("counted", counted.loaded, counted.stored);
  print("closed-form", bytes.kernel.read + bytes.packing.read, bytes.kernel.written + bytes.packing.written);
  return 0;
}

const conv2d::ConvKernels& find_kernels(cachebound::Isa isa) {
  for (const conv2d::ConvKernels* kernels : conv2d::all_kernels()) {
    if (kernels->isa == isa) return *kernels;
  }
  return *conv2d::all_kernels().front();
}

template <typename T>
const conv2d::DirectKernelOf<T>* find_kernel(cachebound::Isa isa, const cachebound::ConvBlocking& tile) {
  for (const conv2d::DirectKernelOf<T>& kernel : find_kernels(isa).of<T>().direct) {
    if (kernel.width == tile.width && kernel.outputs == tile.outputs) return &kernel;
  }
  return nullptr;
}

template <typename T>
int print_expected(const cachebound::operators::OperatorId& id, const cachebound::operators::Prepared& op) {
  const auto shape = conv2d::parse_conv_shape(id.problem);
  const auto problem = analysis::parse_conv_problem(id.problem);
  if (!shape || !problem) return fail("not a convolution");
  constexpr std::int64_t times = sizeof(T) / 4;
  gemm::LoadStore counted;
  analysis::CallBytes bytes;
  if (const auto tile = op.conv_blocking(); tile && id.backend.starts_with("winograd")) {
    const auto blocking = op.blocking();
    if (!blocking) return fail("a Winograd convolution without a product");
    const auto& kernels = find_kernels(op.isa()).of<T>().winograd;
    const auto& kernel = tile->width == kernels.two.outputs ? kernels.two : kernels.four;
    conv2d::WinogradKernelOf<float> form;
    form.outputs = kernel.outputs;
    form.points = kernel.points;
    form.has_factor = kernel.has_factor;
    const gemm::LoadStore of_four =
        conv2d::count_winograd_traffic(form, conv2d::winograd_plan(kernel, *shape, blocking->mr, {}), *blocking);
    counted = {times * of_four.loaded, times * of_four.stored};
    bytes = times * analysis::winograd_l1_bytes(*problem, *tile, *blocking);
  } else if (tile && id.backend.starts_with("depthwise")) {
    counted = conv2d::count_depthwise_traffic(conv2d::depthwise_plan(*shape, find_kernels(op.isa()).of<T>().depthwise),
                                              sizeof(T));
    bytes = analysis::depthwise_l1_bytes(*problem, *tile, sizeof(T));
  } else if (tile) {
    const auto* kernel = find_kernel<T>(op.isa(), *tile);
    if (kernel == nullptr) return fail("no kernel has this tile");
    counted = conv2d::count_direct_traffic(conv2d::direct_plan(*shape, *kernel, {}), sizeof(T));
    bytes = analysis::direct_l1_bytes(*problem, *tile, sizeof(T));
  } else {
    return fail("this convolution has no closed form");
  }
  return print_both(counted, bytes);
}

/// Without preparing it: its weights are packed ahead by the kernel itself, which this core may not execute.
template <typename T>
int print_im2col(const cachebound::operators::OperatorId& id) {
  const auto shape = conv2d::parse_conv_shape(id.problem);
  const auto problem = analysis::parse_conv_problem(id.problem);
  if (!shape || !problem) return fail("not a convolution");
  for (const gemm::MicroKernelTableOf<T>& table : gemm::all_kernels_of<T>()) {
    const gemm::MicroKernelOf<T>& kernel = *table.first;
    if (!id.backend.ends_with(std::string("-").append(to_string(kernel.isa)))) continue;
    const cachebound::GemmBlocking blocking = gemm::choose_blocking(kernel, conv2d::im2col_problem(*shape).shape, {});
    // Both count elements of four bytes.
    constexpr std::int64_t times = sizeof(T) / 4;
    const gemm::LoadStore counted = conv2d::count_im2col_traffic(*shape, blocking);
    return print_both({times * counted.loaded, times * counted.stored},
                      times * analysis::im2col_l1_bytes(*problem, blocking));
  }
  return fail("its instruction set is not named");
}

}  // namespace

int main(int argc, char** argv) {
  using cachebound::Isa;
  if (argc != 2) return fail("usage: conv_traffic <operator id>");
  const auto id = cachebound::operators::parse_operator_id(argv[1]);
  if (!id) return fail(id.error().detail.c_str());
  if (id->backend.starts_with("im2col-"))
    return id->dtype == cachebound::DType::f64 ? print_im2col<double>(*id) : print_im2col<float>(*id);
  // Nothing is executed: every set is taken to be there. Without a stated cache the blocks are the smallest in use.
  const auto prepared = cachebound::operators::prepare(
      *id, {.isas = {Isa::scalar, Isa::avx2, Isa::avx512, Isa::neon, Isa::neon_vfpv4}, .caches = {}});
  if (!prepared) return fail(prepared.error().detail.c_str());
  return id->dtype == cachebound::DType::f64 ? print_expected<double>(*id, **prepared)
                                             : print_expected<float>(*id, **prepared);
}
