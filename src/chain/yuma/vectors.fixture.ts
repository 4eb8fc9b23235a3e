/** Reads the vector files of `test/vectors/yuma` for the tests of this folder. */
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../test/vectors/yuma/', import.meta.url);

/** One epoch of a document, as it stands in the file. */
export interface EpochVector {
  readonly name: string;
  readonly kind: 'epoch' | 'subnet_epoch';
  readonly input: { readonly [key: string]: unknown };
  /** Bits after every stage; only for small subnets. */
  readonly intermediate?: { readonly [stage: string]: unknown };
}

interface Document extends Omit<EpochVector, 'name' | 'kind'> {
  readonly name: string;
  readonly kind: EpochVector['kind'] | 'scenario' | 'functions';
  readonly steps?: readonly Omit<EpochVector, 'name'>[];
}

/** All epochs of all files, the steps of scenarios one by one. */
export function epochVectors(): EpochVector[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Document)
    .flatMap((document): EpochVector[] => {
      const { name, kind, steps } = document;
      if (steps) return steps.map((step, k) => ({ ...step, name: `${name}/${k}` }));
      return kind === 'epoch' || kind === 'subnet_epoch' ? [{ ...document, kind }] : [];
    });
}
