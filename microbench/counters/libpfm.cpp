// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/event_names.hpp"

#if CACHEBOUND_HAVE_PFM
#include <perfmon/pfmlib_perf_event.h>
#endif

namespace cachebound {

#if CACHEBOUND_HAVE_PFM

bool built_with_libpfm() { return true; }

Result<EncodedEvent> encode_by_libpfm(std::string_view name) {
  const int initialised = ::pfm_initialize();  // cheap and harmless when repeated
  if (initialised != PFM_SUCCESS) {
    return Error{Reason::not_supported_by_cpu, std::string("libpfm4: ") + ::pfm_strerror(initialised)};
  }
  EncodedEvent event{.name = std::string(name), .attributes = {}, .happens_in_kernel = false};
  event.attributes.size = sizeof(perf_event_attr);
  pfm_perf_encode_arg_t argument{};
  argument.size = sizeof(argument);
  argument.attr = &event.attributes;
  const int encoded = ::pfm_get_os_event_encoding(event.name.c_str(), PFM_PLM3, PFM_OS_PERF_EVENT, &argument);
  if (encoded != PFM_SUCCESS) {
    return Error{encoded == PFM_ERR_NOTFOUND ? Reason::not_found : Reason::not_supported_by_cpu,
                 event.name + ": libpfm4 says: " + ::pfm_strerror(encoded)};
  }
  return event;
}

#else

bool built_with_libpfm() { return false; }

Result<EncodedEvent> encode_by_libpfm(std::string_view name) {
  return Error{Reason::not_built,
               std::string(name) + ": not a generic event, and this program was built without libpfm4"};
}

#endif

}  // namespace cachebound
