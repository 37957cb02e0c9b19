import type { DataSchema } from './data-schema.ts';
import type { SchemaStep } from './flatten-schema.ts';
import { schemaAt } from './schema-at.ts';
import { shapeOf } from './shape.ts';

/**
 * The shape of one record that stands in a document at the end of these names, as readers of files go: lists on the way are entered. A
 * schema of a list is that of its items. Undefined when the document has nothing there. References are those of `document`.
 */
export function recordShape(document: DataSchema, names: readonly string[] = []): DataSchema | undefined {
  const steps: SchemaStep[] = [];
  const entered = (): DataSchema | undefined => {
    const here = schemaAt(document, steps);
    if (here === undefined) return undefined;
    const { types, fields, items } = shapeOf(document, here);
    if (items === undefined || fields.length > 0 || types.includes('object')) return here;
    steps.push({ kind: 'each' });
    return schemaAt(document, steps);
  };
  let shape = entered();
  for (const name of names) {
    if (shape === undefined) return undefined;
    steps.push({ kind: 'name', name });
    shape = entered();
  }
  return shape;
}
