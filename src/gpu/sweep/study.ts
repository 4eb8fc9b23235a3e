/** From a study's file to the study: decoded with bounds, named by its hash, cut into chunks. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { JsonPlace } from '../../chain/json.ts';
import { decodeCopier } from './copier/description.ts';
import { copierStudy } from './copier/study.ts';
import { wordOf } from './fields.ts';
import { decodeGuarantees } from './guarantees/description.ts';
import { guaranteesStudy } from './guarantees/study.ts';
import { decodeSweep } from './parameters/description.ts';
import { sweepStudy } from './parameters/study.ts';
import type { Study, StudyDescription, StudyDesign, StudyKind } from './types.ts';

/** Goes into the hash. To be raised when the same description gives other rows than before. */
const FORMAT = 'yumalight-study/1';

const DECODERS: Readonly<Record<StudyKind, (place: JsonPlace) => StudyDescription>> = {
  sweep: decodeSweep,
  'consensus-guarantees': decodeGuarantees,
  'weight-copier': decodeCopier,
};

/** @throws ChainError `json/…` with the path of what is missing, wrong, misspelt or too large */
export function decodeStudy(value: unknown): StudyDescription {
  const place = JsonPlace.of(value);
  const kind = wordOf(place.get('study'), Object.keys(DECODERS) as StudyKind[]);
  return DECODERS[kind](place);
}

/** Computes nothing yet. */
export function openStudy(description: StudyDescription): Study {
  const design = designOf(description);
  const text = `${FORMAT}\n${JSON.stringify(description)}`;
  const digest = sha256(new TextEncoder().encode(text));
  return {
    ...design,
    description,
    hash: bytesToHex(digest),
    chunks: Math.ceil(design.points / description.chunkPoints),
  };
}

/** The points of a chunk: `count` of them from `first`. */
export function pointsOfChunk({ points, description: { chunkPoints } }: Study, chunk: number) {
  const first = chunk * chunkPoints;
  return { first, count: Math.min(chunkPoints, points - first) };
}

function designOf(description: StudyDescription): StudyDesign {
  switch (description.study) {
    case 'sweep':
      return sweepStudy(description);
    case 'consensus-guarantees':
      return guaranteesStudy(description);
    case 'weight-copier':
      return copierStudy(description);
  }
}
