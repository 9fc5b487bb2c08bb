// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/throttle_state.hpp"

#include "catch_compat.hpp"
#include "microbench/trouble.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

constexpr const char* firmware = "/sys/devices/platform/soc/soc:firmware/get_throttled";

ThrottleState with_firmware(const char* text) {
  FakeFileSystem files;
  files.add(firmware, text);
  return read_throttle_state(files, {0});
}

}  // namespace

TEST_CASE("the bits of a Raspberry Pi: now, and since boot", "[host][throttle]") {
  const ThrottleState calm = with_firmware("0\n");
  REQUIRE(calm.firmware.has_value());
  CHECK(throttle_reports(calm, calm) == 0U);
  // 0x50005: under-voltage and throttled, now and before.
  const ThrottleState hot = with_firmware("50005\n");
  CHECK(throttle_reports(calm, hot) == (throttle::under_voltage | throttle::throttled));
  // It came and went between two readings: only the sticky bit tells.
  CHECK(throttle_reports(calm, with_firmware("20000\n")) == throttle::capped);
  CHECK(throttle_reports(with_firmware("20000\n"), with_firmware("20000\n")) == 0U);
  CHECK(throttle_reports(calm, with_firmware("8\n")) == throttle::soft_limit);
  CHECK_FALSE(with_firmware("throttled=0x0\n").firmware.has_value());
}

TEST_CASE("a bus that has an address in its name is found too", "[host][throttle]") {
  FakeFileSystem files;
  files.add("/sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "2\n");
  CHECK(read_throttle_state(files, {}).firmware == 2U);
}

TEST_CASE("throttle counters of x86 count what comes about, not what they hold", "[host][throttle]") {
  const auto state = [](const char* core, const char* package) {
    FakeFileSystem files;
    files.add("/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", core);
    files.add("/sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count", package);
    return read_throttle_state(files, {0});
  };
  CHECK(throttle_reports(state("12", "3"), state("12", "3")) == 0U);
  CHECK(throttle_reports(state("12", "3"), state("13", "3")) == throttle::core_counter);
  CHECK(throttle_reports(state("12", "3"), state("12", "4")) == throttle::package_counter);
}

TEST_CASE("an active cooling device that slows processors is a report, a fan is none", "[host][throttle]") {
  FakeFileSystem files;
  const auto device = [&](int number, const char* type, const char* state, const char* most) {
    const std::string path = "/sys/class/thermal/cooling_device" + std::to_string(number);
    files.add(path + "/type", type).add(path + "/cur_state", state).add(path + "/max_state", most);
  };
  device(0, "Fan", "1", "1");
  device(1, "TCC Offset", "10", "63");
  device(2, "cpufreq-cpu0", "0", "4");
  CHECK(throttle_reports({}, read_throttle_state(files, {})) == 0U);
  CHECK(read_throttle_state(files, {}).cooling_devices == 1);
  device(2, "cpufreq-cpu0", "2", "4");
  CHECK(throttle_reports({}, read_throttle_state(files, {})) == throttle::cooling);
  CHECK(read_throttle_state(files, {}).active_cooling == std::vector<std::string>{"cpufreq-cpu0: 2 of 4"});
}

TEST_CASE("the alarm of the supply is a report", "[host][throttle]") {
  FakeFileSystem files;
  files.add("/sys/class/hwmon/hwmon1/name", "rpi_volt\n").add("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
  CHECK(throttle_reports({}, read_throttle_state(files, {})) == throttle::under_voltage);
}

TEST_CASE("a machine that tells nothing reports nothing", "[host][throttle]") {
  CHECK(throttle_reports({}, read_throttle_state(FakeFileSystem(), {0, 1})) == 0U);
  CHECK(describe_throttling(0).empty());
  CHECK(describe_throttling(throttle::capped | throttle::cooling) ==
        "a cooling device slows the processor, firmware caps the clock");
}
