# SPDX-License-Identifier: Apache-2.0
# The target tidy: clang-tidy on each source of ours in the compilation database, with nothing compiled. The tool is that
# of configs/toolchains/checks.txt (check_tools in packages.sh), which passes over system headers and so takes a quarter of the
# the time of Debian 12's; another one may be named by CACHEBOUND_RUN_CLANG_TIDY, and finds other things.
if(NOT CACHEBOUND_TIDY)
  return()
endif()
find_program(CACHEBOUND_RUN_CLANG_TIDY NAMES run-clang-tidy.py run-clang-tidy
             PATHS "${PROJECT_SOURCE_DIR}/build/checks/bin" NO_DEFAULT_PATH REQUIRED)
get_filename_component(_bin "${CACHEBOUND_RUN_CLANG_TIDY}" DIRECTORY)
set(_ours "^${PROJECT_SOURCE_DIR}/(microbench|probes|operators|analysis)/.*[.]cpp$")
add_custom_target(
  tidy
  COMMAND "${CACHEBOUND_RUN_CLANG_TIDY}" -quiet -clang-tidy-binary "${_bin}/clang-tidy" -p "${PROJECT_BINARY_DIR}"
          -warnings-as-errors=* -extra-arg=-Wno-unknown-warning-option "${_ours}"
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  USES_TERMINAL VERBATIM)
