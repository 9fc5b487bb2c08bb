# SPDX-License-Identifier: Apache-2.0
# Proves by their instructions what memory kernels cannot prove by a result: of every kernel, that it has exactly one
# backward branch, and between its target and itself, exactly the declared instructions of its work, loads and stores
# that add up to the declared bytes, each load at an address of its own, and no other access to memory. On the in-order
# cores of aarch64 and arm a compare next to its branch costs a cycle: there the decrement stands mid-block.
#
#   cmake -DOBJDUMP=<path> -DARCH=x86_64|aarch64|arm -DPROGRAM=<probes_declare> [-DEMULATOR=<command>] -P <this>
#
# disassembly_<arch>.cmake knows the instructions:
#   work_<id> or work_<operation>_<dtype>  the instructions of a compute kernel's work, each counted once; a list
#                                          where a step has several: each of them as often as declared
#   chain_<id>                             the instruction of one step of a chain
#   beside_<id>                            what runs beside a chain to keep the core in a power state, and how often
#   load_<bytes>, store_<bytes>            loads and stores of that many bytes (a list of patterns, any of which counts)
#   branch, memory                         a branch with its destination as the last match; any access to memory
#   load_address                           what of a load must not repeat within the loop: the match, or its last group;
#                                          not checked of a load without a match, or where it is empty
#   exchanges_base                         what exchanges the base of the addresses: they may repeat behind it; empty: nothing
#   decrement_next_to_branch               forbidden just before the branch; empty: not checked
include("${CMAKE_CURRENT_LIST_DIR}/disassembly_${ARCH}.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/loop.cmake")

set(failures 0)
macro(expect what found declared)
  if(NOT "${found}" STREQUAL "${declared}")
    message("${id}: ${what}: the loop has ${found}, the catalogue declares ${declared}")
    math(EXPR failures "${failures} + 1")
  endif()
endmacro()

# Sets `out` to the bytes of an instruction by the patterns <prefix>_<bytes>, or 0.
function(bytes_of instruction prefix out)
  set(${out} 0 PARENT_SCOPE)
  foreach(width IN ITEMS 1 2 4 8 16 32 64)
    foreach(pattern IN LISTS ${prefix}_${width})
      if(instruction MATCHES "${pattern}")
        set(${out} ${width} PARENT_SCOPE)
        return()
      endif()
    endforeach()
  endforeach()
endfunction()

execute_process(COMMAND ${EMULATOR} "${PROGRAM}" OUTPUT_VARIABLE declared RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} failed: ${status}")
endif()
string(STRIP "${declared}" declared)
string(REPLACE "\n" ";" declared "${declared}")

foreach(line IN LISTS declared)
  string(REPLACE ":" ";" fields "${line}")
  list(POP_FRONT fields id kind type instructions read written declared_loads)
  execute_process(COMMAND "${OBJDUMP}" -d --no-show-raw-insn ${objdump_options} --disassemble=cachebound_${id}
                          "${PROGRAM}"
                  OUTPUT_VARIABLE listing COMMAND_ERROR_IS_FATAL ANY)
  find_loop("${id}" "${listing}")
  expect("backward branches" "${branches}" 1)

  set(work_pattern "")
  if(kind STREQUAL "compute" OR kind STREQUAL "mixed")
    foreach(name IN ITEMS work_${type} work_${id})
      if(DEFINED ${name})
        set(work_pattern "${${name}}")
      endif()
    endforeach()
  elseif(kind STREQUAL "chain")
    set(work_pattern "${chain_${id}}")
  endif()
  if(work_pattern STREQUAL "" AND NOT instructions EQUAL 0)
    message("${id}: disassembly_${ARCH}.cmake has no pattern for its work")
    math(EXPR failures "${failures} + 1")
    set(work_pattern "^$")
  endif()

  set(loaded 0)
  set(stored 0)
  set(accesses 0)
  set(loads 0)
  set(stores 0)
  set(addresses "")
  set(previous "")
  set(base 0)
  foreach(instruction IN LISTS loop)
    if(exchanges_base AND instruction MATCHES "${exchanges_base}")
      math(EXPR base "${base} + 1")
    endif()
    if(instruction MATCHES "${memory}")
      math(EXPR accesses "${accesses} + 1")
    endif()
    bytes_of("${instruction}" load width)
    if(width)
      math(EXPR loaded "${loaded} + ${width}")
      math(EXPR loads "${loads} + 1")
      if(load_address AND NOT kind STREQUAL "latency" AND instruction MATCHES "${load_address}")
        list(APPEND addresses "${base}: ${CMAKE_MATCH_${CMAKE_MATCH_COUNT}}")
      endif()
    endif()
    bytes_of("${instruction}" store width)
    if(width)
      math(EXPR stored "${stored} + ${width}")
      math(EXPR stores "${stores} + 1")
    endif()
    if(decrement_next_to_branch AND instruction MATCHES "${branch}" AND previous MATCHES "${decrement_next_to_branch}")
      message("${id}: '${previous}' stands next to its branch: a lost cycle on in-order cores")
      math(EXPR failures "${failures} + 1")
    endif()
    set(previous "${instruction}")
  endforeach()
  foreach(pattern IN LISTS work_pattern)
    set(executed "${loop}")
    list(FILTER executed INCLUDE REGEX "${pattern}")
    list(LENGTH executed work)
    expect("instructions of the work" ${work} ${instructions})
  endforeach()
  if(DEFINED beside_${id})
    list(GET beside_${id} 0 pattern)
    list(GET beside_${id} 1 times)
    set(executed "${loop}")
    list(FILTER executed INCLUDE REGEX "${pattern}")
    list(LENGTH executed companions)
    expect("instructions beside the chain" ${companions} ${times})
  endif()
  expect("bytes loaded" ${loaded} ${read})
  expect("bytes stored" ${stored} ${written})
  if(declared_loads)
    expect("load instructions" ${loads} ${declared_loads})
  endif()
  math(EXPR known "${loads} + ${stores}")
  expect("memory accesses" ${accesses} ${known})
  if(addresses AND NOT kind STREQUAL "load-slots")
    list(LENGTH addresses addressed)
    list(REMOVE_DUPLICATES addresses)
    list(LENGTH addresses distinct)
    expect("distinct addresses" ${distinct} ${addressed})
  endif()
  message("${id}: ${instructions} instructions of the work, ${loaded} bytes loaded, ${stored} stored, ${branches} backward branch")
endforeach()

if(failures)
  message(FATAL_ERROR "${failures} times a kernel is not what the catalogue declares")
endif()
