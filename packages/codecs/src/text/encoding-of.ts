import { CodecError } from '../codec-error.ts';
import { sniffEncoding } from './sniff-encoding.ts';
import { scanUtf8 } from './utf8.ts';

export interface FoundEncoding {
  /** A label of the Encoding Standard. */
  readonly encoding: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** The encoding in which `decodeText` reads bytes, and how sure that is. Bytes that nothing here reads are UTF-8 with no confidence. */
export function encodingOf(bytes: Uint8Array): FoundEncoding {
  try {
    const sniffed = sniffEncoding(bytes);
    if (sniffed.kind === 'known') return { encoding: sniffed.label.toLowerCase(), confidence: 0.98 };
  } catch (cause) {
    if (cause instanceof CodecError) return { encoding: 'utf-8', confidence: 0 };
    throw cause;
  }
  const { validBytes, hasMultibyte, isCutOff } = scanUtf8(bytes);
  if (validBytes === bytes.length || isCutOff) return { encoding: 'utf-8', confidence: hasMultibyte ? 0.99 : 0.9 };
  return hasMultibyte ? { encoding: 'utf-8', confidence: 0.2 } : { encoding: 'windows-1252', confidence: 0.7 };
}
