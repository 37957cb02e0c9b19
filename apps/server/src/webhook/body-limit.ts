// How large a body may be, and why not larger.
import { AppError } from '@patchbay/model/errors';
import type { IngressParts, SettledHook } from './ingress-parts.ts';

/** Read as one value by steps of the flow, in the memory of a worker. */
const wholeBodyBytes = 104_857_600;
/** The same in a format that the trigger names: XML by a schema takes about ten times as long as JSON. */
const wholeReadBytes = 16_777_216;
/** Read by the server, for a key that looks into it. */
const keyedBodyBytes = 10_485_760;
const keyedReadBytes = 2_097_152;

/** So much is held in memory for a key that looks into the body. */
export const keyedBytesOf = ({ trigger }: SettledHook): number =>
  trigger.reading === null ? keyedBodyBytes : keyedReadBytes;

interface Bound {
  readonly bytes: number;
  /** Stands behind the number of bytes. */
  readonly remedy: string;
}

function boundsOf(hook: SettledHook, { maxBodyBytes }: IngressParts): Bound[] {
  const { settings, readsBody, trigger } = hook;
  const own = { bytes: settings.maxBodyBytes, remedy: 'Send less, or ask the flow’s owner to raise the limit.' };
  const everywhere = { bytes: maxBodyBytes, remedy: 'An administrator can raise MAX_BODY_MB.' };
  const whole = {
    bytes: trigger.reading === null ? wholeBodyBytes : wholeReadBytes,
    remedy:
      'Its flow looks into the body as a whole. With a step “Read records of the event” and nothing else that looks into the body it takes more.',
  };
  const keyed = {
    bytes: keyedBytesOf(hook),
    remedy: 'A key of its trigger or flow looks into the body. With a key from a header it takes more.',
  };
  return [own, everywhere, ...(readsBody ? [whole] : []), ...(trigger.keysReadBody ? [keyed] : [])];
}

/** The smallest that applies. */
export function limitOf(hook: SettledHook, parts: IngressParts): Bound {
  return boundsOf(hook, parts).reduce((least, bound) => (bound.bytes < least.bytes ? bound : least));
}

/** `size`: null where the body is larger than the limit, and nobody knows by how much. */
export const tooLarge = (size: number | null, { bytes, remedy }: Bound): AppError =>
  AppError.because(
    'tooLarge',
    `The body has ${size ?? `more than ${bytes}`} bytes; this webhook takes at most ${bytes}. ${remedy}`,
  );
