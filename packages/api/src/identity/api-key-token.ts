import { createHash, randomBytes } from 'node:crypto';

/** `pb_` and 32 random bytes in base64url: 46 characters. Only the SHA-256 is stored. */
const shape = /^pb_[A-Za-z0-9_-]{43}$/;

export const newApiKeyToken = (): string => `pb_${randomBytes(32).toString('base64url')}`;
export const isApiKeyToken = (text: string): boolean => shape.test(text);
export const sha256 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(text).digest());
/** What people recognise a key by; too short to guess the rest from. */
export const prefixOf = (token: string): string => token.slice(0, 9);
