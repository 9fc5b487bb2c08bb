// SPDX-License-Identifier: Apache-2.0
#include "analysis/prediction.hpp"

#include <type_traits>

#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

// The order is a property of the types: a measurement does not convert to a case, and predict() takes nothing else.
static_assert(!std::is_convertible_v<OperatorMeasurement, OperatorCase>);
static_assert(!std::is_invocable_v<Prediction (*)(const MeasuredCoreKind&, const OperatorCase&),
                                   const MeasuredCoreKind&, const OperatorMeasurement&>);

TEST_CASE("a prediction equals the bound at which the measured row is placed later", "[analysis][prediction]") {
  const PredictionTable predictions = example::predictions();
  const OperatorTable operators = example::operators();
  REQUIRE(predictions.rows.size() == operators.rows.size());
  for (std::size_t i = 0; i < predictions.rows.size(); ++i) {
    const OperatorRow& row = operators.rows[i];
    if (!row.placement) continue;
    CHECK(predictions.rows[i].bound == row.placement->bound);
    CHECK(predictions.rows[i].ceiling == row.placement->ceiling);
    CHECK(predictions.rows[i].attainable.value == Approx(row.placement->attainable.value));
  }
}

TEST_CASE("measured times cannot change a prediction", "[analysis][prediction]") {
  const MachineModel machine = example::machine();
  const auto fast = predict(machine, {case_of(example::gemm("naive", Isa::avx2, 1e-6))});
  const auto slow = predict(machine, {case_of(example::gemm("naive", Isa::avx2, 1.0))});
  CHECK(fast.rows[0].seconds == slow.rows[0].seconds);
  CHECK(fast.rows[0].op == slow.rows[0].op);
}

TEST_CASE("what cannot be predicted stands with its reason", "[analysis][prediction]") {
  const auto table = predict(example::machine(), {case_of(example::gemm("blis", Isa::neon, 1e-6))});
  REQUIRE(table.rows[0].error);
  CHECK(table.rows[0].error->reason == Reason::not_found);
  CHECK(predict(MachineModel{}, {case_of(example::gemm("blis", Isa::neon, 1e-6))}).rows[0].error);
}
