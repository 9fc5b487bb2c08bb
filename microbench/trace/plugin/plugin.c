// SPDX-License-Identifier: Apache-2.0
// memcount: counts what the load and store instructions of an emulated program ask for, and what caches of given sizes
// would pass on.
//
//   qemu-aarch64 -plugin libmemcount.so,out=FILE,cache=32768:4:64,cache=1048576:16:64 program arguments
//
// FILE receives a JSON document. A program that can be changed calls trace_mark() (trace_mark.h) around the parts to be
// counted: each stretch between one mark and the next is a window. Of any other, the whole is the only window. `cache`,
// given for each level from the inside out, is size:ways:line in bytes; caches hold over a window's end what they held.
//
// Bytes are exact. A memory callback comes once per access that the emulator makes, which for one 128-bit load is two
// of eight bytes and for a 256-bit load four: so bytes are summed over callbacks, while *instructions* are counted by
// their execution. Counters are plain, not atomic: with a second guest thread (see "threads") they are lower bounds.
// Costs about nothing beside the emulation of floating point.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../trace_mark.h"
#include "cache_model.h"
#include "form_counts.h"
#include "qemu_plugin_v1.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;
EXPORT int qemu_plugin_install(qemu_plugin_id_t, const struct qemu_plugin_info*, int argc, char** argv);

static const char* out_path = "memcount.json";
static FILE* out;
static unsigned threads;
static unsigned marks;
static unsigned windows;
static struct cache_shape shapes[cache_levels_at_most];
static unsigned levels;
static struct cache_model* caches;

static void on_access(unsigned vcpu, qemu_plugin_meminfo_t info, uint64_t address, void* user) {
  (void)vcpu;
  struct form_count* f = user;
  const unsigned bytes = 1U << qemu_plugin_mem_size_shift(info);
  const bool is_store = qemu_plugin_mem_is_store(info);
  if (is_store) {
    f->write_bytes += bytes;
  } else {
    f->read_bytes += bytes;
  }
  if (caches != NULL) cache_model_access(caches, address, bytes, is_store);
}

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb* block) {
  (void)id;
  const size_t count = qemu_plugin_tb_n_insns(block);
  for (size_t i = 0; i < count; ++i) {
    struct qemu_plugin_insn* instruction = qemu_plugin_tb_get_insn(block, i);
    char* assembly = qemu_plugin_insn_disas(instruction);
    struct form_count* f = form_count_of(assembly != NULL ? assembly : "unknown");
    free(assembly);
    qemu_plugin_register_vcpu_insn_exec_inline(instruction, QEMU_PLUGIN_INLINE_ADD_U64, &f->executed, 1);
    qemu_plugin_register_vcpu_mem_cb(instruction, on_access, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_READ_WRITE, f);
  }
}

static void on_thread(qemu_plugin_id_t id, unsigned vcpu) {
  (void)id;
  (void)vcpu;
  ++threads;
}

static void print_window(void) {
  fputs(windows++ == 0 ? "\n{" : ",\n{", out);
  form_counts_print(out);
  fputs(",\"caches\":[", out);
  for (unsigned i = 0; i < levels; ++i) {
    const struct cache_counts counts = cache_model_counts(caches, i);
    fprintf(out, "%s{\"refills\":%" PRIu64 ",\"write_backs\":%" PRIu64 "}", i == 0 ? "" : ",", counts.refills,
            counts.write_backs);
  }
  fputs("]}", out);
}

static void clear_counts(void) {
  form_counts_clear();
  if (caches != NULL) cache_model_clear_counts(caches);
}

static void on_syscall(qemu_plugin_id_t id, unsigned vcpu, int64_t number, uint64_t a1, uint64_t a2, uint64_t a3,
                       uint64_t a4, uint64_t a5, uint64_t a6, uint64_t a7, uint64_t a8) {
  (void)id, (void)vcpu, (void)number, (void)a2, (void)a3, (void)a4, (void)a5, (void)a6, (void)a7, (void)a8;
  if (a1 != CACHEBOUND_TRACE_MARK) return;
  if (marks++ > 0) print_window();
  clear_counts();
}

static void on_end(qemu_plugin_id_t id, void* user) {
  (void)id;
  (void)user;
  if (marks == 0) print_window();
  fprintf(out, "],\n\"threads\":%u,\"marks\":%u}\n", threads, marks);
  if (fclose(out) != 0) perror(out_path);
}

static bool read_shape(const char* text) {
  if (levels == cache_levels_at_most) return false;
  struct cache_shape* s = &shapes[levels++];
  char rest = '\0';
  return sscanf(text, "%" SCNu64 ":%u:%u%c", &s->size_bytes, &s->ways, &s->line_bytes, &rest) == 3;
}

static bool read_arguments(int argc, char** argv) {
  for (int i = 0; i < argc; ++i) {
    if (strncmp(argv[i], "out=", 4) == 0) {
      out_path = strdup(argv[i] + 4);
      if (out_path == NULL) return false;
    } else if (strncmp(argv[i], "cache=", 6) != 0 || !read_shape(argv[i] + 6)) {
      fprintf(stderr, "memcount: '%s': expected out=FILE, or cache=size:ways:line, at most %d times\n", argv[i],
              cache_levels_at_most);
      return false;
    }
  }
  return true;
}

static bool make_caches(void) {
  if (levels == 0) return true;
  const char* fault = cache_shapes_fault(shapes, levels);
  if (fault == NULL) caches = cache_model_new(shapes, levels);
  if (caches == NULL) fprintf(stderr, "memcount: %s\n", fault != NULL ? fault : "no memory for these caches");
  return caches != NULL;
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_plugin_info* info, int argc, char** argv) {
  if (!read_arguments(argc, argv) || !make_caches()) return -1;
  out = fopen(out_path, "w");
  if (out == NULL) {
    perror(out_path);
    return -1;
  }
  fprintf(out, "{\"schema\":\"cachebound.memcount/1\",\"target\":\"%s\",\"windows\":[", info->target_name);
  qemu_plugin_register_vcpu_init_cb(id, on_thread);
  qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
  qemu_plugin_register_vcpu_syscall_cb(id, on_syscall);
  qemu_plugin_register_atexit_cb(id, on_end, NULL);
  return 0;
}
