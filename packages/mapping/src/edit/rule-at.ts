import { isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { childPath, pathNames } from '../rules/rule-path.ts';

/** The rule at a path; the root is the empty text. */
export function ruleAt(doc: MappingDocument, path: string): MappingRule | undefined {
  let rule: MappingRule | undefined = doc.root;
  for (const name of pathNames(path)) {
    if (rule === undefined || !isStructure(rule)) return undefined;
    rule = Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
  }
  return rule;
}

/** The object or loop at a path. */
export function structureAt(doc: MappingDocument, path: string): ObjectRule | LoopRule | undefined {
  const rule = ruleAt(doc, path);
  return rule !== undefined && isStructure(rule) ? rule : undefined;
}

export const parentPath = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const lastName = (path: string): string => pathNames(path).at(-1) ?? '';

/** The path itself and those around it, outermost first; the root is the empty text. */
export const pathsAlong = (path: string): string[] =>
  pathNames(path).reduce<string[]>((paths, name) => [...paths, childPath(paths.at(-1) ?? '', name)], ['']);

/** Whether the path is the other one or lies inside it. */
export const isInside = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}/`);

/** A name for people: the end of the path, or what the whole is called. */
export const shownPath = (path: string): string => (path === '' ? 'The result' : pathNames(path).join('.'));
