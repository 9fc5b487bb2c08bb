// SPDX-License-Identifier: Apache-2.0
// PAPI as the second source: its preset names, and a check of what perf_event says.
#include "microbench/counters/counters.hpp"

#if CACHEBOUND_HAVE_PAPI
#include <papi.h>
#include <pthread.h>

#include <utility>
#endif

namespace cachebound {

#if CACHEBOUND_HAVE_PAPI
namespace {

Error papi_error(const std::string& what, int code) {
  const Reason reason = code == PAPI_EPERM ? Reason::not_permitted : Reason::not_supported_by_cpu;
  const char* text = ::PAPI_strerror(code);
  return {reason, what + ": PAPI says: " + (text == nullptr ? "unknown error" : text)};
}

class PapiCounters final : public Counters {
 public:
  ~PapiCounters() override {
    if (set_ == PAPI_NULL) return;
    if (running_) ::PAPI_stop(set_, nullptr);
    ::PAPI_cleanup_eventset(set_);
    ::PAPI_destroy_eventset(&set_);
  }

  Status open(const std::vector<PapiEvent>& events) {
    if (const int code = ::PAPI_create_eventset(&set_); code != PAPI_OK) return papi_error("event set", code);
    for (const auto& [name, papi] : events) {
      if (const int code = ::PAPI_add_named_event(set_, papi.c_str()); code != PAPI_OK) return papi_error(papi, code);
      names_.push_back(name);
    }
    values_.resize(names_.size());
    return std::nullopt;
  }

  [[nodiscard]] std::string source() const override { return "papi"; }
  [[nodiscard]] std::vector<std::string> names() const override { return names_; }

  Status start() override {
    if (running_) {
      if (auto refused = stop()) return refused;
    }
    complete_ = false;
    if (const int code = ::PAPI_start(set_); code != PAPI_OK) return papi_error("starting", code);
    running_ = true;
    started_ns_ = ::PAPI_get_real_nsec();
    return std::nullopt;
  }

  Status stop() override {
    if (!running_) return std::nullopt;
    running_ = false;
    elapsed_ns_ = ::PAPI_get_real_nsec() - started_ns_;
    if (const int code = ::PAPI_stop(set_, values_.data()); code != PAPI_OK) return papi_error("stopping", code);
    complete_ = true;
    return std::nullopt;
  }

  [[nodiscard]] Result<std::vector<CounterReading>> read() const override {
    if (!complete_) return Error{Reason::not_found, "PAPI counters are read after stop()"};
    std::vector<CounterReading> readings;
    // PAPI multiplexes only on request, which is never made here: the group runs while it is enabled.
    const auto elapsed = static_cast<std::uint64_t>(elapsed_ns_);
    for (std::size_t i = 0; i < names_.size(); ++i) {
      readings.push_back({.name = names_[i],
                          .value = static_cast<double>(values_[i]),
                          .time_enabled_ns = elapsed,
                          .time_running_ns = elapsed,
                          .scaled = false});
    }
    return readings;
  }

 private:
  int set_ = PAPI_NULL;
  std::vector<std::string> names_;
  std::vector<long long> values_;
  long long started_ns_ = 0;
  long long elapsed_ns_ = 0;
  bool running_ = false;
  bool complete_ = false;
};

}  // namespace

Result<CountersPtr> open_papi_counters(const std::vector<PapiEvent>& events) {
  if (events.empty()) return Error{Reason::not_found, "no event was named"};
  if (::PAPI_is_initialized() == PAPI_NOT_INITED) {
    const int version = ::PAPI_library_init(PAPI_VER_CURRENT);
    if (version != PAPI_VER_CURRENT) return Error{Reason::not_supported_by_cpu, "PAPI does not start on this machine"};
    if (const int code = ::PAPI_thread_init(&::pthread_self); code != PAPI_OK) return papi_error("threads", code);
  }
  auto counters = std::make_unique<PapiCounters>();
  if (auto refused = counters->open(events)) return *refused;
  return CountersPtr(std::move(counters));
}

#else

Result<CountersPtr> open_papi_counters(const std::vector<PapiEvent>& /*events*/) {
  return Error{Reason::not_built, "this program was built without PAPI"};
}

#endif

Status try_papi_event(const PapiEvent& event) {
  auto opened = open_papi_counters({event});
  if (!opened) return opened.error();
  if (auto refused = opened.value()->start()) return refused;
  return opened.value()->stop();
}

}  // namespace cachebound
