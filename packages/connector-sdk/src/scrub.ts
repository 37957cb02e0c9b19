// Takes secrets out of whatever is shown or stored: plain, URL-encoded, JSON-escaped and base64, at every alignment.
import type { Json } from '@patchbay/model/schema';

const mask = '•••';
/** Below this, masking would blank ordinary words without protecting anything worth the name. */
const shortestSecret = 4;

export interface Scrubber {
  readonly text: (text: string) => string;
  readonly json: (value: Json) => Json;
}

const unscrubbed: Scrubber = { text: (text) => text, json: (value) => value };

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);

/** Base64 of the secret inside any longer text: the characters that do not depend on its neighbours, for 3 offsets. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const forms: string[] = [];
  for (let offset = 0; offset < 3; offset += 1) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = encoded.slice(from, to);
    if (core.length >= 6) forms.push(core, core.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

function formsOf(secret: string): string[] {
  const percent = encodeURIComponent(secret);
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    percent,
    percent.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    form,
    ...base64Forms(secret),
  ];
}

function scrubJson(value: Json, text: (text: string) => string): Json {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    let changed = false;
    const items = value.map((item) => {
      const clean = scrubJson(item, text);
      changed ||= clean !== item;
      return clean;
    });
    return changed ? items : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const entries = Object.entries(value).map(([key, item]): [string, Json] => {
    const cleanKey = text(key);
    const clean = scrubJson(item, text);
    changed ||= clean !== item || cleanKey !== key;
    return [cleanKey, clean];
  });
  return changed ? Object.fromEntries(entries) : value;
}

/** Compiled once per opened connection. A value without a secret comes back as the same object. */
export function createScrubber(secrets: readonly string[]): Scrubber {
  const forms = new Set(secrets.filter((secret) => secret.length >= shortestSecret).flatMap(formsOf));
  if (forms.size === 0) return unscrubbed;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escapeRegExp).join('|'), 'g');
  const text = (input: string): string => input.replaceAll(pattern, mask);
  return { text, json: (value) => scrubJson(value, text) };
}
