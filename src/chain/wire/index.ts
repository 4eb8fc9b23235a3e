/**
 * What Substrate's nodes and light clients say to each other over libp2p, as bytes: both directions of every message.
 *
 *   stream = frame*      frame = varint length · payload      payload = one of the messages below
 *
 *   gossip      block-announces/1 · grandpa/1 · transactions/1        handshake, then notifications
 *   requests    sync/2 · sync/warp · light/2 · kad                    one request, one response
 *
 * What the localnet writes the browser reads with the same code. Everything that is read here is hostile: sizes and
 * counts are bounded by `limits.ts`, refusals are `ChainError`s:
 *
 *   wire/bad-length, wire/frame-too-long     a frame that is none, or longer than the message may be
 *   wire/bad-protobuf                        a message that is no protobuf, or a field outside its type
 *   wire/bad-request, wire/bad-response      a field is missing, or there are too many
 *   wire/bad-handshake, wire/wrong-genesis   a peer that is none of ours
 *   wire/bad-notification                    gossip that is none
 *   scale/…                                  SCALE inside of it that is damaged
 *
 * No transport here: that is libp2p's, on either side.
 */
export * from './block-announces.ts';
export * from './blocks.ts';
export { encodeFrame, FrameDecoder } from './frames.ts';
export * from './grandpa.ts';
export * from './kad.ts';
export * from './light.ts';
export * from './limits.ts';
export * from './names.ts';
export type { ProtobufFields } from './protobuf.ts';
export { decodeProtobuf, protobufBytes, protobufVarint } from './protobuf.ts';
export * from './roles.ts';
export * from './transactions.ts';
export { encodeVarint, readVarint } from './varint.ts';
export * from './warp.ts';
