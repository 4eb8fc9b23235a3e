/** The WGSL texts, inlined by the bundler. */
import bondsClassic from './kernels/bonds-classic.wgsl?raw';
import bondsLiquid from './kernels/bonds-liquid.wgsl?raw';
import bondsStart from './kernels/bonds-start.wgsl?raw';
import bondsYuma3 from './kernels/bonds-yuma3.wgsl?raw';
import carry from './kernels/carry.wgsl?raw';
import consensus from './kernels/consensus.wgsl?raw';
import cursors from './kernels/cursors.wgsl?raw';
import dividendShares from './kernels/dividend-shares.wgsl?raw';
import dividends from './kernels/dividends.wgsl?raw';
import divisor from './kernels/divisor.wgsl?raw';
import epoch from './kernels/epoch.wgsl?raw';
import fixed from './kernels/fixed.wgsl?raw';
import incentive from './kernels/incentive.wgsl?raw';
import liquidAlpha from './kernels/liquid-alpha.wgsl?raw';
import median from './kernels/median.wgsl?raw';
import operations from './kernels/operations.wgsl?raw';
import trust from './kernels/trust.wgsl?raw';
import weights from './kernels/weights.wgsl?raw';
import wide from './kernels/wide.wgsl?raw';
import workgroupSum from './kernels/workgroup-sum.wgsl?raw';
import yuma3 from './kernels/yuma3.wgsl?raw';
import type { ShaderTexts } from './shaders.ts';

export const SHADER_TEXTS: ShaderTexts = {
  wide,
  fixed,
  divisor,
  'liquid-alpha': liquidAlpha,
  epoch,
  'workgroup-sum': workgroupSum,
  median,
  weights,
  'bonds-start': bondsStart,
  consensus,
  incentive,
  trust,
  cursors,
  yuma3,
  'bonds-yuma3': bondsYuma3,
  'bonds-liquid': bondsLiquid,
  'bonds-classic': bondsClassic,
  carry,
  dividends,
  'dividend-shares': dividendShares,
  operations,
};
