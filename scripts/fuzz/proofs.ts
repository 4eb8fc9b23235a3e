/**
 * Read proofs: entries damaged, left out, doubled, swapped with those of another trie, and roots that a forger made.
 *
 * Truth: a key's value is the trie's, or the proof does not tell. Under a forged root nothing is true; there the proof
 * must only be refused by name or read in bounded time. A node that is read must be the only encoding of what it says.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, equalBytes, utf8 } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { Trie, verifyProof } from '../../src/chain/trie/index.ts';
import { decodeNode, encodeNode } from '../../src/chain/trie/node-codec.ts';
import type { SeededRandom } from '../../src/gpu/random.ts';
import { seededRandom } from '../../src/gpu/random.ts';
import { mutate, randomBytes } from './mutate.ts';
import type { FuzzTarget, Outcome } from './target.ts';
import { insist, unlessRefused } from './target.ts';

const CORPUS_SEED = 1;
const TRIES = 12;
const ENTRIES_PER_TRIE = 60;
/** Around the lengths at which nodes leave their parents and values their nodes. */
const VALUE_BYTES = [0, 1, 8, 30, 31, 32, 33, 40, 200];
const KEY_BYTES = [0x00, 0x01, 0x10, 0x11, 0x1f, 0xf0];

interface Question {
  readonly trie: Trie;
  readonly root: Bytes;
  readonly keys: readonly Bytes[];
  readonly truth: readonly (Bytes | undefined)[];
  readonly proof: readonly Bytes[];
}

function makeQuestions(): readonly Question[] {
  const random = seededRandom(CORPUS_SEED);
  return Array.from({ length: TRIES }, (_, i) => {
    let trie = Trie.empty(i % 2 === 0 ? 1 : 0);
    const names: Bytes[] = [];
    for (let n = 0; n < ENTRIES_PER_TRIE; n++) {
      // Half of the tries look like a chain's (long keys of hashes), half have keys that are prefixes of each other.
      const name =
        i % 4 < 2
          ? concatBytes(blake2b256(utf8(`item ${n % 5}`)), randomBytes(random, 8))
          : Uint8Array.from({ length: random.below(6) }, () => random.pick(KEY_BYTES));
      names.push(name);
      trie = trie.set(name, randomBytes(random, random.pick(VALUE_BYTES)));
    }
    const stored = Array.from({ length: 4 }, () => random.pick(names));
    const keys = [...stored, ...stored.map((name) => concatBytes(name, Uint8Array.of(0x10))), randomBytes(random, 6)];
    return { trie, root: trie.root(), keys, truth: keys.map((key) => trie.get(key)), proof: trie.prove(keys) };
  });
}

function damageList(question: Question, other: Question, random: SeededRandom): readonly Uint8Array[] {
  const { proof } = question;
  const i = random.below(proof.length);
  const stranger = random.pick(other.proof);
  switch (random.below(8)) {
    case 0:
      return proof.toSpliced(i, 1);
    case 1:
      return proof.toSpliced(random.below(proof.length + 1), 0, proof[i]!);
    case 2:
      return proof.toSpliced(i, 0, stranger);
    case 3:
      return proof.with(i, stranger);
    case 4:
      return proof.slice(0, i);
    default:
      return proof.with(i, mutate(proof[i]!, random, stranger));
  }
}

export function readProofs(): FuzzTarget {
  const questions = makeQuestions();
  return {
    name: 'read proofs',
    share: 30,
    tryOne(random): Outcome {
      const question = random.pick(questions);
      const proof = damageList(question, random.pick(questions), random);
      const verified = unlessRefused(() => verifyProof(question.root, proof));
      if (!verified) return 'refused';
      for (const [i, key] of question.keys.entries()) {
        const got = unlessRefused(() => verified.value.get(key));
        if (got) insist(sameValue(got.value, question.truth[i]), `key ${i} has a value that is not the trie's`);
      }
      return 'read';
    },
  };
}

export function forgedRoots(): FuzzTarget {
  const questions = makeQuestions();
  return {
    name: 'proofs under forged roots',
    share: 10,
    tryOne(random): Outcome {
      const { proof, keys } = random.pick(questions);
      const [first] = proof;
      const forged = mutate(first!, random, random.pick(proof));
      const verified = unlessRefused(() => verifyProof(blake2b256(forged), [forged, ...proof.slice(1)]));
      for (const key of keys) if (verified) unlessRefused(() => verified.value.get(key));
      return verified ? 'read' : 'refused';
    },
  };
}

export function trieNodes(): FuzzTarget {
  const nodes = makeQuestions().flatMap(({ proof }) => proof.filter((entry) => unlessRefused(() => decodeNode(entry))));
  return {
    name: 'trie nodes',
    share: 10,
    tryOne(random): Outcome {
      const node = mutate(random.pick(nodes), random, random.pick(nodes));
      const read = unlessRefused(() => decodeNode(node));
      if (!read) return 'refused';
      const again = read.value ? encodeNode(read.value) : Uint8Array.of(0);
      insist(equalBytes(again, node), 'a node was read that is not encoded so');
      return 'read';
    },
  };
}

function sameValue(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}
