// What is shown or kept of data of others: values whose names tell of a secret are masked, at any depth.
import type { Json } from './json.ts';
import { isJsonObject } from './json.ts';
import { secretWords } from './secret-words.ts';

export const secretMask = '•••';

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const oneOf = (texts: readonly string[]): string => texts.map(escaped).join('|');
const { words, lastWords, parts, names } = secretWords;
const inWords = new RegExp(String.raw`\b(?:${oneOf(words)})\b|\b(?:${oneOf(lastWords)})$|^(?:${oneOf(names)})$`);
const grownTogether = new RegExp(oneOf(parts));

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** The words of a name, apart: `customerApiKey` → customer api key. */
const nameWords = (name: string): string =>
  name
    .normalize('NFC')
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => umlauts[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z\d]+/g, ' ')
    .trim();

/** Names repeat in every item of a list. */
const known = new Map<string, boolean>();
const maxKnown = 10_000;

/** Whether a field holds a secret, as far as its name tells: English, German, and what is common besides. */
export function isSecretName(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const apart = nameWords(name);
  const isSecret = inWords.test(apart) || grownTogether.test(apart.replaceAll(' ', ''));
  if (known.size >= maxKnown) known.clear();
  known.set(name, isSecret);
  return isSecret;
}

const namesInText = /`[^`]*`|[\p{L}_$][\p{L}\p{N}_$-]*/gu;

/** Whether a path or a formula names anything secret: what it gives is not shown then. Its texts count as well. */
export const namesSecret = (text: string): boolean => (text.match(namesInText) ?? []).some(isSecretName);

export interface Cleared {
  readonly value: Json;
  /** How many texts and numbers were masked. */
  readonly masked: number;
}

/** The value without what its names tell to be secret; `isSecret`: all of it is. Texts become `•••`, numbers 0. */
export function withoutSecrets(value: Json, isSecret = false): Cleared {
  let masked = 0;
  const clear = (one: Json, hidden: boolean): Json => {
    if (Array.isArray(one)) return one.map((item) => clear(item, hidden));
    if (isJsonObject(one))
      return Object.fromEntries(
        Object.entries(one).map(([name, child]) => [name, clear(child, hidden || isSecretName(name))]),
      );
    if (!hidden || (typeof one !== 'string' && typeof one !== 'number') || one === '') return one;
    masked += 1;
    return typeof one === 'string' ? secretMask : 0;
  };
  return { value: clear(value, isSecret), masked };
}
