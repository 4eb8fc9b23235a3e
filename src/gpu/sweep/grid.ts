/** Points of a full grid, numbered so that the last axis runs fastest: for [2, 3] 0 = (0,0), 1 = (0,1), 3 = (1,0). */

export function gridSize(lengths: readonly number[]): number {
  return lengths.reduce((size, length) => size * length, 1);
}

/** Where point `index` lies on each axis. */
export function gridPoint(index: number, lengths: readonly number[]): number[] {
  const at = new Array<number>(lengths.length);
  let rest = index;
  for (let axis = lengths.length - 1; axis >= 0; axis--) {
    const length = lengths[axis]!;
    at[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return at;
}

/** `count` values from one to the other, both included; the first alone for a count of one. */
export function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) =>
    count === 1 ? from : (from * (count - 1 - k) + to * k) / (count - 1),
  );
}
