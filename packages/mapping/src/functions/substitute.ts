import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { positionOf } from '../values/counts.ts';
function countPieces(text: string, old: string): number {
  let count = 0;
  for (let at = text.indexOf(old); at !== -1; at = text.indexOf(old, at + old.length)) count += 1;
  return count;
}

function replaceOne(text: string, { old, by, occurrence }: { old: string; by: string; occurrence: number }): string {
  let at = text.indexOf(old);
  for (let left = occurrence; at !== -1 && left > 1; left -= 1) at = text.indexOf(old, at + old.length);
  return at === -1 ? text : text.slice(0, at) + by + text.slice(at + old.length);
}

export const substituteFunction = defineFunction({
  name: 'SUBSTITUTE',
  category: 'Text',
  summary: 'The text with every occurrence of old exchanged for new, or only the one with that number.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'old', type: 'text' },
    { name: 'new', type: 'text' },
    { name: 'occurrence', type: 'number', form: valueForms.position, optional: true },
  ],
  returns: { type: 'string' },
  nulls: 'yieldsNull',

  examples: [
    { expr: "SUBSTITUTE('#1042', '#', '')", result: '1042' },
    { expr: "SUBSTITUTE('a-b-c', '-', '+', 2)", result: 'a-b+c' },
  ],
  run: (frame, site, text, old, by, occurrence) => {
    frame.chargeScan(text.length, site);
    if (old === '') return text;
    if (occurrence !== undefined) {
      frame.chargeText(text.length + by.length, site);
      return replaceOne(text, { old, by, occurrence: positionOf(occurrence, site) });
    }
    const pieces = countPieces(text, old);
    frame.chargeText(text.length + Math.max(0, by.length - old.length) * pieces, site);
    return text.replaceAll(old, () => by);
  },
});
