// The tokens in addresses at which waits get their answers: which wait, and the proof that this installation made it.
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { RunId } from '@patchbay/model/identity';
import type { WaitKey } from '../drivers/index.ts';

/** callback: another system answers · approval: a person decides. A token of one is none of the other. */
export type LinkPurpose = 'callback' | 'approval';

export interface ResumeTokens {
  sign(purpose: LinkPurpose, key: WaitKey): string;
  /** Null for every text that this installation did not make for this purpose. */
  read(purpose: LinkPurpose, token: string): WaitKey | null;
}

const shape = /^([A-Za-z0-9_-]{24,4000})\.([A-Za-z0-9_-]{43})$/;
const uuidBytes = 16;

/**
 * `base64url(effect root and path) . base64url(HMAC-SHA256)`, under a key that derives from the install key. It says
 * nothing that is secret, and it is the same whenever it is made, so a step before the wait can send it.
 */
export function resumeTokens(installKey: Uint8Array): ResumeTokens {
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', installKey, '', 'patchbay resume links 1', 32)));
  const proof = (purpose: LinkPurpose, named: Uint8Array): Buffer =>
    createHmac('sha256', key).update(`${purpose}\0`).update(named).digest();
  return {
    sign: (purpose, { effectRoot, path }) => {
      const named = Buffer.concat([Buffer.from(effectRoot.replaceAll('-', ''), 'hex'), Buffer.from(path, 'utf8')]);
      return `${named.toString('base64url')}.${proof(purpose, named).toString('base64url')}`;
    },
    read: (purpose, token) => {
      const [, name, given] = shape.exec(token) ?? [];
      if (name === undefined || given === undefined) return null;
      const named = Buffer.from(name, 'base64url');
      const said = Buffer.from(given, 'base64url');
      const wanted = proof(purpose, named);
      if (named.length <= uuidBytes || said.length !== wanted.length || !timingSafeEqual(said, wanted)) return null;
      const hex = named.subarray(0, uuidBytes).toString('hex');
      const effectRoot = RunId.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
      return { effectRoot, path: named.subarray(uuidBytes).toString('utf8') };
    },
  };
}

/** Where on the server each kind of answer is taken. */
export const answerPaths: Readonly<Record<LinkPurpose, string>> = { callback: '/resume', approval: '/approve' };

export function answerLinks(installKey: Uint8Array, publicUrl: string): (purpose: LinkPurpose, key: WaitKey) => string {
  const tokens = resumeTokens(installKey);
  return (purpose, key) => `${publicUrl}${answerPaths[purpose]}/${tokens.sign(purpose, key)}`;
}
