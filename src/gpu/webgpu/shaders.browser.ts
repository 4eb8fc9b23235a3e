/** The WGSL texts, inlined by the bundler. */
import bondsClassic from './kernels/bonds-classic.wgsl?raw';
import bondsYuma3 from './kernels/bonds-yuma3.wgsl?raw';
import consensus from './kernels/consensus.wgsl?raw';
import cursors from './kernels/cursors.wgsl?raw';
import dividendShares from './kernels/dividend-shares.wgsl?raw';
import dividends from './kernels/dividends.wgsl?raw';
import epoch from './kernels/epoch.wgsl?raw';
import fixed from './kernels/fixed.wgsl?raw';
import incentive from './kernels/incentive.wgsl?raw';
import liquidAlpha from './kernels/liquid-alpha.wgsl?raw';
import operations from './kernels/operations.wgsl?raw';
import weights from './kernels/weights.wgsl?raw';
import wide from './kernels/wide.wgsl?raw';
import workgroupSum from './kernels/workgroup-sum.wgsl?raw';
import type { ShaderTexts } from './shaders.ts';

export const SHADER_TEXTS: ShaderTexts = {
  wide,
  fixed,
  'liquid-alpha': liquidAlpha,
  epoch,
  'workgroup-sum': workgroupSum,
  weights,
  consensus,
  incentive,
  cursors,
  'bonds-yuma3': bondsYuma3,
  'bonds-classic': bondsClassic,
  dividends,
  'dividend-shares': dividendShares,
  operations,
};
