/**
 * The metagraph: who the neurons of a subnet are and what the last epoch said about them.
 *
 * Lists have one entry per uid. `Weights`, `Bonds`, `LastUpdate` and `Incentive` exist per mechanism and are keyed by
 * `mechanismIndex`.
 */
import { bool, tuple, u16, u64, vec } from '../../../scale/index.ts';
import { blake2, identity, item, optional, twox } from '../../storage-item.ts';
import { accountId, h160, mechanismIndex, netuid, uid, ZERO_ACCOUNT } from '../../types/basic.ts';
import { axonInfo, chainIdentityV2, neuronCertificate, prometheusInfo } from '../../types/subtensor.ts';

export const metagraph = {
  SubnetworkN: item([identity(netuid)], u16, 0, 'Number of neurons in the subnet; uids are 0 to one less.', 'uids'),
  Keys: item([identity(netuid), identity(uid)], accountId, ZERO_ACCOUNT, 'Hotkey of a neuron.'),
  Uids: optional(
    [identity(netuid), blake2(accountId)],
    uid,
    'Number of a hotkey in the subnet; absent if it is not registered there.',
  ),
  IsNetworkMember: item(
    [blake2(accountId), identity(netuid)],
    bool,
    false,
    'Whether a hotkey is registered in the subnet.',
  ),
  BlockAtRegistration: item(
    [identity(netuid), identity(uid)],
    u64,
    0n,
    'Block in which the neuron took its number.',
    'block',
  ),
  Axons: optional([identity(netuid), blake2(accountId)], axonInfo, 'Where the neuron answers requests.'),
  Prometheus: optional(
    [identity(netuid), blake2(accountId)],
    prometheusInfo,
    'Where the neuron publishes measurements.',
  ),
  NeuronCertificates: optional(
    [identity(netuid), blake2(accountId)],
    neuronCertificate,
    'Public key with which the neuron secures its endpoint.',
  ),
  Active: item(
    [identity(netuid)],
    vec(bool),
    [],
    'Whether each neuron set weights recently enough to count in the last epoch.',
  ),
  LastUpdate: item(
    [identity(mechanismIndex)],
    vec(u64),
    [],
    'Block in which each neuron last set or committed weights.',
    'block',
  ),
  ValidatorPermit: item(
    [identity(netuid)],
    vec(bool),
    [],
    'Whether each neuron may act as a validator: it is among those with most stake weight.',
  ),
  ValidatorTrust: item(
    [identity(netuid)],
    vec(u16),
    [],
    "How much of each validator's weights agreed with the consensus.",
    '/65535',
  ),
  Consensus: item(
    [identity(netuid)],
    vec(u16),
    [],
    'Weight that the majority of stake agrees each neuron deserves.',
    '/65535',
  ),
  Incentive: item(
    [identity(mechanismIndex)],
    vec(u16),
    [],
    'Share of miner emission that each neuron earned in the last epoch.',
    '/65535',
  ),
  Dividends: item(
    [identity(netuid)],
    vec(u16),
    [],
    'Share of validator emission that each neuron earned in the last epoch.',
    '/65535',
  ),
  Emission: item(
    [identity(netuid)],
    vec(u64),
    [],
    'Alpha that each neuron earned in the last epoch, as miner and as validator.',
    'rao',
  ),
  StakeWeight: item(
    [identity(netuid)],
    vec(u16),
    [],
    'Share of each neuron in the stake that the last epoch used.',
    '/65535',
  ),
  Weights: item(
    [identity(mechanismIndex), identity(uid)],
    vec(tuple(uid, u16)),
    [],
    'What a validator thinks of other neurons: (uid, weight), the largest weight being 65535.',
    '/65535',
  ),
  Bonds: item(
    [identity(mechanismIndex), identity(uid)],
    vec(tuple(uid, u16)),
    [],
    'How early and how much a validator has backed other neurons: (uid, bond); dividends are paid by it.',
    '/65535',
  ),
  VotingPower: item(
    [identity(netuid), blake2(accountId)],
    u64,
    0n,
    'Average stake of a hotkey over time, where the subnet records it.',
    'rao',
  ),
  IdentitiesV2: optional(
    [blake2(accountId)],
    chainIdentityV2,
    'What a coldkey says about itself: name, links, picture.',
  ),
  AssociatedEvmAddress: optional(
    [twox(netuid), twox(uid)],
    tuple(h160, u64),
    'EVM address that a neuron has proved to own, and when.',
  ),
  LoadedEmission: optional([identity(netuid)], vec(tuple(accountId, u64, u64)), 'Left over; not consulted.'),
};
