import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { countOf } from '../values/counts.ts';
import { lengthOf, sliceOf } from './code-points.ts';

/** What a text lacks of a length, filled with copies of `fill`; empty when it lacks nothing. */
export function fillingFor(
  text: string,
  { length, fill = ' ' }: { readonly length: number; readonly fill: string | undefined },
  frame: Frame,
  site: Site,
): string {
  const missing = countOf(length, site) - lengthOf(text);
  if (missing <= 0 || fill === '') return '';
  frame.chargeText(text.length + missing * 2, site);
  return sliceOf(fill.repeat(Math.ceil(missing / lengthOf(fill))), 0, missing);
}
