// The part of the address behind `?`: plain text in, plain text out, so that people can read and write it.

export type AddressText = Record<string, string>;

export function parseAddress(search: string): AddressText {
  return Object.fromEntries(new URLSearchParams(search));
}

/** Values that are absent or empty are left out. Commas and colons stay readable. */
export function printAddress(values: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') params.set(name, String(value));
  }
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

/** A path of our own to go back to after signing in; anything else becomes the home page. */
export const ownPath = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/';
