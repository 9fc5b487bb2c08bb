// SPDX-License-Identifier: Apache-2.0
// conv_traffic <operator id>: as gemm_traffic, of one of our convolutions.
#include <cinttypes>
#include <cstdio>
#include <string>
#include <type_traits>

#include "analysis/traffic/conv_traffic.hpp"
#include "operators/conv2d/im2col.hpp"
#include "operators/conv2d/kernel_table.hpp"
#include "operators/conv2d/traffic_count.hpp"
#include "operators/element_type.hpp"
#include "operators/gemm/blocking.hpp"
#include "operators/gemm/microkernel_table.hpp"
#include "operators/registry.hpp"

namespace {

namespace analysis = cachebound::analysis;
namespace conv2d = cachebound::operators::conv2d;
namespace gemm = cachebound::operators::gemm;
using cachebound::operators::Bf16;
using cachebound::operators::Half;

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

template <typename T>
const conv2d::ConvKernelsOf<T>& find_kernels(cachebound::Isa isa) {
  if (std::is_same_v<T, Half>) return conv2d::f16_kernels()->of<T>();  // null: no such operator was prepared
  for (const conv2d::ConvKernels* kernels : conv2d::all_kernels()) {
    if (kernels->isa == isa) return kernels->of<T>();
  }
  return conv2d::all_kernels().front()->of<T>();
}

/// As registry.cpp's measurement has it for analysis.
template <typename T>
analysis::ConvProblem of_type(analysis::ConvProblem problem) {
  const gemm::ElementFacts element = gemm::element_facts(cachebound::operators::ElementType<T>::dtype);
  problem.operand_bytes = element.operand_bytes;
  problem.result_bytes = element.result_bytes;
  problem.depth_multiple = element.depth_multiple;
  return problem;
}

template <typename T>
const conv2d::DirectKernelOf<T>* find_kernel(cachebound::Isa isa, const cachebound::ConvBlocking& tile) {
  for (const conv2d::DirectKernelOf<T>& kernel : find_kernels<T>(isa).direct) {
    if (kernel.width == tile.width && kernel.outputs == tile.outputs) return &kernel;
  }
  return nullptr;
}

template <typename T>
int print_expected(const cachebound::operators::OperatorId& id, const cachebound::operators::Prepared& op) {
  const auto shape = conv2d::parse_conv_shape(id.problem);
  const auto parsed = analysis::parse_conv_problem(id.problem);
  if (!shape || !parsed) return fail("not a convolution");
  const analysis::ConvProblem problem = of_type<T>(*parsed);
  gemm::LoadStore counted;
  analysis::CallBytes bytes;
  if (const auto tile = op.conv_blocking(); tile && id.backend.starts_with("winograd")) {
    const auto blocking = op.blocking();
    if (!blocking) return fail("a Winograd convolution without a product");
    const auto& kernels = find_kernels<T>(op.isa()).winograd;
    const auto& kernel = tile->width == kernels.two.outputs ? kernels.two : kernels.four;
    conv2d::WinogradKernelOf<float> form;
    form.outputs = kernel.outputs;
    form.points = kernel.points;
    form.has_factor = kernel.has_factor;
    if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>) {
      counted = conv2d::count_winograd_traffic(form, conv2d::winograd_plan(kernel, *shape, blocking->mr, {}), *blocking,
                                               1, gemm::element_facts(id.dtype));
    }
    bytes = analysis::winograd_l1_bytes(problem, *tile, *blocking);
  } else if (tile && id.backend.starts_with("depthwise")) {
    counted =
        conv2d::count_depthwise_traffic(conv2d::depthwise_plan(*shape, find_kernels<T>(op.isa()).depthwise), sizeof(T));
    bytes = analysis::depthwise_l1_bytes(problem, *tile);
  } else if (tile) {
    const auto* kernel = find_kernel<T>(op.isa(), *tile);
    if (kernel == nullptr) return fail("no kernel has this tile");
    counted = conv2d::count_direct_traffic(conv2d::direct_plan(*shape, *kernel, {}), sizeof(T));
    bytes = analysis::direct_l1_bytes(problem, *tile);
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
    return print_both(conv2d::count_im2col_traffic(*shape, blocking, 1, gemm::element_facts(id.dtype)),
                      analysis::im2col_l1_bytes(of_type<T>(*problem), blocking));
  }
  return fail("its instruction set is not named");
}

template <typename T>
int print_naive(const cachebound::operators::OperatorId& id) {
  const auto shape = conv2d::parse_conv_shape(id.problem);
  const auto problem = analysis::parse_conv_problem(id.problem);
  if (!shape || !problem) return fail("not a convolution");
  return print_both(conv2d::count_naive_traffic(*shape, gemm::element_facts(id.dtype)),
                    {analysis::naive_conv_l1_bytes(of_type<T>(*problem)), {}});
}

}  // namespace

int main(int argc, char** argv) {
  using cachebound::Isa;
  if (argc != 2) return fail("usage: conv_traffic <operator id>");
  const auto id = cachebound::operators::parse_operator_id(argv[1]);
  if (!id) return fail(id.error().detail.c_str());
  using cachebound::DType;
  if (id->backend.starts_with("im2col-")) {
    if (id->dtype == DType::f64) return print_im2col<double>(*id);
    if (id->dtype == DType::f16) return print_im2col<Half>(*id);
    if (id->dtype == DType::bf16) return print_im2col<Bf16>(*id);
    return print_im2col<float>(*id);
  }
  if (id->backend == "naive") {
    if (id->dtype == DType::f64) return print_naive<double>(*id);
    return id->dtype == DType::bf16 ? print_naive<Bf16>(*id) : print_naive<float>(*id);
  }
  // Nothing is executed: every set is taken to be there. Without a stated cache the blocks are the smallest in use.
  const auto prepared = cachebound::operators::prepare(
      *id, {.isas = {Isa::scalar, Isa::avx2, Isa::avx512, Isa::avx512_fp16, Isa::neon, Isa::neon_vfpv4, Isa::neon_fp16},
            .caches = {}});
  if (!prepared) return fail(prepared.error().detail.c_str());
  if (id->dtype == DType::f64) return print_expected<double>(*id, **prepared);
  if (id->dtype == DType::f16) return print_expected<Half>(*id, **prepared);
  return print_expected<float>(*id, **prepared);
}
