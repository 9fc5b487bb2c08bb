// SPDX-License-Identifier: Apache-2.0
// Recorded machines (tests/fixtures/hosts/*.tree): the files of one in one text, as somebody would write it down.
//
//   === /path                         the lines that follow
//   === /path = text                  one line
//   === /path <0x8000 0x40>           cells of a device tree, big-endian
//   === /path -> target               a symbolic link
//   === /path/cpu{0-3}/file = {}      a file for each cpu of the list; {} is its number, {mask} its hexadecimal mask
//   === /path {0-3}                   the lines that follow, once for each
//
// Sections of one path add up. What stands before the first section is a comment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cachebound::fixtures {

struct TreeEntry {
  std::string path;
  std::string content;  ///< of a link: its target
  bool link = false;
};

std::vector<TreeEntry> parse_machine_tree(std::string_view text);

/// tests/fixtures/hosts/<name>.tree
std::vector<TreeEntry> read_machine_tree(const std::string& name);

/// A folder with these files, for readers that do not take our FileSystem; removed at the end.
class MaterialisedTree {
 public:
  explicit MaterialisedTree(const std::vector<TreeEntry>& entries);
  MaterialisedTree(const MaterialisedTree&) = delete;
  MaterialisedTree& operator=(const MaterialisedTree&) = delete;
  ~MaterialisedTree();

  [[nodiscard]] const std::string& root() const { return root_; }

 private:
  std::string root_;
};

}  // namespace cachebound::fixtures
