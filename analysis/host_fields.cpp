// SPDX-License-Identifier: Apache-2.0
#include "analysis/fields.hpp"

namespace cachebound {

using analysis::Archive;
using analysis::field;
using analysis::lenient_field;

void visit(Archive& archive, Finding& finding) {
  archive.object();
  field(archive, "id", finding.id);
  field(archive, "text", finding.text);
  field(archive, "consequence", finding.consequence);
  lenient_field(archive, "core_kind", finding.core_kind);
  lenient_field(archive, "withholds_datasheet", finding.withholds_datasheet);
}

void visit(Archive& archive, Cache& cache) {
  archive.object();
  field(archive, "level", cache.level);
  field(archive, "size_bytes", cache.size);
  lenient_field(archive, "ways", cache.ways);
  lenient_field(archive, "line_bytes", cache.line_bytes);
  lenient_field(archive, "shared_cpus", cache.shared_cpus);
  field(archive, "source", cache.source);
}

void visit(Archive& archive, X86Identity& identity) {
  archive.object();
  field(archive, "vendor", identity.vendor);
  field(archive, "family", identity.family);
  field(archive, "model", identity.model);
  field(archive, "stepping", identity.stepping);
}

void visit(Archive& archive, CoreKind& kind) {
  archive.object();
  field(archive, "id", kind.id);
  field(archive, "cpus", kind.cpus);
  lenient_field(archive, "model_name", kind.model_name);
  field(archive, "midr", kind.midr);
  field(archive, "x86", kind.x86);
  lenient_field(archive, "isas", kind.isas);
  lenient_field(archive, "features", kind.features);
  lenient_field(archive, "caches", kind.caches);
  lenient_field(archive, "datasheet_caches", kind.datasheet_caches);
  field(archive, "capacity", kind.capacity);
  field(archive, "highest_clock_hz", kind.highest_clock);
  lenient_field(archive, "pmu", kind.pmu);
  lenient_field(archive, "clusters", kind.clusters);
  lenient_field(archive, "smt_siblings", kind.smt_siblings);
}

void visit(Archive& archive, HugePagePool& pool) {
  archive.object();
  field(archive, "page_bytes", pool.page);
  field(archive, "total", pool.total);
  field(archive, "free", pool.free);
}

void visit(Archive& archive, HostInfo& host) {
  archive.object();
  lenient_field(archive, "architecture", host.architecture);
  lenient_field(archive, "kernel_architecture", host.kernel_architecture);
  lenient_field(archive, "kernel", host.kernel);
  lenient_field(archive, "os", host.os);
  lenient_field(archive, "board", host.board);
  lenient_field(archive, "core_kinds", host.core_kinds);
  lenient_field(archive, "page_bytes", host.page_bytes);
  lenient_field(archive, "memory_total_bytes", host.memory_total);
  lenient_field(archive, "memory_available_bytes", host.memory_available);
  lenient_field(archive, "huge_pages", host.huge_pages);
  lenient_field(archive, "huge_page_pools", host.huge_page_pools);
  lenient_field(archive, "packages", host.packages);
  lenient_field(archive, "numa_nodes", host.numa_nodes);
  lenient_field(archive, "virtual_machine", host.virtual_machine);
  lenient_field(archive, "hypervisor", host.hypervisor);
  lenient_field(archive, "container", host.container);
  field(archive, "cpu_quota", host.cpu_quota);
  lenient_field(archive, "emulated", host.emulated);
  lenient_field(archive, "emulation_signs", host.emulation_signs);
  lenient_field(archive, "contradictions", host.contradictions);
}

}  // namespace cachebound
