import { childPath, isLoop, isStructure, pathNames } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';

const isPosition = (name: string | undefined): boolean => name !== undefined && /^\d+$/.test(name);

/** The rule that made the value at a path of the output: `/lines/0/sku` is made by `/lines/sku`. What no rule makes keeps its names. */
export function ruleOfValue(root: MappingRule, valuePath: string): string {
  const names = pathNames(valuePath);
  let rule: MappingRule | undefined = root;
  let path = '';
  if (isLoop(root) && isPosition(names[0])) names.shift();
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (rule !== undefined && !isStructure(rule)) return path;
    path = childPath(path, name);
    rule = rule !== undefined && Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
    if (rule !== undefined && isLoop(rule) && isPosition(names[0])) names.shift();
  }
  return path;
}
