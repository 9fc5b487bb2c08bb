# SPDX-License-Identifier: Apache-2.0
# Reads `objdump -d --no-show-raw-insn -C` (AT&T syntax) and checks, for the micro-kernels of the policy class named by
# -v policy=Avx512 (with -v lanes=16), what their loops load and store:
#   multiply   (of GEMM, and a direct convolution's tile) every loop of fused multiply-adds loads 4 * (mr + nr) bytes per
#              step of depth, and stores nothing; beside the loop are the tile of C's two ways out, one that loads and
#              stores it and one that only stores (the compiler lets them share stores: of one row, it often does), and
#              nothing on the stack;
#              (of bf16, pairs: 4 * (mr + nr) for each two of depth; of f16, 32 lanes: 2 * (mr + nr))
#   pack_*     every loop that loads stores as many bytes: each element is loaded once and stored once. Only a loop around
#              others, over panels, may keep its own variables on the stack.
# A load that the compiler repeats as a memory operand, or a spill, changes these sums. One line per loop; exit 1 on a
# difference, or when fewer kernels than -v least=N are seen.

# The bytes that an instruction moves between memory and a register.
function width(mnemonic, operands) {
  if (mnemonic ~ /^mov[sz]w[lq]?$/ || operands ~ /%([abcd]x|[sd]i|bp|r[0-9]+w)([,)]|$)/ || mnemonic ~ /w$/) return 2
  if (operands ~ /\{1to/) return 4
  if (mnemonic ~ /^v?(movss|p?broadcast(ss|d)|insertps|movd|pinsrd|extractps|pextrd)$/) return 4
  if (mnemonic ~ /^v?(movlps|movhps|movsd|movq|movlpd|movhpd|broadcastsd|pinsrq|pextrq|movddup)$/) return 8
  if (mnemonic ~ /^v(insert|extract|broadcast)[fi](128|32x4|64x2)$/) return 16
  if (mnemonic ~ /^v(insert|extract|broadcast)[fi](64x4|32x8)$/) return 32
  if (operands ~ /%zmm/) return 64
  if (operands ~ /%ymm/) return 32
  if (operands ~ /%xmm/) return 16
  if (operands ~ /%r([0-9]+|[abcds][xip]|[sb]p)([,)]|$)/ && mnemonic !~ /l$/) return 8
  return 4
}

# Sums fmas, loads and stores over the instructions of one loop; with 0, over vector instructions outside loops of
# fused multiply-adds (a jump back from code that was moved out of line looks like a loop).
function sum(loop,    i) {
  fmas = loads = stores = spills = spilled = filled = 0
  for (i = 1; i <= count; ++i) {
    if (loop ? owner[i] != loop : computes[owner[i]]) continue
    if (name[i] ~ /^(vfn?madd|vdpbf16ps)/) ++fmas
    if (text[i] !~ /\(%/ || name[i] ~ /^(lea|nop|prefetch)/ || (!loop && text[i] !~ /%[xyz]mm/)) continue
    moved = width(name[i], text[i])
    is_store = text[i] ~ /\)$/ && name[i] !~ /^(cmp|test|add|sub|push)/
    if (text[i] ~ /\(%[er][sb]p/) {
      ++spills
      if (is_store) spilled += moved
      else filled += moved
    }
    if (is_store) stores += moved
    else loads += moved
  }
}

function check_loop(loop,    steps, expected, what) {
  sum(loop)
  if (is_multiply) {
    if (fmas == 0) return
    computes[loop] = 1
    steps = fmas / (mr * nr / lanes)
    expected = 64 / lanes * (mr + nr) * steps
    ++multiplies
    what = sprintf("multiply %dx%d: %d steps, %d bytes loaded (%d expected), %d stored", mr, nr, steps, loads, expected, stores)
    report(what, steps == int(steps) && loads == expected && stores == 0)
  } else if (loads > filled) {
    if (around[loop]) {
      loads -= filled
      stores -= spilled
    }
    report(sprintf("%s: %d bytes loaded, %d stored", title, loads, stores), loads == stores)
  }
}

function report(what, good) {
  print (good ? "  " : "X ") what
  if (!good) bad = 1
}

# A loop is what lies between a conditional jump backwards and its target; an instruction belongs to the smallest that
# holds it.
function check_function(    i, j, size, loops, tile) {
  loops = 0
  split("", computes)
  for (size = 1; size <= count; ++size) {
    for (i = size; i <= count; ++i) {
      if (name[i] !~ /^j/ || name[i] ~ /^jmp/ || !(jump[i] in at) || at[jump[i]] != i - size + 1) continue
      ++loops
      around[loops] = 0
      for (j = at[jump[i]]; j <= i; ++j) {
        if (owner[j] == 0) owner[j] = loops
        else around[loops] = 1
      }
    }
  }
  for (i = 1; i <= loops; ++i) check_loop(i)
  if (!is_multiply) return
  sum(0)
  tile = 64 / lanes * mr * nr
  report(sprintf("C tile   %dx%d: %d bytes loaded, %d stored, %d times on the stack", mr, nr, loads, stores, spills),
         loads == tile && stores >= tile && stores <= 2 * tile && spills == 0)
}

function finish() {
  if (inside) check_function()
  inside = 0
}

/^[0-9a-f]+ <.*>:$/ {
  finish()
  if ($0 !~ ("::" policy "[,>]")) next
  is_multiply = $0 ~ /(RegisterTile<.*>::multiply|DirectTileCode<.*>::run)\(/
  is_pack = $0 ~ /::pack_(a|b|along|across)</
  if (!is_multiply && !is_pack) next
  split(substr($0, index($0, "::" policy) + length(policy) + 2), number, /[^0-9]+/)
  mr = number[2]
  nr = number[3] * lanes
  if ($0 ~ /pack_along|pack_across/) title = ($0 ~ /pack_along/ ? "pack_along" : "pack_across") " width " number[3]
  else title = ($0 ~ /pack_a/ ? "pack_a mr " : "pack_b vectors ") number[2]
  inside = 1
  count = 0
  split("", at)
  split("", owner)
  next
}
inside && /^ *[0-9a-f]+:/ {
  ++count
  address = $1
  sub(/:$/, "", address)
  at[address] = count
  owner[count] = 0
  name[count] = $2 ~ /^(rep|lock|notrack|bnd|data16|cs|\{evex\})$/ ? $3 : $2
  text[count] = $0
  sub(/ *#.*/, "", text[count])
  sub(/ +$/, "", text[count])
  jump[count] = $3
}
END {
  finish()
  if (multiplies < least) { print "only " multiplies + 0 " micro-kernels of " policy " seen, " least " expected"; bad = 1 }
  exit bad
}
