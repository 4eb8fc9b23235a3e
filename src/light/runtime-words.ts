/** What a person is told about a runtime that this page was not made for. */
import type { AnyStorageItem, SchemaReport } from '../chain/schema/index.ts';
import { SCHEMA_SPEC_VERSIONS } from '../chain/schema/index.ts';
import { LightError } from './errors.ts';
import type { RuntimeStatus } from './runtime-guard.ts';

/** Items that a sentence names. */
const MAX_NAMED = 3;

const known = () => [...SCHEMA_SPEC_VERSIONS].join(', ');

/** One or two sentences about the runtime; empty where there is nothing to say. */
export function runtimeInWords({ specVersion, basis, report }: Omit<RuntimeStatus, 'detail'>): string {
  if (specVersion === undefined || basis === 'declared') return '';
  const versions = `The chain runs runtime ${specVersion}; this page was made for ${known()}.`;
  if (!report) return `${versions} Only values that decode to their last byte are shown.`;
  if (report.fits) {
    return basis === 'proved'
      ? `${versions} What it reads has not changed.`
      : `${versions} By what a server says, what it reads has not changed.`;
  }
  const changes = report.missing.length + report.different.length;
  return `${versions} ${changes} of its declarations ${changes === 1 ? 'does' : 'do'} not fit any more and ${changes === 1 ? 'is' : 'are'} not used; update the page.`;
}

/** The refusal to decode these items. */
export function schemaChanged(
  version: number,
  report: SchemaReport | undefined,
  items: readonly Pick<AnyStorageItem, 'pallet' | 'name'>[],
): LightError {
  const names = items.map(({ pallet, name }) => `${pallet}.${name}`);
  const more = names.length > MAX_NAMED ? ` (and ${names.length - MAX_NAMED} more)` : '';
  const how = items.length === 1 ? howItChanged(report, names[0]!) : 'are not what they were';
  const reason = `The runtime changed to ${version}: ${names.slice(0, MAX_NAMED).join(', ')}${more} ${how}; this page must be updated to read ${items.length === 1 ? 'it' : 'them'}.`;
  return new LightError('light/schema-changed', reason, {
    data: { specVersion: version, knownVersions: [...SCHEMA_SPEC_VERSIONS], items: names },
  });
}

function howItChanged(report: SchemaReport | undefined, name: string): string {
  if (report?.missing.includes(`storage ${name}`)) return 'is not there any more';
  const difference = report?.different.find(({ what }) => what === `storage ${name}`);
  return difference ? `is not what it was (${difference.ours}, now ${difference.theirs})` : 'does not decode any more';
}
