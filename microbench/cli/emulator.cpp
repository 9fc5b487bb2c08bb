// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/emulator.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "microbench/cli/stop.hpp"
#include "microbench/host/file_system.hpp"
#include "microbench/host/library_environment.hpp"

namespace cachebound::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view plugin_name = "libmemcount.so";

struct Target {
  unsigned machine;  ///< e_machine of ELF
  std::string_view name;
  std::string_view triplet;
};
constexpr std::array targets{Target{62, "x86_64", "x86_64-linux-gnu"}, Target{183, "aarch64", "aarch64-linux-gnu"},
                             Target{40, "arm", "arm-linux-gnueabihf"}};

Result<std::string> own_path() {
  std::error_code fault;
  const fs::path path = fs::read_symlink("/proc/self/exe", fault);
  if (fault) return Error{Reason::not_found, "the path of this program is not to be had: " + fault.message()};
  return path.string();
}

std::string own_target() {
#if defined(__x86_64__)
  return "x86_64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "arm";
#endif
}

/// A folder that is gone with its files at the end.
class Scratch {
 public:
  static Result<Scratch> make() {
    std::error_code fault;
    const fs::path parent = fs::temp_directory_path(fault);
    std::string name = ((fault ? fs::path("/tmp") : parent) / "cachebound-trace-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      return Error{Reason::no_resources, fmt::format("cannot make {}: {}", name, std::strerror(errno))};
    }
    return Scratch(name);
  }
  Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, fs::path())) {}
  Scratch& operator=(Scratch&&) = delete;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

 private:
  explicit Scratch(std::string path) : path_(std::move(path)) {}
  fs::path path_;
};

/// In an option of the emulator a comma ends a value, two are one.
std::string option_value(const std::string& text) {
  std::string escaped;
  for (const char c : text) escaped += c == ',' ? std::string(",,") : std::string(1, c);
  return escaped;
}

Result<ChildOutput> ask(const std::string& emulator, const char* question) {
  auto answer = run_child({.program = emulator, .arguments = {question}, .limit = std::chrono::seconds(20)});
  if (answer) return answer;
  if (answer.error().reason != Reason::not_found) return answer.error();
  return Error{Reason::not_built, fmt::format("{} is not installed: apt-get install qemu-user", emulator)};
}

std::string sysroot_for(const std::string& target, const std::string& given) {
  if (!given.empty() || target == own_target()) return given;
  for (const Target& t : targets) {
    const std::string cross = fmt::format("/usr/{}", t.triplet);
    if (t.name == target && fs::exists(cross + "/lib")) return cross;
  }
  return {};
}

}  // namespace

Result<std::string> target_of(const std::string& program) {
  std::array<unsigned char, 20> head{};
  std::ifstream file(program, std::ios::binary);
  if (!file) return Error{Reason::not_found, fmt::format("{}: cannot be read", program)};
  file.read(reinterpret_cast<char*>(head.data()), head.size());  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
  const bool elf = file.gcount() == static_cast<std::streamsize>(head.size()) && head[0] == 0x7f && head[1] == 'E' &&
                   head[2] == 'L' && head[3] == 'F';
  const unsigned machine = head[18] | static_cast<unsigned>(head[19]) << 8U;  // the same place in both classes
  for (const Target& target : targets)
    if (elf && target.machine == machine) return std::string(target.name);
  return Error{Reason::malformed, fmt::format("{}: no program for x86-64, aarch64 or arm", program)};
}

std::string version_in(const std::string& text) {
  constexpr std::string_view word = "version ";
  const std::size_t at = text.find(word);
  if (at == std::string::npos) return "unknown";
  const std::size_t begin = at + word.size();
  return text.substr(begin, text.find_first_of(" \n", begin) - begin);
}

std::string default_core(const std::string& target) {
  if (target == "x86_64") return "max,vendor=GenuineIntel,family=6,model=60,stepping=3";
  return target == "aarch64" ? "max,sve=off,sme=off" : "max";
}

Result<EmulatorSetting> find_emulator(const EmulatorOptions& options) {
  const auto own = own_path();
  if (!own) return own.error();
  EmulatorSetting setting;
  setting.guest = options.guest.empty() ? *own : options.guest;
  const auto target = target_of(setting.guest);
  if (!target) return target.error();
  const std::string emulator = "qemu-" + *target;
  const auto help = ask(emulator, "--help");
  if (!help) return help.error();
  if (help->out.find("-plugin") == std::string::npos) {
    return Error{Reason::not_built, fmt::format("{} takes no plugins: apt-get install qemu-user (the static package "
                                                "qemu-user-static has none)",
                                                emulator)};
  }
  const auto version = ask(emulator, "--version");
  if (!version) return version.error();
  setting.plugin = options.plugin.empty() ? fs::path(*own).replace_filename(plugin_name).string() : options.plugin;
  if (!fs::exists(setting.plugin)) {
    return Error{Reason::not_built, fmt::format("the counting plugin {} is missing: it is built where CMake finds a C "
                                                "compiler of this machine; --plugin names another place",
                                                setting.plugin)};
  }
  setting.sysroot = sysroot_for(*target, options.sysroot);
  setting.emulator = {.program = emulator,
                      .version = version_in(version->out),
                      .target = *target,
                      .core = options.core.empty() ? default_core(*target) : options.core};
  return setting;
}

Result<GuestRun> run_guest(const EmulatorSetting& setting, const std::vector<std::string>& arguments,
                           const std::vector<Cache>& caches) {
  const auto scratch = Scratch::make();
  if (!scratch) return scratch.error();
  const std::string counts = scratch->file("memcount.json");
  std::string plugin = fmt::format("{},out={}", option_value(setting.plugin), option_value(counts));
  for (const Cache& cache : caches)
    plugin += fmt::format(",cache={:.0f}:{}:{}", cache.size.value, cache.ways, cache.line_bytes);

  ChildCommand command{.program = setting.emulator.program, .arguments = {"-cpu", setting.emulator.core}};
  if (!setting.sysroot.empty()) command.arguments.insert(command.arguments.end(), {"-L", setting.sysroot});
  command.arguments.insert(command.arguments.end(), {"-plugin", plugin, setting.guest});
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  // The counts are of one thread, and a library may start others as it is loaded.
  for (const char* threads : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"})
    command.environment.emplace_back(threads, "1");
  command.without.assign(names_of_another_core.begin(), names_of_another_core.end());
  command.stop = &stop_requested();
  auto output = run_child(command);
  if (!output) return output.error();
  const auto text = RootedFileSystem().read_text(counts);
  GuestRun run{
      .output = std::move(output).value(),
      .executed = text ? analysis::parse_executed(*text, "the trace") : Result<analysis::Executed>(text.error())};
  return run;
}

}  // namespace cachebound::cli
