// What the mappings of a step do otherwise than before: of a map step, and of inputs that are given by a mapping.
import { diffMappings } from '@patchbay/mapping';
import type { MappingDifference } from '@patchbay/mapping';
import type { FlowNode } from '@patchbay/model/flow';
import { MappingDocument } from '@patchbay/model/mapping';
import { isJsonObject } from '@patchbay/model/schema';
import { partWords, shownPart } from '../../mappings/mapping/change-list.tsx';

/** Beyond these the mapper and its versions are the place to look. */
const mostShown = 8;

/** One sentence a difference, by target path. Mappings that only one of the two has are settings. */
export function mappingChanges(before: FlowNode, after: FlowNode): string[] {
  const then = mappingsIn(before);
  const sentences = [...mappingsIn(after)].flatMap(([place, mapping]) => {
    const earlier = then.get(place);
    if (earlier === undefined) return [];
    return diffMappings(earlier, mapping).map((change) => sentence(after.label, change));
  });
  const more = sentences.length - mostShown;
  return more <= 0
    ? sentences
    : [...sentences.slice(0, mostShown), `And ${more} more in the mapping of “${after.label}”.`];
}

function sentence(label: string, { part, path, change, words }: MappingDifference): string {
  const named = part === 'rule' || part === 'order' ? shownPart(path) : path;
  const what = [partWords[part], named].filter((word) => word !== '').join(' ');
  const how = change === 'added' ? `is new: ${words}` : change === 'removed' ? `is gone: ${words}` : words;
  return `“${label}”, ${what}${change === 'changed' ? ': ' : ' '}${how}`;
}

export const isMapping = (value: unknown): boolean => isJsonObject(value) && value['map'] === 1 && 'root' in value;

/** By the place in the step. */
function mappingsIn(node: FlowNode): ReadonlyMap<string, MappingDocument> {
  const found = new Map<string, MappingDocument>();
  const visit = (value: unknown, place: string): void => {
    if (isMapping(value)) {
      const read = MappingDocument.safeParse(value);
      if (read.success) found.set(place, read.data);
    } else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) visit(inner, `${place}/${name}`);
  };
  visit(node, '');
  return found;
}
