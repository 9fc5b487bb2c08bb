// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/file_system.hpp"

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

TEST_CASE("a rooted file system reads below its prefix", "[host][files]") {
  const RootedFileSystem files(std::string(CACHEBOUND_SOURCE_DIR) + "/microbench/tests/fixtures/files");
  CHECK(files.read_text("/folder/one").value() == "text of a file\n");
  CHECK(files.list("/folder").value() == std::vector<std::string>{"one", "two"});
  CHECK(files.exists("/folder"));
  CHECK_FALSE(files.exists("/folder/three"));
  CHECK(read_trimmed(files, "/folder/one").value() == "text of a file");
  CHECK(read_integer(files, "/folder/two").value() == 0x1f);
  const auto bad = read_integer(files, "/folder/one");
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.error().reason == Reason::malformed);
  const auto gone = files.read_text("/folder/three");
  REQUIRE_FALSE(gone.has_value());
  CHECK(gone.error().reason == Reason::not_found);
  CHECK(gone.error().detail.find("/folder/three") != std::string::npos);
  CHECK_FALSE(files.read_text("/folder").has_value());
}

TEST_CASE("the machine itself is the file system with an empty prefix", "[host][files]") {
  const RootedFileSystem files;
  // Larger than one read, and of size 0 by stat: both must not matter.
  CHECK(files.read_text("/proc/self/status").value().find("Pid:") != std::string::npos);
  CHECK(files.read_link("/proc/self/exe").has_value());
}

TEST_CASE("a fake file system lists folders by the files in them", "[host][files]") {
  FakeFileSystem files;
  files.add("/sys/a/x", "1").add("/sys/b", "2").add_link("/sys/c", "b");
  files.add_refusal("/sys/masked", {Reason::not_permitted, "/sys/masked: Permission denied"});
  CHECK(files.list("/sys").value() == std::vector<std::string>{"a", "b", "c", "masked"});
  CHECK(files.list("/sys/a").value() == std::vector<std::string>{"x"});
  CHECK_FALSE(files.list("/proc").has_value());
  CHECK(files.exists("/sys/a"));
  CHECK(files.read_link("/sys/c").value() == "b");
  CHECK(files.read_text("/sys/masked").error().reason == Reason::not_permitted);
}
