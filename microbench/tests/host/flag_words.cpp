// SPDX-License-Identifier: Apache-2.0
#include "flag_words.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace cachebound::fixtures {
namespace {

constexpr std::array<std::string_view, 32> first_word{
    "fp",    "asimd",    "evtstrm", "aes",   "pmull",  "sha1",  "sha2", "crc32", "atomics", "fphp",    "asimdhp",
    "cpuid", "asimdrdm", "jscvt",   "fcma",  "lrcpc",  "dcpop", "sha3", "sm3",   "sm4",     "asimddp", "sha512",
    "sve",   "asimdfhm", "dit",     "uscat", "ilrcpc", "flagm", "ssbs", "sb",    "paca",    "pacg"};
constexpr std::array<std::string_view, 17> second_word{
    "dcpodp",  "sve2",     "sveaes",   "svepmull", "svebitperm", "svesha3", "svesm4", "flagm2", "frint",
    "svei8mm", "svef32mm", "svef64mm", "svebf16",  "i8mm",       "bf16",    "dgh",    "rng"};
constexpr std::array<std::string_view, 22> arm_word{
    "swp",     "half", "thumb", "26bit",    "fastmult", "fpa",   "vfp",   "edsp",  "java",   "iwmmxt", "crunch",
    "thumbee", "neon", "vfpv3", "vfpv3d16", "tls",      "vfpv4", "idiva", "idivt", "vfpd32", "lpae",   "evtstrm"};

template <std::size_t size>
unsigned long bits_of(const std::array<std::string_view, size>& names, const std::vector<std::string>& words) {
  unsigned long bits = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (std::find(words.begin(), words.end(), names[i]) != words.end()) bits |= 1UL << i;
  }
  return bits;
}

using Named = std::pair<std::string_view, unsigned>;  // word, bit

template <std::size_t size>
std::uint32_t register_of(const std::array<Named, size>& names, const std::vector<std::string>& words) {
  std::uint32_t bits = 0;
  for (const auto& [word, bit] : names) {
    if (std::find(words.begin(), words.end(), word) != words.end()) bits |= 1U << bit;
  }
  return bits;
}

}  // namespace

Hwcaps aarch64_hwcaps_of(const std::vector<std::string>& words) {
  return {.hwcap = bits_of(first_word, words), .hwcap2 = bits_of(second_word, words)};
}

Hwcaps arm_hwcaps_of(const std::vector<std::string>& words) { return {.hwcap = bits_of(arm_word, words), .hwcap2 = 0}; }

CpuidAccess cpuid_of(const std::vector<std::string>& words) {
  // Intel SDM volume 2A, CPUID. xsave (bit 26) is printed only where the system uses it, which is bit 27.
  constexpr std::array<Named, 3> ecx1{{{"fma", 12}, {"xsave", 27}, {"avx", 28}}};
  constexpr std::array<Named, 5> ebx7{
      {{"avx2", 5}, {"avx512f", 16}, {"avx512dq", 17}, {"avx512bw", 30}, {"avx512vl", 31}}};
  constexpr std::array<Named, 3> ecx7{{{"avx512_vnni", 11}, {"avx512_bitalg", 12}, {"avx512_vpopcntdq", 14}}};
  constexpr std::array<Named, 3> edx7{{{"avx512_fp16", 23}, {"amx_tile", 24}, {"amx_int8", 25}}};
  constexpr std::array<Named, 2> eax7_1{{{"avx_vnni", 4}, {"avx512_bf16", 5}}};
  const CpuidRegisters leaf1{.ecx = register_of(ecx1, words)};
  const CpuidRegisters leaf7{
      .eax = 1, .ebx = register_of(ebx7, words), .ecx = register_of(ecx7, words), .edx = register_of(edx7, words)};
  const CpuidRegisters leaf7_1{.eax = register_of(eax7_1, words)};
  return {.cpuid =
              [=](std::uint32_t leaf, std::uint32_t subleaf) {
                if (leaf == 0) return CpuidRegisters{.eax = 7};
                if (leaf == 1) return leaf1;
                if (leaf == 7) return subleaf == 0 ? leaf7 : leaf7_1;
                return CpuidRegisters{};
              },
          .xcr0 = [] { return std::uint64_t{0xe7}; }};
}

}  // namespace cachebound::fixtures
