/** What keeps `npm run study` from going on: a stable code, why, and what the person can do. */
const NEXT = {
  'study/unreadable': 'Give the path of a study file; studies/ has examples.',
  'study/bad-file': 'Mend the study file.',
  'study/foreign-file': 'Choose an empty folder, or move that file away.',
  'study/other-study': 'Choose another folder: one folder holds one study.',
  'study/damaged-part': 'Delete that file and run its shard again.',
  'study/different-parts': 'The same study cannot give two results; delete the wrong one and run its shard again.',
  'study/missing-parts': 'Run the shards that are missing, then merge again.',
  'study/worker-failed': 'What was finished is kept; run the same command again.',
} as const;

export type RefusalCode = keyof typeof NEXT;

export class StudyRefusal extends Error {
  override readonly name = 'StudyRefusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.code = code;
  }

  get next(): string {
    return NEXT[this.code];
  }
}
