/**
 * A made-up chain for tests and the development page: plausible in shape and size, true of nothing.
 *
 * Every function is pure in its block number, so two calls for the same block give equal data.
 */
import { toHex } from '../../chain/bytes.ts';
import type { BlockRef, EpochClock, Hyperparameter, Metagraph, SubnetList, SubnetSummary } from '../../light/types.ts';
import type { Audit } from '../../roles/index.ts';
import { randomBytes, seededRandom } from './random.ts';

export const FAKE_GENESIS = `0x${'5e'.repeat(32)}`;
/** Where the made-up chain stands when a page opens. */
export const FAKE_START_BLOCK = 4_769_998;

const RAO = 1_000_000_000;
const ONE_U16 = 65535;
const TEMPO_BLOCKS = 100;
/** Block of the first epoch of every subnet; later ones follow every tempo. */
const FIRST_EPOCH = 40;

/** As `compareEpoch` names them. */
const AUDIT_FIELDS = [
  'stakeWeight',
  'active',
  'consensus',
  'validatorTrust',
  'dividend',
  'emission',
  'validatorPermit',
  'incentive',
  'bonds',
];

interface Sketch {
  readonly netuid: number;
  readonly name: string;
  readonly symbol: string;
  readonly n: number;
  readonly maxUids: number;
  readonly validators: number;
  readonly taoIn: number;
  readonly alphaIn: number;
}

const SKETCHES: readonly Sketch[] = [
  { netuid: 0, name: 'root', symbol: 'τ', n: 12, maxUids: 64, validators: 12, taoIn: 0, alphaIn: 0 },
  { netuid: 1, name: 'Apex', symbol: 'α', n: 256, maxUids: 256, validators: 14, taoIn: 12_345.6, alphaIn: 994_971 },
  { netuid: 2, name: 'Forecast', symbol: 'β', n: 96, maxUids: 256, validators: 9, taoIn: 5021, alphaIn: 210_040 },
  { netuid: 3, name: 'Vault', symbol: 'γ', n: 64, maxUids: 64, validators: 6, taoIn: 880.25, alphaIn: 91_000 },
  { netuid: 4, name: 'Compute proofs', symbol: 'δ', n: 3, maxUids: 256, validators: 1, taoIn: 10, alphaIn: 10 },
];

export const FAKE_NETUIDS: readonly number[] = SKETCHES.map(({ netuid }) => netuid);

export function fakeBlock(number: number): BlockRef {
  return { number, hash: toHex(randomBytes(seededRandom(number), 32)) };
}

export function fakeEpoch(netuid: number, block: number): EpochClock {
  // Subnets are staggered, so that epochs do not all end at once.
  const since = (block - FIRST_EPOCH + netuid * 23) % TEMPO_BLOCKS;
  const lastEpochBlock = block - since;
  return {
    tempoBlocks: netuid === 0 ? 0 : TEMPO_BLOCKS,
    lastEpochBlock,
    pendingEpochAt: 0,
    epochIndex: BigInt(Math.floor(lastEpochBlock / 360)),
    lastStepBlock: lastEpochBlock,
    blocksSinceLastStep: since,
  };
}

export function fakeSubnets(at: BlockRef): SubnetList {
  return { at, subnets: SKETCHES.map((sketch) => fakeSummary(sketch, at.number)) };
}

function fakeSummary(sketch: Sketch, block: number): SubnetSummary {
  const drift = 1 + 0.004 * Math.sin(block / 7 + sketch.netuid);
  return {
    netuid: sketch.netuid,
    name: sketch.name,
    symbol: sketch.symbol,
    n: sketch.n,
    maxAllowedUids: sketch.maxUids,
    maxAllowedValidators: 64,
    validators: sketch.validators,
    registeredAt: 1200n,
    ownerHotkey: randomBytes(seededRandom(sketch.netuid + 1), 32),
    ownerColdkey: randomBytes(seededRandom(sketch.netuid + 2), 32),
    poolMechanism: sketch.netuid === 0 ? 0 : 1,
    taoInPoolRao: BigInt(Math.round(sketch.taoIn * drift * RAO)),
    alphaInPoolRao: BigInt(Math.round((sketch.alphaIn / drift) * RAO)),
    priceRao:
      sketch.netuid === 0 ? 10n ** 9n : BigInt(Math.round((sketch.taoIn / sketch.alphaIn) * drift * drift * RAO)),
    alphaOutRao: BigInt(sketch.n * 1000) * BigInt(RAO),
    movingPriceBits: 53_000_000n,
    emissionEnabled: true,
    burnRao: BigInt(Math.round(0.137 * RAO)),
    epoch: fakeEpoch(sketch.netuid, block),
  };
}

/** Undefined for a netuid that the chain does not have. */
export function fakeMetagraph(netuid: number, at: BlockRef): Metagraph | undefined {
  const sketch = SKETCHES.find((candidate) => candidate.netuid === netuid);
  if (!sketch) return undefined;
  const random = seededRandom(netuid * 1000 + 7);
  const { n, validators } = sketch;
  const isValidator = (uid: number) => (uid * 37) % n < validators;
  const rank = (uid: number) => (uid * 37) % n;
  const draws = Array.from({ length: n }, () => random());
  // A figure or two change per epoch, so that there is something to ink.
  const pulse = 1 + 0.02 * Math.sin(fakeEpoch(netuid, at.number).lastEpochBlock + at.number / 5);
  const stake = draws.map((draw, uid) =>
    isValidator(uid) ? (2_400_000 / (rank(uid) + 1) ** 1.15) * (0.8 + draw * 0.4) : draw * 180,
  );
  const earned = draws.map((draw, uid) =>
    isValidator(uid) || draw < 0.06 ? 0 : (0.09 / (rank(uid) - validators + 1) ** 0.8) * (0.8 + draw * 0.4) * pulse,
  );
  const stakeSum = stake.reduce((sum, amount, uid) => sum + (isValidator(uid) ? amount : 0), 0);
  const share = (uid: number) => (isValidator(uid) ? stake[uid]! / stakeSum : 0);
  const column = (value: (uid: number) => number) =>
    Uint16Array.from({ length: n }, (_, uid) => Math.min(ONE_U16, Math.round(value(uid) * ONE_U16)));
  const rao = (value: (uid: number) => number) =>
    BigUint64Array.from({ length: n }, (_, uid) => BigInt(Math.round(value(uid) * RAO)));
  const isLate = (uid: number) => isValidator(uid) && rank(uid) === 9;
  return {
    netuid,
    at,
    n,
    hotkeys: draws.map(() => randomBytes(random, 32)),
    coldkeys: draws.map(() => randomBytes(random, 32)),
    active: draws.map((_, uid) => isValidator(uid) && !isLate(uid)),
    validatorPermit: draws.map((_, uid) => isValidator(uid)),
    stakeWeight: column((uid) => share(uid)),
    validatorTrust: column((uid) => (isValidator(uid) ? 0.93 + draws[uid]! * 0.07 : 0)),
    consensus: column((uid) => earned[uid]! * 0.9),
    incentive: column((uid) => earned[uid]!),
    dividends: column(share),
    emission: rao((uid) => (isValidator(uid) ? share(uid) * 41 : earned[uid]! * 29.52)),
    alphaStake: rao((uid) => stake[uid]! * 0.7),
    taoStake: rao((uid) => stake[uid]! * 0.3),
    totalStake: rao((uid) => stake[uid]!),
    lastUpdate: BigUint64Array.from({ length: n }, (_, uid) =>
      BigInt(at.number - (isLate(uid) ? 1812 : Math.floor(draws[uid]! * 90) + (at.number % 10))),
    ),
    blockAtRegistration: BigUint64Array.from({ length: n }, () => BigInt(at.number - 90_000)),
    axons: draws.map((draw, uid) =>
      isValidator(uid) || draw < 0.06 ? '' : `203.0.113.${uid % 250}:${8090 + (uid % 7)}`,
    ),
  };
}

export function fakeAudit(netuid: number, at: BlockRef, differing: boolean): Audit {
  const epoch = fakeEpoch(netuid, at.number);
  const n = SKETCHES.find((sketch) => sketch.netuid === netuid)?.n ?? 0;
  const differences = [
    { field: 'incentive', mechanism: 0, uid: 41, expected: '1204', got: '1203' },
    { field: 'emission', mechanism: undefined, uid: 41, expected: '542381904', got: '542381011' },
    { field: 'dividend', mechanism: undefined, uid: 118, expected: '20631', got: '65535' },
  ];
  return {
    netuid,
    epochIndex: epoch.epochIndex,
    parent: fakeBlock(epoch.lastStepBlock - 1),
    block: fakeBlock(epoch.lastStepBlock),
    engine: 'gpu',
    computeMs: 0.42,
    uids: n,
    equalUids: differing ? n - 2 : n,
    fields: AUDIT_FIELDS,
    differences: differing ? differences : [],
    differenceCount: differing ? differences.length : 0,
    label: 'proved',
  };
}

export function fakeHyperparameters(): readonly Hyperparameter[] {
  const parameter = (name: string, value: Hyperparameter['value'], unit: string, docs: string) => ({
    name,
    value,
    unit,
    docs,
  });
  return [
    parameter('Tempo', 100n, 'blocks', 'Blocks between two epochs.'),
    parameter('Kappa', 32767n, '/65535', 'The majority of stake that a weight needs to count in full.'),
    parameter('BondsMovingAverage', 900_000n, '/10^6', 'How much of its old bonds a validator keeps at each epoch.'),
    parameter('BondsPenalty', 65535n, '/65535', 'How much weight above consensus is left out of bonds.'),
    parameter('Yuma3On', true, '', 'Bonds are kept per pair of validator and miner.'),
    parameter('LiquidAlphaOn', false, '', 'The pace of bonds follows how near weights are to consensus.'),
    parameter('AlphaValues', [45875, 58982], '/65535', 'Slowest and fastest pace of liquid alpha.'),
    parameter('Burn', 137_000_000n, 'rao', 'What a registration costs now.'),
    parameter('ImmunityPeriod', 4096n, 'blocks', 'A new neuron cannot be pruned for so long.'),
    parameter('MaxAllowedUids', 256n, '', 'The most neurons the subnet has room for.'),
    parameter('MinAllowedWeights', 1n, '', 'The fewest uids a validator must give weight to.'),
    parameter('CommitRevealWeightsEnabled', true, '', 'Weights are committed first and revealed later.'),
    parameter('RevealPeriodEpochs', 1n, 'epochs', 'Epochs between a commit and its reveal.'),
    parameter('BurnIncreaseMult', 23_242_849_332_739_210_215n, '/2^64', 'What a registration multiplies the price by.'),
  ];
}
