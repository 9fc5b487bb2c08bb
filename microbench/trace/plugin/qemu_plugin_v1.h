// SPDX-License-Identifier: Apache-2.0
// The few entry points of QEMU's TCG plugin interface, version 1 (QEMU 6.0 and later), that the plugin calls.
//
// Debian ships emulators that load plugins, but no header to write one against; these declarations state the
// documented binary interface (https://www.qemu.org/docs/master/devel/tcg-plugins.html). QEMU resolves the symbols
// when it loads the plugin, and refuses one whose qemu_plugin_version it does not know.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;

struct qemu_plugin_info {
  const char* target_name;  // the guest: "x86_64", "aarch64", "arm"
  struct {
    int min;
    int cur;
  } version;
  bool system_emulation;
  struct {
    int smp_vcpus;
    int max_vcpus;
  } system;  // meaningful for system emulation alone
};

enum { QEMU_PLUGIN_CB_NO_REGS = 0 };
enum { QEMU_PLUGIN_MEM_READ_WRITE = 3 };
enum { QEMU_PLUGIN_INLINE_ADD_U64 = 0 };

typedef void (*qemu_plugin_translate_fn)(qemu_plugin_id_t, struct qemu_plugin_tb*);
typedef void (*qemu_plugin_memory_fn)(unsigned vcpu, qemu_plugin_meminfo_t, uint64_t address, void* user);
typedef void (*qemu_plugin_vcpu_fn)(qemu_plugin_id_t, unsigned vcpu);
typedef void (*qemu_plugin_exit_fn)(qemu_plugin_id_t, void* user);
typedef void (*qemu_plugin_syscall_fn)(qemu_plugin_id_t, unsigned vcpu, int64_t number, uint64_t a1, uint64_t a2,
                                       uint64_t a3, uint64_t a4, uint64_t a5, uint64_t a6, uint64_t a7, uint64_t a8);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, qemu_plugin_translate_fn);
void qemu_plugin_register_vcpu_init_cb(qemu_plugin_id_t, qemu_plugin_vcpu_fn);
void qemu_plugin_register_vcpu_syscall_cb(qemu_plugin_id_t, qemu_plugin_syscall_fn);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, qemu_plugin_exit_fn, void* user);

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb*);
struct qemu_plugin_insn* qemu_plugin_tb_get_insn(const struct qemu_plugin_tb*, size_t index);
char* qemu_plugin_insn_disas(const struct qemu_plugin_insn*);  // to be freed by the caller

void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn*, qemu_plugin_memory_fn, int registers, int read_write,
                                      void* user);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn*, int operation, void* counter,
                                                uint64_t immediate);

unsigned qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t);
