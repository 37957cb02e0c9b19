import { codecs } from '@patchbay/codecs';
import type { FormatId } from '@patchbay/codecs';

/** Formats of samples as choices. */
export const sampleFormats: readonly { readonly value: FormatId; readonly label: string }[] = Object.values(codecs).map(
  ({ id, title }) => ({ value: id, label: title }),
);
