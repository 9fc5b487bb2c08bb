// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/kernel_text.hpp"

#include "catch_compat.hpp"
#include "microbench/host/cpuinfo.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

TEST_CASE("cpu lists are read and written as the kernel does", "[host][text]") {
  CHECK(parse_cpu_list("0-3,8,10-11\n").value() == std::vector<int>{0, 1, 2, 3, 8, 10, 11});
  CHECK(parse_cpu_list("\n").value().empty());
  for (const char* bad : {"a", "3-1", "1-", "-1", "1,,2", "0-99999999999"})
    CHECK_FALSE(parse_cpu_list(bad).has_value());
  for (const char* text : {"", "0", "0-3,8,10-11", "5,7"}) CHECK(format_cpu_list(*parse_cpu_list(text)) == text);
}

TEST_CASE("cache sizes have powers of 1024 as suffixes", "[host][text]") {
  CHECK(parse_cache_size("32K\n") == kibibytes(32));
  CHECK(parse_cache_size("2M") == mebibytes(2));
  CHECK(parse_cache_size("4096") == kibibytes(4));
  for (const char* bad : {"", "K", "-1K", "0K", "32 KB"}) CHECK_FALSE(parse_cache_size(bad).has_value());
  CHECK(format_size(kibibytes(48)) == "48 KiB");
  CHECK(format_size(kibibytes(1280)) == "1.25 MiB");
}

TEST_CASE("every processor block of cpuinfo keeps its own identity", "[host][cpuinfo]") {
  const Cpuinfo cpuinfo = parse_cpuinfo(
      "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd03\nCPU revision\t: 4\n\n"
      "processor\t: 4\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\nCPU revision\t: 2\n\nHardware\t: x\n");
  REQUIRE(cpuinfo.blocks.size() == 2);
  CHECK(midr_part(midr_of(cpuinfo.blocks[0]).value()) == 0xd03);
  CHECK(midr_of(*cpuinfo.find(4)) == std::uint64_t{0x410fd082});
  CHECK(cpuinfo.find(1) == nullptr);
  CHECK(cpuinfo.machine.at("Hardware") == "x");
  CHECK(cpuinfo_architecture(cpuinfo) == "arm");
}

TEST_CASE("an identity printed once after all processors is every processor's", "[host][cpuinfo]") {
  const Cpuinfo cpuinfo = parse_cpuinfo(
      "processor\t: 0\n\nprocessor\t: 1\n\nFeatures\t: neon\nCPU implementer\t: 0x41\nCPU part\t: 0xc09\n");
  REQUIRE(cpuinfo.blocks.size() == 2);
  CHECK(midr_part(midr_of(cpuinfo.blocks[1]).value()) == 0xc09);
  CHECK(features_of(cpuinfo.blocks[0]) == std::vector<std::string>{"neon"});
}

TEST_CASE("an empty or foreign cpuinfo has no architecture and no blocks", "[host][cpuinfo]") {
  CHECK(parse_cpuinfo("").blocks.empty());
  CHECK(cpuinfo_architecture(parse_cpuinfo("processor\t: 0\nhart\t: 1\nisa\t: rv64\n")).empty());
}
