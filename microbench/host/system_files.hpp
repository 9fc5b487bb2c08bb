// SPDX-License-Identifier: Apache-2.0
// Single facts from single files, each usable on its own.
#pragma once

#include <string>
#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/host/host_info.hpp"
#include "microbench/units.hpp"

namespace cachebound {

struct MemoryInfo {
  Bytes total{};
  Bytes available{};
};

/// /proc/meminfo, and the tightest limit of the control groups around this process; zero: not stated.
MemoryInfo read_memory_info(const FileSystem& files);
/// PRETTY_NAME of os-release; empty: not stated.
std::string read_os_name(const FileSystem& files);
/// Device tree model, else DMI vendor and product; empty: not stated.
std::string read_board_name(const FileSystem& files);
/// Transparent huge pages: "always", "madvise", "never", "absent", or "unreadable": there, and not to be read.
std::string read_huge_pages(const FileSystem& files);
/// The pools of /sys/kernel/mm/hugepages, smallest page first.
std::vector<HugePagePool> read_huge_page_pools(const FileSystem& files);
/// /sys/devices/system/cpu/online; empty: not stated.
std::vector<int> read_online_cpus(const FileSystem& files);

}  // namespace cachebound
