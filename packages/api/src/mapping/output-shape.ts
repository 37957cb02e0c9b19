// By which shape the output of a mapping is written: the target's; and where names like 2024 do not come first, by the order
// of the rules, since the output itself cannot keep it.
import { fieldNames, isLoop, isStructure, targetUseOf } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { schemaOfRef } from './mapping-input.ts';

export function outputShape(document: MappingDocument): DataSchema | undefined {
  const use = targetUseOf(document);
  const target = typeof use === 'string' ? schemaOfRef(document, use) : use;
  return isInOrder(document.root) ? target : inRuleOrder(target ?? {}, document.root);
}

/** Whether no structure says an order of its own. */
const isInOrder = (rule: MappingRule): boolean =>
  !isStructure(rule) || (rule.order === undefined && Object.values(rule.fields).every(isInOrder));

/** The shape with the fields of the rules, in their order; an order that it says itself stays. */
function inRuleOrder(shape: DataSchema, rule: ObjectRule | LoopRule): DataSchema {
  if (isLoop(rule)) return { ...shape, type: 'array', items: withFields(shape.items ?? {}, rule) };
  return withFields(shape, rule);
}

function withFields(shape: DataSchema, rule: ObjectRule | LoopRule): DataSchema {
  if (shape.properties === undefined && Object.keys(shape).length > 0) return shape;
  const properties = new Map(Object.entries(shape.properties ?? {}));
  for (const name of fieldNames(rule)) {
    const child = rule.fields[name];
    const own = properties.get(name);
    if (child === undefined) continue;
    if (isStructure(child)) properties.set(name, inRuleOrder(own ?? {}, child));
    else if (own === undefined && shape.properties === undefined) properties.set(name, {});
  }
  return {
    ...shape,
    type: 'object',
    properties: Object.fromEntries(properties),
    'x-order': shape['x-order'] ?? fieldNames(rule),
  };
}
