/**
 * The functions of the vector files (test/vectors/yuma/README.md) that the GPU's arithmetic library has, as questions to
 * it. The others need wider numbers than the GPU has, or are whole stages that the epoch vectors cover.
 */
import type { Operation, Question } from './operations.ts';

/** A function case: the questions that it comes down to, and its output from their answers. */
export interface FunctionCase {
  readonly questions: readonly Question[];
  output(answers: BigInt64Array): unknown;
}

type Input = Readonly<Record<string, unknown>>;

/** @throws TypeError if the input is not one of this function. */
const FUNCTIONS: Readonly<Record<string, (input: Input) => FunctionCase>> = {
  mul: (input) => scalar('mul', [bits(input.a), bits(input.b)]),
  div: (input) => scalar('div', [bits(input.a), bits(input.b)]),
  saturating_div: (input) => scalar('sdiv', [bits(input.a), bits(input.b)]),
  to_u16: (input) => small('to-u16', bits(input.x)),
  proportion_to_u16: (input) => small('quantise', bits(input.x)),
  u16_ratio: (input) => scalar('ratio', [integer(input.x)]),
  exp_safe: (input) => scalar('exp', [bits(input.x)]),
  alpha_sigmoid: (input) =>
    scalar('alpha-sigmoid', [
      bits(input.consensus),
      bits(input.weight),
      bits(input.bond),
      bits(input.low),
      bits(input.high),
      bits(input.steepness),
    ]),
  // QUIRK: of unequal lengths the pallet takes the shorter.
  vec_mul: (input) => {
    const a = vector(input.a);
    const b = vector(input.b);
    return each(
      'cmul',
      a.slice(0, b.length).map((x, i) => [x, b[i]!]),
    );
  },
  normalize_using_sum: (input) => {
    const sum = bits(input.sum);
    const values = vector(input.vector);
    if (sum === 0n) return { questions: [], output: () => values.map(String) };
    return each(
      'div',
      values.map((x) => [x, sum]),
    );
  },
};

/** Undefined where the GPU has no such function. @throws TypeError if the input is not one of it. */
export function functionCase(fn: string, input: unknown): FunctionCase | undefined {
  const make = Object.hasOwn(FUNCTIONS, fn) ? FUNCTIONS[fn] : undefined;
  if (!make) return undefined;
  if (typeof input !== 'object' || input === null) throw new TypeError(`${fn}: the input is not an object`);
  return make(input as Input);
}

function each(operation: Operation, numbers: readonly (readonly bigint[])[]): FunctionCase {
  return {
    questions: numbers.map((each) => ({ operation, numbers: each })),
    output: (answers) => Array.from(answers, String),
  };
}

function scalar(operation: Operation, numbers: readonly bigint[]): FunctionCase {
  return { questions: [{ operation, numbers }], output: ([answer]) => String(answer) };
}

function small(operation: Operation, x: bigint): FunctionCase {
  return { questions: [{ operation, numbers: [x] }], output: ([answer]) => Number(answer) };
}

/** Up to 64 bits. */
const DECIMAL = /^-?\d{1,19}$/;

/** I32F32 bits, a decimal string. */
function bits(value: unknown): bigint {
  if (typeof value !== 'string' || !DECIMAL.test(value)) throw new TypeError(`expected a decimal string, got ${value}`);
  const number = BigInt(value);
  if (BigInt.asIntN(64, number) !== number) throw new TypeError(`${value} is not a 64-bit number`);
  return number;
}

function integer(value: unknown): bigint {
  if (typeof value !== 'number') throw new TypeError(`expected a number, got ${typeof value}`);
  return BigInt(value);
}

function vector(value: unknown): bigint[] {
  if (!Array.isArray(value)) throw new TypeError(`expected a list, got ${typeof value}`);
  return value.map(bits);
}
