// Differences of a test in words, and the rule that each belongs to.
import type { ValueDifference } from '@patchbay/mapping';
import { childPath, isLoop, isStructure, pathNames } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { isSecretName, withoutSecrets } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { placeWords } from '../../ui/index.ts';

const longest = 400;

/** The value of a place as JSON, cut where it is long. What is secret by its name is not shown. */
export function jsonWords(value: Json, path: string): string {
  const text = JSON.stringify(withoutSecrets(value, pathNames(path).some(isSecretName)).value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** One sentence: for those who hear the page, and for lists. */
export function differenceWords({ path, expected, actual }: ValueDifference): string {
  const place = placeWords(path);
  if (actual === undefined) return `${place} is missing; expected ${jsonWords(expected ?? null, path)}.`;
  if (expected === undefined) return `${place} is ${jsonWords(actual, path)}, and was not expected.`;
  return `${place} is ${jsonWords(actual, path)}; expected ${jsonWords(expected, path)}.`;
}

export interface DifferencePlace {
  /** The rule's path. */
  readonly path: string;
  /** Which item of each loop on the way it is. */
  readonly positions: Readonly<Record<string, number>>;
}

/** The rule that made, or did not make, the value at a place of the output. */
export function ruleOfPlace(doc: MappingDocument, place: string): DifferencePlace {
  const positions: [string, number][] = [];
  let rule: MappingRule | undefined = doc.root;
  let path = '';
  for (const name of pathNames(place)) {
    if (rule === undefined || !isStructure(rule)) break;
    if (isLoop(rule) && /^\d+$/.test(name) && positions.at(-1)?.[0] !== path) {
      positions.push([path, Number(name)]);
      continue;
    }
    path = childPath(path, name);
    rule = Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
  }
  return { path, positions: Object.fromEntries(positions) };
}
