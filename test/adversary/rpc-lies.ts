/**
 * What only a JSON-RPC server can do: junk, wrong types, silence, floods, refusals in every form.
 *
 * Most behave until something is asked that matters (`isProof`): a server that is bad from its first word is the easy
 * case.
 */
import type { Expectation } from './lie.ts';
import type { Json, RpcLie, RpcRequest } from './lying-rpc.ts';

export interface NamedRpcLie extends RpcLie, Expectation {
  readonly name: string;
  readonly isHeavy?: boolean;
}

const refused = (...codes: readonly string[]) => ({ state: 'refused', codes }) as const;
const unreachable = (...codes: readonly string[]) => ({ state: 'unreachable', codes }) as const;
const limited: Expectation = { state: 'limited', codes: ['proof/limited'] };

/** More than the longest proof takes as hex. */
const HUGE_CHARS = 36 << 20;
const FLOOD = 5_000;
const DRIP_MS = 40;
/** A connection is honest for so long before it becomes another chain's. */
const HONEST_MS = 700;

/** Proofs are what an engine asks for and cannot do without. */
const isProof = ({ method }: RpcRequest) => method === 'state_getReadProof' || method === 'grandpa_proveFinality';

/** Other results than the honest ones, for proofs. */
const answering = (make: (answer: Json, request: RpcRequest) => unknown): Pick<RpcLie, 'answered'> => ({
  answered: (answer, request) => (isProof(request) ? { ...answer, result: make(answer, request) } : answer),
});

export const RPC_LIES: readonly NamedRpcLie[] = [
  {
    name: 'text that is no JSON',
    ...refused('proof/malformed'),
    answered: (answer, request) => (isProof(request) ? '<html>502 Bad Gateway</html>' : answer),
  },
  {
    name: 'JSON cut off in the middle',
    ...refused('proof/malformed'),
    answered: (answer, request) => {
      const text = JSON.stringify(answer);
      return isProof(request) ? text.slice(0, text.length / 2) : answer;
    },
  },
  {
    name: 'JSON nested a million deep',
    isHeavy: true,
    ...refused('proof/malformed'),
    answered: (answer, request) =>
      isProof(request) ? `{"jsonrpc":"2.0","id":${request.id},"result":${'['.repeat(1 << 20)}` : answer,
  },
  {
    name: 'bytes instead of text',
    ...refused('proof/malformed'),
    answered: (answer, request) => (isProof(request) ? Uint8Array.of(1, 2, 3) : answer),
  },
  { name: 'a number where a proof should be', ...refused('proof/malformed'), ...answering(() => 42) },
  { name: 'a list where a proof should be', ...refused('proof/malformed'), ...answering(() => [[], [[]]]) },
  { name: 'hex that is none', ...refused('proof/malformed'), ...answering(({ result }) => spoiled(result)) },
  {
    name: '36 MiB of junk',
    isHeavy: true,
    ...refused('proof/malformed'),
    answered: (answer, request) =>
      isProof(request) ? `{"jsonrpc":"2.0","id":${request.id},"result":"0x${'00'.repeat(HUGE_CHARS / 2)}"}` : answer,
  },
  {
    name: 'more hashes than were asked for',
    ...refused('proof/malformed'),
    answered: (answer) =>
      Array.isArray(answer.result)
        ? { ...answer, result: [...(answer.result as unknown[]), answer.result[0]] }
        : answer,
  },
  {
    name: 'headers of the wrong shape',
    ...refused('proof/malformed'),
    answered: (answer, { method }, { ageMs }) =>
      method === 'chain_getHeader' && ageMs > HONEST_MS ? { ...answer, result: { number: -1 } } : answer,
    noticed: (notice) => ({ ...notice, params: { ...(notice.params as Json), result: { number: '0xzz' } } }),
  },
  {
    name: 'notifications of junk',
    ...refused('proof/malformed'),
    noticed: (notice) => ({ ...notice, params: { ...(notice.params as Json), result: '0x1' } }),
  },
  {
    name: 'a flood of notifications',
    isHeavy: true,
    ...refused('proof/malformed'),
    noticed: (notice, connection) => {
      const text = JSON.stringify(notice);
      for (let i = 0; i < FLOOD; i++) connection.send(text);
      return undefined;
    },
  },
  {
    name: 'answers to questions that nobody asked',
    ...unreachable('proof/timeout', 'proof/unreachable'),
    answered: (answer) => ({ ...answer, id: (answer.id as number) + 1_000_000 }),
  },
  {
    name: 'no answers',
    ...unreachable('proof/timeout', 'proof/unreachable'),
    asked: () => true,
  },
  {
    name: 'no proofs',
    ...unreachable('proof/timeout'),
    asked: isProof,
  },
  {
    name: 'answers that come byte by byte',
    ...unreachable('proof/timeout', 'proof/unreachable'),
    answered: (answer, _request, connection) => {
      connection.drip(JSON.stringify(answer), DRIP_MS);
      return undefined;
    },
  },
  {
    name: 'the connection cut in the middle of an answer',
    ...unreachable('proof/unreachable'),
    asked: (request, connection) => {
      if (!isProof(request)) return false;
      connection.cut();
      return true;
    },
  },
  { name: 'HTTP 429 before the WebSocket opens', ...unreachable('proof/unreachable'), refuseWith: 429 },
  { name: 'HTTP 503 before the WebSocket opens', ...unreachable('proof/unreachable'), refuseWith: 503 },
  { name: 'error -32005', ...limited, ...rateLimit(-32_005, 'Request limit exceeded') },
  { name: 'error -32029', ...limited, ...rateLimit(-32_029, 'Too many requests') },
  { name: 'error 429', ...limited, ...rateLimit(429, 'slow down') },
  { name: 'an error in words: rate limit', ...limited, ...rateLimit(-32_000, 'Your rate limit is reached') },
  {
    name: 'a complaint that answers no question',
    ...limited,
    noticed: () => '{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"rate limit reached"}}',
  },
  {
    name: 'closed with code 1008 for too many requests',
    ...limited,
    noticed: (_notice, connection) => {
      connection.close(1008, 'too many requests');
      return undefined;
    },
  },
  {
    name: 'closed with code 1013, try again later',
    ...limited,
    noticed: (_notice, connection) => {
      connection.close(1013, '');
      return undefined;
    },
  },
  {
    name: 'another chain at the second connection',
    ...refused('proof/wrong-genesis'),
    connected: (connection) => {
      if (connection.index === 0) setTimeout(() => connection.cut(), HONEST_MS);
    },
    answered: (answer, { method, params }, { index }) =>
      index > 0 && method === 'chain_getBlockHash' && params[0] === 0
        ? { ...answer, result: `0x${'66'.repeat(32)}` }
        : answer,
  },
];

function rateLimit(code: number, message: string): Pick<RpcLie, 'asked'> {
  return {
    asked: (request, connection) => {
      if (!isProof(request)) return false;
      connection.send(JSON.stringify({ jsonrpc: '2.0', id: request.id, error: { code, message } }));
      return true;
    },
  };
}

/** The same value with a letter in its hex that is no digit. */
function spoiled(value: unknown): unknown {
  if (typeof value === 'string') return `${value.slice(0, -1)}g`;
  if (Array.isArray(value)) return value.map(spoiled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'at' ? item : spoiled(item)]));
}
