// SPDX-License-Identifier: Apache-2.0
// Writes machine.json, operators.json, predictions.json, trace.json and doctor.json of the example into a folder: what the
// schemas are held to.
#include <cstdio>
#include <string>

#include "analysis/doctor_document.hpp"
#include "analysis/documents.hpp"
#include "analysis/json_file.hpp"
#include "example_documents.hpp"

int main(int argc, char** argv) {
  using namespace cachebound::analysis;
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  for (const cachebound::Status& status :
       {save(folder + "/machine.json", example::machine()), save(folder + "/operators.json", example::operators()),
        save(folder + "/predictions.json", example::predictions()), save(folder + "/trace.json", example::trace()),
        write_file(folder + "/doctor.json", to_json(diagnose(example::host(), example::conditions())))})
    if (status) {
      std::fprintf(stderr, "%s\n", status->detail.c_str());
      return 1;
    }
  return 0;
}
