// SPDX-License-Identifier: Apache-2.0
// What is published about a core, by its MIDR or CPUID: configs/cores/*.toml (docs/machine-files.md, "Core files").
//
// A figure is there only with the source that measured, specified or modelled it, and its tag says which. Figures that
// only a compiler's scheduling model gives are carried for reading, never as a limit: LLVM's are off by two for several
// cores (probes/tests/mca). A core without a file, or a kind whose identity is in doubt, simply has no figures.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound {

/// How a figure is known, best first.
enum class FigureTag : std::uint8_t {
  measured,  ///< on such hardware, by a program whose results are public
  manual,    ///< its maker says so
  model,     ///< a compiler's scheduling model says so
};
std::string_view to_string(FigureTag tag);

struct Figure {
  double value = 0.0;
  std::optional<double> highest;  ///< latencies that differ between the chips of a core: `value` is the lowest one
  FigureTag tag = FigureTag::model;
  std::string source;  ///< where it is from, and what stands there

  friend bool operator==(const Figure&, const Figure&) = default;
};

/// Measured or specified, so that a ceiling may be compared with it.
bool is_limit(const Figure& figure);

/// Of one operation of the probes ("fma", "dot", "mmla", ...) on a type, in one instruction set.
struct OperationFigure {
  std::string operation;
  DType dtype = DType::f32;
  Isa isa = Isa::scalar;
  Figure figure;
};

/// Of the registers of one instruction set at their full width (scalar: general-purpose ones).
struct IsaFigure {
  Isa isa = Isa::scalar;
  Figure figure;
};

struct LevelFigure {
  Level level = Level::l1;
  Figure figure;
};

/// Per core and cycle. Nothing is inferred: a set that is not stated has no figure, whatever a wider one has.
struct DatasheetFacts {
  std::vector<OperationFigure> operations_per_cycle;  ///< a multiply-accumulate is two
  std::vector<IsaFigure> l1_read_bytes_per_cycle;
  std::vector<IsaFigure> l1_write_bytes_per_cycle;
  std::vector<IsaFigure> loads_per_cycle;
  std::vector<OperationFigure> accumulator_latency_cycles;  ///< from accumulator to accumulator
  std::vector<LevelFigure> load_latency_cycles;             ///< of a dependent load of a pointer

  /// Operations per cycle.
  [[nodiscard]] std::optional<Figure> limit(std::string_view operation, DType dtype, Isa isa) const;
  [[nodiscard]] std::optional<Figure> l1_read(Isa isa) const;
  [[nodiscard]] std::optional<Figure> l1_write(Isa isa) const;
  [[nodiscard]] std::optional<Figure> loads(Isa isa) const;
  [[nodiscard]] std::optional<Figure> accumulator_latency(std::string_view operation, DType dtype, Isa isa) const;
  [[nodiscard]] std::optional<Figure> load_latency(Level level) const;
};

/// What this model must and cannot show, so that a false identity is noticed.
struct CoreExpectations {
  std::vector<std::string> present;  ///< kernel flag words; a hypervisor may hide these
  std::vector<std::string> absent;   ///< kernel flag words; nobody can add these to the silicon
  std::vector<Bytes> l1d_sizes;      ///< every size this core was made with; empty: not checked
  std::vector<Bytes> l2_sizes;
};

struct CoreFacts {
  std::string id;    ///< "cortex-a72"
  std::string name;  ///< "Arm Cortex-A72"
  std::optional<int> implementer;
  std::vector<int> parts;
  std::string vendor;
  std::optional<int> family;
  std::vector<int> models;
  CoreExpectations expect;
  DatasheetFacts datasheet;
  std::string file;
};

using CoreTable = std::vector<CoreFacts>;

/// One file's text. A malformed one is one line that names the file, the place and what was expected.
Result<CoreFacts> parse_core_facts(std::string_view text, std::string_view file);
/// Every *.toml of a directory.
Result<CoreTable> load_core_facts(const FileSystem& files, std::string_view directory);
/// configs/cores as it was when this program was built: a single binary on a board needs no files beside it.
Result<CoreTable> built_in_core_facts();

const CoreFacts* find_core(const CoreTable& table, const CoreKind& kind);

/// The figures that apply to this kind; none when no file matches or a finding puts its identity in doubt.
std::optional<DatasheetFacts> datasheet_facts(const CoreTable& table, const CoreKind& kind,
                                              std::span<const Finding> findings);

}  // namespace cachebound
