// SPDX-License-Identifier: Apache-2.0
// The one file that binds the host reader to the machine it runs on.
#include <sys/utsname.h>
#include <unistd.h>

#include <memory>

#include "microbench/affinity.hpp"
#include "microbench/host/host_reader.hpp"

namespace cachebound {

HostSources native_host_sources() {
  utsname names{};
  const bool named = ::uname(&names) == 0;
  return {.files = std::make_shared<RootedFileSystem>(),
          .allowed_cpus = allowed_cpus(),
          .cpuid = native_cpuid(),
          .isas = native_isas(),
          .process = read_process_view(),
          .page_bytes = ::sysconf(_SC_PAGESIZE),
          .kernel = named ? std::string(names.sysname) + " " + names.release : std::string{},
          .topology_library = [] { return read_hwloc_topology(); }};
}

}  // namespace cachebound
