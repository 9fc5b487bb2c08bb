// SPDX-License-Identifier: Apache-2.0
#include "instruction_form.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static bool is_in(char c, const char* set) { return c != '\0' && strchr(set, c) != NULL; }

struct writer {
  char* out;
  size_t length;
};

static void put(struct writer* w, char c) {
  if (w->length + 1 < form_length) w->out[w->length++] = c;
}

static void put_text(struct writer* w, const char* text) {
  for (; *text != '\0'; ++text) put(w, *text);
}

static char last(const struct writer* w) { return w->length == 0 ? '\0' : w->out[w->length - 1]; }

static const char ignored[] = "%+- \t\"\\";

/// Behind the number that begins at `p`: "0x10", "-8", "12".
static const char* skip_number(const char* p) {
  while (isxdigit((unsigned char)*p) || *p == 'x' || *p == '-') ++p;
  return p;
}

/// A register without its number, one that has a name of its own by that of its kind: which one it is does not matter.
/// General registers of x86 are "r", their width being that of the mnemonic ("movl", "movq").
static const char* put_word(struct writer* w, const char* p, bool att) {
  static const char* const names[][2] = {{"ip", "r"}, {"lr", "r"}, {"sp", "r"},  {"pc", "r"}, {"fp", "r"},
                                         {"sb", "r"}, {"sl", "r"}, {"xzr", "x"}, {"wzr", "w"}};
  char word[form_length];
  size_t length = 0;
  const char* end = p;
  while (isalnum((unsigned char)*end)) {
    if (!isdigit((unsigned char)*end) && length + 1 < sizeof word) word[length++] = *end;
    ++end;
  }
  word[length] = '\0';
  if (att) {
    const bool other = strstr(word, "mm") != NULL || is_in(word[0], "k") || strcmp(word, "st") == 0 || *end == ':';
    put_text(w, other ? word : "r");
    return end;
  }
  const size_t count = sizeof names / sizeof names[0];
  size_t i = 0;
  while (i < count && strcmp(word, names[i][0]) != 0) ++i;
  put_text(w, i < count ? names[i][1] : word);
  return end;
}

/// A digit here begins an immediate, a displacement or an address, not the number of a register.
static bool at_operand(const struct writer* w) { return is_in(last(w), " ,*:"); }

/// x86 in AT&T syntax: "vmovups 8(%rax, %rcx, 4), %ymm0" is "vmovups [],ymm".
static void att_operands(struct writer* w, const char* p) {
  while (*p != '\0') {
    if (*p == '(') {
      put_text(w, "[]");
      p = strchr(p, ')');
      if (p == NULL) return;
      ++p;
    } else if (*p == '$') {
      p = skip_number(p + 1);
    } else if (*p == '%') {
      p = put_word(w, p + 1, true);
    } else if (at_operand(w) && (isdigit((unsigned char)*p) || *p == '-')) {
      p = skip_number(p);
    } else {
      if (!isdigit((unsigned char)*p) && !is_in(*p, ignored)) put(w, *p);
      ++p;
    }
  }
}

/// Arm: what follows an address is the update of its base, the same access. A bracket behind a register is a lane.
static void arm_operands(struct writer* w, const char* p) {
  while (*p != '\0') {
    if (*p == '[' && at_operand(w)) {
      put_text(w, "[]");
      return;
    }
    if (*p == '[') {
      put_text(w, p[1] == ']' ? "[]" : "[i]");
      p = strchr(p, ']');
      if (p == NULL) return;
      ++p;
    } else if (*p == '.') {  // ".16b": the elements of a vector, which tell forms apart
      put(w, *p++);
      while (isdigit((unsigned char)*p)) put(w, *p++);
    } else if (is_in(*p, "#$") || (isdigit((unsigned char)*p) && at_operand(w))) {
      p = skip_number(isdigit((unsigned char)*p) ? p : p + 1);
    } else if (isalpha((unsigned char)*p)) {
      p = put_word(w, p, false);
    } else {
      if (!isdigit((unsigned char)*p) && !is_in(*p, ignored)) put(w, *p);
      ++p;
    }
  }
}

void instruction_form(const char* assembly, char out[form_length]) {
  struct writer w = {out, 0};
  const char* p = assembly;
  const bool att = strchr(assembly, '%') != NULL;
  while (isspace((unsigned char)*p)) ++p;
  while (*p != '\0' && !isspace((unsigned char)*p)) put(&w, *p++);
  while (isspace((unsigned char)*p)) ++p;
  if (*p != '\0') {
    put(&w, ' ');
    if (att) {
      att_operands(&w, p);
    } else {
      arm_operands(&w, p);
    }
  }
  out[w.length] = '\0';
}
