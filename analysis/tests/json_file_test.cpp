// SPDX-License-Identifier: Apache-2.0
#include "analysis/json_file.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "analysis/documents.hpp"
#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() : path_((fs::temp_directory_path() / "cachebound-json-XXXXXX").string()) {
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] std::ptrdiff_t entries() const { return std::distance(fs::directory_iterator(path_), {}); }

 private:
  std::string path_;
};

/// The kernel refuses to let any file grow beyond `bytes`: what a full disk looks like to write().
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const rlimit limit{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("when the disk takes only a part, the old file stays whole and nothing else is left", "[analysis][file]") {
  const Folder folder;
  REQUIRE_FALSE(write_file(folder.file("machine.json"), "old"));
  Status status;
  {
    const FileSizeLimit limit(4096);
    status = write_file(folder.file("machine.json"), std::string(100000, 'x'));
  }
  REQUIRE(status);
  CHECK(status->reason == Reason::no_resources);
  CHECK(status->detail.find(folder.file("machine.json") + ": cannot write it: ") == 0);
  CHECK(*read_file(folder.file("machine.json")) == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a document is saved whole, alone, and replaces the one before", "[analysis][file]") {
  const Folder folder;
  REQUIRE_FALSE(write_file(folder.file("machine.json"), "old"));
  REQUIRE_FALSE(save(folder.file("machine.json"), example::machine()));
  CHECK(folder.entries() == 1);
  const auto loaded = load_machine(folder.file("machine.json"));
  REQUIRE(loaded);
  CHECK(to_json(*loaded) == to_json(example::machine()));
  CHECK((fs::status(folder.file("machine.json")).permissions() & fs::perms::owner_read) != fs::perms::none);
}

TEST_CASE("a missing file and a missing folder are named in one line", "[analysis][file]") {
  const Folder folder;
  const auto missing = load_machine(folder.file("none.json"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().reason == Reason::not_found);
  CHECK(missing.error().detail == folder.file("none.json") + ": cannot open it: No such file or directory");
  const Status unwritable = save(folder.file("none/machine.json"), example::machine());
  REQUIRE(unwritable);
  CHECK(unwritable->detail.find(folder.file("none/machine.json") + ": cannot write it: ") == 0);
  CHECK(folder.entries() == 0);
}

TEST_CASE("a folder in place of a file is refused and left alone", "[analysis][file]") {
  const Folder folder;
  fs::create_directory(folder.file("machine.json"));
  CHECK(load_machine(folder.file("machine.json")).error().detail.find("cannot read it: Is a directory") !=
        std::string::npos);
  CHECK(write_file(folder.file("machine.json"), "x"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("a malformed file is reported by its own path", "[analysis][file]") {
  const Folder folder;
  REQUIRE_FALSE(write_file(folder.file("operators.json"), "{"));
  const auto result = load_operators(folder.file("operators.json"));
  REQUIRE_FALSE(result);
  CHECK(result.error().detail.find(folder.file("operators.json") + ": at byte ") == 0);
}
