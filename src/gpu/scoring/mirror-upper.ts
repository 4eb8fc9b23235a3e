/** Copies the upper triangle of a square matrix below its diagonal, in blocks that stay in the cache. */

/** Rows of a block: two blocks of 64 × 64 float32 take 32 KiB, a first-level cache. */
const BLOCK = 64;

/** `matrix`: n × n, row-major; what is below the diagonal is overwritten. */
export function mirrorUpper(matrix: Float32Array, n: number): void {
  for (let top = 0; top < n; top += BLOCK) {
    const bottom = Math.min(top + BLOCK, n);
    for (let left = 0; left < bottom; left += BLOCK) {
      for (let row = top; row < bottom; row++) {
        const right = Math.min(left + BLOCK, row);
        for (let column = left; column < right; column++) matrix[row * n + column] = matrix[column * n + row]!;
      }
    }
  }
}
