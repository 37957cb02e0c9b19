import type { Diagnostic } from '@patchbay/model/errors';
import type { GivenFile } from './schema-reader.ts';

/** `orders.xsd, line 12, column 5`: where in the given files something was noticed; nothing when it is not said. */
export function placeWords({ at }: Diagnostic, files: readonly GivenFile[]): string {
  const { field, start } = at;
  const file =
    files.find(({ name }) => field === name || field?.startsWith(`${name}#`) === true) ??
    (field === undefined ? files[0] : undefined);
  const position = start === undefined || file === undefined ? undefined : lineAndColumn(textOf(file), start);
  const words = position === undefined ? '' : `line ${position.line}, column ${position.column}`;
  return [field ?? '', words].filter((part) => part !== '').join(', ');
}

const decoded = new WeakMap<Uint8Array, string>();
function textOf({ content }: GivenFile): string {
  if (typeof content === 'string') return content;
  const known = decoded.get(content);
  if (known !== undefined) return known;
  const text = new TextDecoder(encodingOf(content)).decode(content);
  decoded.set(content, text);
  return text;
}

const encodingOf = (bytes: Uint8Array): string =>
  bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';

/** Both from 1. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
