import { describe, expect, it } from 'vitest';
import { isIncompatibility, isTelling, readPeerHint, readWarning } from './log-hints.ts';

const PEER = '12D3KooWNbPCiAYVwTStK8dqf6witRZXR9zWGCQ3wWNqA6nTktNc';
const network = (text: string) => ({ level: 4, target: 'network', text });

describe('what smoldot 3.4.1 says in its log', () => {
  it('tells peers coming and going', () => {
    const opened = network(`gossip-open-success; chain=proto, peer_id=${PEER}, best_number=7, best_hash=0x8a34…0846`);
    const closed = network(`gossip-closed; chain=proto, peer_id=${PEER}`);
    const banned = network(`slot-unassigned; chain=proto, peer_id=${PEER}, ban_duration=40s, reason=user-ban`);
    expect(readPeerHint(opened)).toEqual({ peerId: PEER, isConnected: true });
    expect(readPeerHint(closed)).toEqual({ peerId: PEER, isConnected: false });
    expect(readPeerHint(banned)).toEqual({ peerId: PEER, isConnected: false });
    expect([opened, closed, banned].every(isTelling)).toBe(true);
  });

  it('tells finality that does not hold', () => {
    const target = 'sync-service-proto';
    const commit = { level: 2, target, text: 'Error while verifying GrandPa commit: BadSignature' };
    const warp = {
      level: 4,
      target,
      text: `Failed to verify warp sync fragment from ${PEER}: BadSignature. ${'x'.repeat(900)}`,
    };
    expect(readWarning(commit)).toBe(commit.text);
    expect(readWarning(warp)).toHaveLength(200);
  });

  it('tells a runtime with two consensus engines, and nothing else, from other trouble of the sync', () => {
    const target = 'sync-service-proto';
    const building =
      'Failed to build the chain information during warp syncing process: Error building the chain information';
    for (const reason of [
      'BabeConfigurationOutputDecode',
      'BabeCurrentEpochOutputDecode',
      'MultipleConsensusAlgorithms',
      'While calling "BabeApi_configuration": Function to start was not found.',
    ]) {
      const line = { level: 2, target, text: `${building}: ${reason}` };
      expect(isIncompatibility(line)).toBe(true);
      expect(isTelling(line)).toBe(true);
      expect(isIncompatibility({ ...line, target: 'network' })).toBe(false);
    }
    expect(isIncompatibility({ level: 2, target, text: `${building}: GrandpaApiTooOld` })).toBe(false);
    expect(isIncompatibility({ level: 2, target, text: 'Error while verifying GrandPa commit: BadSignature' })).toBe(
      false,
    );
  });

  it('is silent about everything else', () => {
    for (const line of [
      network('bitswap-slot-unassigned; peer_id=x, ban_duration=600s'),
      network('grandpa-neighbor-packet-received; chain=proto, peer_id=x'),
      { level: 4, target: 'sync-service-proto', text: 'header-verify-success; hash=0x' },
      { level: 2, target: 'sync-service-proto', text: 'GrandPa warp sync idle at block #0 (0x96ba…a4ca)' },
      { level: 2, target: 'json-rpc-proto', text: 'The JSON-RPC client has just called a legacy function' },
      { level: 4, target: 'json-rpc-proto', text: `gossip-open-success; chain=proto, peer_id=${PEER}` },
    ]) {
      expect(isTelling(line)).toBe(false);
    }
  });
});
