// Chance inside a run is derived, so that a resumed step sends the same body: (effect root, step path, counter) → number.
import type { Budget, EvaluationContext } from './frame.ts';

/** A 128-bit seed from text (cyrb128), then sfc32: public-domain generators, not for secrets. */
function seedOf(text: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179);
  }
  return [h1 ^ h2 ^ h3 ^ h4, h2, h3, h4];
}

/** The sequence of random numbers of one step, in [0, 1). */
export function runRandom(effectRoot: string, path: string): () => number {
  let [a, b, c, d] = seedOf(`${effectRoot}|${path}`);
  return () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
}

/** A version 4 shaped UUID from such a sequence. */
export function runUuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, (_, index) => {
    const digit = Math.floor(random() * 16);
    return (index === 12 ? 4 : index === 16 ? (digit & 3) | 8 : digit).toString(16);
  }).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export interface ContextSeed {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly effectRoot: string;
  readonly path: string;
  readonly budget?: Partial<Budget> | undefined;
}

/** What one step knows of the world, from plain data: the same seed gives the same wherever it is evaluated. */
export function seededContext({ now, effectRoot, path, budget }: ContextSeed): EvaluationContext {
  const random = runRandom(effectRoot, path);
  return { now, random, uuid: () => runUuid(random), budget };
}
