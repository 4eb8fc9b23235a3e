/**
 * The continuous ranked probability score of ensembles; twin: crps.ts one folder up, with the formula.
 *
 * Paths are sorted by radix: their bits become integers of the same order, which four passes of 256 buckets sort. A
 * thousand of them take a few thousand steps, none of which depends on a comparison.
 */

const BUCKETS: usize = 256;
const PASSES: usize = 4;
const SIGN: u32 = 0x8000_0000;
/** 2^100, the largest magnitude that is scored. */
const LARGEST: u32 = 0x7180_0000;

/**
 * @param values f32, cells × paths
 * @param observations f32 per cell, finite
 * @param scratch 4096 + 8 · paths bytes
 * @param out f64 per cell; Infinity where a path is not a number of magnitude up to 2^100
 */
export function crps(
  values: usize,
  observations: usize,
  cells: usize,
  paths: usize,
  scratch: usize,
  out: usize,
): void {
  for (let cell: usize = 0; cell < cells; cell++) {
    const first = values + ((cell * paths) << 2);
    const observation = <f64>load<f32>(observations + (cell << 2));
    store<f64>(out + (cell << 3), scoreOf(first, paths, observation, scratch));
  }
}

function scoreOf(values: usize, paths: usize, observation: f64, scratch: usize): f64 {
  const counts = scratch;
  let keys = scratch + ((BUCKETS * PASSES) << 2);
  let sorted = keys + (paths << 2);
  memory.fill(counts, 0, (BUCKETS * PASSES) << 2);
  for (let i: usize = 0; i < paths; i++) {
    const bits = load<u32>(values + (i << 2));
    if ((bits & ~SIGN) > LARGEST) return Infinity;
    const key = bits ^ (<u32>((<i32>bits) >> 31) | SIGN);
    store<u32>(keys + (i << 2), key);
    // Not a loop: the compiler does not unroll one, and this is a fifth of all time.
    tally(counts + (bucketOf(key, 0) << 2));
    tally(counts + (bucketOf(key, 1) << 2));
    tally(counts + (bucketOf(key, 2) << 2));
    tally(counts + (bucketOf(key, 3) << 2));
  }

  for (let pass: usize = 0; pass < PASSES; pass++) {
    // Prices of one asset share their upper bits: a pass that would move nothing is left out.
    if (load<u32>(counts + (bucketOf(load<u32>(keys), pass) << 2)) === <u32>paths) continue;
    let place: u32 = 0;
    for (let bucket: usize = 0; bucket < BUCKETS; bucket++) {
      const count = counts + ((pass * BUCKETS + bucket) << 2);
      const inBucket = load<u32>(count);
      store<u32>(count, place);
      place += inBucket;
    }
    for (let i: usize = 0; i < paths; i++) {
      const key = load<u32>(keys + (i << 2));
      const count = counts + (bucketOf(key, pass) << 2);
      const to = load<u32>(count);
      store<u32>(count, to + 1);
      store<u32>(sorted + ((<usize>to) << 2), key);
    }
    const free = keys;
    keys = sorted;
    sorted = free;
  }

  let sum: f64 = 0;
  for (let i: usize = 0; i < paths; i++) {
    const key = load<u32>(keys + (i << 2));
    const bits = key & SIGN ? key ^ SIGN : ~key;
    const distance = <f64>reinterpret<f32>(bits) - observation;
    const weight: usize = distance < 0 ? (i << 1) + 1 : ((paths - i) << 1) - 1;
    sum += <f64>weight * abs<f64>(distance);
  }
  return sum / (<f64>paths * <f64>paths);
}

function tally(count: usize): void {
  store<u32>(count, load<u32>(count) + 1);
}

/** The place of a key's counter of this pass. */
function bucketOf(key: u32, pass: usize): usize {
  return pass * BUCKETS + (<usize>(key >> (<u32>pass << 3)) & (BUCKETS - 1));
}
