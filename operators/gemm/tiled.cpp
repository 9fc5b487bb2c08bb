// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/tiled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "microbench/clock.hpp"
#include "microbench/thread_team.hpp"
#include "operators/gemm/product.hpp"
#include "operators/gemm/team_split.hpp"

namespace cachebound::operators::gemm {
namespace {

/// One thread's part, with the buffers that it packs into.
template <typename T>
struct Part {
  Share share;
  PackingBuffersOf<T> buffers;
};

template <typename T>
class TiledGemm final : public Prepared {
 public:
  TiledGemm(const MicroKernelOf<T>& kernel, const GemmBlocking& blocking, GemmOperandsOf<T> operands,
            std::vector<Part<T>> parts, std::vector<int> cpus)
      : kernel_(kernel),
        blocking_(blocking),
        operands_(std::move(operands)),
        parts_(std::move(parts)),
        cpus_(std::move(cpus)) {}

  Status enter() override {
    if (cpus_.size() < 2) return std::nullopt;
    auto made = ThreadTeam::on(cpus_, clock_);
    if (!made) return made.error();
    team_ = std::make_unique<ThreadTeam>(std::move(made).value());
    return std::nullopt;
  }
  void leave() override { team_.reset(); }

  void run() override { run_all(true); }
  [[nodiscard]] bool has_packing() const override { return true; }
  void run_packing() override { run_all(false); }
  Output output() override { return operands_.c.values(); }
  [[nodiscard]] std::vector<std::span<const std::byte>> activations() const override {
    return gemm::activations(operands_);
  }
  [[nodiscard]] Isa isa() const override { return kernel_.isa; }
  [[nodiscard]] std::string implementation() const override {
    return fmt::format("own kernel, {}{}{} tile {}x{}, blocks mc {} nc {} kc {}", to_string(kernel_.isa),
                       *kernel_.form == '\0' ? "" : " ", kernel_.form, kernel_.mr, kernel_.nr, blocking_.mc, blocking_.nc, blocking_.kc);
  }
  [[nodiscard]] std::optional<GemmBlocking> blocking() const override { return blocking_; }

 private:
  void run_all(bool with_multiply) {
    if (cpus_.size() < 2) {
      run_part(parts_.front(), with_multiply);
      return;
    }
    CACHEBOUND_ASSERT(team_ != nullptr);
    team_->run(with_multiply ? whole_ : packing_, 1);
  }

  void run_member(std::size_t member, bool with_multiply) {
    if (member < parts_.size()) run_part(parts_[member], with_multiply);
  }

  void run_part(const Part<T>& part, bool with_multiply) {
    const Range products = part.share.products;
    for (int i = products.start; i < products.start + products.size; ++i) product(part, i).run(with_multiply);
  }

  [[nodiscard]] ProductOf<T> product(const Part<T>& part, int index) const {
    const GemmShape& s = operands_.shape;
    const auto at = static_cast<std::size_t>(index);
    const Steps of_a = steps_of_a(s);
    const Steps of_b = steps_of_b(s);
    const Range& rows = part.share.rows;
    const Range& columns = part.share.columns;
    return {.kernel = kernel_,
            .shape = shape_of(part.share, s),
            .blocking = blocking_,
            .a = {operands_.a.data() + at * elements(s.m, s.k) + rows.start * of_a.row, s.transpose_a ? s.m : s.k,
                  s.transpose_a},
            .b = {operands_.b.data() + at * elements(s.k, s.n) + columns.start * of_b.column,
                  s.transpose_b ? s.k : s.n, s.transpose_b},
            .c = operands_.c.data() + at * elements(s.m, s.n) + rows.start * std::ptrdiff_t{s.n} + columns.start,
            .c_stride = s.n,
            .packed_a = part.buffers.packed_a.data(),
            .packed_b = part.buffers.packed_b.data(),
            .edge = part.buffers.edge.data(),
            .ahead = Ahead::none};
  }

  MicroKernelOf<T> kernel_;
  GemmBlocking blocking_;
  GemmOperandsOf<T> operands_;
  std::vector<Part<T>> parts_;
  std::vector<int> cpus_;
  SteadyClock clock_;
  std::unique_ptr<ThreadTeam> team_;
  const MemberWork whole_ = [this](std::size_t member, std::size_t) { run_member(member, true); };
  const MemberWork packing_ = [this](std::size_t member, std::size_t) { run_member(member, false); };
};

}  // namespace

template <typename T>
PreparedResult prepare_tiled(const MicroKernelOf<T>& kernel, const GemmBlocking& blocking, GemmOperandsOf<T> operands,
                             const std::vector<int>& cpus) {
  CACHEBOUND_ASSERT(blocking.mr == kernel.mr && blocking.nr == kernel.nr);
  CACHEBOUND_ASSERT(blocking.mc > 0 && blocking.nc > 0 && blocking.kc > 0);
  CACHEBOUND_ASSERT(blocking.mc % blocking.mr == 0 && blocking.nc % blocking.nr == 0);
  constexpr int operand_colours = 3;
  std::vector<Part<T>> parts;
  const int threads = std::max(1, static_cast<int>(cpus.size()));
  for (const Share& share : split_for_team(operands.shape, kernel.mr, kernel.nr, threads)) {
    auto buffers = make_packing_buffers<T>(shape_of(share, operands.shape), blocking, Ahead::none, operand_colours);
    if (!buffers) return buffers.error();
    parts.push_back({share, std::move(buffers).value()});
  }
  // A thread without a part would wait by spinning, and look as if it worked.
  std::vector<int> needed = cpus;
  if (needed.size() > parts.size()) needed.resize(parts.size());
  return std::unique_ptr<Prepared>(
      std::make_unique<TiledGemm<T>>(kernel, blocking, std::move(operands), std::move(parts), std::move(needed)));
}

template PreparedResult prepare_tiled(const MicroKernelOf<float>&, const GemmBlocking&, GemmOperandsOf<float>,
                                      const std::vector<int>&);
template PreparedResult prepare_tiled(const MicroKernelOf<double>&, const GemmBlocking&, GemmOperandsOf<double>,
                                      const std::vector<int>&);
template PreparedResult prepare_tiled(const MicroKernelOf<Half>&, const GemmBlocking&, GemmOperandsOf<Half>,
                                      const std::vector<int>&);
template PreparedResult prepare_tiled(const MicroKernelOf<Bf16>&, const GemmBlocking&, GemmOperandsOf<Bf16>,
                                      const std::vector<int>&);

}  // namespace cachebound::operators::gemm
