// The continuous ranked probability score of one ensemble per workgroup; twin: crps.ts, with the formula.
//
// Distances x − y are sorted in workgroup memory by a bitonic network of CAPACITY places, a power of two of at least
// twice the invocations; places beyond the paths hold a number above all distances and stay last. Then the weighted
// magnitudes are added, by each invocation its own and by halves between them. All terms are positive, so the error
// is relative. The caller has checked that every path is a number of magnitude up to 2^100.

const INVOCATIONS = WORKGROUP_SIZE;
/** Above 2 · 2^100. */
const BEYOND = 0x1p+126f;

struct Shape {
  paths: u32,
  cells: u32,
}

@group(0) @binding(0) var<storage, read> shape: Shape;
/** One per cell. */
@group(0) @binding(1) var<storage, read> observations: array<f32>;
/** cells × paths. */
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read_write> scores: array<f32>;

var<workgroup> distances: array<f32, CAPACITY>;

@compute @workgroup_size(INVOCATIONS)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let cell = workgroup.y * grid.x + workgroup.x;
  if (cell >= shape.cells) {
    return;
  }
  let observation = observations[cell];
  for (var i = lane; i < CAPACITY; i += INVOCATIONS) {
    distances[i] = BEYOND;
    if (i < shape.paths) {
      distances[i] = values[cell * shape.paths + i] - observation;
    }
  }

  for (var size = 2u; size <= CAPACITY; size <<= 1u) {
    for (var step = size >> 1u; step > 0u; step >>= 1u) {
      workgroupBarrier();
      for (var pair = lane; pair < CAPACITY / 2u; pair += INVOCATIONS) {
        // The pair's lower place: `pair` with a zero bit put in at the step.
        let low = ((pair & ~(step - 1u)) << 1u) | (pair & (step - 1u));
        let a = distances[low];
        let b = distances[low + step];
        let ascending = (low & size) == 0u;
        if ((a > b) == ascending) {
          distances[low] = b;
          distances[low + step] = a;
        }
      }
    }
  }
  workgroupBarrier();

  var sum = 0.0;
  for (var i = lane; i < shape.paths; i += INVOCATIONS) {
    let distance = distances[i];
    let weight = select(2u * (shape.paths - i) - 1u, 2u * i + 1u, distance < 0.0);
    sum += f32(weight) * abs(distance);
  }
  workgroupBarrier();
  distances[lane] = sum;
  for (var half = INVOCATIONS / 2u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) {
      distances[lane] += distances[lane + half];
    }
  }
  if (lane == 0u) {
    let paths = f32(shape.paths);
    scores[cell] = distances[0] / (paths * paths);
  }
}
