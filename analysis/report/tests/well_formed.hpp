// SPDX-License-Identifier: Apache-2.0
// A strict little reader of markup: our page is written as XML would be, so unbalanced or unquoted is a fault.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cachebound::analysis::report {

/// Empty when every element is closed in order and every attribute is quoted; else what is wrong and where.
inline std::string fault_of_markup(std::string_view text) {
  std::vector<std::string> open;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
    if (text.substr(at, 2) == "<!" || text.substr(at, 2) == "<?") {
      at = text.find('>', at);
      if (at == std::string_view::npos) return "an unfinished declaration";
      continue;
    }
    const bool closing = text.substr(at, 2) == "</";
    std::size_t i = at + (closing ? 2 : 1);
    std::string name;
    while (i < text.size() && (std::string_view(" \t\r\n/>").find(text[i]) == std::string_view::npos))
      name += text[i++];
    char quote = '\0';
    bool self_closed = false;
    for (; i < text.size(); ++i) {
      if (quote != '\0') {
        if (text[i] == '<') return "'<' inside an attribute of " + name;
        if (text[i] == quote) quote = '\0';
      } else if (text[i] == '"' || text[i] == '\'') {
        if (text[i - 1] != '=') return "a stray quote in " + name;
        quote = text[i];
      } else if (text[i] == '=' && i + 1 < text.size() && text[i + 1] != '"' && text[i + 1] != '\'') {
        return "an unquoted attribute of " + name;
      } else if (text[i] == '>') {
        self_closed = text[i - 1] == '/';
        break;
      }
    }
    if (i >= text.size()) return "unfinished <" + name;
    if (name.empty()) return "a bare '<' at " + std::to_string(at);
    if (closing) {
      if (open.empty() || open.back() != name)
        return "</" + name + "> closes " + (open.empty() ? "nothing" : open.back());
      open.pop_back();
    } else if (!self_closed) {
      open.push_back(name);
    }
    at = i;
  }
  return open.empty() ? std::string() : "never closed: " + open.back();
}

/// The first id that occurs twice, or empty.
inline std::string duplicate_id(std::string_view text) {
  std::set<std::string> seen;
  for (std::size_t at = text.find(" id="); at != std::string_view::npos; at = text.find(" id=", at + 1)) {
    const char quote = text[at + 4];
    const std::size_t end = text.find(quote, at + 5);
    const std::string id(text.substr(at + 5, end - at - 5));
    if (!seen.insert(id).second) return id;
  }
  return {};
}

}  // namespace cachebound::analysis::report
