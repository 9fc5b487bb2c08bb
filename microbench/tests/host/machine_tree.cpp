// SPDX-License-Identifier: Apache-2.0
#include "machine_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "catch_compat.hpp"
#include "microbench/host/file_system.hpp"
#include "microbench/host/kernel_text.hpp"

namespace cachebound::fixtures {
namespace {

constexpr std::string_view mark = "=== ";

std::string with(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string for_cpu(const std::string& text, int cpu) {
  return with(with(text, "{mask}", fmt::format("{:x}", std::uint64_t{1} << static_cast<unsigned>(cpu))), "{}",
              fmt::format("{}", cpu));
}

/// "0-3" of the first "{0-3}" in the text; empty: there is none.
std::string list_in(const std::string& text) {
  const auto open = text.find('{');
  const auto close = text.find('}', open);
  return open == std::string::npos || close == std::string::npos ? "" : text.substr(open + 1, close - open - 1);
}

std::string big_endian_cells(std::string_view text) {
  std::string bytes;
  for (const std::string& word : words(text)) {
    const auto value = parse_integer(word);
    REQUIRE(value.has_value());
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      bytes += static_cast<char>((static_cast<std::uint64_t>(*value) >> shift) & 0xffU);
    }
  }
  return bytes;
}

void add(std::vector<TreeEntry>& entries, TreeEntry entry) {
  const auto same = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.path == entry.path; });
  if (same == entries.end()) {
    entries.push_back(std::move(entry));
  } else {
    same->content += entry.content;
  }
}

/// Lists in the path from the left to the right; a list of cpus is also what {} in the content stands for.
void add_expanded(std::vector<TreeEntry>& entries, const TreeEntry& entry) {
  const std::string list = list_in(entry.path);
  if (list.empty()) return add(entries, entry);
  const auto cpus = parse_cpu_list(list);
  REQUIRE(cpus.has_value());
  const std::string placeholder = "{" + list + "}";
  for (const int cpu : *cpus) {
    std::string path = entry.path;
    path.replace(path.find(placeholder), placeholder.size(), fmt::format("{}", cpu));
    add_expanded(entries, {.path = std::move(path), .content = for_cpu(entry.content, cpu), .link = entry.link});
  }
}

void add_section(std::vector<TreeEntry>& entries, const std::string& head, const std::string& body) {
  const auto space = head.find(' ');
  const std::string path = head.substr(0, space);
  const std::string rest = space == std::string::npos ? "" : std::string(trim(head.substr(space)));
  if (rest.starts_with("->")) {
    add_expanded(entries, {.path = path, .content = std::string(trim(rest.substr(2))), .link = true});
  } else if (rest.starts_with("=")) {
    add_expanded(entries, {.path = path, .content = std::string(trim(rest.substr(1))) + "\n", .link = false});
  } else if (rest.starts_with("<")) {
    add_expanded(entries,
                 {.path = path, .content = big_endian_cells(rest.substr(1, rest.find('>') - 1)), .link = false});
  } else if (rest.starts_with("{")) {
    const auto cpus = parse_cpu_list(list_in(rest));
    REQUIRE(cpus.has_value());
    for (const int cpu : *cpus) add(entries, {.path = path, .content = for_cpu(body, cpu), .link = false});
  } else {
    add_expanded(entries, {.path = path, .content = body, .link = false});
  }
}

}  // namespace

std::vector<TreeEntry> parse_machine_tree(std::string_view text) {
  std::vector<TreeEntry> entries;
  std::string head;
  std::string body;
  const auto finish = [&] {
    if (!head.empty()) add_section(entries, head, body);
    body.clear();
  };
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with(mark)) {
      finish();
      head = std::string(line.substr(mark.size()));
    } else {
      body += std::string(line) + "\n";
    }
  }
  if (body.ends_with('\n')) body.pop_back();  // what follows the last line end is no line
  finish();
  return entries;
}

std::vector<TreeEntry> read_machine_tree(const std::string& name) {
  const std::string path = std::string(CACHEBOUND_SOURCE_DIR) + "/microbench/tests/fixtures/hosts/" + name + ".tree";
  const auto text = RootedFileSystem().read_text(path);
  REQUIRE(text.has_value());
  return parse_machine_tree(*text);
}

MaterialisedTree::MaterialisedTree(const std::vector<TreeEntry>& entries) {
  namespace fs = std::filesystem;
  std::string name = (fs::temp_directory_path() / "cachebound-tree-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  root_ = name;
  for (const TreeEntry& entry : entries) {
    const fs::path path = root_ + entry.path;
    fs::create_directories(path.parent_path());
    if (entry.link) {
      fs::create_symlink(entry.content, path);
    } else {
      std::ofstream(path, std::ios::binary) << entry.content;
    }
  }
}

MaterialisedTree::~MaterialisedTree() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

}  // namespace cachebound::fixtures
