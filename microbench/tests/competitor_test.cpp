// SPDX-License-Identifier: Apache-2.0
// One real competitor: a process that spins on the cpu of the measurement.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include "catch_compat.hpp"
#include "microbench/affinity.hpp"
#include "microbench/sampling.hpp"
#include "microbench/validity_rules.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

class Spinner {
 public:
  Spinner() : process_(fork()) {  // it inherits the cpu
    if (process_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that is killed for its time must not leave it running
    for (volatile unsigned turns = 0;;) turns = turns + 1;
  }
  Spinner(const Spinner&) = delete;
  Spinner& operator=(const Spinner&) = delete;
  ~Spinner() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  [[nodiscard]] bool runs() const { return process_ > 0; }

 private:
  pid_t process_;
};

void spin(std::size_t iterations) {
  for (std::size_t i = 0; i < iterations; ++i) asm volatile("" : : "r"(i) : "memory");
}

}  // namespace

TEST_CASE("a process that spins on the measured cpu is noticed, and no row beside it is stable", "[core][slow]") {
  const auto cpus = allowed_cpus();
  REQUIRE_FALSE(cpus.empty());
  const auto pinned = PinnedThread::to(cpus.back());
  if (!pinned) CACHEBOUND_SKIP("this process may not pin a thread");
  const Spinner competitor;
  if (!competitor.runs()) CACHEBOUND_SKIP("no process can be made");
  SteadyClock clock;
  const SamplingWorld world = real_sampling_world(clock);
  std::vector<Block> blocks;
  for (int round = 0; round < 5; ++round) blocks.push_back(sample_block(spin, spin, 1.0, {}, world));
  const auto signs = signs_of(blocks, {});
  bool noticed = false;
  for (const ValiditySign& sign : signs) noticed = noticed || (sign.sign == Sign::background && sign.spoils);
  CHECK(noticed);
  CHECK(quality_with(Quality::stable, signs) != Quality::stable);
}
