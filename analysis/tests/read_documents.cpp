// SPDX-License-Identifier: Apache-2.0
// Reads documents, one a line, and says of each "accepted" or why not: the readers' side of compare_with_schemas.py.
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include "analysis/documents.hpp"
#include "analysis/trace/trace_table.hpp"

namespace {

using namespace cachebound;            // NOLINT(google-build-using-namespace): a test program
using namespace cachebound::analysis;  // NOLINT(google-build-using-namespace): a test program

template <typename Document>
std::string verdict(const Result<Document>& read) {
  return read ? "accepted" : "refused " + read.error().detail;
}

}  // namespace

/// usage: read_documents FILE, whose lines are a kind of document, a space and JSON.
int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::map<std::string, std::function<std::string(const std::string&)>> readers{
      {"machine", [](const std::string& text) { return verdict(parse_machine(text, "machine")); }},
      {"operators", [](const std::string& text) { return verdict(parse_operators(text, "operators")); }},
      {"predictions", [](const std::string& text) { return verdict(parse_predictions(text, "predictions")); }},
      {"trace", [](const std::string& text) { return verdict(parse_trace(text, "trace")); }}};
  std::ifstream lines(argv[1]);
  std::string kind, text;
  while (lines >> kind && std::getline(lines >> std::ws, text)) {
    const auto reader = readers.find(kind);
    if (reader == readers.end()) return 2;
    std::cout << reader->second(text) << '\n';
  }
  return 0;
}
