// SPDX-License-Identifier: Apache-2.0
// Kernels whose loads and bytes are declared and proved, as a test of what the counting plugin says.
//
//   probe_trace run             makes so many iterations of each kernel between marks, for the emulator that counts
//   probe_trace check FILE      holds what it counted against what the kernels declare
//
// Both walk through the same list: load-slot kernels (how many loads, of which form) and reading, writing and copying
// ones (bytes, and refills of a modelled L1 that is smaller than the window, or larger).
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "analysis/json_file.hpp"
#include "analysis/trace/access_form.hpp"
#include "analysis/trace/executed.hpp"
#include "microbench/host/isa_detection.hpp"
#include "microbench/memory.hpp"
#include "microbench/trace/trace_mark.h"
#include "probes/catalogue.hpp"
#include "probes/kernel_run.hpp"

namespace {

using namespace cachebound;            // NOLINT(google-build-using-namespace): a program of one screen
using namespace cachebound::analysis;  // NOLINT(google-build-using-namespace)
using probes::Probe;

constexpr std::size_t l1_bytes = 32 * 1024;  // the caches of probe_trace_test.sh
constexpr std::size_t line_bytes = 64;

struct Walk {
  const Probe* probe;
  std::size_t window;
  std::size_t iterations;  ///< whole passes
};

/// The kernels that this core can run, but those of a scalable set: the emulator does not show their accesses.
std::vector<Walk> walks() {
  const IsaSet isas = native_isas();
  std::vector<Walk> list;
  for (const Probe& probe : probes::catalogue()) {
    const bool slots = probe.kind == probes::ProbeKind::load_slots;
    if ((!slots && probe.kind != probes::ProbeKind::memory) || probes::runnable_on(probe, isas)) continue;
    // `dc zva` and non-temporal stores are not what a cache model speaks of.
    if (is_scalable(probe.isa) || probe.access == Access::zero || probe.access == Access::touch) continue;
    for (const std::size_t window : {l1_bytes / 2, 4 * l1_bytes}) {
      const std::size_t stream = probes::stream_bytes(probe, window);
      list.push_back({&probe, window, 2 * (stream / probe.block_bytes)});
    }
  }
  return list;
}

int run() {
  auto memory = WorkingMemory::allocate(8 * l1_bytes);
  if (!memory) return 3;
  for (const Walk& walk : walks()) {
    probes::KernelRun kernel(*walk.probe);
    kernel.enter(memory->bytes(), walk.window, 0);
    kernel.ascend(true);
    kernel(walk.iterations);  // what is left in the caches is what every later pass leaves there
    trace_mark();
    kernel(walk.iterations);
    trace_mark();
  }
  return 0;
}

// What a call of a kernel costs itself: saved registers, the window, the position, the marks; and the lines of these.
constexpr double slack_bytes = 600.0;
constexpr double slack_loads = 60.0;
constexpr double slack_lines = 20.0;

/// One line for each comparison that fails.
bool compare(const Walk& walk, const char* what, double counted, double expected, bool good) {
  if (!good) {
    std::printf("X %s, window %zu: %s: counted %.0f, declared %.0f\n", std::string(walk.probe->id).c_str(), walk.window,
                what, counted, expected);
  }
  return good;
}

/// The loads of the form that this probe stands for.
double loads_of(const Executed& executed, const ExecutedWindow& window, std::string_view probe) {
  double loads = 0.0;
  for (const FormCount& count : window.forms) {
    const AccessForm form = access_form(executed.target, Direction::load, count);
    if (count.read_bytes > 0 && form.probe == probe) loads += accesses(form, Direction::load, count);
  }
  return loads;
}

bool check(const Walk& walk, const Executed& executed, const ExecutedWindow& window) {
  const auto& per = walk.probe->per_iteration;
  const auto iterations = static_cast<double>(walk.iterations);
  bool good = true;
  const auto agree = [&](const char* what, double counted, double expected, double slack = slack_bytes) {
    good = compare(walk, what, counted, expected, std::abs(counted - expected) <= slack) && good;
  };
  agree("bytes read", static_cast<double>(window.read_bytes), iterations * per.read.value);
  agree("bytes written", static_cast<double>(window.write_bytes), iterations * per.written.value);
  if (walk.probe->kind == probes::ProbeKind::load_slots) {
    agree("loads", loads_of(executed, window, walk.probe->id), iterations * per.loads, slack_loads);
    return good;
  }
  // Two passes over a window beyond L1 refill each line twice, over one inside it none; changed lines leave as often.
  const bool misses = walk.window > l1_bytes;
  const double lines = iterations * static_cast<double>(walk.probe->block_bytes * probes::streams(*walk.probe)) /
                       static_cast<double>(line_bytes);
  agree("refills", static_cast<double>(window.caches.front().refills), misses ? lines : 0.0, slack_lines);
  agree("lines written back", static_cast<double>(window.caches.front().write_backs),
        misses ? iterations * per.written.value / line_bytes : 0.0, slack_lines);
  return good;
}

int check(const char* path) {
  const auto text = read_file(path);
  const auto executed = text ? parse_executed(*text, path) : Result<Executed>(text.error());
  if (!executed) {
    std::printf("%s\n", executed.error().detail.c_str());
    return 1;
  }
  const std::vector<Walk> list = walks();
  // Between two walks lies a window of its own.
  bool good = executed->windows.size() == 2 * list.size() - 1;
  if (!good) std::printf("X %zu windows of %zu walks\n", executed->windows.size(), list.size());
  for (std::size_t i = 0; good && i < list.size(); ++i) good = check(list[i], *executed, executed->windows[2 * i]);
  std::printf("%zu walks of %s kernels agree%s\n", list.size(), executed->target.c_str(), good ? "" : " not");
  return good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "run") == 0) return run();
  if (argc == 3 && std::strcmp(argv[1], "check") == 0) return check(argv[2]);
  std::fprintf(stderr, "usage: probe_trace run|check FILE\n");
  return 2;
}
