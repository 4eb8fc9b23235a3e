/** The kernel that answers single operations, on one device. */
import { type BufferPool, USAGE } from './buffers.ts';
import { QUESTION, writeStruct } from './layout.ts';
import { OPERATIONS, type Question } from './operations.ts';
import { compileKernel, type KernelSource, storageLayout } from './pipelines.ts';
import { submitWithReadback } from './readback.ts';
import { scoped } from './scopes.ts';
import { OPERATIONS_FILES } from './shaders.ts';

/** Questions in one submission: well below the workgroups that a dimension may have, and milliseconds of work. */
const MAX_QUESTIONS = 65_536;

export class OperationKernel {
  readonly #source: KernelSource;
  readonly #pool: BufferPool;
  readonly #layout: GPUBindGroupLayout;
  readonly #pipeline: GPUComputePipeline;

  private constructor(
    source: KernelSource,
    pool: BufferPool,
    layout: GPUBindGroupLayout,
    pipeline: GPUComputePipeline,
  ) {
    this.#source = source;
    this.#pool = pool;
    this.#layout = layout;
    this.#pipeline = pipeline;
  }

  /** @throws ComputeError `gpu/compile-failed` */
  static async compile(source: KernelSource, pool: BufferPool): Promise<OperationKernel> {
    const layout = storageLayout(source.device, 2, 1);
    const pipeline = await compileKernel(source, 'operations', OPERATIONS_FILES, layout);
    return new OperationKernel(source, pool, layout, pipeline);
  }

  /** One answer per question. @throws ComputeError `gpu/out-of-memory`, `gpu/validation-failed` */
  async answer(questions: readonly Question[]): Promise<BigInt64Array> {
    const answers = new BigInt64Array(questions.length);
    for (let first = 0; first < questions.length; first += MAX_QUESTIONS) {
      answers.set(await this.#submit(questions.slice(first, first + MAX_QUESTIONS)), first);
    }
    return answers;
  }

  async #submit(questions: readonly Question[]): Promise<BigInt64Array> {
    const { device, workgroupSize } = this.#source;
    const view = new DataView(new ArrayBuffer(questions.length * QUESTION.bytes));
    questions.forEach(({ operation, numbers: [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n] }, index) => {
      writeStruct(view, QUESTION, index, { operation: OPERATIONS.indexOf(operation), a, b, c, d, e, f });
    });
    const bytes = questions.length * BigInt64Array.BYTES_PER_ELEMENT;
    const submitted = scoped(device, 'single operations', () => {
      const asked = this.#pool.take('questions', view.byteLength, USAGE.STORAGE | USAGE.COPY_DST);
      const answers = this.#pool.take('answers', bytes, USAGE.STORAGE | USAGE.COPY_SRC);
      device.queue.writeBuffer(asked, 0, view.buffer);
      const group = device.createBindGroup({
        layout: this.#layout,
        entries: [
          // Exactly the questions, so that `arrayLength(&questions)` is their number.
          { binding: 0, resource: { buffer: asked, size: view.byteLength } },
          { binding: 1, resource: { buffer: answers } },
        ],
      });
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(this.#pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(questions.length / workgroupSize));
      pass.end();
      return submitWithReadback(device, this.#pool, encoder, [{ buffer: answers, bytes }]);
    });
    try {
      await submitted.verdict;
    } catch (error) {
      submitted.made.drop();
      throw error;
    }
    const { buffer } = await submitted.made.words();
    return new BigInt64Array(buffer);
  }
}
