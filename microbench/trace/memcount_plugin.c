// SPDX-License-Identifier: Apache-2.0
// memcount: counts what the load and store instructions of an emulated program ask for.
//
//   qemu-aarch64 -plugin libmemcount.so,out=FILE program arguments
//
// FILE receives one JSON line: the bytes read and written, and for each form of instruction that touched memory
// ("ldr q,[]", "vmovups [],ymm") how often it ran and for how many bytes. A program that can be changed marks the part
// to be counted by trace_mark() (trace_mark.h) before and after it; of any other, the whole is counted, and the
// difference of a run with one call and a run with three is two calls, except that the start-up of a large program is
// not quite the same each time (the text of /proc/self/maps, for one, is as long as the addresses make it).
//
// Bytes are exact. A memory callback comes once per access that the emulator makes, which for one 128-bit load is two
// of eight bytes and for a 256-bit load four: so bytes are summed over callbacks, while *instructions* are counted by
// their execution. Counters are plain, not atomic: with a second guest thread (see "threads") they are lower bounds.
// Costs about nothing beside the emulation of floating point.
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin_v1.h"
#include "trace_mark.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;
EXPORT int qemu_plugin_install(qemu_plugin_id_t, const struct qemu_plugin_info*, int argc, char** argv);

enum { form_length = 48, form_buckets = 4096 };

struct form {
  struct form* next;
  char text[form_length];
  uint64_t executed;
  uint64_t read_bytes;
  uint64_t write_bytes;
};

static struct form* forms[form_buckets];
static char target[32];
static const char* out_path = "memcount.json";
static unsigned threads;
static unsigned marks;

/// The form of a disassembled instruction: mnemonic and registers without their numbers, an address as "[]".
/// "ldp q0, q1, [x3, #32]" and "ldp q4, q5, [x3], #64" are both "ldp q,q,[]": the same use of a load slot.
static void form_of(const char* assembly, char out[form_length]) {
  const bool att = strchr(assembly, '%') != NULL;  // x86 in AT&T syntax: an address is "8(%rax, %rcx, 4)"
  const char open = att ? '(' : '[';
  const char close = att ? ')' : ']';
  size_t n = 0;
  bool operands = false;
  for (const char* p = assembly; *p != '\0' && n + 3 < form_length; ++p) {
    if (!operands) {
      operands = isspace((unsigned char)*p) != 0;
      out[n++] = operands ? ' ' : *p;
    } else if (*p == open) {
      out[n++] = '[';
      out[n++] = ']';
      p = strchr(p, close);
      if (p == NULL || *p == '\0') break;
      if (!att) break;  // what follows an Arm address is the update of its base: the same access
    } else if (*p == '#' || *p == '$' || isdigit((unsigned char)*p)) {
      // Numbers of registers, immediates and displacements do not tell forms apart; ".4s" of a vector does.
      if (*p != '#' && *p != '$' && n > 0 && out[n - 1] == '.') out[n++] = *p;
      if (*p == '$' || p[1] == 'x') {
        while (isxdigit((unsigned char)p[1]) || p[1] == 'x' || p[1] == '-') ++p;
      }
    } else if (strchr("%-+ \t", *p) == NULL) {
      out[n++] = *p;
    }
  }
  out[n] = '\0';
}

static struct form* find_form(const char* assembly) {
  char text[form_length];
  form_of(assembly != NULL ? assembly : "unknown", text);
  unsigned hash = 5381;
  for (const char* p = text; *p != '\0'; ++p) hash = hash * 33 + (unsigned char)*p;
  struct form** slot = &forms[hash % form_buckets];
  for (struct form* f = *slot; f != NULL; f = f->next) {
    if (strcmp(f->text, text) == 0) return f;
  }
  struct form* made = calloc(1, sizeof *made);
  if (made == NULL) abort();
  memcpy(made->text, text, sizeof text);
  made->next = *slot;
  *slot = made;
  return made;
}

static void on_access(unsigned vcpu, qemu_plugin_meminfo_t info, uint64_t address, void* user) {
  (void)vcpu;
  (void)address;
  struct form* f = user;
  const uint64_t bytes = UINT64_C(1) << qemu_plugin_mem_size_shift(info);
  if (qemu_plugin_mem_is_store(info)) {
    f->write_bytes += bytes;
  } else {
    f->read_bytes += bytes;
  }
}

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb* block) {
  (void)id;
  const size_t count = qemu_plugin_tb_n_insns(block);
  for (size_t i = 0; i < count; ++i) {
    struct qemu_plugin_insn* instruction = qemu_plugin_tb_get_insn(block, i);
    char* assembly = qemu_plugin_insn_disas(instruction);
    struct form* f = find_form(assembly);
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

static void write_counts(void) {
  FILE* out = fopen(out_path, "w");
  if (out == NULL) {
    perror(out_path);
    return;
  }
  uint64_t executed = 0;
  uint64_t reads = 0;
  uint64_t writes = 0;
  for (size_t b = 0; b < form_buckets; ++b) {
    for (const struct form* f = forms[b]; f != NULL; f = f->next) {
      executed += f->executed;
      reads += f->read_bytes;
      writes += f->write_bytes;
    }
  }
  fprintf(
      out,
      "{\"schema\":\"cachebound.memcount/1\",\"target\":\"%s\",\"threads\":%u,\"marks\":%u,\"instructions\":%" PRIu64
      ",\"read_bytes\":%" PRIu64 ",\"write_bytes\":%" PRIu64 ",\"forms\":[",
      target, threads, marks, executed, reads, writes);
  const char* separator = "";
  for (size_t b = 0; b < form_buckets; ++b) {
    for (const struct form* f = forms[b]; f != NULL; f = f->next) {
      if (f->read_bytes == 0 && f->write_bytes == 0) continue;
      fprintf(out,
              "%s{\"form\":\"%s\",\"executed\":%" PRIu64 ",\"read_bytes\":%" PRIu64 ",\"write_bytes\":%" PRIu64 "}",
              separator, f->text, f->executed, f->read_bytes, f->write_bytes);
      separator = ",";
    }
  }
  fputs("]}\n", out);
  if (fclose(out) != 0) perror(out_path);
}

static void clear_counts(void) {
  for (size_t b = 0; b < form_buckets; ++b) {
    for (struct form* f = forms[b]; f != NULL; f = f->next) f->executed = f->read_bytes = f->write_bytes = 0;
  }
}

static void on_syscall(qemu_plugin_id_t id, unsigned vcpu, int64_t number, uint64_t a1, uint64_t a2, uint64_t a3,
                       uint64_t a4, uint64_t a5, uint64_t a6, uint64_t a7, uint64_t a8) {
  (void)id, (void)vcpu, (void)number, (void)a2, (void)a3, (void)a4, (void)a5, (void)a6, (void)a7, (void)a8;
  if (a1 != CACHEBOUND_TRACE_MARK) return;
  ++marks;
  if (marks == 1) clear_counts();
  if (marks == 2) write_counts();
}

static void on_end(qemu_plugin_id_t id, void* user) {
  (void)id;
  (void)user;
  if (marks < 2) write_counts();
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_plugin_info* info, int argc, char** argv) {
  for (int i = 0; i < argc; ++i) {
    if (strncmp(argv[i], "out=", 4) != 0) {
      fprintf(stderr, "memcount: unknown argument '%s' (expected out=FILE)\n", argv[i]);
      return -1;
    }
    out_path = strdup(argv[i] + 4);
    if (out_path == NULL) return -1;
  }
  snprintf(target, sizeof target, "%s", info->target_name);
  qemu_plugin_register_vcpu_init_cb(id, on_thread);
  qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
  qemu_plugin_register_vcpu_syscall_cb(id, on_syscall);
  qemu_plugin_register_atexit_cb(id, on_end, NULL);
  return 0;
}
