// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/container.hpp"

#include <array>
#include <utility>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

constexpr const char* own_groups = "/proc/self/cgroup";

std::string name_in(const std::string& groups) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{{{"kubepods", "kubernetes"},
                                                                                {"libpod", "podman"},
                                                                                {"docker", "docker"},
                                                                                {"containerd", "containerd"},
                                                                                {"lxc", "lxc"}}};
  for (const auto& [word, name] : known) {
    if (groups.find(word) != std::string::npos) return std::string(name);
  }
  return {};
}

}  // namespace

std::string detect_container(const FileSystem& files) {
  if (files.exists("/var/run/secrets/kubernetes.io")) return "kubernetes";
  if (files.exists("/run/.containerenv")) return "podman";
  // What systemd, as the first process of a container, was told by whoever made it.
  if (const auto name = read_trimmed(files, "/run/systemd/container"); name && !name->empty()) return *name;
  if (const auto groups = files.read_text(own_groups)) {
    if (const std::string name = name_in(*groups); !name.empty()) return name;
  }
  return files.exists("/.dockerenv") ? "docker" : "";
}

}  // namespace cachebound
