/**
 * Dispatch errors in words: "SubtensorModule.SettingWeightsTooFast" and one sentence why.
 */
import type { AnyPallet } from './pallet.ts';
import { pallets } from './runtime.ts';
import type { DispatchError } from './types/dispatch.ts';

export interface ErrorText {
  /** `Pallet.Error` for errors of pallets, else the name of the dispatch error: `BadOrigin`, `Token.Frozen`. */
  readonly name: string;
  /** One sentence; empty where there is none. */
  readonly sentence: string;
}

const palletByIndex = (index: number): AnyPallet | undefined =>
  (pallets as readonly AnyPallet[]).find((pallet) => pallet.index === index);

/** `Pallet.Error`, or undefined if this runtime has no such pallet or error. */
export function moduleErrorName(palletIndex: number, errorIndex: number): string | undefined {
  return moduleError(palletIndex, errorIndex)?.name;
}

function moduleError(palletIndex: number, errorIndex: number): ErrorText | undefined {
  const pallet = palletByIndex(palletIndex);
  const found = Object.entries(pallet?.errors?.sentences ?? {})[errorIndex];
  return pallet && found ? { name: `${pallet.name}.${found[0]}`, sentence: found[1] } : undefined;
}

/** The index of a pallet's error, for those who raise it. @throws RangeError if there is no such error. */
export function moduleErrorIndex(palletName: string, errorName: string): { pallet: number; error: number } {
  const pallet = (pallets as readonly AnyPallet[]).find(({ name }) => name === palletName);
  const error = Object.keys(pallet?.errors?.sentences ?? {}).indexOf(errorName);
  if (!pallet || error < 0) throw new RangeError(`there is no error ${palletName}.${errorName}`);
  return { pallet: pallet.index, error };
}

const GENERAL: Readonly<Record<string, string>> = {
  Other: 'The call failed for a reason that has no name.',
  CannotLookup: 'The address belongs to nobody.',
  BadOrigin: 'The sender may not make this call.',
  ConsumerRemaining: 'The account is still needed.',
  NoProviders: 'The account does not exist.',
  TooManyConsumers: 'Too much depends on the account.',
  Exhausted: 'The block has no room left for this.',
  Corruption: 'The state is damaged.',
  Unavailable: 'Something needed is not there now.',
  RootNotAllowed: 'Root may not make this call.',
};

/** A dispatch error by name and in one sentence. */
export function describeDispatchError(error: DispatchError): ErrorText {
  if (error.type === 'Module') {
    const [{ index, error: bytes }] = error.value;
    const number = bytes[0]!;
    return (
      moduleError(index, number) ?? {
        name: `Pallet${index}.Error${number}`,
        sentence: 'This version of the page does not know the error.',
      }
    );
  }
  const detail = error.value?.[0].type;
  return { name: detail ? `${error.type}.${detail}` : error.type, sentence: GENERAL[error.type] ?? '' };
}
