/**
 * The house's rules of import (ARCHITECTURE.md), checked on the text of every source file:
 * arrows point one way, nobody imports past a face, the chain is pure, heavy packages sit behind one adapter each.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.dirname(import.meta.dirname);

/** Which domains a domain may import, besides itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  chain: [],
  light: ['chain'],
  gpu: ['chain'],
  peer: ['chain'],
  store: ['chain'],
  roles: ['chain', 'light', 'gpu', 'peer', 'store'],
  ui: ['chain', 'light', 'gpu', 'peer', 'store', 'roles'],
  localnet: ['chain', 'gpu', 'peer'],
};

/** Modules beside `index.ts` and `types.ts` that are faces too, with the reason. */
const OTHER_FACES: Readonly<Record<string, string>> = {
  'light/polkadot.ts': 'loaded lazily: a megabyte that most visits never need',
  'light/transactions/index.ts': 'loaded when a transaction is made or followed',
  'gpu/node.ts': 'the Node twin of the GPU engine',
  'gpu/scoring/index.ts': 'a validator scores; nobody who only follows a chain needs it',
  'gpu/sweep/index.ts': 'studies: loaded by those who run one',
};

/** Packages that only one place may import. */
const ADAPTERS: readonly { readonly packages: RegExp; readonly only: RegExp; readonly why: string }[] = [
  { packages: /^(smoldot|@substrate\/connect|@polkadot\/)/, only: /^light\//, why: 'chain access is replaceable' },
  { packages: /^idb$/, only: /^store\//, why: 'storage is replaceable' },
  { packages: /^(solid-js|@solidjs\/)/, only: /^ui\//, why: 'nobody but the page knows how it is drawn' },
  {
    packages: /^(libp2p|@libp2p\/|@multiformats\/)/,
    only: /^(peer|localnet)\/|^light\/proof\/libp2p/,
    why: 'the network is replaceable',
  },
  {
    packages: /^hyparquet(-writer)?$/,
    only: /^gpu\/sweep\/parquet\.ts$/,
    why: 'how tables are written is replaceable',
  },
  {
    packages: /^node:/,
    only: /^localnet\/|\.node\.ts$|^gpu\/node\.ts$|\.test\.tsx?$/,
    why: 'the app runs in a browser',
  },
];

/** What would make `src/chain` depend on anything but its arguments. */
const IMPURE =
  /\b(fetch\(|document\.|(?<!-)window\.|navigator\.|localStorage|indexedDB|setTimeout|setInterval|WebSocket|performance\.now|Date\.now|new Date|Math\.random|crypto\.getRandomValues)\b/;

interface Source {
  /** Path below `src/` or, for the localnet, below the root. */
  readonly file: string;
  readonly domain: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourcesBelow(folder: string, prefix: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => {
      const file = path.posix.join(prefix, name.split(path.sep).join('/'));
      const text = readFileSync(path.join(folder, name), 'utf8');
      const imports = [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'([^']+)'/g)].map((match) => match[1]!);
      return { file, domain: file.split('/')[0]!, text, imports };
    });
}

const sources = [...sourcesBelow(path.join(ROOT, 'src'), ''), ...sourcesBelow(path.join(ROOT, 'localnet'), 'localnet')];
const isTest = (file: string): boolean => /\.(test|fixture|arbitrary)\.tsx?$|\/testing\//.test(file);

/** Where a relative import points, in the same terms as `Source.file`; undefined for packages. */
function targetOf(source: Source, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const fromRoot = source.domain === 'localnet' ? source.file : `src/${source.file}`;
  const target = path.posix.join(path.posix.dirname(fromRoot), specifier.replace(/\?.*$/, ''));
  return target.startsWith('src/') ? target.slice('src/'.length) : target;
}

/** A face is `index.ts` or `types.ts`; the chain's files and its folders' faces are faces of their own. */
function isFace(target: string): boolean {
  const [domain, ...rest] = target.split('/');
  if (target in OTHER_FACES) return true;
  const isIndex = /^(index|types)\.ts$/.test(rest.at(-1) ?? '');
  if (domain === 'chain') return rest.length === 1 || (rest.length === 2 && isIndex);
  return isIndex && (rest.length === 1 || domain === 'roles');
}

function violations(check: (source: Source, specifier: string, target: string | undefined) => string | undefined) {
  return sources.flatMap((source) =>
    source.imports.flatMap((specifier) => {
      const trouble = check(source, specifier, targetOf(source, specifier));
      return trouble ? [`${source.file} imports ${specifier}: ${trouble}`] : [];
    }),
  );
}

describe('the house', () => {
  it('has sources to check', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(200);
  });

  it('lets imports point one way only', () => {
    const wrong = violations((source, _specifier, target) => {
      const to = target?.split('/')[0];
      if (to === undefined || to === source.domain || isTest(source.file)) return undefined;
      return ARROWS[source.domain]?.includes(to) ? undefined : `${source.domain} must not know ${to}`;
    });
    expect(wrong).toEqual([]);
  });

  it('lets nobody import past a face', () => {
    const wrong = violations((source, _specifier, target) => {
      if (target === undefined || target.split('/')[0] === source.domain || isTest(source.file)) return undefined;
      return isFace(target) ? undefined : `${target} is not a face`;
    });
    expect(wrong).toEqual([]);
  });

  it('keeps heavy packages behind their adapters', () => {
    const wrong = violations((source, specifier) => {
      if (isTest(source.file)) return undefined;
      const adapter = ADAPTERS.find(({ packages }) => packages.test(specifier));
      return adapter && !adapter.only.test(source.file) ? adapter.why : undefined;
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the chain pure', () => {
    const impure = sources
      .filter((source) => source.domain === 'chain' && !isTest(source.file))
      .flatMap((source) => {
        const code = source.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
        const found = IMPURE.exec(code);
        return found ? [`${source.file}: ${found[0]}`] : [];
      });
    expect(impure).toEqual([]);
  });

  it('gives every domain a face with a header that says what it is', () => {
    for (const domain of Object.keys(ARROWS).filter((name) => sources.some((source) => source.domain === name))) {
      if (domain === 'ui') continue; // nobody imports the page; its entry is main.tsx
      const face = sources.find((source) => source.file === `${domain}/index.ts`);
      expect(face?.text.startsWith('/**'), `${domain}/index.ts`).toBe(true);
    }
  });
});
