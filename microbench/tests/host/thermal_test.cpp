// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/thermal.hpp"

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

TEST_CASE("a zone is as hot as it is near its own trip point", "[host][thermal]") {
  FakeFileSystem files;
  const std::string zones = "/sys/class/thermal/thermal_zone";
  files.add(zones + "0/type", "acpitz").add(zones + "0/temp", "84000\n");
  files.add(zones + "0/trip_point_0_type", "critical").add(zones + "0/trip_point_0_temp", "119000\n");
  files.add(zones + "1/type", "cpu-thermal").add(zones + "1/temp", "70000\n");
  files.add(zones + "1/trip_point_0_type", "active").add(zones + "1/trip_point_0_temp", "50000\n");
  files.add(zones + "1/trip_point_1_type", "passive").add(zones + "1/trip_point_1_temp", "75000\n");
  files.add(zones + "2/type", "absurd").add(zones + "2/temp", "-274000\n");
  const auto read = read_thermal_zones(files);
  REQUIRE(read.size() == 2);
  const ThermalZone* worst = most_critical(read);
  REQUIRE(worst != nullptr);
  CHECK(worst->name == "cpu-thermal");
  CHECK(worst->trip_celsius == 75.0);
  CHECK(read_temperature(files).value() == 70.0);
}

TEST_CASE("a trip point lowers the clock only where its zone is about the processor", "[host][thermal]") {
  FakeFileSystem files;
  const std::string zone = "/sys/class/thermal/thermal_zone0";
  files.add(zone + "/type", "skin-thermal").add(zone + "/temp", "48000\n");
  files.add(zone + "/trip_point_0_type", "passive").add(zone + "/trip_point_0_temp", "45000\n");
  files.add(zone + "/cdev0/type", "Fan");
  REQUIRE(read_thermal_zones(files).size() == 1);
  CHECK_FALSE(read_thermal_zones(files)[0].trip_celsius.has_value());
  CHECK(read_temperature(files).value() == 48.0);
  SECTION("by what the kernel turns on there") {
    files.add(zone + "/cdev1/type", "Processor");
    CHECK(read_thermal_zones(files)[0].trip_celsius == 45.0);
  }
  SECTION("by its name") {
    for (const char* name : {"cpu-thermal", "x86_pkg_temp", "soc-thermal", "bigcore0-thermal", "TCPU"}) {
      files.add(zone + "/type", name);
      CHECK(read_thermal_zones(files)[0].trip_celsius == 45.0);
    }
  }
  SECTION("radios, batteries and graphics are not") {
    for (const char* name : {"iwlwifi_1", "BAT0", "gpu-thermal", "acpitz"}) {
      files.add(zone + "/type", name);
      CHECK_FALSE(read_thermal_zones(files)[0].trip_celsius.has_value());
    }
  }
}

TEST_CASE("without a zone the sensors of processors are asked, and only those", "[host][thermal]") {
  FakeFileSystem files;
  files.add("/sys/class/hwmon/hwmon0/name", "nvme\n").add("/sys/class/hwmon/hwmon0/temp1_input", "90000\n");
  files.add("/sys/class/hwmon/hwmon1/name", "coretemp\n").add("/sys/class/hwmon/hwmon1/temp1_input", "62000\n");
  files.add("/sys/class/hwmon/hwmon1/temp1_label", "Package id 0\n");
  files.add("/sys/class/hwmon/hwmon1/temp1_max", "80000\n").add("/sys/class/hwmon/hwmon1/temp1_crit", "100000\n");
  const auto read = read_thermal_zones(files);
  REQUIRE(read.size() == 1);
  CHECK(read[0] ==
        ThermalZone{.name = "coretemp Package id 0", .celsius = 62.0, .trip_celsius = 80.0, .processor = true});
}

TEST_CASE("no sensor is no temperature", "[host][thermal]") {
  CHECK(read_thermal_zones(FakeFileSystem()).empty());
  CHECK(most_critical({}) == nullptr);
  CHECK(read_temperature(FakeFileSystem()).error().reason == Reason::not_found);
}
